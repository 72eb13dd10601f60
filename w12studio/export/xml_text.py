"""XML, written so that every label fits, and read so that no file can do harm.

XML can declare entities that grow to gigabytes or that name files to read along. None of the formats here uses
them, so a file that declares any is refused, as is one with more elements or levels than such files have. A bare
``<!DOCTYPE name>`` is allowed: Sonic Visualiser and Final Cut Pro write one.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers import expat

from w12studio.domain.errors import DocumentError
from w12studio.export.base import clean_label, read_bytes

MAX_DEPTH = 64
MAX_ELEMENTS = 5_000_000

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_label(text: str) -> str:
    """A label in the characters that XML 1.0 has; others become spaces."""
    return _ILLEGAL.sub(" ", clean_label(text))


def to_bytes(root: Element, doctype: str = "") -> bytes:
    """The document, UTF-8, indented by one space."""
    ElementTree.indent(root, " ")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    if doctype:
        head += f"<!DOCTYPE {doctype}>\n"
    return (head + ElementTree.tostring(root, encoding="unicode") + "\n").encode("utf-8")


class _Refused(Exception):
    """Something in the document that is not let in; the text is the sentence."""


def parse(path: Path, content: bytes | None = None) -> Element:
    """The root element of a file.

    Raises
    ------
    DocumentError
        When it is not XML, declares entities, or is beyond `MAX_DEPTH` or `MAX_ELEMENTS`.
    """
    builder = ElementTree.TreeBuilder()
    parser = expat.ParserCreate()
    depth = count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > MAX_DEPTH or count > MAX_ELEMENTS:
            raise _Refused("it holds far more XML elements than such a file has")
        builder.start(name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(name)

    def doctype(name: str, system: str | None, public: str | None, has_subset: int) -> None:
        if system or public or has_subset:
            raise _Refused("it declares XML entities or names other files, which is not allowed")

    def entity(*_: object) -> None:
        raise _Refused("it declares XML entities, which is not allowed")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = entity
    parser.buffer_text = True
    try:
        parser.Parse(read_bytes(path) if content is None else content, True)
        return builder.close()
    except _Refused as refusal:
        raise DocumentError(str(refusal), path) from None
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise DocumentError(f"it is not XML, or it is damaged ({error})", path) from error
