"""The selected markers as a small thing to hold: it can be dragged into other programs, where it becomes text."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAction, QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from w12studio.ui.clipboard import clip_mime, selected
from w12studio.ui.session import Session
from w12studio.ui.summary import title_of
from w12studio.ui.texts import tr


class SelectionChip(QToolButton):
    """Says how many markers are selected; a drag takes them along as text, a click copies them."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("selectionChip")
        self._session = session
        self._pressed: QPointF | None = None
        self._tip = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        session.selection_changed.connect(self.refresh)
        self.refresh()

    def follow(self, action: QAction) -> None:
        """Tell the key of the action that does the same as a click."""

        def show() -> None:
            keys = ", ".join(k.toString() for k in action.shortcuts())
            tip = tr("Drag it into another program: the selected markers become text. A click copies them.")
            self.setToolTip(f"{tip}  ({keys})" if keys else tip)

        action.changed.connect(show)
        show()

    def refresh(self) -> None:
        """The selection changed."""
        chosen = self._session.selection
        self.setVisible(bool(chosen.events))
        text = tr("{layer}: {n} selected", layer=title_of(chosen.kind), n=len(chosen.events))
        self.setText(f"⠿ {text}")
        self.setAccessibleName(tr("{selected}. Copy", selected=text))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Perhaps the beginning of a drag."""
        self._pressed = event.position() if event.button() == Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Far enough: a drag."""
        if self._pressed is None:
            return
        if (event.position() - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            self.setDown(False)
            drag = QDrag(self)
            drag.setMimeData(clip_mime(selected(self._session)))
            drag.setPixmap(self.grab())
            drag.exec(Qt.DropAction.CopyAction)
