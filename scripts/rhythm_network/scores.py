"""Scores (Humdrum kern, MusicXML) as notes and bars in quarter notes."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from fractions import Fraction
from xml.etree import ElementTree

STEPS = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}


@dataclass(frozen=True, slots=True)
class Note:
    """Onset and duration in quarter notes, MIDI pitch, and the staff (0 = lowest) it stands on."""

    onset: float
    duration: float
    pitch: int
    staff: int
    grace: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """Start in quarter notes and time signature."""

    start: float
    numerator: int
    denominator: int

    @property
    def length(self) -> float:
        return 4.0 * self.numerator / self.denominator

    @property
    def beats(self) -> int:
        """Beats a bar, as in pretty_midi: three eighths a beat in 6/8, 9/8 and 12/8, else the denominator's."""
        compound = self.numerator > 3 and self.numerator % 3 == 0
        return self.numerator // 3 if compound else self.numerator


@dataclass(frozen=True, slots=True)
class Score:
    """A piece; ``end`` is where its last bar ends."""

    name: str
    notes: tuple[Note, ...]
    bars: tuple[Bar, ...]
    end: float

    def beats(self) -> list[tuple[float, int, int]]:
        """Onset in quarters, place in the bar (1 = downbeat), and beats a bar, of every beat."""
        out: list[tuple[float, int, int]] = []
        for i, bar in enumerate(self.bars):
            stop = self.bars[i + 1].start if i + 1 < len(self.bars) else self.end
            step = bar.length / bar.beats
            pickup = i == 0 and stop - bar.start < bar.length - 1e-6
            first = bar.start - (bar.length - (stop - bar.start) if pickup else 0.0)
            places = [(first + k * step, k + 1) for k in range(round(max(stop - first, step) / step))]
            out += [(q, k, bar.beats) for q, k in places if q > bar.start - 1e-6 and q < stop - 1e-6]
        return out


def _recip(token: str) -> Fraction | None:
    match = re.search(r"(\d+)(?:%(\d+))?(\.*)", token)
    if not match:
        return None
    value = int(match[1])
    length = Fraction(8 * match[1].count("0")) if value == 0 else Fraction(4 * int(match[2] or 1), value)
    dots = len(match[3])
    return length * (2 - Fraction(1, 2**dots))


def _kern_pitch(token: str) -> int | None:
    match = re.search(r"([a-gA-G])\1*", token)
    if not match:
        return None
    letters = match[0]
    low = letters[0].isupper()
    octave = 4 - len(letters) if low else 3 + len(letters)
    shift = token.count("#") - token.count("-")
    return 12 * (octave + 1) + STEPS[letters[0].lower()] + shift


class _Kern:
    """Reads a kern file line by line."""

    def __init__(self) -> None:
        self.spines: list[tuple[bool, int]] = []  # is kern, number of the original spine
        self.ends: list[Fraction] = []
        self.now = Fraction(0)
        self.meter = (4, 4)
        self.notes: list[Note] = []
        self.ties: dict[tuple[int, int], tuple[Fraction, Fraction]] = {}
        self.bars: list[Bar] = []

    def line(self, line: str) -> None:
        cells = line.split("\t")
        if line.startswith("**"):
            self.spines = [(c == "**kern", i) for i, c in enumerate(cells)]
            self.ends = [Fraction(0)] * len(cells)
        elif cells[0].startswith("*"):
            self._interpret(cells)
        elif cells[0].startswith("="):
            if not self.bars or float(self.now) > self.bars[-1].start + 1e-9:
                self.bars.append(Bar(float(self.now), *self.meter))
        else:
            self._data(cells)

    def _interpret(self, cells: list[str]) -> None:
        meters = [c for c in cells if re.match(r"\*M\d+/\d+$", c)]
        if meters:
            top, bottom = meters[0][2:].split("/")
            self.meter = (int(top), int(bottom))
            if self.bars and abs(self.bars[-1].start - float(self.now)) < 1e-9:
                self.bars[-1] = Bar(self.bars[-1].start, *self.meter)
        self.spines, self.ends = _paths(cells, self.spines, self.ends)

    def _data(self, cells: list[str]) -> None:
        if not self.bars:
            self.bars.append(Bar(0.0, *self.meter))
        for i, cell in enumerate(cells[: len(self.spines)]):
            if not self.spines[i][0] or cell == ".":
                continue
            longest = Fraction(0)
            for token in cell.split():
                grace = "q" in token
                length = Fraction(0) if grace else (_recip(token) or Fraction(0))
                longest = max(longest, length)
                pitch = None if "r" in token else _kern_pitch(token)
                if pitch is not None:
                    _sound(self.notes, self.ties, token, pitch, self.now, length, self.spines[i][1], grace)
            if longest:
                self.ends[i] = self.now + longest
        later = [e for e, s in zip(self.ends, self.spines, strict=True) if s[0] and e > self.now]
        if later:
            self.now = min(later)


def read_kern(name: str, text: str) -> Score:
    """A kern file, played through without repeats."""
    reader = _Kern()
    for line in text.splitlines():
        if line and not line.startswith("!"):
            reader.line(line)
    reader.notes.sort(key=lambda n: (n.onset, n.pitch))
    return _checked(name, reader.notes, reader.bars, float(reader.now))


def _sound(
    notes: list[Note], ties: dict, token: str, pitch: int, now: Fraction, length: Fraction, spine: int, grace: bool
) -> None:
    key = (spine, pitch)
    if "[" in token:
        ties[key] = (now, length)
    elif ("_" in token or "]" in token) and key in ties:
        start, so_far = ties[key]
        ties[key] = (start, so_far + length)
        if "]" in token:
            start, whole = ties.pop(key)
            notes.append(Note(float(start), float(whole), pitch, spine))
    elif not ("_" in token or "]" in token):
        notes.append(Note(float(now), float(length), pitch, spine, grace))


def _paths(
    cells: list[str], spines: list[tuple[bool, int]], ends: list[Fraction]
) -> tuple[list[tuple[bool, int]], list[Fraction]]:
    """Spines after splits, joins, ends and exchanges."""
    new, when = [], []
    i = 0
    while i < len(cells):
        if cells[i] == "*^":
            new += [spines[i]] * 2
            when += [ends[i]] * 2
        elif cells[i] == "*v":
            j = i
            while j + 1 < len(cells) and cells[j + 1] == "*v" and spines[j + 1][1] == spines[i][1]:
                j += 1
            new.append(spines[i])
            when.append(max(ends[i : j + 1]))
            i = j
        elif cells[i] != "*-":
            new.append(spines[i])
            when.append(ends[i])
        i += 1
    return new, when


def read_mxl(name: str, data: bytes) -> Score:
    """A compressed MusicXML file, played through without repeats."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    inside = [n for n in archive.namelist() if n.endswith((".xml", ".musicxml")) and not n.startswith("META-INF")]
    root = ElementTree.fromstring(archive.read(inside[0]))
    notes: list[Note] = []
    bars: list[Bar] = []
    end = 0.0
    parts = root.findall("part")
    for number, part in enumerate(parts):
        start, divisions, meter = 0.0, 1, (4, 4)
        ties: dict[int, tuple[float, float]] = {}
        for measure in part.findall("measure"):
            now = start
            reach = start
            onset = start
            for item in measure:
                if item.tag == "attributes":
                    divisions = int(item.findtext("divisions") or divisions)
                    top = item.findtext("time/beats")
                    if top and top.isdigit():
                        meter = (int(top), int(item.findtext("time/beat-type") or 4))
                elif item.tag in ("backup", "forward"):
                    length = float(item.findtext("duration") or 0) / divisions
                    now += -length if item.tag == "backup" else length
                elif item.tag == "note":
                    length = float(item.findtext("duration") or 0) / divisions
                    chord = item.find("chord") is not None
                    onset = onset if chord else now
                    _xml_note(item, notes, ties, onset, length, number)
                    now = now if chord else now + length
                reach = max(reach, now)
            if number == 0:
                bars.append(Bar(start, *meter))
            start = reach if reach > start else start + 4.0 * meter[0] / meter[1]
        end = max(end, start)
    notes.sort(key=lambda n: (n.onset, n.pitch))
    return _checked(name, notes, bars, end)


def _xml_note(item: ElementTree.Element, notes: list[Note], ties: dict, onset: float, length: float, part: int) -> None:
    step = item.findtext("pitch/step")
    if not step:
        return
    alter = int(float(item.findtext("pitch/alter") or 0))
    pitch = 12 * (int(item.findtext("pitch/octave") or 4) + 1) + STEPS[step.lower()] + alter
    kinds = {t.get("type") for t in item.findall("tie")}
    if "stop" in kinds and pitch in ties:
        begin, so_far = ties.pop(pitch)
        onset, length = begin, so_far + length
    if "start" in kinds:
        ties[pitch] = (onset, length)
        return
    notes.append(Note(onset, length, pitch, part, item.find("grace") is not None))


def _checked(name: str, notes: list[Note], bars: list[Bar], end: float) -> Score:
    """The score with bars that were cut in two at repeats made whole again."""
    whole: list[Bar] = []
    for i, bar in enumerate(bars):
        stop = bars[i + 1].start if i + 1 < len(bars) else end
        if stop - bar.start < 1e-6:
            continue
        if (
            len(whole) > 1
            and bar.start - whole[-1].start < whole[-1].length - 1e-6
            and abs(stop - whole[-1].start - whole[-1].length) < 1e-6
        ):
            continue
        whole.append(bar)
    return Score(name, tuple(notes), tuple(whole), end)
