"""docs/formats.md speaks of every format, and its generated parts are up to date."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from w12studio.export.presets import PRESETS
from w12studio.export.registry import FORMATS

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")


def test_the_page_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("make_format_docs", ROOT / "scripts" / "make_format_docs.py")
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.rendered(PAGE) == PAGE, "run scripts/make_format_docs.py"


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_a_section_in_words(name: str) -> None:
    section = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE)
    assert section is not None
    assert f"<!-- options:{name} -->" in section[1]
    words = section[1].split("<!-- end -->", 1)[1].split()
    assert len(words) > 5


@pytest.mark.parametrize("name", FORMATS)
def test_every_section_says_what_is_kept_and_lost_and_how_to_import_it(name: str) -> None:
    section = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE)
    assert section is not None
    words = section[1].split("<!-- end -->", 1)[1]
    for what in (r"Kept(: | and lost: )", r"Lost: |Kept and lost: ", r"\bIn (a |an )?[A-Za-z].*?: "):
        assert re.search(what, words), what


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_on_the_page(name: str) -> None:
    assert f"| `{name}` | {PRESETS[name].name} |" in PAGE and PRESETS[name].how in PAGE
