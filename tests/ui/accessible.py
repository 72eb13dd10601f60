"""What screen readers and the keyboard find in a window."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QGraphicsView,
    QLineEdit,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QWidget,
)  # fmt: skip

INTERACTIVE = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QGraphicsView, QLineEdit,
    QTextEdit,
)  # fmt: skip


_PARTS = {
    "QTableCornerButton", "QHeaderView", "QComboBoxPrivateContainer", "QLineEditIconButton", "QToolBarExtension",
    "QMenuBarExtension", "QComboBoxListView",
}  # fmt: skip


def kind_of(widget):
    """Qt's own name of the class, which Python does not know of its inner parts."""
    return "" if widget is None else widget.metaObject().className()


def is_part(widget):
    """Whether Qt made the widget as a part of another, which is the one to have a name."""
    parent = widget.parentWidget()
    inner = widget.objectName().startswith("qt_") or isinstance(widget, QScrollBar)
    inner |= kind_of(widget) in _PARTS or kind_of(parent) in _PARTS
    return inner or isinstance(parent, QComboBox | QAbstractSpinBox | QTabBar)


def takes_focus(widget):
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def nameless(window):
    """Interactive widgets of a window that a screen reader could not name."""
    out = []
    for widget in window.findChildren(QWidget):
        wanted = isinstance(widget, INTERACTIVE) or takes_focus(widget)
        if not wanted or is_part(widget) or widget.focusProxy() is not None:
            continue
        found = QAccessible.queryAccessibleInterface(widget)
        name = found.text(QAccessible.Text.Name) if found is not None else ""
        if isinstance(widget, QComboBox):  # on Linux Qt gives what is chosen
            name = widget.accessibleName()
        if not any(c.isalpha() for c in name):
            out.append((kind_of(widget), widget.objectName(), kind_of(widget.parentWidget()), name))
    return out
