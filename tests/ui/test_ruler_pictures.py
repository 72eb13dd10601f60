"""The ruler's picture is wider than the view: panned, it shows what one drawn afresh shows."""

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.ui.scenes import synthetic_scene
from w12studio.ui.raster import image_pixels
from w12studio.ui.session import Session
from w12studio.ui.theme import ThemeController
from w12studio.ui.timeline import Timeline


@pytest.fixture
def timeline(qtbot, tmp_path):
    widget = Timeline(Session(), ThemeController("dark"))
    qtbot.addWidget(widget)
    widget.resize(1200, 500)
    widget.show()
    synthetic_scene(tmp_path, 20.0, 40).open_in(widget.session)
    QApplication.processEvents()
    yield widget
    widget.shutdown()


def pixels(ruler):
    image = ruler.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return image_pixels(image).copy()


@pytest.mark.parametrize("span", [10.0, 1.0])
@pytest.mark.parametrize("steps", [(5, 5, -30), (150, 200, -500), (1,)])
def test_a_panned_ruler_looks_as_if_drawn_afresh(timeline, span, steps):
    ruler = timeline.ruler
    timeline.set_viewport(timeline.viewport.showing(6.0, 6.0 + span))
    pixels(ruler)
    drawn = []
    draw = ruler._draw
    ruler._draw = lambda painter: (drawn.append(1), draw(painter))
    for step in steps:
        timeline.pan(step)
        panned = pixels(ruler)
    assert len(drawn) < len(steps)
    ruler._key = None
    different = np.flatnonzero((panned != pixels(ruler)).any(axis=0))
    assert different.size <= 3, different
