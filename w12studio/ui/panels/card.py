"""The card of a recording: scores from 0 to 100 as small bars, levels as numbers, and the strongest tags.

A value that is not known is a dash whose hover says why; several for one reason are one sentence below.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from w12studio import service
from w12studio.domain.analysis import TAGS, Analysis, Fact
from w12studio.ui.texts import inside, tr, translated
from w12studio.ui.theme import current

MOST_TAGS = 6
BAR_PX = 6
#: What is shown of each, e.g. "-14.2 LUFS".
_DIGITS = {"LUFS": 1, "LU": 1, "dBTP": 1, "dB": 1, "Hz": 1}


class Bar(QWidget):
    """How much of a scale something takes; pale where it is not sure."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.share = 0.0
        self.confidence = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as a bar, as wide as there is room."""
        return QSize(60, BAR_PX + 8)

    def show_share(self, share: float, confidence: float | None) -> None:
        """0..1 both."""
        self.share = min(max(share, 0.0), 1.0)
        self.confidence = 1.0 if confidence is None else min(max(confidence, 0.0), 1.0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and bar."""
        theme = current()
        top = (self.height() - BAR_PX) / 2
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.border)
            painter.drawRoundedRect(QRectF(0, top, self.width(), BAR_PX), BAR_PX / 2, BAR_PX / 2)
            if not self.share:
                return
            painter.setBrush(theme.accent)
            painter.setOpacity(0.4 + 0.6 * self.confidence)
            width = max(self.width() * self.share, BAR_PX)
            painter.drawRoundedRect(QRectF(0, top, width, BAR_PX), BAR_PX / 2, BAR_PX / 2)


class CardSection(QWidget):
    """See the module. Hidden while nothing is known."""

    def __init__(self) -> None:
        super().__init__()
        self._facts: dict[str, Fact] = {}
        self._rows: dict[str, tuple[QLabel, Bar, QLabel]] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        heading = QLabel(tr("Card"))
        heading.setProperty("title", True)
        self.missing = QLabel()
        self.missing.setWordWrap(True)
        self.missing.setTextFormat(Qt.TextFormat.PlainText)
        self.missing.setProperty("muted", True)
        self.tags = QLabel()
        self.tags.setWordWrap(True)
        self.tags.setTextFormat(Qt.TextFormat.PlainText)
        self.tags.setProperty("muted", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 8)
        column.setSpacing(6)
        column.addWidget(heading)
        column.addLayout(self._grid)
        column.addWidget(self.missing)
        column.addWidget(self.tags)

    def show_analysis(self, analysis: Analysis | None) -> None:
        """Show what is known of a recording."""
        known = {} if analysis is None else {n: f for n in service.FACTS if (f := analysis.fact(n)) is not None}
        tags = "" if analysis is None else tag_text(analysis)
        self.tags.setText(tags)
        self.tags.setVisible(bool(tags))
        if known != self._facts:
            self._facts = known
            apart = missing_together(known.values())
            for name in (*self._rows, *known):
                told = any(name in names for names in apart.values())
                self._show(name, None if told else known.get(name))
            self.missing.setText("\n".join(missing_text(reason, names) for reason, names in apart.items()))
            self.missing.setVisible(bool(apart))
        self.setVisible(bool(known or tags))

    def _show(self, name: str, fact: Fact | None) -> None:
        if name not in self._rows:
            self._rows[name] = self._add_row(name)
        title, bar, value = self._rows[name]
        info = service.FACTS[name]
        is_score = not info.unit
        for widget in (title, value):
            widget.setVisible(fact is not None)
        bar.setVisible(fact is not None and is_score and fact.value is not None)
        if fact is None:
            return
        if fact.value is not None:
            bar.show_share((fact.value - info.low) / (info.high - info.low), fact.confidence)
        text = fact_text(name, fact)
        value.setText(text)
        tip = "".join(f"<p style='margin: 0 0 4px 0'>{escape(line)}</p>" for line in fact_tip(name, fact).split("\n"))
        for widget in (title, bar, value):
            widget.setToolTip(tip)  # HTML, so that long lines are broken
        value.setAccessibleName(f"{translated(info.title)}: {tr('unknown') if fact.value is None else text}")
        value.setAccessibleDescription(translated(fact.reason))

    def _add_row(self, name: str) -> tuple[QLabel, Bar, QLabel]:
        order = list(service.FACTS)
        row = order.index(name)
        title, bar, value = QLabel(translated(service.FACTS[name].title)), Bar(), QLabel()
        title.setProperty("muted", True)
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        value.setMinimumWidth(self.fontMetrics().horizontalAdvance("100"))  # all bars end at the same place
        right = QHBoxLayout()  # not columns of the grid: levels are wide, and would leave little of the bars
        right.setSpacing(10)
        right.addWidget(bar, 1)
        right.addWidget(value)
        self._grid.addWidget(title, row, 0)
        self._grid.addLayout(right, row, 1)
        return title, bar, value


def fact_text(name: str, fact: Fact) -> str:
    """e.g. "72" of a score, "-14.2 LUFS" of a level, "–" where it is not known."""
    if fact.value is None:
        return "–"
    unit = service.FACTS[name].unit
    digits = _DIGITS.get(unit, 1) if unit else 0
    value = round(fact.value, digits) + 0.0  # and never -0.0
    return f"{value:.{digits}f} {unit}".rstrip()


def missing_together(facts: Iterable[Fact]) -> dict[str, list[str]]:
    """Reasons for which several values are absent, and the names of their facts."""
    reasons: dict[str, list[str]] = {}
    for fact in facts:
        if fact.value is None and fact.reason:
            reasons.setdefault(fact.reason, []).append(fact.name)
    return {reason: names for reason, names in reasons.items() if len(names) > 1}


def missing_text(reason: str, names: Iterable[str]) -> str:
    """e.g. "Energy, danceability: The recording is silent." """
    first, *others = (translated(service.FACTS[name].title) for name in names)
    return f"{', '.join([first, *(t if t.isupper() else inside(t) for t in others)])}: {reason}"


def fact_tip(name: str, fact: Fact) -> str:
    """What a hover says: first why there is no value, or what the value means; then how it was found."""
    info = service.FACTS[name]
    sure = "" if fact.confidence is None or fact.value is None else tr("{share} sure.", share=f"{fact.confidence:.0%}")
    reason, meaning = translated(fact.reason), translated(info.meaning)
    first = (reason, meaning) if fact.value is None else (meaning, reason)
    said = (
        *first,
        sure,
        info.computed_from and tr("From: {what}", what=translated(info.computed_from)),
        info.validated and tr("Checked: {how}", how=translated(info.validated)),
        info.fails and tr("Not to be trusted: {where}", where=translated(info.fails)),
    )
    return "\n".join(line for line in said if line)


def tag_text(analysis: Analysis) -> str:
    """The strongest tags, e.g. "Tags: rock 62 %, guitar 51 %"; "" where there are none."""
    found = [e for e in analysis.events(TAGS) if e.label and e.value is not None]
    found.sort(key=lambda e: -(e.value or 0.0))
    return tr("Tags: {tags}", tags=", ".join(f"{e.label} {e.value:.0%}" for e in found[:MOST_TAGS])) if found else ""
