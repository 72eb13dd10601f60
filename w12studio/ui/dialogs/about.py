"""About the program, and what works on this computer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from w12studio import __version__
from w12studio.ui.background import BackgroundCalls
from w12studio.ui.icons import app_icon, icon
from w12studio.ui.texts import error_text, tr, translated

_ICONS = {
    "ok": ("done", "ok"),
    "optional": ("done", "text_muted"),
    "doubtful": ("warning", "warning"),
    "missing": ("error", "danger"),
}


class AboutDialog(QDialog):
    """Name, version, licence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About W12 Studio"))
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(QSize(72, 72)))
        text = QLabel(
            tr(
                "<h3 style='margin-bottom:2px'>W12 Studio {version}</h3><p>See, hear and correct the musical "
                "time of a recording.</p><p>Free software under the GNU Affero General Public License, "
                "version 3 or later. Some models have licences of their own; see models/LICENSES.md.</p>",
                version=__version__,
            )
        )
        text.setWordWrap(True)
        text.setMinimumWidth(340)
        close = QPushButton(tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(text, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 16)
        column.setSpacing(16)
        column.addLayout(row)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)


def examine() -> Iterator[object]:
    """The service's findings, then those about Qt."""
    from w12studio.service.doctor import examine as examine_program
    from w12studio.ui.checks import examine_qt

    yield from examine_qt()
    yield from examine_program()


class DoctorDialog(QDialog):
    """Findings as they come: what works here and what doesn't, and why."""

    def __init__(self, parent: QWidget | None = None, checks: Callable[[], Iterable[object]] = examine) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Check this computer"))
        self.resize(680, 520)
        self.tree = QTreeWidget()
        self.tree.setColumnCount(2)
        self.tree.setHeaderLabels([tr("What"), tr("Finding")])
        self.tree.setAccessibleName(tr("Findings"))
        self.tree.setIconSize(QSize(16, 16))
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.tree.setColumnWidth(0, 240)
        self.status = QLabel(tr("Trying every estimator on a few seconds of sound; this takes about half a minute…"))
        self.status.setWordWrap(True)
        self.status.setProperty("muted", True)
        copy, close = QPushButton(tr("Copy")), QPushButton(tr("Close"))
        copy.setToolTip(tr("Copy the findings as text"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.as_text()))
        close.setDefault(True)
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(copy)
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(10)
        column.addWidget(self.status)
        column.addWidget(self.tree, 1)
        column.addLayout(foot)
        self._groups: dict[str, QTreeWidgetItem] = {}
        self._worst = "ok"
        self._call = BackgroundCalls(checks, self)
        self._call.result.connect(self._add)
        self._call.failed.connect(lambda error: self.status.setText(error_text(error)))
        self._call.finished.connect(self._done)
        self._call.start()

    def _add(self, check: Any) -> None:
        group = self._groups.get(check.group)
        if group is None:
            group = self._groups[check.group] = QTreeWidgetItem([translated(check.group), ""])
            self.tree.addTopLevelItem(group)
            group.setExpanded(True)
        row = QTreeWidgetItem([translated(check.name), translated(check.detail)])
        row.setIcon(0, icon(*_ICONS[check.status]))
        row.setToolTip(1, translated(check.detail))
        row.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{check.name}: {check.status}")
        group.addChild(row)
        if check.status not in ("ok", "optional"):
            self.tree.scrollToItem(row)
        order = ("ok", "optional", "doubtful", "missing")
        self._worst = max(self._worst, check.status, key=order.index)

    def _done(self) -> None:
        if self._groups:
            self.status.setText(
                {
                    "ok": tr("Everything works."),
                    "optional": tr("Everything that is installed works."),
                    "doubtful": tr("Everything important works; see the yellow lines."),
                    "missing": tr("Some parts do not work here; others take their place where they can."),
                }[self._worst]
            )

    def as_text(self) -> str:
        """The findings, one a line."""
        lines = []
        for name, group in self._groups.items():
            children = (group.child(i) for i in range(group.childCount()))
            lines += [f"{name}: {c.text(0)}: {c.text(1)}" for c in children if c is not None]
        return "\n".join(lines)

    def done(self, result: int) -> None:
        """Close; the trial under way ends in its own time."""
        for signal in (self._call.result, self._call.failed, self._call.finished):
            signal.disconnect()
        self._call.abandon()
        super().done(result)
