"""Evidence of chords and keys: equal to madmom's, in pieces as at once, in tune or not."""

import numpy as np
import pytest

from tests.engine.rhythm_helpers import RATE, band, sixteen_bit
from tests.engine.test_key import cadence
from w12studio.domain.chords import CHORDS as NAMES
from w12studio.domain.keys import KEYS
from w12studio.engine import chord_network, madmom_adapter, networks
from w12studio.engine.chord_network import chord_network as run
from w12studio.engine.chord_network import harmonic_evidence
from w12studio.engine.features import KEY_BANDS, chord_features, key_features


def test_key_bands_are_among_the_chord_bands():
    samples = band(4.0)[0]
    np.testing.assert_array_equal(chord_features(samples)[::2, KEY_BANDS], key_features(samples))


@pytest.mark.parametrize(("tonic", "minor", "name"), [(0, False, "C"), (9, True, "Am"), (6, False, "F#")])
def test_chords_are_named_from_c(tonic, minor, name):
    chords, keys = harmonic_evidence(cadence(tonic, minor))
    assert chords.shape == (40, 25) and keys.shape == (5, 24)
    assert NAMES[chords[1:4].mean(axis=0).argmax()] == name
    assert KEYS[keys.mean(axis=0).argmax()] in (f"{name.rstrip('m')} {'minor' if minor else 'major'}",)


def test_a_recording_that_is_out_of_tune_is_heard_in_tune():
    off = cadence(2, False, tuning=2 ** (0.45 / 12))
    reference = harmonic_evidence(cadence(2, False))[0].argmax(axis=1)
    there = np.mean(harmonic_evidence(off, 0.45)[0].argmax(axis=1) == reference)
    assert there > 0.9 and there > np.mean(harmonic_evidence(off)[0].argmax(axis=1) == reference)


def test_pieces_equal_the_whole(monkeypatch):
    samples = cadence(7, False, repeats=8)
    whole = harmonic_evidence(samples)
    told = []
    monkeypatch.setattr(chord_network, "_PIECE", 96)
    pieces = harmonic_evidence(samples, progress=told.append)
    assert len(told) == 4 and told[-1] == 1.0
    np.testing.assert_allclose(pieces[0], whole[0], atol=1e-4)
    np.testing.assert_allclose(pieces[1], whole[1], atol=1e-4)


def test_keys_over_time_average_to_the_key_of_the_whole():
    samples = cadence(4, True)
    evidence = networks.key_evidence(key_features(samples))
    mean = harmonic_evidence(samples)[1].mean(axis=0)
    np.testing.assert_allclose(mean, np.concatenate([np.roll(evidence[:12], 9), np.roll(evidence[12:], 9)]), atol=1e-4)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Passing more than 2 positional:DeprecationWarning")  # in madmom
def test_equal_to_madmom():
    madmom_adapter.import_madmom()
    from madmom.audio.signal import Signal
    from madmom.features.chords import CNNChordFeatureProcessor
    from madmom.ml.crf import ConditionalRandomField
    from madmom.models import CHORDS_CFCRF

    samples, integers = sixteen_bit(band(8.0)[0])
    signal = Signal(integers, sample_rate=RATE, num_channels=1)
    steps = CNNChordFeatureProcessor().processors
    theirs = signal
    for step in steps[:-2]:  # all but the mean over three frames
        theirs = step(theirs)
    features = np.pad(chord_features(samples), ((10, 10), (0, 0)))
    # Madmom pads one frame more at either end.
    np.testing.assert_allclose(run(features), theirs.mean(axis=1)[1:-1:2], atol=1e-5)

    field = ConditionalRandomField.load(CHORDS_CFCRF[0])
    evidence = theirs.mean(axis=1)[1:-1:2] @ field.W + field.c
    ours = harmonic_evidence(samples)[0]
    np.testing.assert_allclose(ours[:, NAMES.index("A")], evidence[:, 0], atol=1e-4)
    np.testing.assert_allclose(ours[:, NAMES.index("Dm")], evidence[:, 12 + 5], atol=1e-4)
    np.testing.assert_allclose(ours[:, NAMES.index("N")], evidence[:, 24], atol=1e-4)
