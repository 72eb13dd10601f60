"""Time <-> pixel, and which lines a zoom is worth."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from w12studio.domain.bar_edits import bar_grid
from w12studio.domain.events import Events
from w12studio.domain.phrases import PHRASES, phrase_ranks
from w12studio.ui.guides import MIN_BAR_PX, PLAIN_BAR, Guides, guide_lines, rank_for, time_step, time_ticks
from w12studio.ui.viewport import MIN_SECONDS_PER_PX, Viewport

WHOLE = Viewport(duration=100.0, width_px=1000).fitted()
FACTORS = st.floats(0.01, 100.0)
PIXELS = st.floats(0, 1000)


@given(FACTORS, PIXELS, FACTORS, PIXELS)
def test_the_time_under_the_pointer_stays_while_zooming_inside(first, anchor, second, x):
    view = WHOLE.zoomed(first, anchor)
    zoomed = view.zoomed(second, x)
    if zoomed.start > 0 and zoomed.end < zoomed.duration:  # not held back by an end of the recording
        assert zoomed.px_to_time(x) == pytest.approx(view.px_to_time(x), abs=1e-9 + zoomed.seconds_per_px * 1e-3)


@given(FACTORS, PIXELS, st.floats(-5000, 5000))
def test_the_view_never_leaves_the_recording(factor, anchor, pan):
    view = WHOLE.zoomed(factor, anchor).panned(pan)
    assert view.start >= 0
    assert view.end <= view.duration * (1 + 1e-12)
    assert MIN_SECONDS_PER_PX <= view.seconds_per_px <= view.duration / view.width_px * (1 + 1e-12)


@given(st.floats(0, 100), FACTORS, PIXELS)
def test_time_to_pixel_and_back(time, factor, anchor):
    view = WHOLE.zoomed(factor, anchor)
    assert view.px_to_time(view.time_to_px(time)) == pytest.approx(time, abs=1e-9)


def test_showing_a_span_puts_its_ends_at_the_edges():
    view = WHOLE.showing(10.0, 20.0)
    assert view.time_to_px(10.0) == pytest.approx(0)
    assert view.time_to_px(20.0) == pytest.approx(1000)


def test_a_view_of_everything_stays_one_when_the_window_grows():
    assert WHOLE.resized(1600).span == pytest.approx(100.0)
    assert WHOLE.showing(10, 20).resized(2000).seconds_per_px == pytest.approx(0.01)


def beats(n=400, period=0.5, per_bar=4):
    return bar_grid(Events.from_columns(np.arange(n) * period, values=np.arange(n) % per_bar + 1))


@given(st.floats(0.5, 20_000.0))
def test_bar_lines_never_crowd_and_thin_out_to_phrases(span):
    view = Viewport(duration=20_000.0, width_px=1000).showing(0.0, span)
    lines = guide_lines(beats(40_000), view)
    gaps = np.diff(view.time_to_px(lines.bars))
    assert np.all(gaps >= MIN_BAR_PX * 0.9)
    assert np.all((lines.bar_numbers - 1) % lines.bar_step == 0)
    assert lines.bar_step in PHRASES
    assert lines.bars.size and lines.bar_strength.min() > 0
    if span > 40:  # some are always plain to see
        assert lines.bar_strength.max() >= PLAIN_BAR


def test_lines_fade_instead_of_popping():
    """No small step of the zoom changes how visible any line is by much."""
    before = None
    for span in np.geomspace(4, 20_000, 2000):
        lines = guide_lines(beats(40_000), Viewport(duration=20_000.0, width_px=1000).showing(0.0, float(span)))
        now = np.array([lines.beat_strength, *lines.rank_strength])
        if before is not None:
            assert np.abs(now - before).max() <= 0.125
        before = now


def test_lines_start_anew_with_a_section():
    grid = beats()
    ranks = phrase_ranks(grid, [0.0, 36.0])  # eighteen bars of two seconds
    lines = guide_lines(grid, Viewport(duration=200.0, width_px=200).fitted(), ranks)
    assert lines.bar_step == 8
    assert lines.bar_numbers.tolist()[:5] == [1, 9, 17, 19, 27]


def test_beats_fade_before_they_go():
    def strength(seconds_in_view):
        return guide_lines(beats(), Viewport(duration=200.0, width_px=1000).showing(0, seconds_in_view)).beat_strength

    assert strength(5) == 1.0
    assert 0 < strength(25) < 1
    assert strength(200) == 0.0
    assert guide_lines(beats(), Viewport(duration=200.0, width_px=1000).fitted()).beats.size == 0


def test_guides_lie_on_the_beats_columns_at_any_scale():
    guides = Guides()
    guides.set_beats(beats(), np.ones(beats().times.size))
    view = Viewport(duration=200.0, width_px=1000).showing(0, 10)
    assert guides.columns(view, 2.0)[1].columns.tolist()[:3] == [0, 400, 800]
    guides.set_beats(beats(per_bar=2), np.ones(beats().times.size))
    assert guides.columns(view, 2.0)[1].columns.tolist()[:3] == [0, 200, 400]


def test_guides_of_doubtful_beats_are_paler():
    guides = Guides()
    sure = np.ones(beats().times.size)
    sure[[1, 4]] = 0.1
    guides.set_beats(beats(), sure)
    plain, bars = guides.columns(Viewport(duration=200.0, width_px=1000).showing(0, 10), 1.0)
    assert plain.strength[0] < plain.strength[1] and bars.strength[1] < bars.strength[0] == 1.0


def test_beats_that_coincide_count_once():
    grid = bar_grid(Events.from_columns([1.0, 1.0, 2.0], values=[1, 2, 2]))
    assert grid.times.tolist() == [1.0, 2.0]


@given(st.floats(1e-5, 100), st.floats(10, 200))
def test_time_steps_are_wide_enough(seconds_per_px, min_px):
    step = time_step(seconds_per_px, min_px)
    assert step >= min(seconds_per_px * min_px, 14400) * (1 - 1e-6)


def test_time_ticks_stay_inside_the_recording():
    ticks = time_ticks(Viewport(0.0, 0.1, 200, 12.0), 5.0)
    assert ticks.tolist() == [0.0, 5.0, 10.0]


def test_ranks_that_have_room():
    assert [PHRASES[rank_for(w, 28)] for w in (30, 28, 27, 7, 3, 1)] == [1, 1, 4, 4, 16, 32]


# -- precision ---------------------------------------------------------------------------------------------------

TEN_HOURS = 36_000.0


@given(st.integers(400, 5000), st.integers(0, 2**32 - 1), st.floats(0, TEN_HOURS))
@settings(max_examples=20)
def test_positions_survive_any_number_of_zooms(width, seed, time):
    """Thousands of zooms and pans over ten hours: no drift of the time under the pointer, nor of a marker."""
    rng = np.random.default_rng(seed)
    factors, places, pans = rng.uniform(-1.6, 1.6, 1500), rng.random(1500), rng.uniform(-3000, 3000, 1500)
    view = Viewport(duration=TEN_HOURS, width_px=width).fitted()
    for factor, anchor, pan in zip(np.exp(factors).tolist(), (places * width).tolist(), pans.tolist(), strict=True):
        under = view.px_to_time(anchor)
        zoomed = view.zoomed(factor, anchor)
        if zoomed.start > 0 and zoomed.end < zoomed.duration:
            assert abs(zoomed.time_to_px(under) - anchor) < 0.1
            assert abs(zoomed.px_to_time(anchor) - under) < 1e-6
        view = zoomed.panned(pan)
        x = view.time_to_px(time)
        exact = float((Fraction(time) - Fraction(view.start)) / Fraction(view.seconds_per_px))
        if abs(x) < 1e7:
            assert abs(x - exact) < 0.1
            assert abs(view.px_to_time(x) - time) < 1e-6


def test_the_pixel_of_a_sample_is_right_at_the_end_of_ten_hours():
    rate = 192_000
    sample = int(TEN_HOURS * rate) - 57
    view = Viewport(duration=TEN_HOURS, width_px=1600).fitted()
    while view.seconds_per_px > MIN_SECONDS_PER_PX:
        view = view.zoomed(1.25, 800.0).centred_on(sample / rate)
    exact = (Fraction(sample, rate) - Fraction(view.start)) / Fraction(view.seconds_per_px)
    assert abs(view.time_to_px(sample / rate) - float(exact)) < 0.1
    gap = view.time_to_px((sample + 1) / rate) - view.time_to_px(sample / rate)
    assert gap == pytest.approx(32, abs=0.1)


def test_zooming_a_thousand_times_in_and_out_leads_back():
    view = Viewport(duration=TEN_HOURS, width_px=1600).showing(17_000.0, 18_000.0)
    there = view.px_to_time(777.0)
    for _ in range(1000):
        view = view.zoomed(1.7, 777.0).zoomed(1 / 1.7, 777.0)
    assert abs(view.time_to_px(there) - 777.0) < 0.1
