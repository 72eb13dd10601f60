"""Pictures of lanes: scrolled, stretched or drawn a part at a time, they show what one drawn at once would show."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtWidgets import QApplication

from tests.ui.scenes import synthetic_scene
from w12studio.domain.analysis import SECTIONS, Track
from w12studio.domain.curves import Curve
from w12studio.domain.events import Events
from w12studio.ui import picture, refining
from w12studio.ui.curve_columns import CurveColumns
from w12studio.ui.lanes.base import Lane, LaneContext, Need
from w12studio.ui.lanes.picture import MARGIN_PX, Picture
from w12studio.ui.raster import image_pixels, paint_columns
from w12studio.ui.session import Session
from w12studio.ui.theme import ThemeController
from w12studio.ui.timeline import LANES, Timeline
from w12studio.ui.viewport import Viewport

DPRS = (1.0, 1.25, 1.5, 2.0)


class Counted:
    """Draws each column in a colour that tells its time, and counts the columns."""

    def __init__(self, picture):
        self.picture, self.columns = picture, 0

    def __call__(self, left, right):
        self.columns += right - left
        columns = np.arange(left, right)
        times = self.picture.time(columns)
        self.picture.pixels[:, left:right] = np.rint(times / self.picture.seconds_per_px * self.picture.dpr)


def whole_view(width=400, duration=100.0, start=40.0, seconds_per_px=0.01):
    return Viewport(start, seconds_per_px, width, duration)


def expected(view, dpr):
    first = round(view.start / view.seconds_per_px * dpr)
    return first + np.arange(round(view.width_px * dpr))


@given(st.lists(st.integers(-90, 90), max_size=25), st.sampled_from(DPRS), st.booleans())
@settings(max_examples=60)
def test_a_panned_picture_shows_each_time_in_its_column(steps, dpr, ahead):
    view, picture = whole_view(), Picture()
    draw = Counted(picture)
    picture.renew(view, 3, dpr, draw)
    for step in steps:
        view = view.panned(step * 4)  # whole pixels at any of these
        assert picture.shows(view)
        if not picture.follow(view, draw):
            picture.renew(view, 3, dpr, draw)
        assert not picture.lacks(view)
        assert np.array_equal(picture.visible(view)[1], expected(view, dpr))
        if ahead:
            for side in (1, -1):
                picture.extend_ahead(view, side, draw)
            assert np.array_equal(picture.visible(view)[1], expected(view, dpr))


def test_what_was_drawn_ahead_costs_no_drawing():
    view, picture = whole_view(), Picture()
    draw = Counted(picture)
    picture.renew(view, 3, 1.0, draw)
    assert draw.columns == 400
    assert picture.extend_ahead(view, 1, draw) and picture.extend_ahead(view, -1, draw)
    assert not picture.extend_ahead(view, 1, draw) and not picture.extend_ahead(view, -1, draw)
    drawn = draw.columns
    for _ in range(10):
        view = view.panned(MARGIN_PX // 10)
        assert picture.follow(view, draw)
        assert np.array_equal(picture.visible(view)[0], expected(view, 1.0))
    assert draw.columns == drawn


def test_nothing_is_drawn_where_there_is_no_recording():
    view, picture = whole_view(start=0.0), Picture()
    draw = Counted(picture)
    picture.renew(view, 3, 1.0, draw)
    assert not picture.extend_ahead(view, -1, draw)
    fitted = view.fitted()
    picture.renew(fitted, 3, 1.0, draw)
    assert not picture.extend_ahead(fitted, 1, draw)


@pytest.mark.parametrize("dpr", DPRS)
@pytest.mark.parametrize("factor", [1.25, 0.8, 3.0])
def test_a_stretched_picture_puts_a_mark_where_it_belongs(qapp, dpr, factor):
    view, picture = whole_view(), Picture()
    mark = 41.5

    def draw(left, right):
        picture.pixels[:, left:right] = 0xFF000000
        times = picture.time(np.arange(left, right))
        picture.pixels[:, left:right][:, np.abs(times - mark) < 0.02] = 0xFFFFFFFF

    picture.renew(view, 5, dpr, draw)
    for side in (1, -1):
        picture.extend_ahead(view, side, draw)
    other = view.zoomed(factor, 100.0)
    image = QImage(round(400 * dpr), round(5 * dpr), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(dpr)
    image.fill(Qt.GlobalColor.black)
    with QPainter(image) as painter:
        picture.paint(painter, other)
    lit = np.flatnonzero(image_pixels(image)[2] == 0xFFFFFFFF)
    place = other.time_to_px(mark) * dpr
    assert lit.size and abs(lit.mean() - place) <= max(factor, 1.0) * dpr
    assert picture.lacks(other) == 0.0 or factor < 1


# -- lanes -------------------------------------------------------------------------------------------------------


@pytest.fixture
def lanes(qapp, tmp_path):
    context = LaneContext(Session(), ThemeController("dark"), Viewport(duration=20.0, width_px=600))
    made = [lane(context) for lane in LANES]
    synthetic_scene(tmp_path, 20.0, 40).open_in(context.session)
    for lane in made:
        lane.resize(600, 70)
        lane.refresh()
    yield context, made
    for lane in made:
        lane.shutdown()


def unlike(a, b):
    """Columns of two pictures that differ by more than rounding does."""
    far = [abs((a >> n & 0xFF).astype(int) - (b >> n & 0xFF).astype(int)) > 10 for n in (0, 8, 16)]
    return np.flatnonzero(np.any(far, axis=(0, 1)))


@pytest.mark.parametrize("dpr", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("span", [8.0, 2.0])
@pytest.mark.parametrize("steps", [(8, 8, -40, 120), (300, -450), (-2, -6, 2)])
def test_a_lane_that_was_panned_looks_as_if_drawn_afresh(lanes, dpr, span, steps):
    context, made = lanes
    view = context.viewport.showing(6.0, 6.0 + span)
    for lane in made:
        if lane.name == "spectrogram":  # its tiles come when they come
            continue
        context.viewport = view
        lane.bring_up_to_date(dpr)
        for step in steps:
            context.viewport = context.viewport.panned(step)
            lane.bring_up_to_date(dpr)
            for side in (1, -1):
                lane.draw_ahead(side)
        assert lane.need(dpr) is Need.FRESH
        panned = lane._pixels.copy()
        lane._render(dpr, context.theme)
        assert unlike(panned, lane._pixels).size <= 8 * dpr, lane.name  # a mark may round to the next column, rarely


# -- the whole timeline ------------------------------------------------------------------------------------------


@pytest.fixture
def timeline(qtbot, tmp_path):
    widget = Timeline(Session(), ThemeController("dark"))
    qtbot.addWidget(widget)
    widget.resize(1200, 900)
    for name in widget.lane_names():
        widget.set_lane_visible(name, name != "spectrogram")
    widget.show()
    synthetic_scene(tmp_path, 20.0, 40).open_in(widget.session)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: widget.lane_view.lane("waveform")._squares is not None, timeout=8000)
    yield widget
    widget.shutdown()


def pixels(timeline):
    image = timeline.lane_view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return image_pixels(image).copy()


def test_all_that_is_seen_after_a_pan_is_what_a_new_picture_shows(timeline):
    timeline.set_viewport(timeline.viewport.showing(6.0, 12.0))
    pixels(timeline)
    for step in (13, -70, 400, 6, 6):
        timeline.pan(step)
        QApplication.processEvents()
    panned = pixels(timeline)
    for lane in timeline.lane_view.lanes:
        lane.invalidate()
    assert unlike(panned, pixels(timeline)).size <= 12


def test_a_frame_of_a_zoom_draws_what_it_has_time_for_and_the_rest_follows(timeline, qtbot, monkeypatch):
    shown = timeline.lane_view.shown
    timeline.set_viewport(timeline.viewport.showing(6.0, 12.0))
    pixels(timeline)
    monkeypatch.setattr(refining, "BUDGET_S", 0.0)
    before = [lane.renders for lane in shown]
    timeline.zoom(1.5, 400)
    timeline.lane_view.viewport().repaint()
    assert sum(lane.renders for lane in shown) == sum(before) + 1
    late = [lane for lane in shown if lane.need(1.0)]
    assert len(late) == len(shown) - 1
    assert not any(lane.need(1.0) is Need.MISSING for lane in late)  # what they have covers a view that is closer
    qtbot.waitUntil(lambda: not any(lane.need(1.0) for lane in shown), timeout=5000)
    assert all(lane.renders == n + 1 for lane, n in zip(shown, before, strict=True))


def test_every_lane_that_follows_later_gets_to_the_screen(timeline, qtbot, monkeypatch):
    shown = timeline.lane_view.shown
    timeline.set_viewport(timeline.viewport.showing(6.0, 12.0))
    pixels(timeline)
    assert len(shown) > refining.A_FRAME + 1  # more than one frame of those that only refine asks for
    drawn, stale = Lane.bring_up_to_date, set()

    def draw(lane, dpr):
        drawn(lane, dpr)
        stale.add(lane.name)

    def painted(event):
        refined(event)
        rect = timeline.lane_view.viewport().rect()
        for lane in shown:
            place = QRect(0, round(lane.y()), lane.width, lane.height) & rect
            if QRegion(place).subtracted(event.region()).isEmpty():
                stale.discard(lane.name)

    refined = timeline.lane_view.paintEvent
    monkeypatch.setattr(refining, "BUDGET_S", 0.0)
    monkeypatch.setattr(Lane, "bring_up_to_date", draw)
    monkeypatch.setattr(timeline.lane_view, "paintEvent", painted)
    timeline.zoom(1.5, 400)
    timeline.lane_view.viewport().repaint()
    monkeypatch.setattr(refining, "BUDGET_S", 1.0)  # the next frames have time for all
    qtbot.waitUntil(lambda: not any(lane.need(1.0) for lane in shown), timeout=5000)
    qtbot.waitUntil(lambda: not stale, timeout=2000)


def test_a_picture_for_a_file_is_complete(timeline, monkeypatch):
    timeline.set_viewport(timeline.viewport.showing(6.0, 12.0))
    pixels(timeline)
    monkeypatch.setattr(refining, "BUDGET_S", 0.0)
    timeline.zoom(1.5, 400)
    timeline.lane_view.viewport().repaint()
    pixels(timeline)
    assert not any(lane.need(1.0) for lane in timeline.lane_view.shown)


def test_a_picture_in_svg_shows_what_is_on_the_screen(timeline, qtbot, tmp_path):
    timeline.set_viewport(timeline.viewport.showing(6.0, 12.0))
    shown = timeline.lane_view.shown
    QApplication.processEvents()
    qtbot.waitUntil(lambda: all(min(x._picture.ahead(timeline.viewport)) > 100 for x in shown), timeout=5000)
    seen = timeline.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    image = QImage(str(picture.save(timeline, tmp_path / "view.svg")))
    image = image.scaled(seen.size()).convertToFormat(QImage.Format.Format_RGB32)
    one, two = (image_pixels(x).copy().view(np.uint8).astype(int) for x in (seen, image))
    assert (abs(one - two) > 40).mean() < 0.015  # but for the edges of letters


def test_a_view_that_rests_is_drawn_ahead(timeline, qtbot):
    timeline.set_viewport(timeline.viewport.showing(6.0, 12.0))
    QApplication.processEvents()
    shown = timeline.lane_view.shown
    qtbot.waitUntil(lambda: all(min(x._picture.ahead(timeline.viewport)) > 100 for x in shown), timeout=5000)
    renders = [lane.renders for lane in shown]
    timeline.pan(60)
    assert all(lane.need(1.0) is Need.FRESH for lane in shown)
    QApplication.processEvents()
    assert [lane.renders for lane in shown] == renders


def test_guides_run_through_the_lanes_but_not_the_beats_own(timeline):
    timeline.set_viewport(timeline.viewport.showing(6.0, 12.0))
    with_guides = pixels(timeline)
    timeline.lane_view.guides.setVisible(False)
    without = pixels(timeline)
    beats, bars = timeline.context.guides.columns(timeline.viewport, 1.0)
    lines = np.sort(np.concatenate([beats.columns, bars.columns]))
    lines = lines[(lines >= 0) & (lines < with_guides.shape[1])]
    for lane in timeline.lane_view.shown:
        rows = slice(round(lane.y()), round(lane.y()) + lane.height - 1)
        changed = np.flatnonzero((with_guides[rows] != without[rows]).any(axis=0))
        assert np.array_equal(changed, lines if lane.has_guides else []), lane.name


def test_the_label_of_a_region_sticks_to_the_edge(timeline):
    sections = timeline.lane_view.lane(SECTIONS)
    long = Events.from_columns([0.0, 15.0], [15.0, 5.0], labels=["Introduction", "B"])
    timeline.session.merge_track(Track(SECTIONS, long))
    rows = slice(round(sections.y()), round(sections.y()) + sections.height)
    timeline.lane_view.guides.setVisible(False)
    timeline.set_viewport(timeline.viewport.showing(0.0, 6.0))
    at_start = pixels(timeline)[rows, :120]
    timeline.set_viewport(timeline.viewport.showing(5.0, 11.0))
    assert np.array_equal(pixels(timeline)[rows, :120], at_start)
    timeline.set_viewport(timeline.viewport.showing(0.2, 6.2))  # its own label is half gone
    assert np.array_equal(pixels(timeline)[rows, :120], at_start)


@given(st.integers(1, 5000), st.integers(0, 2**32 - 1))
@settings(max_examples=40)
def test_every_level_of_a_curve_holds_the_extremes_of_the_one_below(n, seed):
    rng = np.random.default_rng(seed)
    values = rng.normal(0, 1, n)
    values[rng.random(n) < 0.3] = np.nan
    levels = CurveColumns(Curve(values, 100.0, confidence=rng.random(n)))._levels
    for (low, high, sure), (lower, higher, surer) in pairwise(levels):
        starts = np.arange(0, low.size, 4)
        assert np.array_equal(lower, np.fmin.reduceat(low, starts), equal_nan=True)
        assert np.array_equal(higher, np.fmax.reduceat(high, starts), equal_nan=True)
        assert np.array_equal(surer, np.maximum.reduceat(sure, starts))
    assert levels[-1][0].size <= 512


@given(st.integers(1, 60), st.integers(1, 300), st.integers(0, 2**32 - 1))
@settings(max_examples=80)
def test_columns_are_filled_as_far_as_they_cover_each_pixel(height, width, seed):
    rng = np.random.default_rng(seed)
    top = rng.uniform(-10, height + 10, width)
    bottom = top + rng.choice([0.3, 1, 5, 40], width) * rng.uniform(0, 1.5, width)
    top[rng.random(width) < rng.uniform(0, 1)] = np.nan
    inks = 0xFF000000 | rng.integers(0, 2**24, width, dtype=np.uint32)
    buffer = np.full((height, width + 7), 0xFF000000, np.uint32)  # a part of something larger
    paint_columns(buffer[:, 3:-4], top, bottom, inks)
    rows = np.arange(height)[:, None]
    covered = np.nan_to_num(np.clip(np.minimum(bottom, rows + 1) - np.maximum(top, rows), 0, 1))
    for shift in (0, 8, 16):
        found = (buffer[:, 3:-4] >> shift & 0xFF).astype(float)
        assert np.abs(found - covered * (inks >> shift & 0xFF)).max() <= 3
    assert (buffer[:, :3] == 0xFF000000).all() and (buffer[:, -4:] == 0xFF000000).all()
