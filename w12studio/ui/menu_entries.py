"""Entries of a menu over the lanes: something to do, or an edit of the recording that is open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu

from w12studio.domain.analysis import Analysis
from w12studio.domain.edits import Edit
from w12studio.ui.session import Session


class MenuEntries:
    """Puts entries into one menu."""

    def __init__(self, menu: QMenu, session: Session) -> None:
        self._menu, self._session = menu, session

    def add(self, text: str, do: Callable[[], object], enabled: bool = True) -> None:
        """Something to do."""
        action = self._menu.addAction(text)
        action.setEnabled(enabled)
        action.triggered.connect(lambda _=False: do())

    def edit(self, text: str, make: Callable[[Analysis], Edit], enabled: bool = True) -> None:
        """An edit, made of the recording as it is when the entry is chosen."""
        session = self._session
        self.add(text, lambda: session.analysis is None or session.apply(make(session.analysis)), enabled)
