"""Write the generated parts of docs/formats.md: the table of formats, the tables of options, the presets.

They stand between ``<!-- name -->`` and ``<!-- end -->``; all else on the page is written by hand.

Usage: python scripts/make_format_docs.py [--check]
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from w12studio.export.base import Format, Option
from w12studio.export.presets import PRESETS
from w12studio.export.registry import FORMATS

PAGE = Path(__file__).parent.parent / "docs" / "formats.md"
_BLOCK = re.compile(r"(<!-- ([a-z:\-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def table_of_formats() -> str:
    """All formats, one row each."""
    rows = ["| name | format | ending | writes | reads |", "|---|---|---|---|---|"]
    for f in FORMATS.values():
        suffix = f"{f.suffix}.*" if f.suffix_of else f.suffix
        rows.append(f"| `{f.name}` | [{f.title}](#{f.name}) | `{suffix}` | yes | {'yes' if f.read else 'no'} |")
    return "\n".join(rows)


def table_of_presets() -> str:
    """What each program gets, and how it is imported there."""
    rows = ["| name | program | writes | there |", "|---|---|---|---|"]
    for p in PRESETS.values():
        parts = []
        for part in p.parts:
            options = ", ".join(f"{k}={_shown(v)}" for k, v in part.options.items())
            parts.append(f"`{part.format}`" + (f" ({options})" if options else ""))
        rows.append(f"| `{p.key}` | {p.name} | {', '.join(parts)} | {p.how} |")
    return "\n".join(rows)


def options_of(f: Format) -> str:
    """The description of a format and its options."""
    head = f"{f.description}\n"
    if not f.options:
        return f"{head}\nNo options."
    rows = ["| option | default | allowed | |", "|---|---|---|---|"]
    rows += [f"| `{o.name}` | {_shown(o.default)} | {_allowed(o)} | {o.description} |" for o in f.options]
    return head + "\n" + "\n".join(rows)


def _shown(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _allowed(option: Option) -> str:
    if option.choices:
        return ", ".join(_shown(c) for c in option.choices)
    if isinstance(option.default, bool):
        return "yes, no"
    if isinstance(option.default, str):
        return "text"
    return f"{option.minimum} to {option.maximum}"


def rendered(page: str) -> str:
    """The page with every generated part made anew.

    Raises
    ------
    KeyError
        For a part that names no format.
    """

    def part(match: re.Match[str]) -> str:
        name = match[2]
        if name == "formats":
            text = table_of_formats()
        elif name == "presets":
            text = table_of_presets()
        else:
            text = options_of(FORMATS[name.removeprefix("options:")])
        return f"{match[1]}{text}\n{match[3]}"

    return _BLOCK.sub(part, page)


def main() -> int:
    """Write the page, or only say whether it is up to date; 1 where it is not."""
    old = PAGE.read_text(encoding="utf-8")
    new = rendered(old)
    if "--check" in sys.argv:
        return int(new != old)
    PAGE.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
