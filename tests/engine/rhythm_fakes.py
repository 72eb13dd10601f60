"""What the networks would say of plain music."""

import numpy as np

from w12studio.engine.bar_network import BarFeatures
from w12studio.engine.bar_ranking import Heard
from w12studio.engine.beat_chain import Tempi
from w12studio.engine.meter import METERS
from w12studio.engine.rhythm_network import Rhythm, tempo_bins


def tempi_of(n_frames, bpm, sure=True):
    """A distribution of tempi around one, or a flat one."""
    bins = tempo_bins()
    near = np.exp(-0.5 * (np.log(bins / bpm) / 0.05) ** 2) if sure else np.ones(bins.size)
    near = np.log(near / near.sum() + 1e-4)
    return Tempi(np.tile(near.astype(np.float32), (-(-n_frames // 2), 1)), bins, 2)


def meters_of(n_frames, beats_per_bar):
    """Log probabilities of meters, sure of one."""
    p = np.full(len(METERS), 0.02)
    p[METERS.index(beats_per_bar)] = 0.9
    return np.tile(np.log(p).astype(np.float32), (-(-n_frames // 2), 1))


def heard_of(activations, frames, places, bpm=None, sure=True):
    """All networks agree; a drum sounds on every beat, and a new chord in every bar."""
    rng = np.random.default_rng(5)
    n = activations.shape[0]
    chroma = np.full((n, 12), 0.1)
    for number, start in enumerate(frames[places == 1]):
        chroma[start:] = 0.1
        chroma[start:, (np.array([0, 4, 7]) + 5 * number) % 12] = 1.0
    chroma /= np.linalg.norm(chroma, axis=1, keepdims=True)
    rises = 0.01 * rng.random((n, 45))
    rises[frames] = 0.5
    beats = np.stack([np.minimum(activations.sum(axis=1), 0.999), activations[:, 1]], axis=1).astype(np.float32)
    bpm = 6000.0 / float(np.median(np.diff(frames))) if bpm is None else bpm
    own = Rhythm(beats, tempi_of(n, bpm, sure), meters_of(n, int(places.max())))
    return Heard(activations, own, BarFeatures(rises.astype(np.float32), chroma.astype(np.float32)))
