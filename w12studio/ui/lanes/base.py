"""What every lane is: one scene item that keeps its picture until the view, its data, its size or the theme change."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import ClassVar

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QMenu, QStyleOptionGraphicsItem, QWidget

from w12studio.domain.analysis import Track
from w12studio.ui.guides import Guides
from w12studio.ui.lanes.picture import Picture
from w12studio.ui.session import Session
from w12studio.ui.sizes import em
from w12studio.ui.texts import tr
from w12studio.ui.theme import Theme, ThemeController
from w12studio.ui.viewport import Viewport

COLLAPSED_PX = 26


class Need(IntEnum):
    """How far a lane's picture is from what the view shows."""

    FRESH = 0
    ROUGH = 1  # all of it is there, but stretched, or beside its place by less than a pixel
    MISSING = 2


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
    """The part of a lane's picture that is drawn: all that is in view, or a strip beside it.

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

    The picture is opaque and somewhat wider than the lane, so that a playhead that moves over it, or a pan, costs no
    more than copying it. `refining` decides when it is drawn.
    """

    #: the value axis changed (for the header)
    axis_changed = Signal()

    #: these three are a class's own where there is one such lane, an instance's where there may be several
    name: str = ""
    title: str = ""
    #: layers whose change concerns the lane; the first gives the estimator in the header
    kinds: tuple[str, ...] = ()
    #: layer whose markers can be picked and dragged here; "" where there is none
    marker_kind: str = ""
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
        self._layout: object = None
        self._exact: Viewport | None = None
        self._picture = Picture()
        self.frame = Frame(context.viewport, self._picture.pixels, 1.0)
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
        return tr("{name} · edited", name=name) if track.edited and track.source.estimator != "user" else name

    def make_control(self, parent: QWidget) -> QWidget | None:
        """A control for the lane's header, which shows it where there is room; None: it needs none."""
        return None

    def fill_menu(self, menu: QMenu) -> None:
        """Put the lane's own options into its menu."""

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

    def need(self, dpr: float) -> Need:
        """How far the picture is from what the view shows."""
        view, picture = self.context.viewport, self._picture
        if self._look(dpr) != self._key:
            return Need.MISSING
        if view == self._exact:
            return Need.FRESH
        if picture.lacks(view):
            return Need.MISSING
        if not picture.shows(view) or self._layout is None or self._layout != self._layout_now():
            return Need.ROUGH
        self._exact = view
        return Need.FRESH

    def bring_up_to_date(self, dpr: float) -> None:
        """Draw what the view shows and the picture does not."""
        view, picture = self.context.viewport, self._picture
        look, layout = self._look(dpr), self._layout_now()
        keeps = look == self._key and layout is not None and layout == self._layout and picture.shows(view)
        self._key = look
        if not (keeps and picture.follow(view, self._draw_part)):
            self._render(dpr, self.context.theme)
        self._exact = view

    def draw_ahead(self, side: int) -> bool:
        """Draw more of an up-to-date picture, beyond the left (-1) or right (1) edge; False where nothing is left to
        do."""
        view, picture = self.context.viewport, self._picture
        ready = self._layout is not None and view == self._exact and self._look(picture.dpr) == self._key
        return ready and picture.extend_ahead(view, side, self._draw_part)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Copy the picture; `bring_up_to_date` has been called, or the time of this frame did not suffice for it."""
        view, theme = self.context.viewport, self.context.theme
        if self._picture.lacks(view):
            painter.fillRect(self.boundingRect(), theme.background)
        self._picture.paint(painter, view)
        if not self.collapsed:
            self.draw_over(painter, theme)

    def _look(self, dpr: float) -> tuple[object, ...]:
        return self._revision, self._width, self._height, dpr, id(self.context.theme), self.collapsed

    def _layout_now(self) -> object:
        return "collapsed" if self.collapsed else self.layout()

    def _render(self, dpr: float, theme: Theme) -> None:
        """Draw all that is in view."""
        self.renders += 1
        self._layout = self._layout_now()
        view = replace(self.context.viewport, width_px=self._width)
        self._picture.renew(view, self._height, dpr, self._draw_part)

    @property
    def _pixels(self) -> NDArray[np.uint32]:
        """The picture as far as it is in view, device pixels."""
        return self._picture.visible(self.context.viewport)

    @property
    def _image(self) -> QImage:
        """A copy of the same."""
        pixels = np.ascontiguousarray(self._pixels)
        return QImage(pixels.data, pixels.shape[1], pixels.shape[0], QImage.Format.Format_RGB32).copy()

    def _draw_part(self, left: int, right: int) -> None:
        """Draw device columns ``left .. right`` of the picture."""
        picture, theme, dpr = self._picture, self.context.theme, self._picture.dpr
        pixels, width = picture.pixels[:, left:right], (right - left) / dpr
        self.frame = Frame(
            replace(self.context.viewport, start=picture.time(left), width_px=int(np.ceil(width))), pixels, width
        )
        pixels[:] = theme.background.rgb()
        painter = QPainter(picture.image)
        try:
            painter.setFont(small_font())
            painter.translate(left / dpr, 0)
            painter.setClipRect(QRectF(0, 0, width, self._height))
            if not self.collapsed:
                self.draw(painter, theme, dpr)
            painter.fillRect(QRectF(0, self._height - 1, width, 1), theme.border)
        finally:
            painter.end()

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

    def draw_over(self, painter: QPainter, theme: Theme) -> None:
        """Draw what sticks to the edge of the view, over the picture, in logical pixels of the lane; has to be cheap,
        since every frame does it."""

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
