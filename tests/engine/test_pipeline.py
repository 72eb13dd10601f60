"""The pipeline over fake estimators in real workers: order of messages, progress, fallbacks, limits, cancel."""

import threading
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from w12studio.domain.analysis import BEATS, KEY, METER, TEMPO
from w12studio.domain.errors import AudioError, Cancelled, W12Error
from w12studio.engine import paths, pipeline, registry, store
from w12studio.engine.estimator import Estimator
from w12studio.engine.messages import AudioFound, AudioReady, PeaksGrown, Progressed, TrackUpdated, Warned
from w12studio.engine.pipeline import Pipeline, Request
from w12studio.engine.workers import WorkerPool

FAKES = "tests.engine.fake_estimators:"


@pytest.fixture
def pool():
    pool = WorkerPool()
    yield pool
    pool.shutdown()


@pytest.fixture
def fakes(monkeypatch):
    """Puts chains of fake estimators in place: ``fakes(beats=["crashing", "beats"], key=["key"])``."""

    def install(needs=(), **chains):
        estimators, stages = {}, []
        for name, chain in chains.items():
            kind = {"beats": BEATS, "key": KEY}[name]
            for fake in chain:
                estimators[fake] = Estimator(
                    fake, f"Fake {fake}", (kind,), "onnx", FAKES + fake, 0.01,
                    needs=tuple(needs) if fake == chain[0] else (),
                )  # fmt: skip
            stages.append(registry.Stage(name, name.title(), (kind,), tuple(chain)))
        for module in (pipeline, registry):
            monkeypatch.setattr(module, "ESTIMATORS", estimators)
            monkeypatch.setattr(module, "STAGES", tuple(stages))
        return Request(layers=tuple(chains))

    return install


@pytest.fixture
def song(tmp_path):
    rate = 22_050
    path = tmp_path / "song.wav"
    soundfile.write(path, np.sin(np.arange(rate * 8) * 0.05).astype(np.float32) * 0.5, rate)
    return path


def run(pool, path, request, cancel=None):
    messages = []
    line = Pipeline(pool, path, request, messages.append, cancel or threading.Event())
    audio = line.read(lambda sha: False)
    try:
        line.analyze(audio)
        return line.finish(), messages, line
    finally:
        Path(audio.store).unlink()


def test_everything_arrives_in_order(pool, song, fakes):
    analysis, messages, line = run(pool, song, fakes(beats=["beats"], key=["key"]))
    kinds = [type(m) for m in messages]
    assert kinds.index(AudioFound) < kinds.index(PeaksGrown) < kinds.index(AudioReady) < kinds.index(TrackUpdated)
    assert set(analysis.tracks) == {BEATS, KEY, TEMPO, METER}
    assert analysis.duration == pytest.approx(8.0)
    assert len(analysis.audio.sha256) == 64
    assert len(analysis.events(BEATS)) == 16
    assert analysis.events(TEMPO)[0].value == pytest.approx(120, abs=0.01)
    assert analysis.events(METER)[0].label == "4/4"
    partial = [m.track for m in messages if isinstance(m, TrackUpdated) and m.track.kind == BEATS]
    assert [t.complete for t in partial] == [False, True]
    assert line.clean
    assert analysis.warnings == ()


def test_peaks_cover_the_file_without_gaps(pool, song, fakes):
    _, messages, _ = run(pool, song, fakes(key=["key"]))
    peaks = [m for m in messages if isinstance(m, PeaksGrown)]
    at = 0
    for message in peaks:
        assert message.first_block == at
        at += message.peaks.shape[0]
    assert at == -(-22_050 * 8 // 256)
    assert [m.last for m in peaks] == [False] * (len(peaks) - 1) + [True]


def test_progress_never_runs_backwards_and_ends_once(pool, song, fakes):
    _, messages, _ = run(pool, song, fakes(beats=["unable", "beats"], key=["key"]))
    shown = [m.fraction for m in messages if isinstance(m, Progressed)]
    assert shown == sorted(shown)
    assert shown.count(1.0) == 1
    assert isinstance(messages[-1], Progressed)


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        ("unable", "it has no weights"),
        ("buggy", "it failed unexpectedly; the log tells more"),
        ("crashing", "its process stopped unexpectedly"),
        ("hanging", "it passed its time limit"),
    ],
)
def test_the_next_estimator_takes_over_and_says_so(pool, song, fakes, monkeypatch, first, reason):
    monkeypatch.setattr(pipeline, "_LEAST_LIMIT_S", 1.5)
    analysis, messages, line = run(pool, song, fakes(beats=[first, "beats"], key=["key"]))
    source = analysis.track(BEATS).source
    assert source.estimator == "fake-beats"
    assert source.fallback_from == (f"{first}: {reason}",)
    assert any(isinstance(m, Warned) and reason in m.text for m in messages)
    assert analysis.warnings
    assert set(analysis.tracks) == {BEATS, KEY, TEMPO, METER}
    assert not line.clean


def test_what_is_not_installed_is_skipped_with_its_reason(pool, song, fakes):
    analysis, _, _ = run(pool, song, fakes(needs=["no_such_package_here"], key=["unable", "key"]))
    assert "no_such_package_here is not installed" in analysis.track(KEY).source.fallback_from[0]


def test_a_stage_without_any_answer_leaves_the_rest(pool, song, fakes):
    analysis, _, _ = run(pool, song, fakes(beats=["unable", "buggy"], key=["key"]))
    assert set(analysis.tracks) == {KEY}
    assert "could not be computed" in analysis.warnings[0]


@pytest.mark.parametrize("task", ["endless", "hanging"])
def test_cancel(pool, song, fakes, task):
    cancel = threading.Event()
    request = fakes(beats=[task])
    threading.Timer(1.0, cancel.set).start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        run(pool, song, request, cancel)
    assert time.monotonic() - began < 10
    assert all(w.task_id is None for w in pool.workers)


def test_what_is_no_audio_is_named(pool, tmp_path, fakes):
    path = tmp_path / "letter.wav"
    path.write_text("Dear Sir or Madam, " * 50)
    with pytest.raises(AudioError, match=r"^letter\.wav: "):
        run(pool, path, fakes(key=["key"]))
    assert not list((paths.cache_dir() / "audio").glob("*.f32"))


def test_a_known_hash_stops_the_decoder(pool, song, fakes):
    line = Pipeline(pool, song, fakes(key=["key"]), lambda m: None, threading.Event())
    result = line.read(lambda sha: True)
    if result is not None:  # so short a file may be decoded before it is hashed
        Path(result.store).unlink()
    assert all(w.task_id is None for w in pool.workers)


def test_wrong_requests_get_a_sentence():
    with pytest.raises(W12Error, match="no layer 'colour'"):
        Request(layers=("colour",))
    with pytest.raises(W12Error, match="no device"):
        Request(device="abacus")
    with pytest.raises(W12Error, match="is no estimator of 'beats'"):
        Request(estimators={"beats": "swift-f0"})


def test_stores_of_dead_processes_are_removed(tmp_path):
    folder = store.new_store().parent
    dead, alive = folder / "999999999-a.f32", store.new_store()
    dead.write_bytes(b"x")
    alive.write_bytes(b"x")
    store.remove_abandoned_stores()
    assert not dead.exists()
    assert alive.exists()
