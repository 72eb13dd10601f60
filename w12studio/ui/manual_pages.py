"""The manual's pages and their sections: the user's part of docs/, in the order in which one reads it; no Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from w12studio.service import shipped

#: Pages by file name, in order; those that are not there are left out.
ORDER = (
    "start", "timeline", "listening", "editing", "comparing", "controls", "accessibility", "pitch", "harmony",
    "analysis", "card", "formats", "models", "benchmarks", "project-format", "gallery",
)  # fmt: skip
#: Pages for who writes programs or runs servers.
OTHERS = ("http-api", "docker", "translating")
#: Page and section about each lane, by the lane's name; of several the first that is there.
OF_LANES = {
    "waveform": (("timeline", "The waveform in three bands"),),
    "spectrogram": (("timeline", "The spectrogram"),),
    "beats": (("editing", "Beats and bars"), ("controls", "Beats")),
    "transients": (("editing", "Moving"), ("controls", "Edit")),
    "pitch": (("pitch", ""),),
    "chords": (("harmony", "Chords"),),
    "local_keys": (("harmony", "Keys over time"),),
    "sections": (("analysis", "Sections"),),
    "loudness": (("analysis", "Loudness"),),
    "tags": (("models", "MusiCNN: the layer Tags"), ("models", "")),
    "tempo": (("controls", "Beats"),),
}
#: Section about lanes that nobody knows.
OWN_LAYERS = "Layers of your own"
_HEADING = re.compile(r"^(#{1,3}) +(.+?) *#*$")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text below it.

    Attributes
    ----------
    page : str
        File name without ending.
    title : str
        Of the heading, without marks.
    level : int
        1 for the page's own.
    text : str
        Markdown up to the next heading.
    """

    page: str
    title: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A section in which all words were found, and the text around the first of them."""

    section: Section
    excerpt: str


class Manual:
    """The pages of a folder of Markdown files."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or shipped("docs")

    @cached_property
    def pages(self) -> list[str]:
        """Names of the pages that are there; those nobody put into an order come last."""
        there = {p.stem for p in self.folder.glob("*.md")}
        return [p for p in ORDER if p in there] + sorted(there - {*ORDER, *OTHERS})

    @cached_property
    def sections(self) -> list[Section]:
        """All sections, in order."""
        return [section for page in self.pages for section in _sections(page, self.markdown(page))]

    def markdown(self, page: str) -> str:
        """The text of a page; "" where it can't be read."""
        try:
            return (self.folder / f"{page}.md").read_text(encoding="utf-8")
        except OSError:
            return ""

    def title(self, page: str) -> str:
        """The title of a page."""
        return next((s.title for s in self.sections if s.page == page), page)

    def search(self, text: str) -> list[Hit]:
        """Sections with all words, those that have them in their heading first."""
        words = text.lower().split()
        hits: list[tuple[bool, Hit]] = []
        for section in self.sections if words else ():
            title, body = section.title.lower(), plain_text(section.text)
            if all(w in title or w in body.lower() for w in words):
                hits.append((not all(w in title for w in words), Hit(section, _excerpt(body, words))))
        return [hit for _, hit in sorted(hits, key=lambda pair: pair[0])]

    def about_lane(self, name: str, title: str) -> tuple[str, str]:
        """Page and section about a lane: those known, else a section called like it, else about own layers."""
        by_page = {(s.page, s.title) for s in self.sections}
        for page, section in OF_LANES.get(name, ()):
            if (page, section) in by_page or (not section and page in self.pages):
                return page, section
        named = next((s for s in self.sections if title and title.lower() in s.title.lower()), None)
        if named is None:  # a layer that somebody made, or a page that is not there
            named = next((s for s in self.sections if s.title == OWN_LAYERS), None)
        return (named.page, named.title) if named is not None else (self.pages[0] if self.pages else "", "")


def slug(title: str) -> str:
    """A heading as links name it: "The mouse in the timeline" -> "the-mouse-in-the-timeline"."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def plain_text(markdown: str) -> str:
    """Markdown without its marks, in one line."""
    text = re.sub(r"!\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"^\s*\|?[\s:|-]+\|\s*$", " ", text, flags=re.MULTILINE)
    return " ".join(re.sub(r"[*`|#>]", " ", text).split())


def _sections(page: str, markdown: str) -> list[Section]:
    out: list[Section] = []
    lines: list[str] = []
    heading, level, fenced = "", 0, False

    def close() -> None:
        if heading:
            out.append(Section(page, heading, level, "\n".join(lines)))
        lines.clear()

    for line in markdown.splitlines():
        fenced ^= line.startswith("```")
        found = None if fenced else _HEADING.match(line)
        if found:
            close()
            heading, level = plain_text(found[2]), len(found[1])
        else:
            lines.append(line)
    close()
    return out


def _excerpt(body: str, words: list[str], before: int = 16, after: int = 90) -> str:
    places = [at for w in words if (at := body.lower().find(w)) >= 0]
    if not places:
        return body[:after]
    first = min(places)
    start = max(first - before, 0)
    start = body.rfind(" ", 0, start) + 1 if start else 0
    end = body.find(" ", first + after)
    text = body[start : end if end > 0 else len(body)]
    return f"{'… ' if start else ''}{text}{' …' if 0 < end < len(body) else ''}"
