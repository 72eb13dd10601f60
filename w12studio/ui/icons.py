"""Icons: one-colour SVG drawings, painted in the theme's text colour at whatever size and scale is asked for."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from w12studio.service import cache_dir, shipped
from w12studio.ui import theme as themes


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return shipped("resources", "icons", f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _renderer(name: str, rgb: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_source(name).replace("#000", rgb).encode()))


class _Engine(QIconEngine):
    """Paints a drawing in the colour that the theme has at that moment, so icons follow a change of theme."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name, self._role = name, role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        color = QColor(getattr(themes.current(), self._role))
        if mode == QIcon.Mode.Disabled:
            painter.setOpacity(0.4)
        side = min(rect.width(), rect.height())
        corner = QPointF(rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2)
        _renderer(self._name, color.name()).render(painter, QRectF(corner.x(), corner.y(), side, side))
        painter.setOpacity(1.0)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, pixmap.rect(), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._role)


def icon(name: str, role: str = "text") -> QIcon:
    """The drawing ``resources/icons/<name>.svg`` in a colour of the theme (a field of `Theme`)."""
    return QIcon(_Engine(name, role))


def pixmap(name: str, role: str, side_px: int, ratio: float = 1.0) -> QPixmap:
    """The drawing as a square pixmap of logical pixels for a screen of that device pixel ratio."""
    out = QPixmap(round(side_px * ratio), round(side_px * ratio))
    out.fill(Qt.GlobalColor.transparent)
    painter = QPainter(out)
    _renderer(name, getattr(themes.current(), role).name()).render(painter)
    painter.end()
    out.setDevicePixelRatio(ratio)
    return out


def app_icon() -> QIcon:
    """The program's own icon."""
    return QIcon(str(shipped("resources", "icons", "w12studio.svg")))


def coloured_svg(name: str, color: QColor) -> str:
    """Path (with forward slashes) of the drawing in one colour, for a stylesheet, which can only name files."""
    content = _source(name).replace("#000", color.name())
    digest = hashlib.sha256(content.encode()).hexdigest()[:12]
    folder = cache_dir() / "icons"
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-{digest}.svg"
    if not path.exists():
        path.write_text(content, encoding="utf-8")
    return path.as_posix()
