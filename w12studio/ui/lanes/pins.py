"""How pins look: a row of small glyphs over the beats, each on a thin stem. What they mean is in `domain.pins`."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from w12studio.domain.events import Event
from w12studio.domain.pins import is_meter, meter_of
from w12studio.ui.texts import tr, translated
from w12studio.ui.theme import Theme
from w12studio.ui.viewport import Viewport

#: The row of glyphs, in logical pixels from the lane's top: below the numbers of bars and beats.
ROW_TOP, ROW_HEIGHT = 17.0, 14.0
_MIDDLE = ROW_TOP + ROW_HEIGHT / 2
_RADIUS = 4.5
_HIT_PX = 3.0
#: A glyph reaches no farther than this from its pin's time.
REACH_PX = 50.0


def pin_text(pin: Event) -> str:
    """A pin in words, e.g. "pin: downbeat" or "pin: tempo about 174 BPM"."""
    if is_meter(pin):
        return tr("pin: {meter} from here", meter=meter_of(pin).describe())
    if pin.label == "tempo":
        return tr("pin: tempo about {bpm} BPM", bpm=f"{pin.value:.4g}")
    return tr("pin: straight grid") if pin.label == "straight" else tr("pin: {label}", label=translated(pin.label))


def _inscription(pin: Event) -> str:
    if pin.label == "downbeat":
        return "1"
    if is_meter(pin):
        return meter_of(pin).name()
    return f"{pin.value:.0f}" if pin.label == "tempo" else ""


def glyph_rect(pin: Event, view: Viewport, font: QFont) -> QRectF:
    """Where a pin's glyph is, in logical pixels of the lane; a straight stretch covers its whole span."""
    x = round(view.time_to_px(pin.time)) + 0.5
    if pin.label == "straight":
        end = round(view.time_to_px(pin.end)) + 0.5
        return QRectF(x - _RADIUS, ROW_TOP, end - x + 2 * _RADIUS, ROW_HEIGHT)
    width = max(QFontMetricsF(font).horizontalAdvance(_inscription(pin)) + 8, ROW_HEIGHT) if _inscription(pin) else 0
    if pin.label == "downbeat" or not width:
        width = ROW_HEIGHT if width else 2 * _RADIUS
        return QRectF(x - width / 2, ROW_TOP, width, ROW_HEIGHT)
    return QRectF(x - 3, ROW_TOP, min(width, REACH_PX), ROW_HEIGHT)


def is_hit(pin: Event, x: float, y: float, view: Viewport, font: QFont) -> bool:
    """Whether a point of the lane is on a pin's glyph (of a straight stretch: on one of its ends or its line)."""
    return glyph_rect(pin, view, font).adjusted(-_HIT_PX, -1, _HIT_PX, 1).contains(x, y)


def draw_pin(
    painter: QPainter, theme: Theme, pin: Event, view: Viewport, font: QFont, height: float, chosen: bool
) -> None:
    """Draw one pin; the painter works in the pixels of ``view``, antialiased.

    Parameters
    ----------
    painter : QPainter
    theme : Theme
    pin : Event
    view : Viewport
    font : QFont
        Of inscriptions.
    height : float
        Of the lane, logical pixels.
    chosen : bool
        Whether it is selected: then it has an outline.
    """
    rect = glyph_rect(pin, view, font)
    x = round(view.time_to_px(pin.time))
    outline = QPen(theme.text, 2) if chosen else QPen(theme.background, 1.5)
    if pin.label == "straight":
        _draw_straight(painter, theme, rect, outline)
        return
    painter.fillRect(QRectF(x, _MIDDLE, 1, height - _MIDDLE), theme.accent)
    painter.setPen(outline)
    painter.setBrush(theme.accent)
    text = _inscription(pin)
    if text:
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        painter.setFont(font)
        painter.setPen(theme.accent_text)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    elif pin.label == "no beat":
        _draw_none(painter, theme, rect.center(), outline.color() if chosen else theme.accent)
    else:
        painter.drawEllipse(rect.center(), _RADIUS + 0.5, _RADIUS + 0.5)


def _draw_none(painter: QPainter, theme: Theme, centre: QPointF, colour: QColor) -> None:
    """A ring that is crossed out."""
    painter.setPen(QPen(colour, 1.6))
    painter.setBrush(theme.background)
    painter.drawEllipse(centre, _RADIUS, _RADIUS)
    slant = _RADIUS * 0.7
    painter.drawLine(QPointF(centre.x() - slant, centre.y() + slant), QPointF(centre.x() + slant, centre.y() - slant))


def _draw_straight(painter: QPainter, theme: Theme, rect: QRectF, outline: QPen) -> None:
    """A ruler: a bar between two ends."""
    y = rect.center().y()
    left, right = rect.left() + _RADIUS, rect.right() - _RADIUS
    painter.setPen(outline)
    painter.setBrush(theme.accent)
    painter.drawRect(QRectF(left, y - 2, max(right - left, 1), 4))
    for x in (left, right):
        painter.drawRoundedRect(QRectF(x - 2.5, ROW_TOP + 1, 5, ROW_HEIGHT - 2), 1.5, 1.5)
