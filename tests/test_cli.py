"""The command line: exit status, what is said where, and that nothing is lost when one file fails."""

import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
import soundfile

from w12studio.cli import main

RATE = 22_050


def clicks(path, seconds=6.0):
    t = np.arange(int(RATE * seconds))
    since = t % (RATE // 2)
    wave = np.exp(-since / 400) * np.sin(since * 0.3) * 0.6 + 0.05 * np.sin(t * 2 * np.pi * 220 / RATE)
    soundfile.write(path, wave.astype(np.float32), RATE)
    return path


def test_version_and_help(capsys):
    for args, text in (
        (["--version"], "W12 Studio"),
        (["--help"], "doctor"),
        (["analyze", "--help"], "--export"),
    ):
        with pytest.raises(SystemExit) as end:
            main(args)
        assert end.value.code == 0
        assert text in capsys.readouterr().out


def test_help_imports_nothing_heavy():
    script = (
        "import sys\nfrom w12studio.cli import main\n"
        "try: main(['analyze', '--help'])\nexcept SystemExit: pass\n"
        "heavy = {'scipy', 'librosa', 'tensorflow', 'onnxruntime', 'PySide6', 'av', 'soundfile', 'numba', 'essentia'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(
    "args",
    [
        ["analyze"],
        ["analyze", "x.wav", "--device", "abacus"],
        ["--no-such-option"],
    ],
)
def test_wrong_usage_is_2(args, capsys):
    with pytest.raises(SystemExit) as end:
        main(args)
    assert end.value.code == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("args", "text"),
    [
        (["analyze", "x.wav", "--export", "papyrus"], "no format 'papyrus'"),
        (["analyze", "x.wav", "--layers", "colour"], "no layer 'colour'"),
        (["analyze", "x.wav", "--estimator", "beats"], "LAYER=NAME"),
        (["analyze", "x.wav", "--set", "hop=5"], "no option 'hop'"),
        (["analyze", "x.wav", "--set", "hop_ms=50"], "Choose one from 5 to 20 ms"),
        (["analyze", "x.wav", "--set", "decoder=magic"], "Choose viterbi or weighted"),
        (["analyze", "x.wav", "--option", "papyrus.size=3"], "no format 'papyrus'"),
        (["export", "missing.w12", "--to", "csv"], "missing.w12: it can't be opened"),
    ],
)
def test_wrong_words_are_2_with_a_sentence(args, text, capsys):
    assert main(args) == 2
    assert text in capsys.readouterr().err


def test_without_a_display_the_window_says_so(monkeypatch, capsys):
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert main([]) == 2
    assert "no display" in capsys.readouterr().err


@pytest.mark.slow
def test_one_bad_file_does_not_stop_the_others(tmp_path, capsys):
    good = clicks(tmp_path / "good.wav")
    bad = tmp_path / "bad.wav"
    bad.write_text("no audio at all")
    out = tmp_path / "out"
    status = main(
        [
            "analyze",
            str(bad),
            str(good),
            "--out",
            str(out),
            "--export",
            "w12,csv,midi,jams",
            "--layers",
            "beats",
        ]
    )
    said = capsys.readouterr()
    assert status == 1
    assert sorted(p.name for p in out.iterdir()) == ["good.csv", "good.jams", "good.mid", "good.w12"]
    assert "bad.wav: " in said.err
    assert "Traceback" not in said.err + said.out
    assert "1 of 2 files analysed" in said.err
    assert "good.wav: 0:06.0 analysed in " in said.err
    assert "\r" not in said.err


@pytest.mark.slow
def test_json_is_one_line_a_file(tmp_path, capsys):
    good = clicks(tmp_path / "good.wav")
    assert main(["analyze", str(good), str(tmp_path / "gone.wav"), "--json", "--layers", "beats"]) == 1
    said = capsys.readouterr()
    first, second = (json.loads(line) for line in said.out.splitlines())
    assert first["ok"]
    assert first["tempo_bpm"] == pytest.approx(120, abs=1)
    assert first["tempo_median_bpm"] == pytest.approx(120, abs=1) == first["tempo_mode_bpm"]
    assert first["tempo_verdict"] == "steady" and 0 <= first["tempo_deviation_ms"] < 25
    assert first["beats"] > 8
    assert first["written"] == [str(tmp_path / "good.w12")]
    assert not second["ok"]
    assert second["error"].startswith("gone.wav: there is no such file")


@pytest.mark.slow
def test_export_of_a_project(tmp_path, capsys):
    good = clicks(tmp_path / "good.wav")
    assert main(["analyze", str(good), "--layers", "beats"]) == 0
    assert main(["export", str(tmp_path / "good.w12"), "--to", "csv,midi", "--out", str(tmp_path / "x")]) == 0
    assert sorted(p.name for p in (tmp_path / "x").iterdir()) == ["good.csv", "good.mid"]
    assert "largest timing error" in capsys.readouterr().out


@pytest.mark.slow
def test_results_are_numbered_not_overwritten(tmp_path):
    good = clicks(tmp_path / "good.wav")
    for _ in range(2):
        assert main(["analyze", str(good), "--layers", "beats"]) == 0
    assert (tmp_path / "good (2).w12").exists()
    assert main(["analyze", str(good), "--layers", "beats", "--overwrite"]) == 0
    assert not (tmp_path / "good (3).w12").exists()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_ctrl_c_stops_within_a_moment_and_leaves_no_process(tmp_path):
    long = clicks(tmp_path / "long.wav", 1200.0)
    command = [sys.executable, "-m", "w12studio", "analyze", str(long), "--no-cache"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        for line in process.stderr:
            if "%" in line:
                break
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        rest = process.stderr.read()
        assert process.wait(10) == 130
    assert time.monotonic() - began < 10
    assert "Stopped." in rest
    assert not (tmp_path / "long.w12").exists()
