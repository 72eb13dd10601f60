"""Tags in a copy of the recording: tempo, key, a comment, and chapters.

ID3 (MP3, AIFF, WAV): ``TBPM`` is a whole number by its definition, so the decimals stand in ``TXXX:BPM_EXACT``;
``TKEY`` has at most three characters; chapters are ``CHAP`` frames in milliseconds under one ``CTOC``. MP4: ``tmpo``
and the ``initialkey`` of iTunes. FLAC and Ogg: ``BPM``, ``INITIALKEY`` and ``CHAPTER001`` comments. Other tags
stay.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from w12studio.domain.analysis import KEY, METER, TEMPO, Analysis, Source, Track
from w12studio.domain.errors import DocumentError, ExportError
from w12studio.domain.events import Event, Events
from w12studio.domain.keys import Key, parse_key
from w12studio.export.base import Content, Format, Option, Options, Rendered, counted
from w12studio.export.losses import Losses
from w12studio.export.marks import Mark, check_marks, mark_options, marks_of, tracks_of_marks
from w12studio.export.text_file import clock, seconds

#: Half a millisecond, and what floating point adds to it.
TIMING_BOUND_S = 0.5e-3 + 1e-6
_MP4_KEY = "----:com.apple.iTunes:initialkey"
_MP4_TEMPO = "----:com.apple.iTunes:BPM_EXACT"
_EXACT = "BPM_EXACT"
_DESCRIPTION = "W12 Studio"
_LAST_MS = 0xFFFFFFFE


def _kind_of(path: Path) -> Any:
    """The mutagen class for a recording.

    Raises
    ------
    ExportError
        When it can't be opened or holds no tags that are known.
    """
    import mutagen

    try:
        found = mutagen.File(path)
    except Exception as error:  # mutagen lets some errors of its parts through
        raise ExportError(f"tags can't be put into a copy: it can't be read ({error})", path) from error
    if found is None:
        raise ExportError("tags can't be put into a copy of that kind of file", path, "MP3, FLAC, Ogg, MP4, WAV, AIFF.")
    return type(found)


def _style(kind: Any) -> str:
    from mutagen.aiff import AIFF
    from mutagen.id3 import ID3FileType
    from mutagen.mp4 import MP4
    from mutagen.wave import WAVE

    if issubclass(kind, (ID3FileType, AIFF, WAVE)):
        return "id3"
    return "mp4" if issubclass(kind, MP4) else "vorbis"


def suffix_of(analysis: Analysis) -> str:
    """The recording's own suffix."""
    return Path(analysis.audio.path).suffix


def _facts(analysis: Analysis, options: Options, losses: Losses) -> dict[str, str]:
    """What the tags say: "bpm", "key", "comment"."""
    out: dict[str, str] = {}
    tempi = [e.value for e in analysis.events(TEMPO) if e.value is not None and 0 < e.value < 1000]
    keys = [k for k in map(parse_key, analysis.events(KEY).labels) if k is not None]
    losses.missing(max(len(tempi) - 1, 0), f"{counted(len(tempi) - 1, 'tempo')} after the first")
    losses.missing(max(len(keys) - 1, 0), f"{counted(len(keys) - 1, 'key')} after the first")
    if tempi:
        out["bpm"] = f"{tempi[0]:.6g}"
    if keys:
        out["key"] = _named(keys[0], options["key"])
    if options["comment"]:
        meters = [x for x in analysis.events(METER).labels if x][:1]
        said = [f"{out['bpm']} BPM"] if tempi else []
        said += [f"{keys[0].tonic} {keys[0].mode} ({keys[0].open_key()})"] if keys else []
        if said or meters:
            out["comment"] = ", ".join(said + meters)
    return out


def _named(key: Key, notation: str) -> str:
    return key.written("short" if notation == "name" else notation)


def _chapters(analysis: Analysis, options: Options, style: str, losses: Losses) -> list[Mark]:
    marks = [m for m in marks_of(analysis, {**options, "facts": False}, losses) if m.end * 1000 <= _LAST_MS]
    if style == "mp4":
        losses.missing(len(marks), f"{counted(len(marks), 'chapter')} (MP4)")
        return []
    most = 255 if style == "id3" else 999  # CTOC counts its entries in one byte
    losses.missing(max(len(marks) - most, 0), f"{counted(len(marks) - most, 'chapter')} after the first {most}")
    marks = marks[:most]
    if style == "vorbis":
        losses.missing(sum(m.end > m.time for m in marks), "the ends of chapters")
        marks = [Mark(m.time, m.time, m.text) for m in marks]
    return marks


def render(analysis: Analysis, options: Options) -> Rendered:
    """A copy of the recording with the tags in it.

    Raises
    ------
    ExportError
        When the recording can't be opened or takes no tags, or there is nothing to write.
    """
    losses = Losses.of(analysis)
    path = Path(analysis.audio.path)
    kind = _kind_of(path)
    style = _style(kind)
    facts = _facts(analysis, options, losses)
    chapters = _chapters(analysis, options, style, losses)
    if not facts and not chapters:
        raise ExportError("there is neither a tempo nor a key nor a chapter to write", path)

    def copy(f: BinaryIO) -> None:
        with path.open("rb") as original:
            shutil.copyfileobj(original, f, 1 << 20)
        f.seek(0)
        song = kind(f)
        if song.tags is None:
            song.add_tags()
        {"id3": _put_id3, "mp4": _put_mp4, "vorbis": _put_vorbis}[style](song, facts, chapters, analysis)
        f.seek(0)
        song.save(f)

    content: Content = copy
    return Rendered((("", content),), len(facts) + len(chapters), losses.sentences())


def _put_id3(song: Any, facts: dict[str, str], chapters: list[Mark], analysis: Analysis) -> None:
    from mutagen import id3

    tags = song.tags
    if "bpm" in facts:
        tags.setall("TBPM", [id3.TBPM(encoding=3, text=[str(round(float(facts["bpm"])))])])
        tags.setall(f"TXXX:{_EXACT}", [id3.TXXX(encoding=3, desc=_EXACT, text=[facts["bpm"]])])
    if "key" in facts:
        tags.setall("TKEY", [id3.TKEY(encoding=3, text=[facts["key"]])])
    if "comment" in facts:
        tags.add(id3.COMM(encoding=3, lang="eng", desc=_DESCRIPTION, text=[facts["comment"]]))
    if not chapters:
        return
    tags.delall("CHAP")
    tags.delall("CTOC")
    names = [f"chp{i}" for i in range(len(chapters))]
    for i, (name, m) in enumerate(zip(names, chapters, strict=True)):
        later = chapters[i + 1].time if i + 1 < len(chapters) else max(analysis.duration, m.time)
        end = m.end if m.end > m.time else later
        tags.add(
            id3.CHAP(
                element_id=name,
                start_time=round(m.time * 1000),
                end_time=min(round(end * 1000), _LAST_MS),
                start_offset=0xFFFFFFFF,
                end_offset=0xFFFFFFFF,
                sub_frames=[id3.TIT2(encoding=3, text=[m.text])],
            )
        )
    flags = id3.CTOCFlags.TOP_LEVEL | id3.CTOCFlags.ORDERED
    tags.add(id3.CTOC(element_id="toc", flags=flags, child_element_ids=names, sub_frames=[]))


def _put_mp4(song: Any, facts: dict[str, str], chapters: list[Mark], analysis: Analysis) -> None:
    from mutagen.mp4 import AtomDataType, MP4FreeForm

    if "bpm" in facts:
        song.tags["tmpo"] = [round(float(facts["bpm"]))]
        song.tags[_MP4_TEMPO] = [MP4FreeForm(facts["bpm"].encode(), AtomDataType.UTF8)]
    if "key" in facts:
        song.tags[_MP4_KEY] = [MP4FreeForm(facts["key"].encode(), AtomDataType.UTF8)]
    if "comment" in facts:
        song.tags["\xa9cmt"] = [facts["comment"]]


def _put_vorbis(song: Any, facts: dict[str, str], chapters: list[Mark], analysis: Analysis) -> None:
    for name, tag in (("bpm", "BPM"), ("key", "INITIALKEY"), ("comment", "COMMENT")):
        if name in facts:
            song.tags[tag] = [facts[name]]
    if chapters:
        for old in [k for k in song.tags.keys() if k.upper().startswith("CHAPTER")]:  # noqa: SIM118
            del song.tags[old]
    for i, m in enumerate(chapters, 1):
        song.tags[f"CHAPTER{i:03d}"] = [f"{clock(m.time, 3):0>12}"]
        song.tags[f"CHAPTER{i:03d}NAME"] = [m.text]


def verify(paths: Sequence[Path], analysis: Analysis, options: Options) -> float:
    """Read the tags back from the copy, and compare its length with that of the recording.

    Raises
    ------
    ExportError
        When a tag or chapter is missing, or the sound has another length.
    """
    path = Path(analysis.audio.path)
    kind = _kind_of(path)
    try:
        before, after = kind(path), kind(paths[0])
    except Exception as error:
        raise ExportError(f"the copy can't be read ({error})", path, "Please report this.") from error
    if abs(before.info.length - after.info.length) > 0.1:
        raise ExportError("the copy has another length than the recording", path, "Please report this.")
    style = _style(kind)
    found, chapters = _found(after, style)
    if any(
        found.get(name) != value for name, value in _facts(analysis, options, Losses()).items() if name != "comment"
    ):
        raise ExportError("a tag did not read back as it was written", path, "Please report this.")
    want = [Mark(m.time, m.time, m.text) for m in _chapters(analysis, options, style, Losses())]
    starts = [m.time for m in chapters] if want else []
    return check_marks(want, starts, starts, TIMING_BOUND_S)


def _found(song: Any, style: str) -> tuple[dict[str, str], list[Mark]]:
    """Tempo, key and chapters of a recording."""
    tags: Any = song.tags or {}

    def first(*names: str) -> str:
        for name in names:
            values = tags.get(name)
            if values:
                value = values[0] if isinstance(values, list) else values
                return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        return ""

    chapters: list[Mark] = []
    if style == "id3":
        names = {"bpm": first(f"TXXX:{_EXACT}", "TBPM"), "key": first("TKEY")}
        for frame in tags.getall("CHAP") if hasattr(tags, "getall") else []:
            title = frame.sub_frames.get("TIT2")
            start, end = frame.start_time / 1000, frame.end_time / 1000
            chapters.append(Mark(start, max(start, end), str(title) if title else ""))
    elif style == "mp4":
        names = {"bpm": first(_MP4_TEMPO, "tmpo"), "key": first(_MP4_KEY)}
    else:
        names = {"bpm": first("bpm"), "key": first("initialkey", "key")}
        for i in range(1, 1000):
            text = first(f"chapter{i:03d}")
            if text:
                start = seconds(text)
                chapters.append(Mark(start, start, first(f"chapter{i:03d}name")))
    return {k: v for k, v in names.items() if v}, sorted(chapters, key=lambda m: m.time)


def read(path: Path) -> tuple[Track, ...]:
    """Tempo, key and chapters of a recording.

    Raises
    ------
    DocumentError
        When it can't be opened, takes no tags, or a chapter's time is damaged.
    """
    import mutagen

    try:
        song = mutagen.File(path)
        if song is None:
            raise DocumentError("it is no kind of recording that has tags", path)
        facts, chapters = _found(song, _style(type(song)))
        length = max(float(song.info.length), 0.0)
    except DocumentError:
        raise
    except Exception as error:  # mutagen lets some errors of its parts through
        raise DocumentError(f"its tags can't be read ({error})", path) from error
    source = Source("import", params=(("file", path.name), ("format", "tags")))
    out: list[Track] = []
    try:
        bpm = float(facts.get("bpm", "").replace(",", "."))
    except ValueError:
        bpm = 0.0
    if 0 < bpm < 1000:
        out.append(Track(TEMPO, Events([Event(0.0, length, bpm)]), source=source))
    key = parse_key(facts.get("key", ""))
    if key is not None:
        out.append(Track(KEY, Events([Event(0.0, length, label=f"{key.tonic} {key.mode}")]), source=source))
    return (*out, *tracks_of_marks(chapters, path, "tags"))


FORMAT = Format(
    name="tags",
    title="Tags in a copy",
    suffix=".tagged",
    suffix_of=suffix_of,
    description="A copy of the recording with tempo, key and chapters in its tags; for players and DJ programs.",
    render=render,
    verify=verify,
    read=read,
    options=(
        *(o for o in mark_options(beats="none") if o.name != "facts"),
        Option("key", "How the key is named: Am, 1m (Open Key) or 8A (wheel).", "name", ("name", "open", "wheel")),
        Option("comment", "Tempo, key and meter as a comment, too.", False),
    ),
)
