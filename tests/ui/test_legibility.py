"""Whether everything can be seen and told apart: contrast, kinds of colour vision, and lines over any ground."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from tests.ui.scenes import synthetic_scene
from tests.ui.vision import SIMULATIONS, delta_e, linear
from w12studio.ui.raster import image_pixels
from w12studio.ui.session import Selection, Session
from w12studio.ui.spectrogram_colours import MAPS
from w12studio.ui.theme import DARK, LIGHT, ThemeController, contrast
from w12studio.ui.timeline import Timeline

BOTH = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
VISIONS = pytest.mark.parametrize("vision", list(SIMULATIONS))
#: What stands side by side, or over each other, and means different things.
PAIRS = [
    ("waveform", "waveform_rms"), ("beat", "downbeat"), ("playhead", "downbeat"), ("playhead", "beat"),
    ("playhead", "accent"), ("playhead", "transient"), ("playhead", "waveform"), ("playhead", "waveform_rms"),
    ("playhead", "pitch_high"), ("playhead", "tempo"), ("accent", "downbeat"), ("accent", "beat"),
    ("accent", "transient"), ("accent", "note"), ("accent", "ok"), ("ok", "danger"), ("ok", "warning"),
    ("warning", "danger"), ("pitch_low", "pitch_high"), ("tempo", "downbeat"), ("waveform", "downbeat"),
    ("band_low", "band_mid"), ("band_mid", "band_high"), ("band_low", "band_high"), ("playhead", "band_low"),
    ("playhead", "band_high"), ("downbeat", "band_low"),
]  # fmt: skip
APART = 15.0  # CIE76; six times what can just be noticed side by side


def test_the_simulations_leave_greys_as_they_are():
    for matrix in SIMULATIONS.values():
        assert np.allclose(matrix.sum(axis=1), 1, atol=1e-5)
    assert delta_e(QColor("red"), QColor("#807000"), "deuteranopia") < 45 < delta_e(QColor("red"), QColor("#807000"))
    assert delta_e(QColor("white"), QColor("black")) == pytest.approx(100, abs=0.1)


@BOTH
@VISIONS
def test_colours_that_mean_different_things_differ(theme, vision):
    near = {(a, b): round(d) for a, b in PAIRS if (d := delta_e(getattr(theme, a), getattr(theme, b), vision)) < APART}
    assert not near


@BOTH
@VISIONS
def test_things_without_an_order_differ(theme, vision):
    colours = [theme.category(i) for i in range(8)]
    assert min(delta_e(a, b, vision) for a, b in combinations(colours, 2)) >= APART
    assert min(contrast(c, theme.background) for c in colours) >= 3


@BOTH
def test_bands_stand_out_from_the_timeline(theme):
    assert min(contrast(getattr(theme, f"band_{n}"), theme.background) for n in ("low", "mid", "high")) >= 3


# -- lines over every ground -------------------------------------------------------------------------------------


@pytest.fixture(params=["dark", "light"])
def timeline(request, qtbot, qapp, tmp_path):
    widget = Timeline(Session(), ThemeController(request.param))
    qtbot.addWidget(widget)
    widget.resize(900, 900)
    widget.show()
    synthetic_scene(tmp_path, 20.0, 40).open_in(widget.session)
    widget.lane_view.hidden = set()
    widget.lane_view.arrange()
    QApplication.processEvents()
    yield widget
    widget.shutdown()


def columns(timeline, x):
    """sRGB 0..1 of seven pixel columns about an x (None: all), over the height of all lanes, shape (n, 7, 3)."""
    QApplication.processEvents()
    image = (
        timeline.lane_view.viewport().grab().toImage().convertToFormat(timeline.grab().toImage().Format.Format_RGB32)
    )
    pixels = image_pixels(image)[:, slice(None) if x is None else slice(x - 3, x + 4)]
    return np.stack([pixels >> shift & 0xFF for shift in (16, 8, 0)], axis=-1) / 255


def steps(seen):
    """The greatest WCAG contrast of two neighbouring columns, a row each."""
    luminance = linear(seen) @ [0.2126, 0.7152, 0.0722] + 0.05
    left, right = luminance[:, :-1], luminance[:, 1:]
    return (np.maximum(left, right) / np.minimum(left, right)).max(axis=1)


@pytest.mark.parametrize("colours", list(MAPS))
def test_playhead_and_selection_show_on_every_lane(timeline, qtbot, colours):
    spectrogram = timeline.lane_view.lane("spectrogram")
    spectrogram.set_look(colours, range_db=40, gain_db=60)  # as bright as it gets
    timeline.set_viewport(timeline.viewport.showing(5.0, 9.0))
    timeline.lane_view.viewport().grab()
    spectrogram._ask()
    qtbot.waitUntil(lambda: not spectrogram.cache.busy, timeout=8000)
    spectrogram.invalidate()
    view = timeline.viewport
    timeline.set_playhead(6.05)
    timeline.session.select(Selection(7.03, 8.11))
    for time in (6.05, 7.03, 8.11):
        seen = columns(timeline, round(view.time_to_px(time)))
        visible = steps(seen)
        for lane in timeline.lane_view.shown:
            rows = slice(round(lane.y()), round(lane.y()) + lane.height - 2)
            assert np.mean(visible[rows] >= 3) > 0.97, (lane.name, time, np.percentile(visible[rows], [0, 5, 50]))
    inside, outside = (columns(timeline, round(view.time_to_px(t))) for t in (7.6, 8.6))
    assert np.abs(inside.mean() - outside.mean()) > 0.01  # and the span is tinted


def test_guides_run_through_every_lane(timeline, qtbot):
    """Where a bar begins, the column differs from its neighbours in each lane that is not made of regions or marks."""
    timeline.set_viewport(timeline.viewport.showing(5.0, 15.0))
    spectrogram = timeline.lane_view.lane("spectrogram")
    timeline.lane_view.viewport().grab()
    spectrogram._ask()
    qtbot.waitUntil(lambda: not spectrogram.cache.busy, timeout=8000)
    guides, view = timeline.context.guides, timeline.viewport
    bars = guides.grid.times[guides.grid.is_downbeat]
    bars = bars[(bars > view.start) & (bars < view.end)]
    assert bars.size >= 3
    with_guides = columns(timeline, None)
    for lane in timeline.lane_view.lanes:
        lane.has_guides = False
        lane.invalidate()
    changed = np.any(columns(timeline, None) != with_guides, axis=2)
    for name in ("waveform", "spectrogram", "pitch", "tempo", "loudness", "transients"):
        lane = timeline.lane_view.lane(name)
        rows = changed[round(lane.y()) : round(lane.y()) + lane.height - 2]
        lines = np.flatnonzero(rows.mean(axis=0) > 0.8)
        assert set(np.floor(view.time_to_px(bars)).astype(int)) <= set(lines.tolist()), name
