"""The timeline as it is shown, as a picture, or as a sheet to print: into a file or onto the clipboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QSaveFile
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from w12studio.domain.errors import ExportError
from w12studio.ui import sheet
from w12studio.ui.timeline import Timeline

PNG, SVG, PDF = ".png", ".svg", ".pdf"


def take(widget: QWidget) -> QPixmap:
    """The widget as it is on the screen, in the screen's resolution."""
    return widget.grab()


def copy(widget: QWidget) -> None:
    """Put the picture on the clipboard."""
    QGuiApplication.clipboard().setPixmap(take(widget))


def save(timeline: Timeline, path: Path) -> Path:
    """Write the picture; gives where it is, which ends in .png where no ending was given.

    Parameters
    ----------
    timeline : Timeline
    path : Path
        Ends in .png or .svg (what is shown), or .pdf (all of the recording as a sheet, see `w12studio.ui.sheet`). An
        existing file is replaced.

    Raises
    ------
    ExportError
        For another ending and for every fault of the disk; nothing half-written is left.
    """
    target = path if path.suffix else path.with_name(path.name + PNG)
    kind = target.suffix.lower()
    if kind not in (PNG, SVG, PDF):
        raise ExportError(f"a picture can't be {target.suffix}", target, "Use .png, .svg or .pdf.")
    session = timeline.session
    if kind == PDF and session.analysis is not None:
        content = sheet.render(session.analysis, session.peaks)
    else:
        content = _svg(timeline) if kind == SVG else _png(timeline)
    file = QSaveFile(str(target))
    if not (file.open(QIODevice.OpenModeFlag.WriteOnly) and file.write(content) == content.size() and file.commit()):
        raise ExportError(f"it can't be written ({file.errorString()})", target, "Choose another folder.")
    return target


def _png(widget: QWidget) -> QByteArray:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    take(widget).save(buffer, "PNG")
    buffer.close()
    return content


def _svg(widget: QWidget) -> QByteArray:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(96)  # of the web's pixels: viewers show it as large as it was
    generator.setSize(widget.size())
    generator.setViewBox(QRect(QPoint(0, 0), widget.size()))
    generator.setTitle(QGuiApplication.applicationDisplayName())
    painter = QPainter(generator)
    widget.render(painter, QPoint(0, 0))
    painter.end()
    buffer.close()
    return content
