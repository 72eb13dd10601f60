"""Other readings of the beats: half or double tempo, other meters; a ranked list to look at and to take from."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QVBoxLayout, QWidget

from w12studio import service
from w12studio.domain.analysis import BEATS
from w12studio.domain.edits import replace_events
from w12studio.domain.events import Events
from w12studio.ui import theme as themes
from w12studio.ui.actions import MOST_READINGS
from w12studio.ui.latest import LatestCall
from w12studio.ui.session import Session
from w12studio.ui.texts import inside, tr, translated

#: Beats change many times in a row while one works on them. The list, which costs a second of a core, follows once
#: they have rested, in ms.
_REST_MS = 700


class AlternativeRow(QAbstractButton):
    """One reading: its name, tempo and meter, and how likely it is."""

    #: the pointer or the keyboard came to it (True) or left it (False)
    looked_at = Signal(bool)

    def __init__(self, number: int, alternative: service.Alternative, parent: QWidget) -> None:
        super().__init__(parent)
        self.number, self.alternative = number, alternative
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.facts = tr("{bpm} BPM, {n} a bar", bpm=f"{alternative.bpm:.1f}", n=alternative.beats_per_bar)
        said = tr(
            "{name}, {facts}, score {score}",
            name=translated(alternative.name),
            facts=self.facts,
            score=f"{alternative.score:.0%}",
        )
        self.setAccessibleName(tr("{reading}, as it is now", reading=said) if alternative.present else said)
        self.setToolTip(
            tr("The beats as they are now.")
            if alternative.present
            else tr("Take this reading of the beats.  ({number})", number=number)
        )

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(160, 2 * self.fontMetrics().height() + 18)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Look at it."""
        self.looked_at.emit(True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Look away."""
        self.looked_at.emit(False)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Look at it."""
        self.looked_at.emit(True)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Look away."""
        self.looked_at.emit(False)
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Key, name, facts and a bar for the score."""
        theme, alternative = themes.current(), self.alternative
        line = self.fontMetrics().height()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ground = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.setPen(QPen(theme.accent, 1) if self.hasFocus() else Qt.PenStyle.NoPen)
            lit = self.underMouse() or self.isDown()
            painter.setBrush(theme.hover if lit else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ground, 5, 5)
            left, right, top = 28.0, self.width() - 10.0, 5.0
            painter.setPen(theme.text_muted)
            key = QRectF(8, top, 16, line)
            painter.drawText(key, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, str(self.number))
            font = QFont(self.font())
            font.setBold(alternative.present)
            painter.setFont(font)
            painter.setPen(theme.text)
            names = QRectF(left, top, right - left, line)
            painter.drawText(names, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, alternative.name)
            painter.setFont(self.font())
            painter.setPen(theme.text_muted)
            facts = QRectF(left, top + line + 1, right - left, line)
            painter.drawText(facts, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.facts)
            if alternative.present:
                painter.drawText(names, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, "now")
            bar = QRectF(left, top + 2 * line + 5, right - left, 3)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.border)
            painter.drawRoundedRect(bar, 1.5, 1.5)
            bar.setWidth(max(bar.width() * min(max(alternative.score, 0.0), 1.0), 3.0))
            painter.setBrush(theme.accent)
            painter.drawRoundedRect(bar, 1.5, 1.5)


class AlternativesSection(QWidget):
    """See the module. `shutdown` it before the window goes."""

    #: Events to draw over the timeline and their name; None and "" to take them away
    previewed = Signal(object, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._search = LatestCall("alternatives", self)
        self._beats: Events | None = None  # those that the rows are alternatives of
        self._stale = False
        self.rows: list[AlternativeRow] = []
        heading = QLabel(tr("Other readings"))
        heading.setProperty("title", True)
        heading.setContentsMargins(8, 0, 8, 0)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(6, 10, 6, 8)
        self._column.setSpacing(2)
        self._column.addWidget(heading)
        self.setAccessibleName(tr("Other readings of the beats"))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.refresh)
        session.recording_changed.connect(self._start_anew)
        session.analysis_changed.connect(self._analysis_changed)
        self.hide()

    def _start_anew(self) -> None:
        self._show(())
        self._analysis_changed({BEATS})

    def _analysis_changed(self, kinds: object) -> None:
        if BEATS in kinds:  # type: ignore[operator]
            self._search.drop()
            self._rest.start()

    def refresh(self) -> None:
        """Look for alternatives of the beats as they are."""
        self._rest.stop()
        self._stale = not self._in_sight()
        if self._stale:
            return
        analysis = self._session.analysis
        track = analysis.track(BEATS) if analysis is not None else None
        if analysis is None or track is None or not track.complete or not len(track.events):
            self._show(())
            return
        beats = track.events
        self._search.ask(
            lambda: service.alternatives(analysis),
            lambda found: self._show(found, beats),
            lambda _error: self._show(()),  # beats that were imported have none
        )

    def catch_up(self, in_sight: bool) -> None:
        """The panel came into sight: do what was left undone."""
        if in_sight and self._stale:
            self._rest.start()

    def shutdown(self) -> None:
        """End the thread."""
        self._rest.stop()
        self._search.shutdown()

    def take(self, alternative: service.Alternative) -> None:
        """Make its beats those of the recording, as one undo step."""
        analysis = self._session.analysis
        if analysis is None or alternative.present or analysis.events(BEATS) is not self._beats:
            return
        self.previewed.emit(None, "")
        name = tr("Take {reading}", reading=inside(translated(alternative.name)))
        self._session.apply(replace_events(analysis, name, BEATS, alternative.beats))

    def take_number(self, number: int) -> None:
        """Take the reading of that number in the list; nothing where there is none, or nobody sees the list."""
        row = next((row for row in self.rows if row.number == number), None)
        if row is not None and self._in_sight():
            self.take(row.alternative)

    def _in_sight(self) -> bool:
        """Whether the panel is: one behind another tab is "visible", but has no region."""
        panel = self.parentWidget()
        return panel is None or not panel.visibleRegion().isEmpty()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go through the list; what takes a reading is an action of the window."""
        focused = next((i for i, r in enumerate(self.rows) if r.hasFocus()), 0)
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.rows:
            step = -1 if event.key() == Qt.Key.Key_Up else 1
            self.rows[(focused + step) % len(self.rows)].setFocus()
        else:
            super().keyPressEvent(event)

    def _show(self, found: tuple[service.Alternative, ...], beats: Events | None = None) -> None:
        had_focus = any(r.hasFocus() for r in self.rows)
        self.previewed.emit(None, "")
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._beats = beats
        shown = found[:MOST_READINGS] if len(found) > 1 else ()
        self.rows = [AlternativeRow(i, alternative, self) for i, alternative in enumerate(shown, 1)]
        for row in self.rows:
            row.clicked.connect(lambda _=False, a=row.alternative: self.take(a))
            row.looked_at.connect(lambda on, a=row.alternative: self._preview(a if on else None))
            self._column.addWidget(row)
        self.setVisible(bool(self.rows))
        if had_focus and self.rows:  # not on another reading, which would draw it unasked
            next((r for r in self.rows if r.alternative.present), self.rows[0]).setFocus()

    def _preview(self, alternative: service.Alternative | None) -> None:
        if alternative is None or alternative.present:
            self.previewed.emit(None, "")
        else:
            self.previewed.emit(alternative.beats, alternative.name)
