"""Markers inside a copy of a WAV file: ``cue `` points with names, regions, loops, and the BWF time reference.

Every mark is a record of 24 bytes in ``cue ``, its name a ``labl`` in ``LIST/adtl``, a region's length an ``ltxt``
there and, if asked for, a loop in ``smpl``. Programs disagree on which of Position and SampleOffset counts, so both
are written. Samples and all other chunks are copied as they are. Sources: the RIFF specification of 1991, EBU Tech
3285 (``bext``), how REAPER stores regions.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np

from w12studio.domain.analysis import Analysis, Track
from w12studio.domain.errors import DocumentError, ExportError
from w12studio.domain.timebase import seconds_to_samples
from w12studio.export import riff
from w12studio.export.base import Content, Format, Option, Options, Rendered, counted
from w12studio.export.losses import Losses
from w12studio.export.marks import Mark, check_marks, mark_options, marks_of, tracks_of_marks
from w12studio.export.riff import Chunk, Wav

_LAST_SAMPLE = 0xFFFFFFFF
_BEXT_SIZE, _REFERENCE_AT = 602, 338
_OURS = (b"cue ", b"smpl")


def _source(analysis: Analysis) -> Wav:
    try:
        return riff.scan(Path(analysis.audio.path))
    except DocumentError as error:
        raise ExportError(f"markers can't be put into a copy: {error.problem}", error.path, error.advice) from error


def _points(analysis: Analysis, options: Options, losses: Losses, rate: int) -> list[tuple[int, int, Mark]]:
    """First and last sample of each mark that fits into 32 bits."""
    marks = marks_of(analysis, options, losses)
    starts = seconds_to_samples([m.time for m in marks], rate).tolist()
    ends = seconds_to_samples([m.end for m in marks], rate).tolist()
    rows = list(zip(starts, ends, marks, strict=True))
    out = [r for r in rows if r[1] <= _LAST_SAMPLE]
    losses.missing(len(rows) - len(out), f"{counted(len(rows) - len(out), 'marker')} beyond 4,294,967,295 samples")
    return out


def _cue(points: list[tuple[int, int, Mark]]) -> bytes:
    rows = [struct.pack("<II4sIII", i, a, b"data", 0, 0, a) for i, (a, _, _) in enumerate(points, 1)]
    return struct.pack("<I", len(rows)) + b"".join(rows)


def _adtl(points: list[tuple[int, int, Mark]]) -> bytes:
    # All names first: some readers stop at the first part that is not a name.
    names = [
        _part(b"labl", struct.pack("<I", i) + m.text.encode("utf-8") + b"\0") for i, (_, _, m) in enumerate(points, 1)
    ]
    lengths = [
        _part(b"ltxt", struct.pack("<II4sHHHH", i, end - start, b"rgn ", 0, 0, 0, 0))
        for i, (start, end, _) in enumerate(points, 1)
        if end > start
    ]
    return b"".join([b"adtl", *names, *lengths])


def _part(name: bytes, content: bytes) -> bytes:
    return struct.pack("<4sI", name, len(content)) + content + b"\0" * (len(content) % 2)


def _smpl(points: list[tuple[int, int, Mark]], rate: int) -> bytes:
    loops = [(i, a, b) for i, (a, b, _) in enumerate(points, 1) if b > a]
    head = struct.pack("<9I", 0, 0, round(1e9 / rate), 60, 0, 0, 0, len(loops), 0)
    return head + b"".join(struct.pack("<6I", i, 0, a, b - 1, 0, 0) for i, a, b in loops)


def _bext(old: bytes | None, reference: int) -> bytes:
    content = bytearray(old if old is not None and len(old) >= _BEXT_SIZE else (old or b"").ljust(_BEXT_SIZE, b"\0"))
    content[_REFERENCE_AT : _REFERENCE_AT + 8] = struct.pack("<Q", reference)
    if old is None:
        content[_REFERENCE_AT + 8 : _REFERENCE_AT + 10] = struct.pack("<H", 1)
    return bytes(content)


def _reference(text: str) -> int | None:
    if not text.strip():
        return None
    if not re.fullmatch("[0-9]{1,18}", text.strip()):
        raise ExportError(f"the time reference can't be {text[:40]!r}", advice="Give a whole number of samples.")
    return int(text)


def render(analysis: Analysis, options: Options) -> Rendered:
    """A copy of the recording with the markers in it.

    Raises
    ------
    ExportError
        When the recording is not a WAV file or can't be opened.
    """
    losses = Losses.of(analysis)
    source = _source(analysis)
    points = _points(analysis, options, losses, source.sample_rate)
    gone = [c for c in source.chunks if c.name in _OURS or _is_adtl(source, c)]
    old = source.content(b"cue ")
    replaced = struct.unpack("<I", old[0][:4])[0] if old and len(old[0]) >= 4 else 0
    losses.changed(replaced, f"{counted(replaced, 'marker')} that the recording held gave way to the new ones")
    after = [(b"cue ", _cue(points)), (b"LIST", _adtl(points))] if points else []
    if options["loops"] and any(b > a for a, b, _ in points):
        after.append((b"smpl", _smpl(points, source.sample_rate)))
    before: list[tuple[bytes, bytes]] = []
    reference = _reference(options["time_reference"])
    if reference is not None:
        found = source.content(b"bext")
        gone += [c for c in source.chunks if c.name == b"bext"]
        before.append((b"bext", _bext(found[0] if found else None, reference)))

    def copy(f: BinaryIO) -> None:
        riff.write_copy(source, f, before=before, after=after, without=gone)

    content: Content = copy
    return Rendered((("", content),), len(points), losses.sentences())


def _is_adtl(source: Wav, chunk: Chunk) -> bool:
    if chunk.name != b"LIST" or chunk.size < 4:
        return False
    with source.path.open("rb") as f:
        f.seek(chunk.start)
        return f.read(4) == b"adtl"


def verify(paths: Sequence[Path], analysis: Analysis, options: Options) -> float:
    """Scan the copy: every mark on its sample, and the samples and foreign chunks the very same bytes.

    Raises
    ------
    ExportError
        When a mark is missing or off by a sample, or anything of the recording changed.
    """
    source, copy = _source(analysis), riff.scan(paths[0])
    points = _points(analysis, options, Losses(), source.sample_rate)
    marks = _marks(copy)
    rate = source.sample_rate
    if sorted((a, b) for a, b, _ in marks) != sorted((a, b) for a, b, _ in points):
        raise ExportError("a marker in the copy is not on its sample", advice="Please report this.")
    kept = [c for c in source.chunks if c.name not in (*_OURS, b"bext") and not _is_adtl(source, c)]
    there = [c for c in copy.chunks if c.name not in (*_OURS, b"bext") and not _is_adtl(copy, c)]
    same = [(c.name, c.size) for c in kept] == [(c.name, c.size) for c in there]
    if not same or any(
        _digest(source, a) != _digest(copy, b) for a, b in zip(kept, there, strict=True) if a.name != b"ds64"
    ):
        raise ExportError("the copy differs from the recording", advice="Please report this.")
    found = sorted(a / rate for a, _, _ in marks)
    whole = [Mark(m.time, m.time, m.text) for _, _, m in points]
    return check_marks(whole, found, found, 0.5001 / rate)


def _digest(wav: Wav, chunk: Chunk) -> bytes:
    digest = hashlib.blake2b()
    with wav.path.open("rb") as f:
        f.seek(chunk.start)
        left = chunk.size
        while left and (block := f.read(min(left, 1 << 20))):
            digest.update(block)
            left -= len(block)
    return digest.digest()


# -- reading -----------------------------------------------------------------------------------------------


def _marks(wav: Wav) -> list[tuple[int, int, str]]:
    """First and last sample and name of every cue point and every loop that no cue point covers."""
    starts: dict[int, int] = {}
    for content in wav.content(b"cue "):
        count = struct.unpack("<I", content[:4].ljust(4, b"\0"))[0]
        for i in range(min(count, (len(content) - 4) // 24)):
            number, position, _, _, _, offset = struct.unpack_from("<II4sIII", content, 4 + 24 * i)
            starts[number] = offset or position
    names, lengths = _names(wav)
    rows = [(a, a + lengths.get(n, 0), names.get(n, "")) for n, a in starts.items()]
    known = {(a, b) for a, b, _ in rows}
    for content in wav.content(b"smpl"):
        count = struct.unpack_from("<I", content, 28)[0] if len(content) >= 36 else 0
        for i in range(min(count, (len(content) - 36) // 24)):
            number, _, first, last = struct.unpack_from("<4I", content, 36 + 24 * i)
            if last >= first and (first, last + 1) not in known:
                rows.append((first, last + 1, names.get(number, "loop")))
    return rows


def _names(wav: Wav) -> tuple[dict[int, str], dict[int, int]]:
    names: dict[int, str] = {}
    lengths: dict[int, int] = {}
    for content in wav.content(b"LIST"):
        at = 4 if content[:4] == b"adtl" else len(content)
        while at + 12 <= len(content):
            name, size, number = struct.unpack_from("<4sII", content, at)
            body = content[at + 12 : at + 8 + size]
            if name == b"labl":
                raw = body.split(b"\0", 1)[0]
                try:
                    names[number] = raw.decode("utf-8")
                except UnicodeDecodeError:
                    names[number] = raw.decode("cp1252", "replace")
            elif name == b"ltxt" and len(body) >= 4:
                lengths[number] = struct.unpack_from("<I", body)[0]
            at += 8 + size + size % 2
    return names, lengths


def read(path: Path) -> tuple[Track, ...]:
    """The cue points and loops of a WAV file as markers and regions.

    Raises
    ------
    DocumentError
        When it is not WAV, or is damaged.
    """
    wav = riff.scan(path)
    rows = np.array([(a, b) for a, b, _ in _marks(wav)], dtype=np.float64).reshape(-1, 2) / wav.sample_rate
    texts = [text for _, _, text in _marks(wav)]
    marks = [Mark(a, b, text) for (a, b), text in zip(rows.tolist(), texts, strict=True)]
    return tracks_of_marks(marks, path, "wav")


FORMAT = Format(
    name="wav",
    title="WAV with markers",
    suffix=".marked.wav",
    description="A copy of a WAV recording with markers and regions in it, exact to the sample; samples and other "
    "chunks stay as they are.",
    render=render,
    verify=verify,
    read=read,
    options=(
        *mark_options(),
        Option("loops", "Write regions as loops, too: REAPER takes them for regions, samplers loop them.", False),
        Option("time_reference", "BWF time stamp, in samples since midnight; left as it is where empty.", ""),
    ),
)
