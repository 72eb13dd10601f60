"""What the window remembers between starts: one INI file in the program's data folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from w12studio.service import data_dir

MOST_RECENT = 10


class Settings(QObject):
    """Typed access to the remembered values; a value of the wrong type counts as not there."""

    #: the list of recent files changed
    recent_changed = Signal()

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        file = path or data_dir() / "window.ini"
        self._store = QSettings(str(file), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        """A text."""
        value = self._store.value(key)
        return value if isinstance(value, str) else default

    def flag(self, key: str, default: bool) -> bool:
        """A yes or no."""
        value = self._store.value(key)
        if isinstance(value, bool):
            return value
        return {"true": True, "false": False}.get(str(value).lower(), default)

    def number(self, key: str, default: float) -> float:
        """A number."""
        try:
            return float(self._store.value(key))
        except (TypeError, ValueError):
            return default

    def blob(self, key: str) -> QByteArray:
        """Bytes, as `QMainWindow.saveState` gives them; empty where there are none."""
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def texts(self, key: str) -> list[str]:
        """Several texts; [] where there are none."""
        value = self._store.value(key)
        if isinstance(value, str):
            return [value] if value else []
        return [str(v) for v in value] if isinstance(value, list) else []

    def has(self, key: str) -> bool:
        """Whether the key was ever set."""
        return self._store.contains(key)

    def set(self, key: str, value: Any) -> None:
        """Remember a value."""
        self._store.setValue(key, value)

    def remove(self, key: str) -> None:
        """Forget a key and everything below it."""
        self._store.remove(key)

    def sync(self) -> None:
        """Write to disk now."""
        self._store.sync()

    @property
    def recent(self) -> list[Path]:
        """Files opened lately that are still there, the newest first."""
        return [p for p in map(Path, self.texts("recent")) if p.exists()]

    def add_recent(self, path: Path) -> None:
        """Put a file at the head of `recent`."""
        own = str(path)
        kept = [own, *(p for p in self.texts("recent") if p != own)][:MOST_RECENT]
        self.set("recent", kept)
        self.recent_changed.emit()

    def clear_recent(self) -> None:
        """Forget the recent files."""
        self.remove("recent")
        self.recent_changed.emit()
