"""Entries of a lane's menu: a choice of one of several, and a number that is set by a slider."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QLabel, QMenu, QSlider, QVBoxLayout, QWidget, QWidgetAction

from w12studio.ui.texts import translated


def add_choices(
    menu: QMenu, title: str, choices: Mapping[str, str], current: str, choose: Callable[[str], object]
) -> None:
    """A menu inside the menu, with a tick at the current one of ``choices`` (name: title)."""
    inner = menu.addMenu(title)
    group = QActionGroup(inner)
    for name, text in choices.items():
        action = inner.addAction(translated(text))
        action.setCheckable(True)
        action.setChecked(name == current)
        group.addAction(action)
        action.triggered.connect(lambda _=False, n=name: choose(n))


def add_slider(
    menu: QMenu, text: str, ends: tuple[int, int], current: int, choose: Callable[[int], object]
) -> None:  # fmt: skip
    """A slider inside the menu; ``text`` holds the place of its value, as in "Gain: {} dB"."""
    box = QWidget(menu)
    column = QVBoxLayout(box)
    column.setContentsMargins(26, 4, 12, 4)
    column.setSpacing(2)
    label, slider = QLabel(text.format(current)), QSlider(Qt.Orientation.Horizontal)
    slider.setRange(*ends)
    slider.setValue(current)
    slider.setAccessibleName(text.split(":")[0])
    column.addWidget(label)
    column.addWidget(slider)
    action = QWidgetAction(menu)
    action.setDefaultWidget(box)
    action.setText(text.split(":")[0])
    menu.addAction(action)

    def moved(value: int) -> None:
        label.setText(text.format(value))
        choose(value)
        action.trigger()

    slider.valueChanged.connect(moved)
