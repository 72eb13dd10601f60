"""Phrases of bars."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from w12studio.domain.phrases import PHRASES, phrase_ranks
from w12studio.domain.timebase import BarGrid


def grid(n_bars, per_bar=4, pickup=0, beat_s=0.5):
    positions = [*range(per_bar - pickup + 1, per_bar + 1), *(list(range(1, per_bar + 1)) * n_bars)]
    return BarGrid(beat_s * np.arange(len(positions)), positions)


def test_phrases_are_counted_from_the_first_downbeat():
    for pickup in (0, 3):
        ranks = phrase_ranks(grid(40, pickup=pickup))
        assert np.all(ranks[:pickup] == -1)
        bars = ranks[ranks >= 0]
        assert bars.size == 40
        assert np.flatnonzero(bars >= 1).tolist() == list(range(0, 40, 4))
        assert np.flatnonzero(bars >= 2).tolist() == list(range(0, 40, 8))
        assert np.flatnonzero(bars >= 3).tolist() == [0, 16, 32]
        assert np.flatnonzero(bars >= 4).tolist() == [0, 32]


def test_phrases_start_anew_with_each_section():
    song = grid(40)
    bar_s = 2.0
    ranks = phrase_ranks(song, [0.1, 10 * bar_s + 0.3, 30 * bar_s - 0.4, 500.0])
    bars = ranks[ranks >= 0]
    assert np.flatnonzero(bars >= 3).tolist() == [0, 10, 26, 30]
    assert np.flatnonzero(bars >= 1).tolist() == [0, 4, 8, 10, 14, 18, 22, 26, 30, 34, 38]


def test_without_beats_or_downbeats_there_are_none():
    assert phrase_ranks(BarGrid([], [])).size == 0
    assert np.all(phrase_ranks(BarGrid([0.0, 1.0], [2, 3]), [0.5]) == -1)


@given(st.integers(1, 3000), st.lists(st.integers(0, 3000), max_size=40))
def test_from_16_bars_on_each_rank_thins_out_the_one_before(n_bars, sections):
    ranks = phrase_ranks(grid(n_bars, per_bar=2), sorted(1.0 * s for s in sections))
    bars = ranks[ranks >= 0]
    assert bars[0] == len(PHRASES) - 1
    for rank in range(4, 12):
        chosen = np.flatnonzero(bars >= rank)
        blocks = chosen // PHRASES[rank]
        assert np.all(np.diff(blocks) > 0)  # one in each block at most
        assert chosen.size <= n_bars / PHRASES[rank] + 1
