"""Fields for the options of a format, made from the format's own description of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from w12studio.ui.texts import later, translated

_INT_LIMIT = 2**31 - 1
#: Names for people of those whose own would be no word.
_TITLES = {"bom": later("Byte order mark")}


class OptionFields(QWidget):
    """A form of a format's options.

    Parameters
    ----------
    options : sequence of Option
        See `export.base.Option`: name, description, default, choices, minimum, maximum.
    values : mapping
        Values to begin with; those that are missing begin with the default.
    """

    #: a value changed
    changed = Signal()

    def __init__(self, options: tuple[Any, ...], values: dict[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._fields: dict[str, QWidget] = {}
        for option in options:
            field = self._field(option, values.get(option.name, option.default))
            field.setAccessibleName(_title(option))
            field.setAccessibleDescription(translated(option.description))
            self._fields[option.name] = field
            self._announce(field)
            column.addLayout(self._row(option, field))

    def _announce(self, field: QWidget) -> None:
        if isinstance(field, QComboBox):
            field.currentIndexChanged.connect(self.changed)
        elif isinstance(field, QCheckBox):
            field.toggled.connect(self.changed)
        elif isinstance(field, QSpinBox):
            field.valueChanged.connect(self.changed)
        elif isinstance(field, QLineEdit):
            field.textChanged.connect(self.changed)

    @staticmethod
    def _row(option: Any, field: QWidget) -> QVBoxLayout:
        """A field, with what it means below it."""
        row = QVBoxLayout()
        row.setSpacing(0)
        row.setContentsMargins(0, 0, 0, 6)
        text = QLabel(translated(option.description))
        text.setWordWrap(True)
        text.setProperty("muted", True)
        if isinstance(field, QCheckBox):
            row.addWidget(field)
            text.setContentsMargins(25, 0, 0, 0)
        else:
            label = QLabel(_title(option))
            label.setBuddy(field)
            line = QHBoxLayout()
            line.setSpacing(10)
            line.addWidget(label)
            if isinstance(field, QSpinBox) and option.unit:
                line.addWidget(_slider_of(field), 1)
                line.addWidget(field)
            else:
                line.addWidget(field)
                line.addStretch(1)
            row.addLayout(line)
        row.addWidget(text)
        return row

    @staticmethod
    def _field(option: Any, value: Any) -> QWidget:
        if option.choices:
            box = QComboBox()
            for choice in option.choices:
                box.addItem(str(choice), choice)
            box.setCurrentIndex(max(box.findData(value), 0))
            return box
        if isinstance(option.default, bool):
            check = QCheckBox(_title(option))
            check.setChecked(bool(value))
            return check
        if isinstance(option.default, int):
            spin = QSpinBox()
            low = -_INT_LIMIT if option.minimum is None else option.minimum
            spin.setRange(low, _INT_LIMIT if option.maximum is None else option.maximum)
            spin.setSuffix(f" {option.unit}" if option.unit else "")
            spin.setValue(int(value))
            return spin
        return QLineEdit(str(value))

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show these values; options that are not named stay as they are."""
        for name, value in values.items():
            field = self._fields[name]
            if isinstance(field, QComboBox):
                field.setCurrentIndex(max(field.findData(value), 0))
            elif isinstance(field, QCheckBox):
                field.setChecked(bool(value))
            elif isinstance(field, QSpinBox):
                field.setValue(int(value))
            elif isinstance(field, QLineEdit):
                field.setText(str(value))

    def values(self) -> dict[str, Any]:
        """What is chosen now, by name."""
        out: dict[str, Any] = {}
        for name, field in self._fields.items():
            if isinstance(field, QComboBox):
                out[name] = field.currentData()
            elif isinstance(field, QCheckBox):
                out[name] = field.isChecked()
            elif isinstance(field, QSpinBox):
                out[name] = field.value()
            elif isinstance(field, QLineEdit):
                out[name] = field.text()
        return out


def _slider_of(spin: QSpinBox) -> QSlider:
    """A slider that goes along with a field for a number, which has no arrows."""
    spin.setAlignment(Qt.AlignmentFlag.AlignRight)
    spin.setFixedWidth(spin.fontMetrics().horizontalAdvance("-200 ms") + 30)
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(spin.minimum(), spin.maximum())
    slider.setValue(spin.value())
    slider.setAccessibleName(spin.accessibleName())
    slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the field beside it has the same values
    slider.valueChanged.connect(spin.setValue)
    spin.valueChanged.connect(slider.setValue)
    return slider


def _title(option: Any) -> str:
    """Its name for people; a unit in it is shown with the value."""
    if option.name in _TITLES:
        return translated(_TITLES[option.name])
    return translated(str(option.name).removesuffix(f"_{option.unit}").replace("_", " ").capitalize())
