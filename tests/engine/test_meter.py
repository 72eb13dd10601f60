"""Bars over given beats."""

import numpy as np
import pytest

from w12studio.engine.meter import METERS, downbeat_evidence, downbeat_share, explained, fit_bars


def heard(beats_per_bar, count=60, first=0, low=0.08, high=0.8):
    """Madmom's and our word on beats with a downbeat every ``beats_per_bar``, the first at ``first``."""
    downbeat = (np.arange(count) - first) % beats_per_bar == 0
    share = np.where(downbeat, high, low)
    return share[:-1], share


@pytest.mark.parametrize("beats_per_bar", METERS)
@pytest.mark.parametrize("first", [0, 1])
def test_the_true_bar_fits_best(beats_per_bar, first):
    evidence = downbeat_evidence(*heard(beats_per_bar, first=first))
    bars = max((fit_bars(evidence, n) for n in METERS), key=lambda bars: bars.score)
    assert bars.beats_per_bar == beats_per_bar
    np.testing.assert_array_equal(bars.positions, (np.arange(60) - first) % beats_per_bar + 1)


def test_bars_go_on_after_an_invented_beat():
    of_beats, ours = heard(4)
    evidence = downbeat_evidence(np.insert(of_beats, 30, 0.08), np.insert(ours, 30, 0.08))
    positions = fit_bars(evidence, 4).positions
    np.testing.assert_array_equal(positions[:29], np.arange(29) % 4 + 1)
    np.testing.assert_array_equal(positions[33:], np.arange(32, 60) % 4 + 1)


def test_evidence_is_for_a_downbeat_where_the_networks_say_so():
    evidence = downbeat_evidence(np.array([0.9, 0.02]), np.array([0.8, 0.05, 0.5]))
    assert evidence[0] > 1.0 and evidence[1] < -1.0 and evidence[2] == 0.0
    alone = downbeat_evidence(None, np.array([0.9, 0.05]))
    assert alone[0] > 1.0 and alone[1] < -1.0


def test_explained_variance_is_of_the_true_period():
    values = np.where(np.arange(40) % 5 == 3, 0.9, 0.1)
    shares = {n: explained(values, n) for n in METERS}
    assert shares[5] > 0.8 and all(shares[n] < 0.2 for n in METERS if n != 5)


def test_share_of_the_downbeat_looks_around_a_beat():
    activations = np.full((100, 2), 0.001, np.float32)
    activations[52] = (0.1, 0.7)
    assert downbeat_share(activations, np.array([20, 50]))[1] == pytest.approx(0.875)
