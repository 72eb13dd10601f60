"""Keys and gestures as a list for people: as text, and as a page to print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSaveFile, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeySequence,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)
from PySide6.QtPrintSupport import QPrinter

from w12studio import __version__
from w12studio.domain.errors import ExportError
from w12studio.ui.actions import ActionSpec, key_text, plain
from w12studio.ui.texts import later, tr, translated

#: What the mouse does; it can't be changed and stands below the keys.
GESTURES = (
    (later("Zoom at the pointer"), later("Wheel, Ctrl+Wheel")),
    (later("Pan"), later("Shift+Wheel, horizontal wheel, middle drag")),
    (later("Zoom the values of a lane"), later("Alt+Wheel")),
    (later("Select a span of time; extend it"), later("Drag over waveform, spectrogram or ruler; Shift+drag")),
    (later("Select markers with a rubber band"), later("Drag on empty ground of a lane of markers, or Shift+drag")),
    (later("Select one more marker, or one less"), later("Ctrl+click, Shift+click")),
    (later("Move a marker, region or note"), later("Drag it; Alt to place it freely")),
    (later("Move a beat and no other"), later("Ctrl+drag")),
    (later("Make a region or note longer or shorter"), later("Drag its edge")),
    (later("Add a marker"), later("Double-click on empty ground of its lane")),
    (later("Edit a marker or its label"), later("Double-click, Return")),
    (later("Take a drag back"), later("Esc")),
    (later("Hear one band of frequencies alone"), later("Ctrl+Shift+drag over the spectrogram")),
    (later("Show the whole recording"), later("Double-click on the ruler")),
    (later("Drag markers out as text"), later("Drag their rows from the markers panel")),
    (later("Press the focused button"), later("Enter")),
)
#: Points (1/72 inch).
_MARGIN, _GUTTER, _ROW, _SIZE = 42.0, 26.0, 15.5, 8.0
_RESOLUTION = 300
_INK, _GREY, _LINE, _CAP = QColor("#1b1f24"), QColor("#5b6470"), QColor("#c9ced6"), QColor("#f1f3f6")


@dataclass(frozen=True, slots=True)
class KeyRow:
    """What is done, and by which keys (several alternatives) or gesture (one)."""

    title: str
    keys: tuple[str, ...]
    is_gesture: bool = False


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Rows of one menu."""

    title: str
    rows: tuple[KeyRow, ...]


def key_groups(specs: Iterable[ActionSpec], keys_of: Callable[[str], list[QKeySequence]]) -> list[KeyGroup]:
    """All actions that have a key, by menu, and the gestures.

    Parameters
    ----------
    specs : iterable of ActionSpec
    keys_of : callable
        Gives the keys of an action by name, e.g. `Actions.keys`.
    """
    rows: dict[str, list[KeyRow]] = {}
    for spec in specs:
        keys = tuple(key_text([k]) for k in keys_of(spec.name))
        if keys:
            title = f"{plain(translated(spec.submenu))}: {spec.plain_title}" if spec.submenu else spec.plain_title
            rows.setdefault(plain(translated(spec.menu)), []).append(KeyRow(title, keys))
    gestures = tuple(KeyRow(translated(title), (translated(how),), True) for title, how in GESTURES)
    return [*(KeyGroup(menu, tuple(found)) for menu, found in rows.items()), KeyGroup(tr("Mouse"), gestures)]


def keys_text(groups: Iterable[KeyGroup]) -> str:
    """One line each, the keys in a column of their own."""
    groups = list(groups)
    width = max((len(row.title) for group in groups for row in group.rows), default=0)
    blocks = []
    for group in groups:
        lines = [f"  {row.title:<{width}}  {' / '.join(row.keys)}" for row in group.rows]
        blocks.append("\n".join([group.title, *lines]))
    return "\n\n".join(blocks) + "\n"


def save_pdf(groups: Sequence[KeyGroup], path: Path) -> Path:
    """Write the page as a PDF on A4; gives where it is, which ends in .pdf.

    Raises
    ------
    ExportError
        For every fault of the disk; nothing half-written is left.
    """
    target = path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf")
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF()))
    writer.setResolution(_RESOLUTION)
    writer.setTitle(tr("W12 Studio: keys and gestures"))
    print_keys(groups, writer)
    buffer.close()
    file = QSaveFile(str(target))
    if not (file.open(QIODevice.OpenModeFlag.WriteOnly) and file.write(content) == content.size() and file.commit()):
        raise ExportError(f"it can't be written ({file.errorString()})", target, "Choose another folder.")
    return target


def print_keys(groups: Sequence[KeyGroup], device: QPdfWriter | QPrinter) -> None:
    """Paint the list in two columns, on as many pages as it takes."""
    painter = QPainter(device)
    try:
        _Sheet(groups, painter, device).draw()
    finally:
        painter.end()


class _Sheet:
    """Sets groups one below the other in two columns. Lengths are in points, times `_k` in the device's dots."""

    def __init__(self, groups: Sequence[KeyGroup], painter: QPainter, device: QPdfWriter | QPrinter) -> None:
        self._groups, self._painter, self._device = groups, painter, device
        self._k = device.logicalDpiX() / 72
        self._page = QRectF(0, 0, device.width(), device.height())
        inset = _MARGIN * self._k if isinstance(device, QPdfWriter) else 8 * self._k  # a printer's page has margins
        self._area = self._page.adjusted(inset, inset, -inset, -inset)
        self._column_width = (self._area.width() - _GUTTER * self._k) / 2
        self._column, self._y, self._top = 0, 0.0, 0.0

    def draw(self) -> None:
        """All pages."""
        self._begin_page(first=True)
        for group in self._groups:
            heights = [self._height(row) for row in group.rows]
            if self._y + 24 * self._k + sum(heights[:3]) > self._area.bottom():  # a title takes three rows along
                self._next_column()
            self._title(group.title)
            for row, height in zip(group.rows, heights, strict=True):
                if self._y + height > self._area.bottom():
                    self._next_column()
                    self._title(tr("{menu} (continued)", menu=group.title))
                self._row(row, height)
            self._y += 11 * self._k

    def _begin_page(self, first: bool) -> None:
        painter, k = self._painter, self._k
        self._y = self._area.top()
        if first:
            painter.setFont(self._font(17, bold=True))
            painter.setPen(_INK)
            painter.drawText(QPointF(self._area.left(), self._y + 15 * k), tr("Keys and gestures"))
            painter.setFont(self._font(_SIZE))
            painter.setPen(_GREY)
            line = QRectF(self._area.left(), self._y, self._area.width(), 15 * k)
            painter.drawText(
                line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, f"W12 Studio {__version__}"
            )
            painter.fillRect(QRectF(self._area.left(), self._y + 24 * k, self._area.width(), 0.75 * k), _INK)
            self._y += 38 * k
        self._top = self._y

    def _next_column(self) -> None:
        if self._column == 1:
            self._device.newPage()
            self._begin_page(first=False)
        self._column = 1 - self._column
        self._y = self._top

    @property
    def _left(self) -> float:
        return self._area.left() + self._column * (self._column_width + _GUTTER * self._k)

    def _font(self, size: float, bold: bool = False) -> QFont:
        font = QFont()
        font.setPixelSize(max(round(size * self._k), 1))
        font.setBold(bold)
        return font

    def _metrics(self, size: float = _SIZE) -> QFontMetricsF:
        return QFontMetricsF(self._font(size), self._device)

    def _title(self, text: str) -> None:
        k = self._k
        self._painter.setFont(self._font(9.5, bold=True))
        self._painter.setPen(_INK)
        self._painter.drawText(QPointF(self._left, self._y + 10 * k), text)
        self._painter.fillRect(QRectF(self._left, self._y + 15 * k, self._column_width, 0.5 * k), _LINE)
        self._y += 19 * k

    def _split(self, row: KeyRow) -> tuple[float, float]:
        """Room of the title, and of keys or gesture, from the right."""
        metrics, k = self._metrics(), self._k
        if row.is_gesture:
            return self._column_width * 0.46, self._column_width * 0.5
        wanted = sum(metrics.horizontalAdvance(key) + 8 * k for key in row.keys) + 4 * k * (len(row.keys) - 1)
        wanted = min(wanted, self._column_width * 0.6)
        return self._column_width - wanted - 8 * k, wanted

    def _wrapped(self, text: str, width: float) -> float:
        bounds = QRectF(0, 0, width, 1e6)
        return self._metrics().boundingRect(bounds, int(Qt.TextFlag.TextWordWrap), text).height()

    def _height(self, row: KeyRow) -> float:
        title, keys = self._split(row)
        tallest = max(self._wrapped(row.title, title), self._wrapped(row.keys[0], keys) if row.is_gesture else 0.0)
        return max(_ROW * self._k, tallest + 4 * self._k)

    def _row(self, row: KeyRow, height: float) -> None:
        painter, k = self._painter, self._k
        title, keys = self._split(row)
        painter.setFont(self._font(_SIZE))
        painter.setPen(_INK)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(QRectF(self._left, self._y, title, height), int(flags), row.title)
        right = self._left + self._column_width
        if row.is_gesture:
            painter.setPen(_GREY)
            rect = QRectF(right - keys, self._y, keys, height)
            painter.drawText(rect, int(flags | Qt.AlignmentFlag.AlignRight), row.keys[0])
        else:
            x = right - keys
            for key in row.keys:
                x = self._cap(key, x, self._y + (height - 12.5 * k) / 2) + 4 * k
        self._y += height

    def _cap(self, key: str, x: float, y: float) -> float:
        """A key as on a keyboard; gives its right edge."""
        painter, k = self._painter, self._k
        width = self._metrics().horizontalAdvance(key) + 8 * k
        rect = QRectF(x, y, width, 12.5 * k)
        painter.setPen(QPen(_LINE, 0.6 * k))
        painter.setBrush(_CAP)
        painter.drawRoundedRect(rect, 2.5 * k, 2.5 * k)
        painter.setPen(_INK)
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), key)
        return x + width
