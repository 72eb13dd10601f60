"""The bar below the timeline: play, loop, where we are, what the music is, click and volume."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QSlider, QToolButton, QVBoxLayout, QWidget

from w12studio.domain.timebase import format_clock
from w12studio.ui.actions import Actions
from w12studio.ui.icons import icon
from w12studio.ui.panels.mixer import MixerCard
from w12studio.ui.panels.speed_box import SpeedBox
from w12studio.ui.player import Player
from w12studio.ui.session import Session
from w12studio.ui.sizes import em, font_factor
from w12studio.ui.summary import (
    key_confidence,
    key_notations,
    key_text,
    meter_text,
    tempo_text,
)
from w12studio.ui.texts import tr, translated
from w12studio.ui.theme import fixed_font
from w12studio.ui.time_display import TimeDisplay, pop_up_units

CHIP_GAP_PX = 4
#: From this size of the font on, as a share of the usual one, the bar leaves out what stands elsewhere, too.
LARGE = 1.4


def tool_button(actions: Actions, name: str, icon_px: int = 18) -> QToolButton:
    """A button of an action that the keyboard reaches and a screen reader can name."""
    button = QToolButton()
    button.setDefaultAction(actions[name])
    button.setIconSize(QSize(em(icon_px), em(icon_px)))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(translated(actions.specs[name].title).replace("&", "").rstrip("…"))
    return button


def separator() -> QFrame:
    """A hairline between groups of buttons."""
    line = QFrame()
    line.setObjectName("separator")
    return line


class Chips(QWidget):
    """Tempo, meter and key, each only while there is room for all of it.

    What comes to be known must not widen the bar: the timeline would move with it.
    """

    def __init__(self, chips: tuple[QLabel, ...]) -> None:
        super().__init__()
        self._chips = chips
        for chip in chips:
            chip.setParent(self)

    def sizeHint(self) -> QSize:
        """As high as the chips, and no width of its own."""
        return QSize(1, max(chip.sizeHint().height() for chip in self._chips))

    def minimumSizeHint(self) -> QSize:
        """See `sizeHint`."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer fit."""
        self.fit()

    def fit(self) -> None:
        """Show those that say something and fit, from the left."""
        x = 0
        for chip in self._chips:
            size = chip.sizeHint()
            fits = bool(chip.text()) and x + size.width() <= self.width()
            chip.setVisible(fits)
            if fits:
                chip.setGeometry(x, (self.height() - size.height()) // 2, size.width(), size.height())
            if chip.text():
                x += size.width() + CHIP_GAP_PX


class TransportBar(QFrame):
    """See the module."""

    def __init__(
        self, session: Session, player: Player, actions: Actions, display: TimeDisplay, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("transport")
        self._session, self._player, self._actions, self._display = session, player, actions, display
        self.clock = QLabel("0:00.000")
        self.bars = QLabel("–:–")
        self.total = QLabel("")
        self.tempo, self.meter, self.key = (self._chip(n) for n in (tr("Tempo"), tr("Meter"), tr("Key")))
        self.chips = Chips((self.tempo, self.meter, self.key))
        self.message = QLabel()
        mixer = player.mixer
        self.volume = self._slider(tr("Volume"), mixer.volume("recording"), lambda v: mixer.set_volume("recording", v))
        self.mixer_card = MixerCard(mixer, self)
        self.mixer_button = tool_button(actions, "mixer")
        self.speed = SpeedBox(player, actions)
        self.play_button = tool_button(actions, "play", 20)
        self.play_button.setObjectName("playButton")
        self.play_button.setFixedSize(em(34), em(34))
        if em(34) > 34:
            self.play_button.setStyleSheet(f"border-radius: {em(34) // 2}px")
        self._build()
        player.position_changed.connect(self._show_position)
        player.state_changed.connect(self._show_state)
        player.problem_changed.connect(self._show_problem)
        player.mixer.changed.connect(self._show_volume)
        session.analysis_changed.connect(self._show_music)
        session.recording_changed.connect(self._show_music)
        session.audio_ready.connect(self._show_state)
        display.changed.connect(self._show_unit)
        self._show_music()
        self._show_state()

    def _chip(self, name: str) -> QLabel:
        chip = QLabel()
        chip.setObjectName("chip")
        chip.setAccessibleName(name)
        chip.setToolTip(name)
        return chip

    def _slider(self, name: str, value: float, changed: Callable[[float], None]) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, 100)
        slider.setValue(round(value * 100))
        slider.setMinimumWidth(44)
        slider.setMaximumWidth(60)
        slider.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        slider.setAccessibleName(name)
        slider.setToolTip(name)
        slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        slider.valueChanged.connect(lambda v: changed(v / 100))
        return slider

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._message_strip())
        row = QHBoxLayout()
        row.setContentsMargins(12, 7, 12, 7)
        row.setSpacing(4)
        column.addLayout(row)
        large = font_factor() > LARGE  # there is room only for what stands nowhere else
        for name in ("stop",) if large else ("to_start", "stop"):
            row.addWidget(tool_button(self._actions, name))
        row.addWidget(self.play_button)
        for name in ("loop", "follow", "snap"):
            row.addWidget(tool_button(self._actions, name))
        row.addSpacing(10)
        row.addLayout(self._times())
        row.addSpacing(12)
        row.addWidget(self.chips, 1)
        row.addWidget(self.speed)
        row.addWidget(separator())
        row.addWidget(tool_button(self._actions, "click"))
        row.addWidget(self.mixer_button)
        line = separator()
        row.addWidget(line)
        speaker = QLabel()
        speaker.setPixmap(icon("volume", "text_muted").pixmap(QSize(18, 18)))
        self._speaker = speaker
        row.addWidget(speaker)
        row.addWidget(self.volume)
        if large:
            for part in (line, speaker, self.volume, self.total):
                part.hide()

    def _message_strip(self) -> QWidget:
        strip = QWidget()
        line = QHBoxLayout(strip)
        line.setContentsMargins(16, 6, 8, 0)
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setProperty("warning", True)
        self.message.setAccessibleName(tr("Player message"))
        close = QToolButton()
        close.setIcon(icon("close", "text_muted"))
        close.setIconSize(QSize(12, 12))
        close.setAccessibleName(tr("Close player message"))
        close.setToolTip(tr("Close"))
        close.clicked.connect(strip.hide)
        line.addWidget(self.message, 1)
        line.addWidget(close)
        strip.hide()
        self.message_strip = strip
        return strip

    def _times(self) -> QVBoxLayout:
        clock_font = fixed_font(1.35)
        clock_font.setWeight(clock_font.Weight.DemiBold)
        self.clock.setFont(clock_font)
        self.clock.setAccessibleName(tr("Position"))
        self._fit_clock()
        self.clock.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.clock.customContextMenuRequested.connect(
            lambda at: pop_up_units(self, self._display, self.clock.mapToGlobal(at))
        )
        self.clock.setAlignment(Qt.AlignmentFlag.AlignLeft)
        small = fixed_font(0.85)
        for label, name in ((self.bars, tr("Position in another unit")), (self.total, tr("Length"))):
            label.setFont(small)
            label.setProperty("muted", True)
            label.setAccessibleName(name)
            label.setToolTip(name)
        below = QHBoxLayout()
        below.setSpacing(10)
        below.addWidget(self.bars)
        below.addWidget(self.total)
        below.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.clock)
        column.addLayout(below)
        return column

    def recoloured(self) -> None:
        """The theme changed: pixmaps are drawn anew."""
        self._speaker.setPixmap(icon("volume", "text_muted").pixmap(QSize(18, 18)))
        self._show_state()

    def _fit_clock(self) -> None:
        """Room for the longest position, so that nothing beside it moves."""
        longest = max(self._display.text(self._session.duration), "00:00.000", key=len)
        self.clock.setMinimumWidth(self.clock.fontMetrics().horizontalAdvance(longest) + 4)

    def _show_unit(self) -> None:
        self._fit_clock()
        self._show_position(self._player.position)

    def _show_position(self, position: float) -> None:
        self.clock.setText(self._display.text(position))
        self.bars.setText(self._display.beside(position))
        self.bars.setMinimumWidth(self.bars.sizeHint().width())

    def _show_music(self, _kinds: object = None) -> None:
        analysis = self._session.analysis
        confidence = key_confidence(analysis)
        key = ": ".join(x for x in (tr("Key"), key_notations(analysis)) if x)
        if confidence is not None:
            key = tr("{key}, confidence {share}", key=key, share=f"{confidence:.0%}")
        for chip, text, tip in (
            (self.tempo, tempo_text(analysis), tr("Tempo")),
            (self.meter, meter_text(analysis), tr("Meter")),
            (self.key, key_text(analysis), key),
        ):
            chip.setText(text)
            chip.setToolTip(tip)
        self.chips.fit()
        self.total.setText(
            tr("of {duration}", duration=format_clock(self._session.duration, 0)) if self._session.duration else ""
        )
        self._show_unit()

    def _show_state(self) -> None:
        playing = self._player.playing
        action = self._actions["play"]
        action.setText(tr("&Pause") if playing else tr("&Play"))
        action.setIcon(icon("pause" if playing else "play", "text"))
        # the button is filled with the accent: its drawing needs the colour that is legible on it
        self.play_button.setIcon(icon("pause" if playing else "play", "accent_text"))
        self.play_button.setAccessibleName(tr("Pause") if playing else tr("Play"))
        self._actions["loop"].setChecked(self._player.looping)

    def _show_volume(self) -> None:
        self.volume.blockSignals(True)
        self.volume.setValue(round(self._player.mixer.volume("recording") * 100))
        self.volume.blockSignals(False)

    def show_mixer(self) -> None:
        """Open the mixer above its button."""
        self.mixer_card.open_above(self.mixer_button)

    def _show_problem(self, problem: str) -> None:
        self.message.setText(problem)
        self.message_strip.setVisible(bool(problem))
