"""The melody of mixtures, the judgement of the material, and one estimator handing over to another."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import soundfile

from w12studio.domain.analysis import KEY, NOTES, PITCH, Track
from w12studio.domain.errors import Cancelled, W12Error
from w12studio.engine import pipeline, registry
from w12studio.engine import pitch as pitch_module
from w12studio.engine.estimator import Estimator, Unsuitable
from w12studio.engine.material import MaterialMeter
from w12studio.engine.pipeline import Pipeline, Request
from w12studio.engine.pitch import estimate_swift_f0
from w12studio.engine.store import SharedAudio
from w12studio.engine.workers import WorkerPool

RATE = 44_100
HAND_OVER: Mapping[str, str] = {"hand_over": "essentia-melody"}


class QuietJob:
    """Stops an estimator after a number of reports where asked."""

    def __init__(self, stop_after: int = 10**9) -> None:
        self.left = stop_after

    def progress(self, fraction: float) -> None:
        self.left -= 1
        if self.left <= 0:
            raise Cancelled

    def emit(self, track: Track) -> None:
        assert not track.complete


def shared(folder: Path, x: np.ndarray) -> SharedAudio:
    path = folder / "store.f32"
    x.astype(np.float32).tofile(path)
    return SharedAudio(str(path), RATE, 1, len(x), "test.wav")


def voice(midi: list[int], each_s: float, level: float, harmonics: int = 8) -> np.ndarray:
    """Notes one after the other, with vibrato."""
    t = np.arange(int(each_s * RATE)) / RATE
    out = []
    for m in midi:
        f = 440 * 2 ** ((m - 69) / 12) * (1 + 0.004 * np.sin(2 * np.pi * 5.5 * t))
        phase = 2 * np.pi * np.cumsum(f) / RATE
        tone = sum(np.sin(k * phase) * 0.7**k for k in range(1, harmonics + 1))
        out.append(level * tone * np.minimum(1, np.minimum(t, each_s - t) / 0.02))
    return np.concatenate(out)


TUNE = [72, 74, 76, 79, 77, 76, 74, 72] * 3


def mixture() -> np.ndarray:
    """A tune over chords, a bass and noise at each beat; 24 notes of half a second."""
    n = len(TUNE)
    rng = np.random.default_rng(0)
    beat = np.concatenate([rng.normal(0, 0.2, RATE // 2) * np.exp(-np.arange(RATE // 2) / RATE * 25) for _ in range(n)])
    chords = sum(voice([p] * n, 0.5, 0.12, 4) for p in (52, 55, 59))
    return voice(TUNE, 0.5, 0.2) + chords + voice([36, 43] * (n // 2), 0.5, 0.2, 4) + beat


# -- the material ----------------------------------------------------------------------------------------------


def test_a_single_voice_is_not_passed_on(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).normal(0, 0.002, RATE // 2 * len(TUNE))
    pitch, _ = estimate_swift_f0(shared(tmp_path, voice(TUNE, 0.5, 0.2) + noise), QuietJob(), HAND_OVER)
    assert pitch.source.estimator == "swift-f0"


def test_a_mixture_is_passed_on_only_where_somebody_can_take_it(tmp_path: Path) -> None:
    audio = shared(tmp_path, mixture())
    with pytest.raises(Unsuitable, match="Several sounds at once") as passed:
        estimate_swift_f0(audio, QuietJob(), HAND_OVER)
    assert passed.value.instead == "essentia-melody"
    pitch, _ = estimate_swift_f0(audio, QuietJob(), {})
    assert pitch.source.estimator == "swift-f0" and pitch.complete


def test_no_second_opinion_is_asked_about_a_mixture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(pitch_module, "second_opinion", lambda f0, *_: asked.append(len(f0)) or f0)
    estimate_swift_f0(shared(tmp_path, voice(TUNE, 0.5, 0.2)), QuietJob(), {})
    of_solo = sum(asked)
    asked.clear()
    estimate_swift_f0(shared(tmp_path, mixture()), QuietJob(), {})
    assert of_solo == 12 * 16_000 // 256
    assert sum(asked) < of_solo / 2


def meter_of(x: np.ndarray, f0: float, n: int) -> MaterialMeter:
    meter = MaterialMeter()
    meter.add(np.full(n, f0), x.astype(np.float32), np.linspace(2000, len(x) - 2000, n).astype(np.int64), 16_000)
    return meter


def test_the_meter_measures_what_one_period_explains() -> None:
    t = np.arange(16_000 * 4) / 16_000
    one, other = np.sin(2 * np.pi * 200 * t), np.sin(2 * np.pi * 277 * t)
    assert meter_of(one, 200, 200).clear_share() == 1.0
    assert not meter_of(one, 200, 200).is_mixture()
    assert meter_of(one + other, 200, 200).clear_share() == 0.0
    assert meter_of(one + other, 200, 200).is_plainly_mixture()
    assert meter_of(one + 0.1 * other, 200, 200).clear_share() == 1.0  # 20 dB below: still one voice


def test_too_little_is_no_evidence() -> None:
    x = np.random.default_rng(0).normal(0, 0.3, 64_000)
    assert MaterialMeter().clear_share() is None
    few = meter_of(x, 200, 15)
    assert few.clear_share() is None and not few.is_mixture()
    some = meter_of(x, 200, 60)
    assert some.is_mixture() and not some.is_plainly_mixture()


# -- the melody ------------------------------------------------------------------------------------------------


def test_the_melody_of_a_mixture(tmp_path: Path) -> None:
    pytest.importorskip("essentia", reason="Essentia has no package for this system")
    from w12studio.engine.melody import estimate_melody

    audio = shared(tmp_path, mixture())
    pitch, notes = estimate_melody(audio, QuietJob(), {})
    assert (pitch.kind, notes.kind, pitch.curve.frame_rate) == (PITCH, NOTES, 100.0)
    assert len(pitch.curve) == 1200
    inside = np.arange(1200) % 50
    held = (inside > 8) & (inside < 42)
    truth = np.repeat(TUNE, 50)
    found = 69 + 12 * np.log2(pitch.curve.values / 440)
    right = np.abs(found - truth) < 0.5
    alone, _ = estimate_swift_f0(audio, QuietJob(), {})
    before = np.abs(69 + 12 * np.log2(alone.curve.values / 440) - truth) < 0.5
    assert right[held].mean() > 0.8
    assert right[held].mean() > before[held].mean()
    voiced = np.isfinite(pitch.curve.values)
    assert (pitch.curve.confidence[voiced] >= 0.49).all()


@pytest.mark.parametrize(
    ("x", "words"),
    [(np.zeros(RATE * 2), "silent"), (np.zeros(100), "too short"), (np.full(RATE, np.nan), "silent")],
    ids=["silence", "100 samples", "NaN"],
)
def test_nothing_to_find_is_said_and_not_raised(tmp_path: Path, x: np.ndarray, words: str) -> None:
    pytest.importorskip("essentia", reason="Essentia has no package for this system")
    from w12studio.engine.melody import estimate_melody

    pitch, notes = estimate_melody(shared(tmp_path, x), QuietJob(), {})
    assert words in pitch.message and np.isnan(pitch.curve.values).all() and not len(notes.events)


def test_a_cancel_is_noticed(tmp_path: Path) -> None:
    pytest.importorskip("essentia", reason="Essentia has no package for this system")
    from w12studio.engine.melody import estimate_melody

    with pytest.raises(Cancelled):
        estimate_melody(shared(tmp_path, np.tile(mixture(), 3)), QuietJob(stop_after=1), {})


# -- handing over ----------------------------------------------------------------------------------------------


def test_it_survives_the_way_between_processes() -> None:
    error = Unsuitable("It is hard.", "expert", [Track(KEY)])
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.instead, [t.kind for t in again.tracks]) == ("It is hard.", "expert", [KEY])


@pytest.fixture
def analyze(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Analyses a sound with a chain of fakes; those after the first two run on request only."""
    song = tmp_path / "song.wav"
    soundfile.write(song, np.sin(np.arange(22_050 * 2) * 0.05).astype(np.float32) * 0.5, 22_050)
    pool = WorkerPool()

    def run(
        first: str,
        instead: str = "expert",
        needs: tuple[str, ...] = (),
        estimators: object = None,
        options: object = None,
    ):
        functions = {first: first, "last_resort": "last_resort", "expert": instead}
        fakes = {
            name: Estimator(
                name, name.title(), (KEY,), "onnx", f"tests.engine.handover_fakes:{function}", 0.01,
                needs=needs if name == "expert" else (), on_request=name == "expert",
            )
            for name, function in functions.items()
        }  # fmt: skip
        for module in (pipeline, registry):
            monkeypatch.setattr(module, "ESTIMATORS", fakes)
            monkeypatch.setattr(module, "STAGES", (registry.Stage("key", "Key", (KEY,), tuple(functions)),))
        messages: list[object] = []
        request = Request(layers=("key",), estimators=estimators or {}, options=options or {})
        line = Pipeline(pool, song, request, messages.append, threading.Event())
        audio = line.read(lambda sha: False)
        assert audio is not None
        line.analyze(audio)
        Path(audio.store).unlink()
        analysis = line.finish()
        return analysis.track(KEY), analysis.warnings, line.clean

    yield run
    pool.shutdown()


@pytest.mark.parametrize("first", ["picky", "hasty"])
def test_the_other_takes_over_without_a_warning(analyze, first: str) -> None:
    track, warnings, clean = analyze(first)
    assert track.events.labels[0] == "A minor"
    assert track.message == "It is hard."
    assert track.source.estimator == "expert" and ("instead_of", first) in track.source.params
    assert warnings == () and clean and track.source.fallback_from == ()


@pytest.mark.parametrize("instead", ["unable", "crashing"])
def test_what_was_found_is_taken_when_the_other_fails(analyze, instead: str) -> None:
    track, warnings, clean = analyze("picky", instead)
    assert track.source.estimator == "picky"
    assert track.message == "It is hard. Expert could not take over."
    assert warnings == () and not clean


def test_it_is_asked_again_when_the_other_fails_and_nothing_was_found(analyze) -> None:
    track, warnings, clean = analyze("hasty", "unable")
    assert track.source.estimator == "hasty" and track.events.labels[0] == "C major"
    assert len(warnings) == 1 and "it has no weights" in warnings[0] and not clean


def test_nobody_hands_over_to_what_is_not_installed(analyze) -> None:
    track, warnings, clean = analyze("picky", needs=("no_such_module",))
    assert track.source.estimator == "picky" and track.message == "" and warnings == () and clean


def test_a_choice_is_not_overruled(analyze) -> None:
    track, _, _ = analyze("picky", estimators={"key": "picky"})
    assert track.source.estimator == "picky"


def test_options_reach_the_estimator(analyze) -> None:
    track, _, _ = analyze("picky", options={"hop_ms": "5"})
    assert track.events.labels[0] == "5"
    with pytest.raises(W12Error, match="no option 'hop'"):
        Request(options={"hop": "5"})


def test_one_on_request_runs_when_asked_for_and_not_as_a_fallback(analyze) -> None:
    track, _, _ = analyze("picky", estimators={"key": "expert"})
    assert track.source.estimator == "expert"
    track, warnings, _ = analyze("unable")
    assert track.source.estimator == "last_resort" and len(warnings) == 1
