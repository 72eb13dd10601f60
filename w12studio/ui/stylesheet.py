"""The Qt stylesheet of a theme."""

from __future__ import annotations

from PySide6.QtGui import QColor

from w12studio.ui.theme import Theme

_SHEET = """
* { outline: 0; }
QMainWindow, QDialog, QDockWidget { background: @surface; }
QMainWindow::separator { background: @border; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: @accent; }
QToolBar { background: @surface; border: 0; border-bottom: 1px solid @border; spacing: 2px; padding: 3px 8px; }
QToolBar::separator { background: @border; width: 1px; margin: 5px 6px; }
QToolTip { background: @surface_raised; color: @text; border: 1px solid @border; padding: 4px 7px; }

QMenuBar { background: @surface; color: @text; border-bottom: 1px solid @border; padding: 1px 4px; }
QMenuBar::item { padding: 4px 9px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: @surface_raised; }
QMenu { background: @surface_raised; color: @text; border: 1px solid @border; padding: 5px; }
QMenu::item { padding: 5px 26px 5px 22px; border-radius: 4px; }
QMenu::item:selected { background: @accent_muted; color: @text; }
QDialog#palette { background: @surface; border: 1px solid @border_strong; }
QMenu::item:disabled { color: @faded; }
QMenu::separator { height: 1px; background: @border; margin: 5px 6px; }
QMenu::indicator { width: 12px; height: 12px; margin-left: 6px; }

QPushButton { background: @surface_raised; color: @text; border: 1px solid @border; border-radius: 6px;
  padding: 5px 14px; min-height: 18px; }
QPushButton:hover { border-color: @border_strong; }
QPushButton:pressed { background: @border; }
QPushButton:checked { background: @accent_muted; border-color: @accent; }
QPushButton:focus { border: 1px solid @accent; }
QPushButton:checked:focus { border-color: @text; }
QPushButton:disabled { color: @faded; background: @surface; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QPushButton[primary="true"] { background: @accent; color: @accent_text; border-color: @accent; font-weight: 600; }
QPushButton[primary="true"]:hover { background: @accent_hover; border-color: @accent_hover; }
QPushButton[primary="true"]:focus { border: 1px solid @text; }
QPushButton[primary="true"]:disabled { background: @border; color: @faded; border-color: @border; }
QFrame#candidateBar { border-color: @border_strong; }
QFrame#candidateBar QPushButton { background: @background; padding: 3px 9px; }
QFrame#candidateBar QPushButton[lit="true"] { background: @accent_muted; border-color: @accent; }
QPushButton[link="true"] { background: transparent; border: 1px solid transparent; color: @accent; padding: 3px 6px;
  text-align: left; }
QPushButton[link="true"]:hover { background: @surface_raised; }
QPushButton[link="true"]:focus { border-color: @accent; }

QToolButton { background: transparent; color: @text; border: 1px solid transparent; border-radius: 6px;
  padding: 4px; }
QToolButton:hover { background: @hover; }
QToolButton:pressed { background: @border; }
QToolButton:checked { background: @accent_muted; color: @text; border-color: @accent; }
QToolButton:focus { border-color: @accent; }
QToolButton:checked:focus { border-color: @text; }
QToolButton:disabled { color: @faded; }
QToolButton#playButton { background: @accent; border-radius: 17px; }
QToolButton#playButton:hover { background: @accent_hover; }
QToolButton#playButton:focus { border: 1px solid @text; }
QToolButton#playButton[blocked="true"] { background: @border; }

QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit, QTextEdit { background: @background; color: @text;
  border: 1px solid @border_strong; border-radius: 5px; padding: 3px 7px; min-height: 18px;
  selection-background-color: @accent; selection-color: @accent_text; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus { border-color: @accent; }
QAbstractItemView::item:disabled { color: @faded; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled { color: @faded; border-color: @border; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: 0; }
QComboBox::drop-down { border: 0; width: 20px; }
QComboBox::down-arrow { image: url("@chevron"); width: 10px; height: 10px; }
QComboBox QAbstractItemView { background: @surface_raised; border: 1px solid @border; padding: 3px;
  selection-background-color: @accent_muted; selection-color: @text; }
QAbstractItemView QLineEdit { border-radius: 0; padding: 0 4px; border: 1px solid @accent; }

QCheckBox, QRadioButton { color: @text; spacing: 8px; padding: 2px; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { background: @hover; }
QCheckBox::indicator, QTreeView::indicator, QListView::indicator { width: 15px; height: 15px; border-radius: 4px;
  border: 1px solid @border_strong; background: @background; }
QCheckBox::indicator:checked, QTreeView::indicator:checked, QListView::indicator:checked { background: @accent;
  border-color: @accent; image: url("@check"); }
QCheckBox::indicator:disabled { border-color: @border; }
QCheckBox::indicator:checked:disabled { background: @faded; border-color: @faded; }
QRadioButton::indicator { width: 15px; height: 15px; border-radius: 8px; border: 1px solid @border_strong;
  background: @background; }
QRadioButton::indicator:checked { width: 7px; height: 7px; border: 5px solid @accent; background: @accent_text; }

QSlider::groove:horizontal { height: 4px; background: @border; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @accent; border-radius: 2px; }
QSlider::handle:horizontal { background: @text; width: 12px; height: 12px; margin: -4px 0; border-radius: 6px; }
QSlider::handle:horizontal:focus { background: @accent; }
QSlider::sub-page:horizontal:disabled { background: @border_strong; }

QProgressBar { background: @border; border: 0; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: @accent; border-radius: 2px; }

QDockWidget { color: @text_muted; font-weight: 600; titlebar-close-icon: url("@close"); }
QDockWidget::close-button { border: 0; background: transparent; icon-size: 12px; subcontrol-position: right center;
  right: 8px; }
QDockWidget::close-button:hover { background: @hover; border-radius: 4px; }
QDockWidget::title { background: @surface; padding: 8px 12px 6px 12px; border-bottom: 1px solid @border; }
QDockWidget > QWidget { background: @surface; }

QTabBar::tab { background: transparent; color: @text_muted; padding: 7px 12px; border: 0;
  border-bottom: 2px solid transparent; font-weight: 600; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:focus { background: @hover; }
QTabWidget::pane { border: 0; border-top: 1px solid @border; }

QTableView, QTreeView, QListView { background: @background; alternate-background-color: @surface; color: @text;
  border: 1px solid transparent; gridline-color: transparent;
  selection-background-color: @accent_muted; selection-color: @text; }
QTableView:focus, QTreeView:focus, QListView:focus, QScrollArea:focus { border-color: @accent; }
QTableView::item { padding: 0 6px; border: 0; }
QTableView::item:selected, QListView::item:selected, QTreeView::item:selected { background: @accent_muted;
  color: @text; }
QTableView::item:focus { border: 1px solid @accent; }
QListView::item { border-radius: 5px; padding: 3px; }
QListView::item:hover { background: @hover; }
QHeaderView::section { background: @surface; color: @text_muted; border: 0; border-bottom: 1px solid @border;
  padding: 5px 8px; font-weight: 600; }
QTableCornerButton::section { background: @surface; border: 0; }

QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @border_strong; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @text_muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollArea { background: transparent; border: 1px solid transparent; }
QScrollArea > QWidget > QWidget#qt_scrollarea_viewport { background: transparent; }

QStatusBar { background: @surface; color: @text_muted; border-top: 1px solid @border; }
QStatusBar::item { border: 0; }

QLabel { color: @text; background: transparent; }
QLabel[muted="true"] { color: @text_muted; }
QLabel[danger="true"] { color: @danger; }
QLabel[warning="true"] { color: @warning; }
QLabel[ok="true"] { color: @ok; }
QLabel[heading="true"] { color: @text_muted; font-weight: 600; }
QLabel[title="true"] { color: @text; font-weight: 600; }
QLabel#chip { background: @surface_raised; color: @text; border: 1px solid @border; border-radius: 10px;
  padding: 2px 9px; }

QLabel#stepNumber { background: @accent_muted; color: @text; font-weight: 600; }
QToolButton#selectionChip { background: @surface_raised; border: 1px solid @border; border-radius: 9px;
  padding: 1px 9px; margin: 2px 6px; }
QToolButton#selectionChip:hover { background: @hover; border-color: @border_strong; }
QToolButton#selectionChip:focus { border-color: @accent; }

QTextEdit#manualPage { border: 1px solid transparent; border-radius: 0; padding: 0; }
QTextEdit#manualPage:focus { border-color: @accent; }
QTreeView#manualContents { background: transparent; }
QTreeView#manualContents::item { padding: 4px 2px; border-radius: 4px; }
QSplitter::handle { background: @border; }

QFrame#transport { background: @surface; border-top: 1px solid @border; }
QFrame#mixerCard { background: @surface_raised; border: 1px solid @border_strong; border-radius: 8px; }
QFrame#mixerLine { background: @border; max-height: 1px; min-height: 1px; border: 0; margin: 3px 0; }
QCheckBox[heading="true"] { color: @text_muted; font-weight: 600; }
QSpinBox#speed { border-color: @border; padding: 2px 2px; }
QSpinBox#speed:hover { border-color: @border_strong; }
QSpinBox#speed:focus { border-color: @accent; }
QSpinBox#speed[changed="true"] { background: @accent_muted; border-color: @accent; }
QFrame#separator { background: @border; max-width: 1px; min-width: 1px; border: 0; margin: 4px 2px; }
QFrame#card, QFrame#notice, QFrame#candidateBar {
  background: @surface_raised; border: 1px solid @border; border-radius: 8px; }
QFrame#notice[level="danger"] { border-color: @danger; }
QFrame#notice[level="warning"] { border-color: @warning; }
QFrame#dropTarget { background: @background; border: 2px dashed @border_strong; border-radius: 14px; }
QFrame#dropTarget[active="true"] { border-color: @accent; background: @accent_muted; }
QWidget#emptyState { background: @background; }
QWidget#panel { background: @surface; }
"""


def mixed(a: QColor, b: QColor, share: float) -> QColor:
    """Colour ``a`` with a share (0..1) of ``b``, opaque."""
    return QColor.fromRgbF(
        *(x + (y - x) * share for x, y in zip(a.getRgbF()[:3], b.getRgbF()[:3], strict=True))  # type: ignore[index]
    )


def stylesheet(theme: Theme) -> str:
    """The stylesheet of the whole application in a theme's colours."""
    from w12studio.ui.icons import coloured_svg

    named = {
        name: getattr(theme, name) for name in Theme.__dataclass_fields__ if isinstance(getattr(theme, name), QColor)
    }
    named["faded"] = mixed(theme.text_muted, theme.surface, 0.35)
    named["hover"] = mixed(theme.surface, theme.text, 0.09)
    named["accent_hover"] = mixed(theme.accent, theme.text, 0.18)
    out = _SHEET
    for name in sorted(named, key=len, reverse=True):  # the longest first: @text is the head of @text_muted
        out = out.replace(f"@{name}", named[name].name())
    out = out.replace("@close", coloured_svg("close", theme.text_muted))
    out = out.replace("@chevron", coloured_svg("chevron-down", theme.text_muted))
    return out.replace("@check", coloured_svg("check", theme.accent_text))
