"""Colours of the window, light and dark, and what applies them.

`Theme` is plain data; painters take a theme and never ask the palette. `ThemeController` follows the system (or keeps
to what the user chose), puts palette and stylesheet on the application and says when the colours changed. All of it
belongs to the GUI thread.

Contrast (WCAG 2.2, tested): text 4.5:1 on each background it stands on, graphics that carry meaning 3:1 on the
timeline's background. What must be told apart differs also with protanopia, deuteranopia and tritanopia.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

MODES = ("system", "light", "dark")
#: After Okabe and Ito, "Color universal design" (2008), moved until any two differ with each kind of colour vision.
_CATEGORIES_DARK = ("#8ad8ff", "#ea9d00", "#00b181", "#d989c1", "#fbed4d", "#7f9cff", "#fe6f44", "#c5cfc8")
_CATEGORIES_LIGHT = ("#1484c7", "#866400", "#006849", "#ab4c88", "#c08a11", "#404bd2", "#e66f51", "#908f83")


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one theme.

    Attributes
    ----------
    background, surface, surface_raised : QColor
        Timeline; panels and bars; buttons, cards and menus.
    border, border_strong : QColor
        Hairlines; outlines of input fields.
    text, text_muted : QColor
    accent, accent_text, accent_muted : QColor
        Primary buttons and focus; text on them; the quiet fill of things that are switched on.
    danger, warning, ok : QColor
        As text and as icons.
    waveform, waveform_rms, beat, downbeat, transient, pitch_low, pitch_high, note, tempo, key : QColor
        Layers of the timeline; ``pitch_low`` .. ``pitch_high`` from low to high confidence.
    band_low, band_mid, band_high : QColor
        The waveform in bands of frequency.
    selection, playhead, hover, grid, loop : QColor
        ``selection``, ``hover``, ``grid`` and ``loop`` are translucent.
    """

    name: str
    background: QColor
    surface: QColor
    surface_raised: QColor
    border: QColor
    border_strong: QColor
    text: QColor
    text_muted: QColor
    accent: QColor
    accent_text: QColor
    accent_muted: QColor
    danger: QColor
    warning: QColor
    ok: QColor
    waveform: QColor
    waveform_rms: QColor
    band_low: QColor
    band_mid: QColor
    band_high: QColor
    beat: QColor
    downbeat: QColor
    transient: QColor
    pitch_low: QColor
    pitch_high: QColor
    note: QColor
    tempo: QColor
    key: QColor
    selection: QColor
    playhead: QColor
    hover: QColor
    grid: QColor
    loop: QColor

    @property
    def is_dark(self) -> bool:
        """Whether text is lighter than its background."""
        return self.text.lightness() > self.background.lightness()

    def category(self, number: int) -> QColor:
        """Colour of the n-th of several things without an order; told apart with every kind of colour vision."""
        return QColor((_CATEGORIES_DARK if self.is_dark else _CATEGORIES_LIGHT)[number % len(_CATEGORIES_DARK)])


def _c(value: str, alpha: int = 255) -> QColor:
    color = QColor(value)
    color.setAlpha(alpha)
    return color


DARK = Theme(
    name="dark",
    background=_c("#121418"),
    surface=_c("#191c22"),
    surface_raised=_c("#252a33"),
    border=_c("#2e343f"),
    border_strong=_c("#6d7686"),
    text=_c("#e7eaef"),
    text_muted=_c("#a0a9b8"),
    accent=_c("#8aa2ff"),
    accent_text=_c("#0d1226"),
    accent_muted=_c("#313b66"),
    danger=_c("#ff8078"),
    warning=_c("#f2b84b"),
    ok=_c("#5fd39b"),
    waveform=_c("#4d7fb3"),
    waveform_rms=_c("#93bfe8"),
    band_low=_c("#3f6fd8"),
    band_mid=_c("#f0a030"),
    band_high=_c("#fff3dc"),
    beat=_c("#b9c2d0"),
    downbeat=_c("#ffb04d"),
    transient=_c("#f07cc4"),
    pitch_low=_c("#61808f"),
    pitch_high=_c("#5ce6cf"),
    note=_c("#48c9b4"),
    tempo=_c("#c0a4ff"),
    key=_c("#9ad36a"),
    selection=_c("#8aa2ff", 56),
    playhead=_c("#ff6b61"),
    hover=_c("#ffffff", 26),
    grid=_c("#ffffff", 18),
    loop=_c("#f2b84b", 44),
)

LIGHT = Theme(
    name="light",
    background=_c("#ffffff"),
    surface=_c("#f5f6f8"),
    surface_raised=_c("#ffffff"),
    border=_c("#d9dde4"),
    border_strong=_c("#858d9b"),
    text=_c("#1a1e26"),
    text_muted=_c("#596273"),
    accent=_c("#3d55d6"),
    accent_text=_c("#ffffff"),
    accent_muted=_c("#dfe4fb"),
    danger=_c("#870a0f"),
    warning=_c("#8a5a00"),
    ok=_c("#17703f"),
    waveform=_c("#6d94bf"),
    waveform_rms=_c("#2f5f94"),
    band_low=_c("#5c93e0"),
    band_mid=_c("#b86a00"),
    band_high=_c("#2b1320"),
    beat=_c("#5a6475"),
    downbeat=_c("#9a4a00"),
    transient=_c("#b3307f"),
    pitch_low=_c("#7a919c"),
    pitch_high=_c("#00796b"),
    note=_c("#0f8a7a"),
    tempo=_c("#6b43c6"),
    key=_c("#4b7a1a"),
    selection=_c("#3d55d6", 44),
    playhead=_c("#f0443a"),
    hover=_c("#000000", 18),
    grid=_c("#000000", 20),
    loop=_c("#d08a00", 48),
)

_current = DARK


def current() -> Theme:
    """The theme that is on the application now."""
    return _current


def contrast(a: QColor, b: QColor) -> float:
    """WCAG contrast ratio of two opaque colours, 1..21 (WCAG 2.2, "relative luminance")."""

    def luminance(color: QColor) -> float:
        parts = (color.redF(), color.greenF(), color.blueF())
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def palette(theme: Theme) -> QPalette:
    """The Qt palette of a theme, for everything that the stylesheet does not name."""
    p = QPalette()
    role = QPalette.ColorRole
    for r, color in {
        role.Window: theme.surface,
        role.WindowText: theme.text,
        role.Base: theme.background,
        role.AlternateBase: theme.surface,
        role.Text: theme.text,
        role.PlaceholderText: theme.text_muted,
        role.Button: theme.surface_raised,
        role.ButtonText: theme.text,
        role.BrightText: theme.danger,
        role.ToolTipBase: theme.surface_raised,
        role.ToolTipText: theme.text,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.accent_text,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.Light: theme.surface_raised,
        role.Midlight: theme.surface_raised,
        role.Mid: theme.border,
        role.Dark: theme.border,
        role.Shadow: theme.background,
    }.items():
        p.setColor(r, color)
    faded = QColor(theme.text_muted)
    faded.setAlpha(130)
    for r in (role.WindowText, role.Text, role.ButtonText):
        p.setColor(QPalette.ColorGroup.Disabled, r, faded)
    return p


def fixed_font(scale: float = 1.0) -> QFont:
    """A font whose digits are equally wide, for times and numbers; ``scale`` is relative to the window's font."""
    base = QApplication.font()
    font = QFont(base)
    font.setFamilies(
        ["SF Mono", "Cascadia Mono", "JetBrains Mono", "Roboto Mono", "Noto Sans Mono", "DejaVu Sans Mono",
         QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()]
    )  # fmt: skip
    font.setStyleHint(QFont.StyleHint.Monospace)
    if base.pointSizeF() > 0:
        font.setPointSizeF(base.pointSizeF() * scale)
    return font


class ThemeController(QObject):
    """Keeps the application in the chosen theme.

    Parameters
    ----------
    mode : str
        "system" (follow the desktop, also while running), "light" or "dark".
    """

    #: the colours changed; read `theme`
    changed = Signal()

    def __init__(self, mode: str = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mode = mode if mode in MODES else "system"
        QApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
        if self._mode != "system":
            self._tell_system()
        self._apply(force=True)

    @property
    def theme(self) -> Theme:
        """The theme on the application now."""
        return _current

    @property
    def mode(self) -> str:
        """ "system", "light" or "dark"."""
        return self._mode

    def set_mode(self, mode: str) -> None:
        """Choose a mode.

        Raises
        ------
        ValueError
            For a mode that does not exist.
        """
        if mode not in MODES:
            raise ValueError(f"theme mode must be one of {', '.join(MODES)}, not {mode!r}")
        self._mode = mode
        self._tell_system()
        self._apply()

    def _tell_system(self) -> None:
        """Ask the platform for title bars and native dialogs of the same kind."""
        hints = QApplication.styleHints()
        if self._mode == "system":
            hints.unsetColorScheme()
        else:
            dark = self._mode == "dark"
            hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)

    def _system_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._mode == "system":
            self._apply()

    def _wanted(self) -> Theme:
        if self._mode != "system":
            return LIGHT if self._mode == "light" else DARK
        # where the desktop does not say, dark: the usual look of audio programs
        return LIGHT if QApplication.styleHints().colorScheme() == Qt.ColorScheme.Light else DARK

    def _apply(self, force: bool = False) -> None:
        global _current
        theme = self._wanted()
        if theme is _current and not force:
            return
        _current = theme
        app = QApplication.instance()
        if isinstance(app, QApplication):
            from w12studio.ui.stylesheet import stylesheet

            app.setPalette(palette(theme))
            app.setStyleSheet(stylesheet(theme))
        self.changed.emit()
