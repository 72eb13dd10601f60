from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from w12studio.ui import icons, stylesheet, theme
from w12studio.ui.theme import DARK, LIGHT, ThemeController, contrast

BOTH = pytest.mark.parametrize("colors", [DARK, LIGHT], ids=lambda t: t.name)


def test_contrast_is_that_of_wcag():
    assert contrast(QColor("#000"), QColor("#fff")) == pytest.approx(21.0)
    assert contrast(QColor("#777"), QColor("#fff")) == pytest.approx(4.48, abs=0.01)
    assert contrast(QColor("#abc"), QColor("#abc")) == 1.0


@BOTH
@pytest.mark.parametrize("ground", ["background", "surface", "surface_raised"])
@pytest.mark.parametrize("text", ["text", "text_muted", "danger", "warning", "ok", "accent"])
def test_text_is_legible_on_every_ground(colors, ground, text):
    assert contrast(getattr(colors, text), getattr(colors, ground)) >= 4.5


@BOTH
def test_text_is_legible_on_accents(colors):
    assert contrast(colors.accent_text, colors.accent) >= 4.5
    assert contrast(colors.text, colors.accent_muted) >= 4.5
    assert contrast(colors.text_muted, colors.accent_muted) >= 4.5


@BOTH
@pytest.mark.parametrize(
    "layer",
    ["waveform", "waveform_rms", "beat", "downbeat", "transient", "pitch_low", "pitch_high", "note", "tempo", "key",
     "playhead", "border_strong"],
)  # fmt: skip
def test_graphics_stand_out_from_the_timeline(colors, layer):
    assert contrast(getattr(colors, layer), colors.background) >= 3.0


@BOTH
def test_disabled_text_can_still_be_made_out(colors):
    faded = stylesheet.mixed(colors.text_muted, colors.surface, 0.35)
    assert contrast(faded, colors.surface) >= 2.5


@BOTH
def test_stylesheet_names_no_unknown_colour(qapp, colors):
    sheet = stylesheet.stylesheet(colors)
    assert "@" not in sheet
    for image in (part.split('")')[0] for part in sheet.split('url("')[1:]):
        assert Path(image).is_file()


def test_mixed_goes_from_one_colour_to_the_other():
    a, b = QColor("#204060"), QColor("#a0c0e0")
    assert stylesheet.mixed(a, b, 0.0).name() == a.name()
    assert stylesheet.mixed(a, b, 1.0).name() == b.name()
    assert stylesheet.mixed(a, b, 0.5).name() == "#6080a0"


def test_controller_applies_a_theme_and_tells(qtbot, themes):
    assert theme.current() is DARK and themes.theme is DARK
    with qtbot.waitSignal(themes.changed):
        themes.set_mode("light")
    assert theme.current() is LIGHT
    assert QApplication.palette().window().color() == LIGHT.surface
    assert LIGHT.surface.name() in QApplication.instance().styleSheet()
    with qtbot.assertNotEmitted(themes.changed):
        themes.set_mode("light")


def test_unknown_modes(qapp, themes):
    with pytest.raises(ValueError, match="theme mode"):
        themes.set_mode("purple")
    assert ThemeController("nonsense").mode == "system"
    ThemeController("dark")


def test_every_icon_is_drawn_in_the_colour_of_the_theme(qapp, themes):
    names = [p.stem for p in icons.shipped("resources", "icons").glob("*.svg") if p.stem != "w12studio"]
    assert len(names) > 20
    for name in names:
        image = icons.icon(name).pixmap(QSize(32, 32)).toImage()
        inked = [
            image.pixelColor(x, y)
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() == 255
        ]
        assert inked, name
        assert all(c.lightness() > 150 for c in inked), name


def test_icons_follow_the_theme(qapp, themes):
    picture = icons.icon("stop")
    dark = picture.pixmap(QSize(24, 24)).toImage().pixelColor(12, 12)
    themes.set_mode("light")
    light = picture.pixmap(QSize(24, 24)).toImage().pixelColor(12, 12)
    assert dark.lightness() > 200 and light.lightness() < 60
