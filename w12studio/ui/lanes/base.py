"""What every lane is: one scene item that keeps its picture until the view, its data, its size or the theme change."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import ClassVar

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from w12studio.domain.analysis import Track
from w12studio.ui.guides import Guides
from w12studio.ui.raster import blended, image_pixels
from w12studio.ui.session import Session
from w12studio.ui.sizes import em
from w12studio.ui.theme import Theme, ThemeController
from w12studio.ui.viewport import Viewport

COLLAPSED_PX = 26
SEAM_PX = 56  # drawn again beside an uncovered strip, for labels that reach over its edge


@dataclass(slots=True)
class LaneContext:
    """What all lanes share: the recording, the colours, and the view as it is now."""

    session: Session
    themes: ThemeController
    viewport: Viewport
    guides: Guides = field(default_factory=Guides)

    @property
    def theme(self) -> Theme:
        """The colours as they are now."""
        return self.themes.theme


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The part of a lane's picture that is drawn: all of it, or the strip that scrolling uncovered.

    Attributes
    ----------
    view : Viewport
        What the part shows; x = 0 is its left edge, and so it is for the painter.
    pixels : ndarray of uint32, shape (height, n_columns)
        Its device pixels, RGB32, to be written in place.
    width : float
        Logical pixels.
    """

    view: Viewport
    pixels: NDArray[np.uint32]
    width: float

    @property
    def n_columns(self) -> int:
        """Device pixels across."""
        return int(self.pixels.shape[1])


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on a lane's value axis: y in logical pixels from the lane's top, its label, and its weight 0..1."""

    y: float
    label: str
    weight: float = 1.0


class Lane(pg.GraphicsObject):
    """A lane of the timeline. Subclasses draw themselves in `draw` and say what lies under a point in `describe`.

    The picture is opaque and as large as the lane in device pixels, so that a playhead that moves over it costs no
    more than copying a strip.
    """

    #: the value axis changed (for the header)
    axis_changed = Signal()

    #: these three are a class's own where there is one such lane, an instance's where there may be several
    name: str = ""
    title: str = ""
    #: layers whose change concerns the lane; the first gives the estimator in the header
    kinds: tuple[str, ...] = ()
    #: layer whose markers can be picked and dragged here; "" where there is none
    marker_kind: ClassVar[str] = ""
    default_height: ClassVar[int] = 100
    min_height: ClassVar[int] = 48
    has_value_zoom: ClassVar[bool] = False
    has_guides: ClassVar[bool] = True

    def __init__(self, context: LaneContext) -> None:
        super().__init__()
        self.context = context
        self.default_height, self.min_height = em(self.default_height), em(self.min_height)  # type: ignore[misc]
        self.collapsed = False
        self.value_zoom = 1.0
        self._width, self._height = 1, 1
        self._revision = 0
        self._key: tuple[object, ...] | None = None
        self._layout: tuple[object, object] = (None, None)
        self._drawn = context.viewport
        self._origin_s = 0.0
        self._image = QImage()
        self._pixels = np.zeros((1, 1), dtype=np.uint32)
        self.frame = Frame(context.viewport, self._pixels, 1.0)
        self.renders = 0

    # -- data ----------------------------------------------------------------------------------------------------

    @property
    def track(self) -> Track | None:
        """The layer that the lane shows, or None."""
        analysis = self.context.session.analysis
        return analysis.track(self.kinds[0]) if analysis and self.kinds else None

    def refresh(self) -> None:
        """Take over the data anew (they changed); subclasses prepare what they draw from."""
        self.invalidate()

    def invalidate(self) -> None:
        """Draw again at the next repaint."""
        self._revision += 1
        self.update()

    def shutdown(self) -> None:
        """Let go of threads; called once, before the window closes."""

    # -- geometry ------------------------------------------------------------------------------------------------

    @property
    def width(self) -> int:
        """Logical pixels."""
        return self._width

    @property
    def height(self) -> int:
        """Logical pixels."""
        return self._height

    def resize(self, width: int, height: int) -> None:
        """Take another size in logical pixels."""
        if (width, height) != (self._width, self._height):
            self.prepareGeometryChange()
            self._width, self._height = max(width, 1), max(height, 1)
            self.update()
            self.axis_changed.emit()

    def boundingRect(self) -> QRectF:
        """The lane's rectangle in its own coordinates."""
        return QRectF(0, 0, self._width, self._height)

    # -- values --------------------------------------------------------------------------------------------------

    def zoom_values(self, factor: float, y: float) -> None:
        """Zoom the value axis (factor > 1: in) about a y of the lane; subclasses with a range override it."""
        self.value_zoom = min(max(self.value_zoom * factor, 1.0), 64.0)
        self.invalidate()
        self.axis_changed.emit()

    def pan_values(self, pixels: float) -> None:
        """Move the value axis by logical pixels; lanes that can be moved override it."""

    def reset_values(self) -> None:
        """Show all values again."""
        self.value_zoom = 1.0
        self.invalidate()
        self.axis_changed.emit()

    def axis_ticks(self) -> list[Tick]:
        """Marks of the value axis."""
        return []

    def subtitle(self) -> str:
        """A few words below the lane's name: who computed the layer."""
        track = self.track
        if track is None:
            return ""
        name = track.source.describe()
        return f"{name} · edited" if track.edited and track.source.estimator != "user" else name

    def make_control(self, parent: QWidget) -> QWidget | None:
        """A control for the lane's header, which shows it where there is room; None: it needs none."""
        return None

    @property
    def has_news(self) -> bool:
        """Whether the subtitle says something that is worth a second look."""
        return False

    def describe(self, time: float, y: float) -> str:
        """What lies under a point, for people; y in logical pixels from the lane's top. "" where nothing does."""
        return ""

    def state(self) -> dict[str, object]:
        """What the lane wants to be remembered, as plain values."""
        return {"value_zoom": self.value_zoom}

    def restore(self, state: dict[str, object]) -> None:
        """Take `state` back; what is missing or senseless stays as it is."""
        zoom = state.get("value_zoom")
        if isinstance(zoom, (int, float)) and 1.0 <= zoom <= 64.0:
            self.value_zoom = float(zoom)
        self.invalidate()

    # -- painting ------------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Copy the picture, drawing anew only what is not in it yet."""
        dpr = painter.device().devicePixelRatioF()
        theme, view = self.context.theme, self.context.viewport
        look = (self._revision, self._width, self._height, dpr, id(theme), self.collapsed, view.seconds_per_px)
        if look != self._key:
            self._render(dpr, theme)
        elif view != self._drawn:
            shift = self._shift(dpr)
            if shift is None or self._layout[0] is None or self._layout != self._full_layout():
                self._render(dpr, theme)
            else:
                self._scroll(shift, dpr, theme)
        self._key = look
        painter.drawImage(0, 0, self._image)

    def _shift(self, dpr: float) -> int | None:
        """Device pixels by which the picture has to move left; None where that is no whole number, or too many."""
        view = self.context.viewport
        moved = (view.start - self._drawn.start) / view.seconds_per_px * dpr
        since = (view.start - self._origin_s) / view.seconds_per_px * dpr  # small errors must not add up
        whole = abs(moved - round(moved)) < 0.01 and abs(since - round(since)) < 0.02
        room = self._pixels.shape[1] - 2 * SEAM_PX * dpr
        return round(moved) if whole and 0 < abs(moved) < room else None

    def _render(self, dpr: float, theme: Theme) -> None:
        """Draw the whole picture."""
        self.renders += 1
        width, height = round(self._width * dpr), round(self._height * dpr)
        if (self._image.width(), self._image.height()) != (width, height):
            self._image = QImage(width, height, QImage.Format.Format_RGB32)
            self._pixels = image_pixels(self._image)
        self._image.setDevicePixelRatio(dpr)
        self._origin_s = self.context.viewport.start
        self._layout = self._full_layout()
        self._draw_part(0, width, dpr, theme)

    def _scroll(self, shift: int, dpr: float, theme: Theme) -> None:
        """Move the picture by device pixels and draw the strip that this uncovers."""
        width, seam = self._pixels.shape[1], round(SEAM_PX * dpr)
        if shift > 0:
            self._pixels[:, :-shift] = self._pixels[:, shift:]
            left, right = width - shift - seam, width
        else:
            self._pixels[:, -shift:] = self._pixels[:, :shift]
            left, right = 0, seam - shift
        edges = [slice(c, c + 2) for c in (left, right - 2) if 0 < c < width - 2]
        kept = [self._pixels[:, edge].copy() for edge in edges]  # these columns lack the neighbour they join
        self._draw_part(left, right, dpr, theme)
        for edge, pixels in zip(edges, kept, strict=True):
            self._pixels[:, edge] = pixels

    def _draw_part(self, left: int, right: int, dpr: float, theme: Theme) -> None:
        """Draw device columns ``left .. right``."""
        view = self._drawn = self.context.viewport
        pixels = self._pixels[:, left:right]
        x, width = left / dpr, (right - left) / dpr
        self.frame = Frame(
            replace(view, start=view.start + x * view.seconds_per_px, width_px=int(np.ceil(width))), pixels, width
        )
        pixels[:] = theme.background.rgb()
        painter = QPainter(self._image)
        try:
            painter.setFont(small_font())
            painter.translate(x, 0)
            painter.setClipRect(QRectF(0, 0, width, self._height))
            if not self.collapsed:
                self.draw(painter, theme, dpr)
                if self.has_guides:
                    self._draw_guides(theme, dpr, left)
            painter.fillRect(QRectF(0, self._height - 1, width, 1), theme.border)
        finally:
            painter.end()

    def _draw_guides(self, theme: Theme, dpr: float, left: int) -> None:
        """Beats and bars as thin lines over what is drawn."""
        pixels = self.frame.pixels
        thickness = max(round(dpr), 1)  # a logical pixel
        beats, bars = self.context.guides.columns(self.context.viewport, dpr)
        for lines, colour, most in ((beats, theme.beat, 0.22), (bars, theme.downbeat, 0.4)):
            columns = (lines.columns[:, None] + np.arange(thickness)).ravel() - left
            inside = (columns >= 0) & (columns < pixels.shape[1])
            if inside.any():
                columns, share = columns[inside], most * np.repeat(lines.strength, thickness)[inside]
                pixels[:, columns] = blended(pixels[:, columns], np.uint32(colour.rgb()), share)

    def _full_layout(self) -> tuple[object, object]:
        guides = self.context.guides.layout(self.context.viewport) if self.has_guides else None
        return self.layout(), guides

    def layout(self) -> object:
        """All that decides how the view is drawn apart from where it starts, e.g. how far labels are thinned out.

        While it stays equal, a picture can be scrolled. None: it never can.
        """
        return None

    def draw(self, painter: QPainter, theme: Theme, dpr: float) -> None:
        """Draw everything but background, guides and border into ``self.frame``.

        The painter works in logical pixels, from the frame's left edge.
        """
        raise NotImplementedError

    def draw_hint(self, painter: QPainter, theme: Theme, text: str) -> None:
        """A quiet sentence in the middle: nothing is there yet, or why it never will be."""
        painter.setPen(theme.text_muted)
        rect = self.boundingRect().adjusted(12, 0, -12, -1)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width()))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, shown)

    def draw_row_lines(self, painter: QPainter, colour: QColor) -> None:
        """Thin lines at the marks of the value axis."""
        for tick in self.axis_ticks():
            painter.fillRect(QRectF(0, round(tick.y), self.frame.width, 1), colour)


def small_font() -> QFont:
    """The application's font, one step smaller."""
    font = QFont()
    size = font.pointSizeF()
    if size > 0:
        font.setPointSizeF(max(size - 1.5, 7.0))
    else:
        font.setPixelSize(max(font.pixelSize() - 2, 9))
    return font
