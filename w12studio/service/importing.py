"""Layers from files of other programs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from w12studio.domain.analysis import Analysis, AudioFacts, Track
from w12studio.domain.errors import DocumentError
from w12studio.domain.events import Events
from w12studio.engine.audio import SUPPORTED_SUFFIXES
from w12studio.export.guess import SUFFIXES
from w12studio.service.files import PROJECT_SUFFIX
from w12studio.service.projects import open_project

#: Events this much after the end, in s, are still taken: other programs round.
_SLACK_S = 0.05
#: Longest recording in s that layers without one can be for; what lies later is left out.
LONGEST_S = 1e7
#: Endings, with the dot, of files that hold layers and no sound.
LAYER_SUFFIXES = SUFFIXES - SUPPORTED_SUFFIXES


def import_layers(
    path: str | Path, duration: float = 0.0, recording: str | Path | None = None, format_name: str | None = None
) -> tuple[Track, ...]:
    """The layers of a file of any readable format, or of a project.

    Parameters
    ----------
    path : str or Path
    duration : float
        Length of the recording in s; what lies outside is left out, and the layer's message says how much.
        0 = unknown, everything up to `LONGEST_S` is taken.
    recording : str or Path, optional
        What the layers are for; finds its track in a collection of a DJ program.
    format_name : str, optional
        Guessed by default.

    Raises
    ------
    DocumentError
        When no format fits, the file can't be understood, or it holds no layers.
    """
    from w12studio.export.registry import read

    file = Path(path)
    if format_name is None and file.suffix.lower() == PROJECT_SUFFIX:
        found = tuple(open_project(file).analysis.tracks.values())
    else:
        found = read(file, format_name, recording, duration)
    if not found:
        raise DocumentError("it holds no layers", file)
    return tuple(_inside(track, duration) for track in found)


def recording_facts(path: str | Path) -> AudioFacts:
    """What a recording says about itself, from its head.

    Raises
    ------
    AudioError
        When it can't be read or holds no sound.
    """
    from w12studio.engine.audio import probe

    return probe(path)


def _inside(track: Track, duration: float) -> Track:
    events = track.events
    if duration <= 0:
        keep = np.flatnonzero(np.abs(events.times) <= LONGEST_S)
    else:
        keep = np.flatnonzero((events.times >= 0) & (events.times <= duration + _SLACK_S))
    lost = len(events) - keep.size
    if not lost:
        return track
    were = "event outside of the recording was" if lost == 1 else "events outside of the recording were"
    said = f"{lost} {were} left out."
    message = f"{track.message} {said}".strip()
    return replace(track, events=Events(events.rows(keep)), message=message)


def joined(one: Track, other: Track) -> Track | None:
    """Two layers of one kind as one: events and a curve, or curves of other columns on the same frames.

    Programs hold a layer's events, its curve and each column of that in files of their own.

    Returns
    -------
    Track or None
        None where both have events, or curves that can't stand beside each other.
    """
    if len(one.events) and len(other.events):
        return None
    events = one.events if len(one.events) else other.events
    a, b = one.curve, other.curve
    if a is None or b is None:
        return replace(one, events=events, curve=b if a is None else a)
    same = len(a) == len(b) and abs(a.start - b.start) * a.frame_rate < 0.25
    same = same and abs(len(a) / a.frame_rate - len(b) / b.frame_rate) * a.frame_rate < 0.25
    if not same or not a.bins or not b.bins or set(a.bins) & set(b.bins):
        return None
    bins = a.bins + b.bins
    order = sorted(range(len(bins)), key=lambda i: bins[i])
    curve = replace(a, values=np.hstack([a.values, b.values])[:, order], bins=tuple(bins[i] for i in order))
    return replace(one, events=events, curve=curve)


def analysis_of_layers(tracks: tuple[Track, ...], audio: AudioFacts) -> Analysis:
    """An analysis that holds these layers; without a recording its length is that of the layers.

    Parameters
    ----------
    tracks : tuple of Track
    audio : AudioFacts
        With ``n_samples`` 0 where there is no recording.
    """
    if not audio.n_samples:
        rate = audio.sample_rate or 44100
        ends = [float((t.events.times + t.events.durations).max()) for t in tracks if len(t.events)]
        ends += [float(t.curve.times()[-1]) for t in tracks if t.curve is not None and len(t.curve)]
        end = min(max(ends, default=0.0), LONGEST_S)
        audio = replace(audio, sample_rate=rate, n_samples=int(np.ceil(end * rate)))
    return Analysis(audio, {t.kind: t for t in tracks})
