"""The ruler: labels that never touch, units, and places that are typed."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QFontMetricsF

from w12studio.domain.phrases import phrase_ranks
from w12studio.domain.places import Unit
from w12studio.domain.timebase import BarGrid
from w12studio.ui.ruler_ticks import GAP_PX, LEFT_PX, bar_labels, placed, time_marks
from w12studio.ui.viewport import MIN_SECONDS_PER_PX, Viewport

DURATION = 7200.0
RATE = 44_100


def measure_of(char_px):
    return lambda text: char_px * len(text)


def views():
    """Any zoom from two hours down to single samples, anywhere."""
    return st.builds(
        lambda width, zoom, at: Viewport(
            0.0, DURATION / width * (MIN_SECONDS_PER_PX * width / DURATION) ** zoom, width, DURATION
        ).centred_on(at * DURATION),
        st.integers(200, 4000),
        st.floats(0, 1),
        st.floats(0, 1),
    )


def assert_apart(labels, measure):
    labels = sorted(labels, key=lambda label: label.x)
    for one, other in pairwise(labels):
        assert one.x + LEFT_PX + measure(one.text) + GAP_PX <= other.x + 1e-3, (one, other)


@given(views(), st.sampled_from([Unit.CLOCK, Unit.SECONDS, Unit.SAMPLES]), st.floats(3, 16))
@settings(max_examples=200)
def test_times_never_touch_and_there_always_are_some(view, unit, char_px):
    measure = measure_of(char_px)
    marks = time_marks(view, unit, RATE, measure)
    assert_apart(marks.labels, measure)
    assert len({label.text for label in marks.labels}) == len(marks.labels)  # precise enough to differ
    if view.width_px > 60 * char_px:
        assert marks.labels
    assert np.all(np.diff(marks.minor) > 5.9)


def song(seed, n=6000):
    """Bars of 2 to 7 beats, a tempo that drifts and leaps, sections anywhere."""
    rng = np.random.default_rng(seed)
    meters = rng.choice([2, 3, 4, 4, 4, 7], n // 2)
    positions = np.concatenate([np.arange(1, m + 1) for m in meters])[:n]
    steps = np.exp(np.cumsum(rng.normal(0, 0.01, n)) + np.where(np.arange(n) > n // 2, 0.7, 0.0)) * 0.5
    times = np.cumsum(steps)
    grid = BarGrid(times / times[-1] * (DURATION - 1), positions)
    return grid, phrase_ranks(grid, np.sort(rng.uniform(0, DURATION, int(rng.integers(0, 60)))))


SONGS = [song(seed) for seed in range(6)]


@given(st.sampled_from(SONGS), views(), st.floats(3, 16), st.booleans())
@settings(max_examples=300)
def test_bar_numbers_never_touch(a_song, view, char_px, bars_only):
    grid, ranks = a_song
    measure = measure_of(char_px)
    labels = bar_labels(grid, ranks, view, measure, bars_only)
    assert_apart(labels, measure)
    for label in labels:
        time = view.px_to_time(label.x)
        told = str(grid.musical_time(time)).split(":")
        told[2] = f"{int(told[2]):03d}"
        assert label.text.split(":") == told[: len(label.text.split(":"))]


@pytest.mark.parametrize("size", [7, 9, 13, 20])
def test_bar_numbers_never_touch_in_real_fonts(qapp, size):
    font = QFont()
    font.setPointSize(size)
    measure = QFontMetricsF(font).horizontalAdvance
    for grid, ranks in SONGS[:3]:
        for span in np.geomspace(0.2, DURATION, 60):
            view = Viewport(duration=DURATION, width_px=1200).showing(1000.0, 1000.0 + float(span))
            labels = bar_labels(grid, ranks, view, measure)
            assert_apart(labels, measure)
            if 4 < span < 3000:
                assert sum(0 <= label.x <= 1200 for label in labels) >= 2


def test_zoomed_in_the_bars_row_tells_beats_and_then_ticks():
    grid = BarGrid(0.5 * np.arange(400), np.arange(400) % 4 + 1)
    ranks = phrase_ranks(grid)

    def texts(span):
        view = Viewport(duration=200.0, width_px=1000).showing(8.0, 8.0 + span)
        inside = [label for label in bar_labels(grid, ranks, view, measure_of(6)) if 0 <= label.x < 1000]
        return [label.text for label in sorted(inside, key=lambda label: label.x)]

    assert texts(150)[:3] == ["5", "9", "13"]
    assert texts(40)[:3] == ["5", "6", "7"]
    assert texts(6)[:5] == ["5", "5:2", "5:3", "5:4", "6"]
    assert texts(1.5)[:4] == ["5", "5:1:240", "5:1:480", "5:1:720"]
    assert texts(0.02)[:3] == ["5", "5:1:005", "5:1:010"]


def test_the_weightier_label_stays():
    assert placed([0, 10, 25], [10, 10, 10], [1, 2, 1]) == [False, True, False]
    assert placed([0, 20, 40], [10, 10, 10], [0, 0, 0]) == [True, True, True]
    assert placed([0, 19, 40], [10, 10, 10], [0, 0, 0]) == [True, False, True]
