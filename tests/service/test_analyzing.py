"""`service.analyze` with the real estimators on the demo recording, whose beats we know because we wrote it."""

import importlib.util
import os
import threading
from pathlib import Path

import mir_eval
import numpy as np
import pytest
import soundfile

from w12studio import service
from w12studio.domain import pins
from w12studio.domain.analysis import (
    BEATS,
    CARD,
    CHORDS,
    DANCEABILITY,
    KEY,
    LOCAL_KEYS,
    LOUDNESS,
    METER,
    NOTES,
    PITCH,
    SECTIONS,
    TAGS,
    TEMPO,
    TRANSIENTS,
)  # fmt: skip
from w12studio.domain.errors import AudioError, Cancelled, EstimatorError
from w12studio.domain.meters import Meter

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def one_pool():
    """The workers serve all tests of this module."""
    yield
    service.shutdown()


@pytest.fixture
def no_leaks():
    """Workers outlive a test here; `one_pool` stops them."""


def demo_score():
    path = Path(__file__).parents[2] / "scripts" / "make_demo.py"
    spec = importlib.util.spec_from_file_location("make_demo", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_demo_recording_is_understood():
    messages = []
    analysis = service.analyze(service.demo_path(), service.Request(use_cache=False), messages.append)
    of_the_whole = {SECTIONS, LOUDNESS, DANCEABILITY, CHORDS, LOCAL_KEYS, TAGS, CARD}
    assert set(analysis.tracks) == {BEATS, TRANSIENTS, TEMPO, PITCH, NOTES, KEY, METER} | of_the_whole
    assert analysis.fact("integrated_loudness").value < 0 and 0 <= analysis.fact("energy").value <= 100
    assert analysis.warnings == ()
    score = demo_score()
    n_beats = score.PICKUP + 4 * len(score.BARS)
    truth = np.array([score.time_of(b) for b in range(n_beats)])
    beats = analysis.events(BEATS)
    assert mir_eval.beat.f_measure(truth, beats.times) > 0.95
    downbeats = beats.times[beats.values == 1]
    assert mir_eval.beat.f_measure(truth[score.PICKUP :: 4], downbeats) > 0.9
    assert analysis.events(TEMPO)[0].value == pytest.approx(108.5, abs=2.5)
    assert analysis.events(METER)[0].label == "4/4"
    assert analysis.events(KEY)[0].label in ("A minor", "C major")
    curve = analysis.track(PITCH).curve
    assert np.isfinite(curve.values).mean() > 0.2
    kinds = [type(m) for m in messages]
    assert kinds.index(service.PeaksGrown) < kinds.index(service.AudioReady) < kinds.index(service.TrackUpdated)
    partial = {m.track.kind for m in messages if isinstance(m, service.TrackUpdated) and not m.track.complete}
    assert {TRANSIENTS, PITCH} <= partial


def test_a_second_look_comes_from_the_cache_and_is_the_same(monkeypatch):
    first = service.analyze(service.demo_path())
    messages = []
    monkeypatch.setattr("w12studio.engine.pipeline.Pipeline.analyze", None)  # must not be needed
    second = service.analyze(service.demo_path(), on_message=messages.append)
    assert second == first
    shown = {m.track.kind for m in messages if isinstance(m, service.TrackUpdated)}
    assert shown == set(first.tracks)
    assert sum(m.peaks.shape[0] for m in messages if isinstance(m, service.PeaksGrown)) == -(
        -first.audio.n_samples // 256
    )


def test_the_audio_is_kept_for_who_asks_and_deleted_otherwise():
    ready = []

    def keep(message):
        if isinstance(message, service.AudioReady):
            ready.append(message.audio)

    for _ in range(2):  # computed, then from the cache
        service.analyze(service.demo_path(), service.Request(layers=("key",), keep_audio=True), keep)
    service.analyze(service.demo_path(), service.Request(layers=("key",), use_cache=False), keep)
    kept, again, gone = ready
    wave, _ = soundfile.read(service.demo_path(), dtype="float32", always_2d=True)
    assert np.array_equal(kept.samples(), wave)
    assert Path(again.store).exists()
    assert not Path(gone.store).exists()
    for audio in (kept, again):
        service.release_audio(audio)
        assert not Path(audio.store).exists()


@pytest.mark.parametrize("after", [0.05, 0.6])
def test_cancel_takes_effect_and_the_next_analysis_works(after):
    cancel = threading.Event()
    timer = threading.Timer(after, cancel.set)
    timer.start()
    with pytest.raises(Cancelled):
        service.analyze(service.demo_path(), service.Request(use_cache=False), cancel=cancel)
    timer.join()
    assert not list((service.cache_dir() / "audio").glob("*.f32"))
    assert KEY in service.analyze(service.demo_path(), service.Request(layers=("key",))).tracks


def speech(seconds, rate):
    """Something like talk: vowels of two formants and hissing consonants, of no regular length, with pauses."""
    rng = np.random.default_rng(4)
    parts, length = [], 0
    while length < seconds * rate:
        n = int(rng.uniform(0.05, 0.3) * rate)
        t = np.arange(n) / rate
        pitch = rng.uniform(90, 140) * (1 + 0.1 * np.sin(2 * np.pi * rng.uniform(1, 3) * t))
        buzz = np.sign(np.sin(2 * np.pi * np.cumsum(pitch) / rate)) * 0.3
        formants = [np.sin(2 * np.pi * f * t) for f in (rng.uniform(300, 800), rng.uniform(900, 2400))]
        hiss = rng.standard_normal(int(rng.uniform(0.02, 0.1) * rate)) * 0.05
        pause = np.zeros(int(rng.choice([0.0, 0.0, 0.05, 0.6]) * rate))
        parts += [buzz * (1 + sum(formants)) * np.hanning(n) * 0.4, hiss, pause]
        length = sum(p.size for p in parts)
    return np.concatenate(parts)[: seconds * rate]


def degenerate(rate=44_100):
    """Recordings in which there is little or nothing to find."""
    t = np.arange(rate * 4) / rate
    click = np.zeros(rate * 4)
    click[rate] = 1.0
    return {
        "silence": np.zeros(rate * 4),
        "one sample": np.array([0.5]),
        "a blink": np.sin(np.arange(int(rate * 0.05)) * 0.1),
        "0.3 s": np.sin(np.arange(int(rate * 0.3)) * 0.1),
        "one click": click,
        "a tone": 0.5 * np.sin(2 * np.pi * 440 * t),
        "noise": np.random.default_rng(1).standard_normal(rate * 4) * 0.2,
        "speech": speech(8, rate),
        "full-scale DC": np.ones(rate * 4),
    }


def check_what_follows(analysis, folder):
    """Pins, other readings and exports of a recording without much in it: a result, or a sentence."""
    summary = service.tempo_summary(analysis.events(BEATS).times)
    assert (summary.steadiness.verdict != "") == (len(analysis.events(BEATS)) > 2)
    try:
        pinned = service.resolve(analysis, [pins.beat(0.01), pins.tempo(0.02, 120.0)])
        assert 0.01 in pinned.events(BEATS).times
        assert isinstance(service.alternatives(pinned), tuple)
    except EstimatorError as error:
        assert str(error).endswith(".")
    for name in ("midi", "rekordbox", "traktor", "json", "csv"):
        report = service.export(analysis, folder / f"x{service.format_suffix(name)}", name)
        assert report.max_timing_error_s <= 0.002


@pytest.mark.parametrize("name", degenerate())
def test_recordings_without_much_in_them_give_a_result(tmp_path, name):
    path = tmp_path / f"{name}.wav"
    soundfile.write(path, degenerate()[name].astype(np.float32), 44_100, subtype="FLOAT")
    analysis = service.analyze(path, service.Request(use_cache=False))
    for track in analysis.tracks.values():
        found = len(track.events) or (track.curve is not None and np.isfinite(track.curve.values).any())
        assert found or track.message or track.kind in (TEMPO, METER, NOTES), track.kind
    check_what_follows(analysis, tmp_path)
    silent = name in ("silence", "full-scale DC")
    assert [("silent" in text) for text in analysis.warnings] == [True] * silent
    if silent:
        assert not any(len(track.events) for track in analysis.tracks.values())


def test_smoothing_and_meter_that_a_request_asks_for():
    plain = service.analyze(service.demo_path())
    assert service.smoothing_of(plain) == service.SMOOTHING
    told = []
    request = service.Request(tempo_smoothing=31, meter=Meter(4, compound=True))
    asked = service.analyze(service.demo_path(), request, told.append)
    assert service.smoothing_of(asked) == 31
    assert {e.label for e in asked.events(METER)} == {"12/8"}
    assert np.nanstd(asked.track(TEMPO).curve.values) < np.nanstd(plain.track(TEMPO).curve.values)
    last = {m.track.kind: m.track for m in told if isinstance(m, service.TrackUpdated)}
    assert last[TEMPO] == asked.track(TEMPO) and last[METER] == asked.track(METER)


def test_not_a_number_is_read_as_silence_and_said(tmp_path):
    path = tmp_path / "nan.wav"
    soundfile.write(path, np.full(44_100, np.nan, np.float32), 44_100, subtype="FLOAT")
    analysis = service.analyze(path, service.Request(use_cache=False))
    assert any("NaN" in text or "not number" in text.lower() for text in analysis.warnings), analysis.warnings


def test_bad_files_get_one_sentence(tmp_path):
    empty = tmp_path / "empty.mp3"
    empty.touch()
    for path, text in (
        (tmp_path / "gone.wav", "there is no such file"),
        (tmp_path, "it is a folder"),
        (empty, "it is empty"),
    ):
        with pytest.raises(AudioError, match=text):
            service.analyze(path)


def test_a_file_that_vanishes_while_it_is_analysed(tmp_path):
    path = tmp_path / "song.wav"
    wave, rate = soundfile.read(service.demo_path(), dtype="float32", always_2d=True)
    soundfile.write(path, wave, rate)

    def vanish(message):
        if isinstance(message, service.AudioReady):
            path.unlink()

    analysis = service.analyze(path, service.Request(layers=("key",), use_cache=False), vanish)
    assert KEY in analysis.tracks


def test_a_second_caller_waits_for_the_first():
    results = []

    def run():
        results.append(service.analyze(service.demo_path(), service.Request(layers=("key",), use_cache=False)))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(results) == 2
    assert results[0] == results[1]


@pytest.mark.skipif(os.name == "nt", reason="no such files there")
def test_what_is_no_file_gets_one_sentence(tmp_path):
    os.mkfifo(tmp_path / "pipe.wav")
    (tmp_path / "loop.wav").symlink_to("loop.wav")
    (tmp_path / "song.w12").write_bytes(b"{}")
    for path, text in (
        (tmp_path / "pipe.wav", "it is a device or a pipe"),
        (Path("/dev/null"), "it is a device or a pipe"),
        (tmp_path / "loop.wav", "it can't be opened"),
        (tmp_path / ("x" * 300), "it can't be opened"),
        (tmp_path / "song.w12", "it is a project"),
    ):
        with pytest.raises(AudioError, match=text):
            service.analyze(path)
