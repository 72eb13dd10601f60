"""Collects what people read into the catalogue of Qt Linguist, and keeps translations up to date.

    python scripts/update_translations.py                 writes resources/i18n/w12studio_en.ts
    python scripts/update_translations.py --check         fails where it is not current, or a translation lost a field
    python scripts/update_translations.py --add de        begins (or brings up to date) w12studio_de.ts
    python scripts/update_translations.py --compile       makes a .qm of every finished .ts beside it
    python scripts/update_translations.py --pseudo FOLDER makes w12studio_qps.qm: all texts accented and a third longer,
                                                          to see what is cut off, and what is not in the catalogue

The window's own texts are the arguments of `tr`, `plural` and `later` (`w12studio.ui.texts`) and the actions' titles
and tips. The other rooms know no Qt; of them come the arguments named in `CALLS`, errors, and whole sentences.
"""

from __future__ import annotations

import argparse
import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "i18n"
LOWER_ROOMS = ("domain", "engine", "export", "service")
#: Texts among the arguments of calls in the other rooms: places, and names.
CALLS: dict[str, tuple[int | str, ...]] = {
    "FactInfo": (0, 4, 5, 6, 7),
    "Format": ("title", "description"),
    "Option": (1, "description"),
    "Preset": (3,),
    "Estimator": (1,),
    "Stage": (1,),
    "Check": (0, 1, 3),
    "Fact": ("reason",),
    "Track": ("message",),
    "edit_events": (1,),
    "CompoundEdit": (0,),
    "Edit": (0,),
}
#: Arguments of errors that a user can meet: the problem, which loses its full stop, and the advice.
PROBLEM, ADVICE = (0, "problem"), (2, "advice")
PROGRAMMERS = ("ValueError", "TypeError", "KeyError", "RuntimeError", "IndexError", "OSError", "AttributeError")
#: Constants of the other rooms whose values are read.
CONSTANTS = {"TITLES"}
#: Words that the other rooms put into names of edits and into facts: kinds of events, pins, verdicts, states.
WORDS = (
    *("beat", "beats", "downbeat", "no beat", "transient", "transients", "note", "notes", "chord", "chords", "key"),
    *("section", "sections", "local keys", "local key", "point", "region", "comment", "event", "events"),
    *("pin", "pins", "tempo", "meter", "straight", "pitch", "steady", "drifting", "changing", "low", "mid", "high"),
    *("installed", "not installed", "installed, as first fetched"),
)
_FIELD = re.compile(r"\{\w*\}")
_PSEUDO = str.maketrans("aceilnorsuyACEILNORSUY", "åçéïłñöŕšüýÅÇÉÏŁÑÖŔŠÜÝ")


@dataclass
class Message:
    """A text of the catalogue; ``one`` is its singular where it depends on a number."""

    source: str
    about: str = ""
    one: str = ""
    files: list[str] = field(default_factory=list)


class Catalogue:
    """Messages by text and meaning, in the order in which they are found."""

    def __init__(self) -> None:
        self.messages: dict[tuple[str, str], Message] = {}
        self.faults: list[str] = []

    def add(self, source: str, file: str, about: str = "", one: str = "") -> None:
        """Put a text in; what has no letters needs no translation."""
        if re.search(r"[^\W\d_]{2}", _FIELD.sub("", source)) or one:
            message = self.messages.setdefault((source, about), Message(source, about))
            message.one = message.one or one
            if file not in message.files:
                message.files.append(file)


def collect() -> Catalogue:
    """All texts of the program."""
    catalogue = Catalogue()
    for path in sorted((ROOT / "w12studio" / "ui").rglob("*.py")):
        _collect_ui(path, catalogue)
    _collect_actions(catalogue)
    for room in LOWER_ROOMS:
        for path in sorted((ROOT / "w12studio" / room).rglob("*.py")):
            _collect_lower(path, catalogue)
    for word in WORDS:
        catalogue.add(word, "scripts/update_translations.py")
    manifest = ROOT / "models" / "manifest.toml"
    for task in re.findall(r'^task = "(.*)"$', manifest.read_text(encoding="utf-8"), re.MULTILINE):
        catalogue.add(task, "models/manifest.toml")
    return catalogue


def _named(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _collect_ui(path: Path, catalogue: Catalogue) -> None:
    file = path.relative_to(ROOT).as_posix()
    for node in ast.walk(_with_constants(ast.parse(path.read_text(encoding="utf-8")))):
        if isinstance(node, ast.Call) and (_is_error(_named(node)) or _named(node) == "Check"):
            for text in _texts_of_call(node):
                catalogue.add(text, file)
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        wanted = {"tr": 1, "later": 1, "plural": 2}.get(node.func.id)
        if wanted is None or file.endswith("ui/texts.py"):
            continue
        texts = [a.value for a in node.args[:2] if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if len(texts) < wanted:
            catalogue.faults.append(f"{file}:{node.lineno}: {node.func.id} needs literals")
        elif wanted == 2:
            catalogue.add(texts[1], file, one=texts[0])
        else:
            catalogue.add(texts[0], file, texts[1] if len(texts) > 1 else "")


def _collect_actions(catalogue: Catalogue) -> None:
    from w12studio.ui.actions import SPECS

    for spec in SPECS:
        for text in (spec.menu, spec.submenu, spec.title, spec.tip):
            catalogue.add(text, "w12studio/ui/actions.py")


def _collect_lower(path: Path, catalogue: Catalogue) -> None:
    file = path.relative_to(ROOT).as_posix()
    tree = _with_constants(ast.parse(path.read_text(encoding="utf-8")))
    parts = {id(part) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for part in ast.walk(n) if part is not n}
    parts |= {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}  # docstrings
    parts |= {id(a) for n in ast.walk(tree) if isinstance(n, ast.Call) and _is_error(_named(n)) for a in n.args[:1]}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for text in _texts_of_call(node):
                catalogue.add(text, file)
        elif isinstance(node, ast.Assign) and {getattr(t, "id", "") for t in node.targets} & CONSTANTS:
            for part in ast.walk(node.value):
                if isinstance(part, ast.Dict):
                    for value in part.values:
                        for text in _texts(value):
                            catalogue.add(text, file)
        elif isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in parts:
            for text in _texts(node):
                if re.match(r"[A-Z{][^\n]* [^\n]*\.$", text) and "\n" not in text:
                    catalogue.add(text, file)


def _with_constants(tree: ast.Module) -> ast.Module:
    """The module with its constants that are texts in place of their names among the arguments of errors."""
    texts = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant | ast.JoinedStr)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and _is_error(_named(call)):
            call.args = [texts.get(a.id, a) if isinstance(a, ast.Name) else a for a in call.args]
    return tree


def _is_error(name: str) -> bool:
    return name.endswith("Error") and name not in PROGRAMMERS


def _texts_of_call(call: ast.Call) -> Iterator[str]:
    name = _named(call)
    if name == "Option":
        yield from _title_of_option(call)
    if _is_error(name):
        for argument in _arguments(call, PROBLEM):
            yield from (text.strip().rstrip(".") for text in _texts(argument))
        for argument in _arguments(call, ADVICE):
            yield from (text.strip() for text in _texts(argument))
    else:
        for argument in _arguments(call, CALLS.get(name, ())):
            yield from _texts(argument)


def _title_of_option(call: ast.Call) -> Iterator[str]:
    """Its name as the window writes it: without its unit, which is shown with the value."""
    units = [k.value.value for k in call.keywords if k.arg == "unit" and isinstance(k.value, ast.Constant)]
    if call.args and isinstance(call.args[0], ast.Constant):
        name = str(call.args[0].value)
        yield name.removesuffix(f"_{units[0]}" if units else "").replace("_", " ").capitalize()


def _arguments(call: ast.Call, wanted: tuple[int | str, ...]) -> Iterator[ast.expr]:
    for place in wanted:
        if isinstance(place, int):
            if place < len(call.args):
                yield call.args[place]
        else:
            yield from (k.value for k in call.keywords if k.arg == place)


def _texts(node: ast.expr) -> Iterator[str]:
    """The texts that an expression can give; fields of f-strings become {0}, {1}, ..."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value.replace("{", "").replace("}", "")
    elif isinstance(node, ast.JoinedStr):
        out, n = "", 0
        for part in node.values:
            if isinstance(part, ast.Constant):
                out += str(part.value)
            else:
                out += f"{{{n}}}"
                n += 1
        if len(re.findall(r"[^\W\d_]", _FIELD.sub("", out))) >= 3:  # enough to know it by
            yield out
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


# -- files of Qt Linguist --------------------------------------------------------------------------------------


def english(message: Message) -> list[str]:
    """Its translations into English: one, or those for one and many."""
    return [message.one, message.source] if message.one else [message.source]


def pseudo(text: str) -> str:
    """The text accented, a third longer, between brackets; fields and keys of menus as they are."""
    parts = re.split(r"(\{\w*\}|&.|<[^>]*>|&\w+;)", text)
    accented = "".join(p if i % 2 else p.translate(_PSEUDO) for i, p in enumerate(parts))
    more = "~" * max(len(text) // 3, 1)
    return f"[{accented}{' '.join(more[i : i + 8] for i in range(0, len(more), 8))}]"  # words, so that lines break


def rendered(catalogue: Catalogue, language: str, known: dict[tuple[str, str], list[str]] | None = None) -> str:
    """The .ts file.

    Parameters
    ----------
    catalogue : Catalogue
    language : str
        "en", "qps", or one whose translations are ``known``.
    known : dict, optional
        Translations by text and meaning; what is not among them is unfinished.
    """
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<!DOCTYPE TS>",
        f'<TS version="2.1" language="{language}" sourcelanguage="en">',
        "<context>",
        "    <name>W12 Studio</name>",
    ]
    for key, message in catalogue.messages.items():
        if language == "en":
            forms = english(message)
        elif known is None:
            forms = [pseudo(t) for t in english(message)]
        else:
            forms = known.get(key, [])
        lines.append('    <message numerus="yes">' if message.one else "    <message>")
        lines += [f'        <location filename="../../{file}"/>' for file in message.files]
        lines.append(f"        <source>{escape(message.source)}</source>")
        if message.about:
            lines.append(f"        <comment>{escape(message.about)}</comment>")
        state = "" if any(forms) else ' type="unfinished"'
        if message.one:
            lines.append(f"        <translation{state}>")
            lines += [f"            <numerusform>{escape(form)}</numerusform>" for form in forms or ["", ""]]
            lines.append("        </translation>")
        else:
            lines.append(f"        <translation{state}>{escape(forms[0] if forms else '')}</translation>")
        lines.append("    </message>")
    return "\n".join([*lines, "</context>", "</TS>", ""])


def read(path: Path) -> dict[tuple[str, str], list[str]]:
    """Translations of a .ts file that are finished, by text and meaning."""
    from xml.etree import ElementTree

    out = {}
    for message in ElementTree.parse(path).iter("message"):
        translation = message.find("translation")
        if translation is None or translation.get("type") in ("unfinished", "vanished", "obsolete"):
            continue
        forms = [f.text or "" for f in translation.iter("numerusform")] or [translation.text or ""]
        out[(message.findtext("source") or "", message.findtext("comment") or "")] = forms
    return out


def lost_fields(path: Path) -> list[str]:
    """Translations that do not name the fields of their text."""
    faults = []
    for (source, _), forms in read(path).items():
        wanted = set(_FIELD.findall(source))
        named = [(form, set(_FIELD.findall(form))) for form in forms]
        wrong = [form for form, fields in named if not wanted - {"{n}"} <= fields <= wanted]
        faults += [f"{path.name}: {source!r} became {form!r}: its fields must stay" for form in wrong]
    return faults


def compile_ts(source: Path, target: Path) -> None:
    """Make a .qm of a .ts with Qt's lrelease, which comes with PySide6."""
    import PySide6

    tool = Path(PySide6.__file__).parent / ("lrelease.exe" if sys.platform == "win32" else "lrelease")
    subprocess.run([str(tool), "-silent", "-removeidentical", str(source), "-qm", str(target)], check=True)


def compile_pseudo(folder: Path) -> Path:
    """Write the .qm of the pseudo-language into a folder; gives its path."""
    folder.mkdir(parents=True, exist_ok=True)
    source, target = folder / "w12studio_qps.ts", folder / "w12studio_qps.qm"
    source.write_text(rendered(collect(), "qps"), encoding="utf-8")
    compile_ts(source, target)
    source.unlink()
    return target


def check() -> list[str]:
    """What is wrong with the files; empty where nothing is."""
    catalogue = collect()
    faults = list(catalogue.faults)
    file = FOLDER / "w12studio_en.ts"
    if not file.exists() or file.read_text(encoding="utf-8") != rendered(catalogue, "en"):
        faults.append(f"{file.name} is not current: run scripts/update_translations.py")
    for path in sorted(FOLDER.glob("*.ts")):
        faults += lost_fields(path)
    return faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--add", metavar="LANGUAGE", default="")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--pseudo", metavar="FOLDER", type=Path)
    args = parser.parse_args()
    if args.check:
        faults = check()
        sys.stdout.writelines(f"{fault}\n" for fault in faults)
        return bool(faults)
    if args.pseudo:
        sys.stdout.write(f"{compile_pseudo(args.pseudo)}\n")
        return 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    catalogue = collect()
    (FOLDER / "w12studio_en.ts").write_text(rendered(catalogue, "en"), encoding="utf-8")
    others = {p.stem.removeprefix("w12studio_") for p in FOLDER.glob("*.ts")} - {"en"}
    for language in sorted(others | ({args.add} if args.add else set())):
        path = FOLDER / f"w12studio_{language}.ts"
        known = read(path) if path.exists() else {}
        path.write_text(rendered(catalogue, language, known), encoding="utf-8")
        if args.compile:
            compile_ts(path, path.with_suffix(".qm"))
    sys.stdout.write(f"{len(catalogue.messages)} texts\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
