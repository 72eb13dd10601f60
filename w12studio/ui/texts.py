"""What people read, in their language: one catalogue, in the form of Qt Linguist.

The program's own words are English, and stand where they are used:

* ``tr("Save picture")``, ``tr("Saved {name}.", name=path.name)``: a whole text, with named fields.
* ``plural("{n} place", "{n} places", n)``: what depends on a number; other languages have more forms, or fewer.
* ``later("Time")``: a text of a constant, made before a language is known; `translated` puts it into the language when
  it is shown.
* ``translated(text)``: a text that another room made (a layer's title, an error). Such texts are in the catalogue too,
  those with fields as patterns.

``scripts/update_translations.py`` collects all of them into ``resources/i18n/w12studio_en.ts``. A language is a file
``w12studio_xx.qm`` that Qt's lrelease makes of a translated ``.ts``; it lies beside that catalogue, or in the folder
``i18n`` of the program's data folder. All of this belongs to the GUI thread.
"""

from __future__ import annotations

import logging
import re
from functools import cache, lru_cache
from pathlib import Path
from xml.etree import ElementTree

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from w12studio.domain.errors import W12Error
from w12studio.service import data_dir, shipped

#: The one context of all messages, so that a text needs translating once.
CONTEXT = "W12 Studio"
SYSTEM, ENGLISH = "system", "en"
_NAME = "w12studio_"
_FIELD = re.compile(r"\{(\d+)\}")
_log = logging.getLogger(__name__)
_installed: list[QTranslator] = []


def tr(text: str, about: str = "", /, **fields: object) -> str:
    """A text in the user's language.

    Parameters
    ----------
    text : str
        English, a literal: the catalogue is collected from the source.
    about : str, optional
        A literal that tells two meanings of one text apart, and helps who translates.
    **fields
        Put into ``text`` as `str.format` does.
    """
    return _filled(QCoreApplication.translate(CONTEXT, text, about or None), text, fields)


def plural(one: str, many: str, n: int, **fields: object) -> str:
    """A text that depends on a number.

    Parameters
    ----------
    one, many : str
        English for 1, and for all other numbers; literals. ``{n}`` is the number.
    n : int
    **fields
        Others than ``n``.
    """
    found = QCoreApplication.translate(CONTEXT, many, None, n) if _installed else many
    source = one if n == 1 else many
    return _filled(source if found == many else found, source, {"n": n, **fields})


def later(text: str) -> str:
    """The text itself; marks a constant for the catalogue."""
    return text


def translated(text: str) -> str:
    """A text of a constant, or of another room, in the user's language; as it is where the catalogue has no such text.

    A text that was made from a pattern ("it holds 3 channels") is found by the pattern; what stands in its fields is
    looked up too.
    """
    if not _installed or not text:
        return text
    found = QCoreApplication.translate(CONTEXT, text)
    if found != text:
        return found
    return _by_pattern(text)


def inside(text: str) -> str:
    """A title inside a sentence, which English begins with a small letter; other languages leave it as it is."""
    return text if _installed else text[:1].lower() + text[1:]


def error_text(error: Exception) -> str:
    """What is wrong, and what can be done, in one line."""
    if not isinstance(error, W12Error):
        return translated(str(error))
    problem = f"{translated(error.problem)}."
    head = "" if error.path is None else f"{error.path.name or error.path}: "
    return f"{head}{problem} {translated(error.advice)}".rstrip()


def _filled(text: str, source: str, fields: dict[str, object]) -> str:
    if not fields:
        return text
    try:
        return text.format(**fields)
    except (KeyError, IndexError, ValueError):  # a translation that names another field
        _log.warning("the translation %r does not fit %r", text, source)
        return source.format(**fields)


def _refilled(text: str, fields: list[str]) -> str:
    return _FIELD.sub(lambda m: fields[int(m[1])] if int(m[1]) < len(fields) else m[0], text)


@lru_cache(maxsize=1024)
def _by_pattern(text: str) -> str:
    for pattern, source in _patterns():
        if match := pattern.fullmatch(text):
            return _refilled(QCoreApplication.translate(CONTEXT, source), [translated(g) for g in match.groups()])
    return text


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """The catalogue's texts with numbered fields, those with most words first."""
    found = []
    for message in ElementTree.parse(catalogue()).iter("message"):
        source = message.findtext("source") or ""
        if _FIELD.search(source):
            # the fields stand in order; what is between them is literal
            parts = _FIELD.split(source)[::2]
            found.append((re.compile("(.+?)".join(map(re.escape, parts)), re.DOTALL), source))
    return sorted(found, key=lambda pair: -len(pair[1]))


# -- languages -------------------------------------------------------------------------------------------------


def catalogue() -> Path:
    """The file with all texts in English."""
    return shipped("resources", "i18n", f"{_NAME}{ENGLISH}.ts")


def languages() -> dict[str, str]:
    """The languages that are there, by code, each by its own name; English first."""
    found = {ENGLISH: "English"}
    for folder in _folders():
        for file in sorted(folder.glob(f"{_NAME}*.qm")):
            code = file.stem.removeprefix(_NAME)
            found.setdefault(code, QLocale(code).nativeLanguageName() or code)
    return found


def install(language: str = SYSTEM) -> str:
    """Speak a language from now on; gives its code. What is on the screen already stays as it is.

    Parameters
    ----------
    language : str
        A code of `languages`, or "system" for the first of the system's languages that is there; English where a
        language is not there.
    """
    for translator in _installed:
        QCoreApplication.removeTranslator(translator)
    _installed.clear()
    _by_pattern.cache_clear()
    wanted = QLocale.system().uiLanguages() if language == SYSTEM else [language]
    for name in wanted:
        code = name.replace("-", "_")
        for candidate in dict.fromkeys((code, code.split("_")[0])):
            if candidate == ENGLISH:
                return ENGLISH
            if _load(candidate):
                return candidate
    return ENGLISH


def _load(code: str) -> bool:
    for folder in _folders():
        own = QTranslator()
        if own.load(str(folder / f"{_NAME}{code}.qm")):
            qt = QTranslator()  # buttons and dialogs of Qt's own
            if qt.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
                _installed.append(qt)
            _installed.append(own)
            for translator in _installed:
                QCoreApplication.installTranslator(translator)
            return True
    return False


def _folders() -> tuple[Path, Path]:
    return shipped("resources", "i18n"), data_dir() / "i18n"
