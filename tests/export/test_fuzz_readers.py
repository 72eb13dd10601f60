"""The fuzzer's seeds are read, and what it calls a finding is one."""

from __future__ import annotations

import importlib.util
import signal
from pathlib import Path
from types import ModuleType

import pytest

from w12studio.domain.errors import DocumentError
from w12studio.export.registry import FORMATS

pytest.importorskip("resource")
SCRIPT = Path(__file__).parents[2] / "scripts" / "fuzz_readers.py"


@pytest.fixture
def fuzzer(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("fuzz_readers", SCRIPT)
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    monkeypatch.setattr(script.signal, "setitimer", lambda *_: None)  # its alarm would end this process
    return script


@pytest.mark.parametrize("name", FORMATS)
def test_seeds_of_every_format_are_read_with_odd_numbers_too(fuzzer: ModuleType, tmp_path: Path, name: str) -> None:
    (tmp_path / "corpus").mkdir()
    assert fuzzer.write_seeds(name, tmp_path / "corpus") >= 8
    target = fuzzer.Target(name, tmp_path, 1e9)
    for number, path in enumerate(sorted((tmp_path / "corpus").iterdir())[:12]):
        target(path.read_bytes())
        target(fuzzer.odd_numbers(path.read_bytes(), number))
    assert target.runs >= 16 and not (tmp_path / "findings").exists()


@pytest.mark.parametrize("wrong", [KeyError("x"), MemoryError(), RecursionError()])
def test_other_errors_are_findings_and_refusals_are_not(
    fuzzer: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: Exception
) -> None:
    target = fuzzer.Target("lab", tmp_path, 1e9)

    def fail(error: BaseException) -> None:
        raise error

    monkeypatch.setattr(target, "_read", lambda: fail(DocumentError("no")))
    target(b"1")
    assert not (tmp_path / "findings").exists()
    for error in (wrong, fuzzer.TooSlow()):
        monkeypatch.setattr(target, "_read", lambda error=error: fail(error))
        target(b"2"), target(b"3")
    found = sorted((tmp_path / "findings").iterdir())
    assert len(found) == 4 and {p.read_bytes() for p in found if not p.suffix} == {b"2"}


def test_the_alarm_ends_an_input(fuzzer: ModuleType) -> None:
    with pytest.raises(fuzzer.TooSlow):
        fuzzer._slow(signal.SIGVTALRM, None)
