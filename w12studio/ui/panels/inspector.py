"""The side panel: facts of the file, what the music is, who computed each layer, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from w12studio.domain.analysis import BEATS, KINDS, Analysis, Track
from w12studio.domain.timebase import format_clock
from w12studio.ui import summary
from w12studio.ui.panels.alternatives import AlternativesSection
from w12studio.ui.panels.card import CardSection
from w12studio.ui.session import Session
from w12studio.ui.texts import tr, translated

_REFRESH_MS = 60


class Section(QWidget):
    """A heading and rows of name and value; rows are reused, so that streaming results do not flicker."""

    def __init__(self, title: str, widest_name: str = "") -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(14, 10, 14, 8)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, self.fontMetrics().horizontalAdvance(widest_name) + 6)
        heading = QLabel(title)
        heading.setProperty("title", True)
        self._grid.addWidget(heading, 0, 0, 1, 2)
        self._rows: list[tuple[QLabel, QLabel]] = []

    def set_rows(self, rows: Iterable[tuple[str, ...]]) -> None:
        """Show rows of (name, value, tooltip); a row without a name is a further line, in a quiet colour."""
        wanted = list(rows)
        while len(self._rows) < len(wanted):
            self._add_row()
        for i, (name_label, value_label) in enumerate(self._rows):
            shown = i < len(wanted)
            name, value, tip = wanted[i] if shown else ("", "", "")
            name_label.setText(name)
            value_label.setText(value)
            value_label.setToolTip(tip)
            value_label.setAccessibleName(f"{name}: {value}" if name else value)
            if value_label.property("muted") != (not name):
                value_label.setProperty("muted", not name)
                value_label.style().unpolish(value_label)
                value_label.style().polish(value_label)
            name_label.setVisible(shown and bool(name))
            value_label.setVisible(shown)
        self.setVisible(bool(wanted))

    def _add_row(self) -> None:
        name, value = QLabel(), QLabel()
        name.setProperty("muted", True)
        name.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        value.setWordWrap(True)
        value.setTextFormat(Qt.TextFormat.PlainText)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = len(self._rows) + 1
        self._grid.addWidget(name, row, 0)
        self._grid.addWidget(value, row, 1)
        self._rows.append((name, value))

    @property
    def rows(self) -> list[tuple[str, str]]:
        """What is shown, as (name, value)."""
        return [(n.text(), v.text()) for n, v in self._rows if not v.isHidden()]


class Inspector(QScrollArea):
    """See the module."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Details"))
        self.music, self.layers, self.file = Section(tr("Music")), Section(tr("Layers")), Section(tr("File"))
        self.warnings = Section(tr("Please note"), "•")
        self.alternatives = AlternativesSection(session)
        self.card = CardSection()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.nothing = QLabel(tr("Open a recording to see what it holds."))
        self.nothing.setProperty("muted", True)
        self.nothing.setWordWrap(True)
        self.nothing.setContentsMargins(14, 12, 14, 12)
        column.addWidget(self.nothing)
        for section in (self.music, self.warnings, self.card, self.alternatives, self.layers, self.file):
            column.addWidget(section)
        column.addStretch(1)
        self.setWidget(body)
        # layers stream in many times a second; the panel follows at a pace that eyes can
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_REFRESH_MS)
        self._later.timeout.connect(self.refresh)
        session.recording_changed.connect(self.refresh)
        session.analysis_changed.connect(self._schedule)
        self.refresh()

    def shutdown(self) -> None:
        """End all threads; call before the window goes."""
        self.alternatives.shutdown()

    def _schedule(self, _kinds: object) -> None:
        if not self._later.isActive():
            self._later.start()

    def refresh(self) -> None:
        """Show what the session holds now."""
        self._later.stop()
        analysis = self._session.analysis
        self.nothing.setVisible(analysis is None)
        self.music.set_rows([] if analysis is None else _music_rows(analysis))
        self.card.show_analysis(analysis)
        self.layers.set_rows([] if analysis is None else _layer_rows(analysis))
        self.file.set_rows([] if analysis is None else _file_rows(analysis))
        self.warnings.set_rows([] if analysis is None else [("•", translated(w), "") for w in analysis.warnings])


def _sure(confidence: float | None) -> str:
    return "" if confidence is None else f"  {tr('({share} sure)', share=f'{confidence:.0%}')}"


def _music_rows(analysis: Analysis) -> list[tuple[str, str, str]]:
    rows = []
    beats = analysis.events(BEATS)
    if tempo := summary.tempo_text(analysis):
        rows.append((tr("Tempo"), tempo, tr("Median of the tempo around each beat")))
        rows += [("", line, tip) for line, tip in summary.tempo_lines(analysis)]
    if meter := summary.meter_text(analysis):
        rows.append((tr("Meter"), meter, ""))
    if key := summary.key_text(analysis):
        rows.append((tr("Key"), key + _sure(summary.key_confidence(analysis)), ""))
        if notations := summary.key_notations(analysis):
            rows.append(("", notations, tr("On the wheel of DJ programs, and in Open Key notation")))
        if second := summary.runner_up(analysis):
            rows.append(("", tr("or {key}", key=second), tr("The second likeliest key")))
    if len(beats):
        rows.append((tr("Beats"), f"{len(beats):,}{_sure(summary.mean_confidence(beats))}", tr("Mean confidence")))
        n_bars = int((beats.values == 1).sum())
        rows.append((tr("Bars"), f"{n_bars:,}", ""))
    return rows


def _layer_rows(analysis: Analysis) -> list[tuple[str, str, str]]:
    rows = []
    known = [k for k in KINDS if k in analysis.tracks]
    for kind in [*known, *(k for k in analysis.tracks if k not in KINDS)]:
        track = analysis.tracks[kind]
        head, *more = _layer_lines(track)
        tip = "\n".join(_layer_tip(track))
        rows.append((summary.title_of(kind), head, tip))
        rows.append(("", "\n".join(more), tip))
    return rows


def _layer_lines(track: Track) -> list[str]:
    count = summary.count_text(track)
    count = tr("{what}, edited", what=count) if track.edited else count
    lines = [count if track.complete else f"{count} …"]
    lines.append(track.source.estimator)
    if track.source.fallback_from:
        lines.append(tr("in place of {names}", names=", ".join(f.split(":")[0] for f in track.source.fallback_from)))
    if track.message:
        lines.append(translated(track.message))
    return lines


def _layer_tip(track: Track) -> list[str]:
    lines = [track.source.describe(), *(f"{name} = {value}" for name, value in track.source.params)]
    if track.source.weights_sha256:
        lines.append(tr("weights {digest}…", digest=track.source.weights_sha256[:12]))
    return lines + [tr("not used: {reason}", reason=translated(reason)) for reason in track.source.fallback_from]


def _file_rows(analysis: Analysis) -> list[tuple[str, str, str]]:
    audio = analysis.audio
    name = audio.path.replace("\\", "/").rsplit("/", 1)[-1]
    rows = [(tr("Name"), name, audio.path)]
    if audio.n_samples:
        rows.append((tr("Length"), format_clock(audio.duration), tr("{n} samples", n=f"{audio.n_samples:,}")))
    if audio.sample_rate:
        channels = summary.channels_text(audio.channels)
        rows.append((tr("Audio"), f"{audio.sample_rate:,} Hz, {channels}", ""))
    if audio.container or audio.codec:
        rows.append((tr("Format"), ", ".join(dict.fromkeys(x for x in (audio.container, audio.codec) if x)), ""))
    if audio.size_bytes:
        rows.append((tr("Size"), summary.size_text(audio.size_bytes), tr("{n} bytes", n=f"{audio.size_bytes:,}")))
    if audio.time_zero:
        rows.append((tr("Time zero"), audio.time_zero, tr("Which decoder's zero the times refer to")))
    return rows
