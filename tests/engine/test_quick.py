"""The quick grid: its estimators, when it is asked, how it falls back, and that it never passes for the full one."""

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.engine.rhythm_helpers import NotingJob, awkward_recordings, band, store
from w12studio import service
from w12studio.domain.analysis import BEATS, Source, Track
from w12studio.domain.errors import Cancelled
from w12studio.domain.events import Events
from w12studio.engine import pipeline, quick, registry
from w12studio.engine.estimator import Estimator
from w12studio.engine.messages import AudioReady, TrackUpdated, Warned
from w12studio.engine.pipeline import Pipeline, Request
from w12studio.engine.quick import QuickGrid
from w12studio.engine.quick_beats import estimate_quick_energy, estimate_quick_librosa
from w12studio.engine.store import SharedAudio
from w12studio.engine.workers import WorkerEvent, WorkerPool
from w12studio.service import cache

FAKES = "tests.engine.fake_estimators:"
GRID = Track(BEATS, Events.from_columns([0.5, 1.0, 1.5]), source=Source("fake"))


def estimator(name):
    return Estimator(name, f"Fake {name}", (BEATS,), "onnx" if name != "hanging" else "librosa", FAKES + name, 0.01)


@pytest.fixture
def fakes(monkeypatch):
    """Puts chains of fake estimators in place: ``fakes(["quick"], ["awaited"])``."""

    def install(quick_chain, chain=()):
        estimators = {name: estimator(name) for name in (*quick_chain, *chain)}
        stages = (registry.Stage("beats", "Beats", (BEATS,), tuple(chain)),)
        for module in (pipeline, registry, quick):
            monkeypatch.setattr(module, "ESTIMATORS", estimators)
        for module in (pipeline, registry, cache):
            monkeypatch.setattr(module, "STAGES", stages)
        monkeypatch.setattr(quick, "QUICK", registry.Stage("quick", "Quick grid", (BEATS,), tuple(quick_chain)))
        return Request(layers=("beats",), quick_grid=True)

    return install


# -- the estimators ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("estimate", [estimate_quick_energy, estimate_quick_librosa])
@pytest.mark.parametrize("bpm", [96, 126])
def test_finds_the_beats_of_a_band(tmp_path, estimate, bpm):
    samples, truth = band(20.0, bpm)
    (track,) = estimate(store(tmp_path, np.stack([samples, samples], axis=1)), NotingJob(), {})
    assert np.median(np.diff(track.events.times)) == pytest.approx(60 / bpm, rel=0.03)
    assert np.mean([np.abs(track.events.times - t).min() <= 0.05 for t in truth[3:-3]]) == 1.0
    assert set(track.events.values) == {1.0, 2.0, 3.0, 4.0}
    assert track.curve is None and np.isnan(track.events.confidences).all()


@pytest.mark.parametrize("name", awkward_recordings())
def test_no_music_is_no_error(tmp_path, name):
    samples, rate = awkward_recordings()[name]
    (track,) = estimate_quick_energy(store(tmp_path, samples, rate), NotingJob(), {})
    assert track.message.endswith(".")


def test_it_can_be_cancelled(tmp_path):
    samples, _ = band(20.0)
    with pytest.raises(Cancelled):
        estimate_quick_energy(store(tmp_path, samples), NotingJob(cancel_at=0.5), {})


# -- when it asks --------------------------------------------------------------------------------------------------


class FakePool:
    """Notes what is submitted; the test answers in its place."""

    def __init__(self):
        self.asked, self.killed, self.cancelled, self.free = [], [], set(), True

    def can_take(self, family):
        return self.free

    def submit(self, family, function, chosen, audio, params):
        self.asked.append((chosen.name, audio.duration))
        return len(self.asked)

    def kill(self, task):
        self.killed.append(task)

    def cancel(self, tasks):
        self.cancelled |= set(tasks)


def part(seconds):
    return SharedAudio("nowhere", 100, 1, int(100 * seconds))


def done(task, track=GRID):
    return WorkerEvent(task, "done", [track])


@pytest.fixture
def grid(fakes):
    fakes(["buggy", "quick"])
    return QuickGrid(FakePool(), wanted=True)


def test_each_part_is_at_least_twice_the_one_before_and_the_last_is_everything(grid):
    for seconds in (10, 29, 31, 50):
        assert grid.advance([], part(seconds), whole=False) is None
    found = grid.advance([done(1)], part(62), whole=False)
    assert found == replace(GRID, complete=False, provisional=True) == grid.track
    grid.advance([done(2)], part(70), whole=False)
    grid.advance([], part(80), whole=True)
    assert [seconds for _, seconds in grid._pool.asked] == [31, 62, 80]
    assert grid.busy
    grid.advance([done(3)], part(80), whole=True)
    assert not grid.busy and grid.tasks == set()


def test_a_short_recording_is_heard_once_it_is_whole(grid):
    grid.advance([], None, whole=False)
    grid.advance([], part(5), whole=False)
    assert grid._pool.asked == []
    grid.advance([], part(5), whole=True)
    assert grid._pool.asked == [("buggy", 5.0)]


def test_it_waits_for_a_worker(grid):
    grid._pool.free = False
    grid.advance([], part(40), whole=True)
    assert grid._pool.asked == [] and grid.busy
    grid._pool.free = True
    grid.advance([], part(40), whole=True)
    assert grid._pool.asked == [("buggy", 40.0)]


@pytest.mark.parametrize("event", [WorkerEvent(1, "failed", ("no", "")), WorkerEvent(1, "died", -9)])
def test_the_next_one_is_asked_the_same(grid, event):
    grid.advance([], part(40), whole=False)
    grid.advance([event], part(41), whole=False)
    assert grid._pool.asked == [("buggy", 40.0), ("quick", 41.0)]
    grid.advance([WorkerEvent(2, "failed", ("no", ""))], part(41), whole=True)
    assert not grid.busy and grid.track is None


def test_what_passes_its_limit_is_killed(grid, monkeypatch):
    monkeypatch.setattr(quick, "LIMIT_S", -1.0)
    grid.advance([], part(40), whole=True)
    grid.advance([], part(40), whole=True)
    assert grid._pool.killed == [1]
    assert grid._pool.asked == [("buggy", 40.0), ("quick", 40.0)]


def test_a_grid_that_is_there_stays_where_a_longer_part_takes_too_long(grid, monkeypatch):
    grid.advance([], part(40), whole=False)
    monkeypatch.setattr(quick, "LIMIT_S", -1.0)
    grid.advance([done(1)], part(90), whole=False)
    grid.advance([], part(90), whole=True)
    assert grid._pool.killed == [2] and grid.track is not None
    assert not grid.busy and len(grid._pool.asked) == 2


def test_silence_is_no_grid(grid):
    grid.advance([], part(40), whole=True)
    assert grid.advance([done(1, Track(BEATS, message="Silent."))], part(40), whole=True) is None
    assert grid.track is None and not grid.busy


def test_stopped_it_asks_no_more(grid):
    grid.advance([], part(40), whole=False)
    grid.stop()
    assert grid._pool.cancelled == {1} and not grid.busy
    assert grid.advance([done(1)], part(80), whole=True) is None
    assert len(grid._pool.asked) == 1


def test_unwanted_it_does_nothing():
    grid = QuickGrid(FakePool(), wanted=False)
    grid.warm()
    grid.advance([], part(40), whole=True)
    assert grid._pool.asked == [] and not grid.busy


# -- in the pipeline -----------------------------------------------------------------------------------------------


@pytest.fixture
def pool():
    pool = WorkerPool()
    yield pool
    pool.shutdown()


@pytest.fixture
def song(tmp_path):
    path = tmp_path / "song.wav"
    soundfile.write(path, band(8.0, rate=22_050)[0], 22_050)
    return path


class Run:
    """One analysis; the full beats (`fake_estimators.awaited`) wait for the quick grid."""

    def __init__(self, pool, path, request, cancel_with_grid=False):
        self.messages, self.cancel, self._stop = [], threading.Event(), cancel_with_grid
        self.line = Pipeline(pool, path, request, self.say, self.cancel)
        self.go = Path()
        audio = self.line.read(lambda sha: False)
        try:
            self.analysis = self.line.analyze(audio)
            self.line.finish()
        finally:
            Path(audio.store).unlink()
            self.go.unlink(missing_ok=True)

    def say(self, message):
        self.messages.append(message)
        if isinstance(message, AudioReady):
            self.go = Path(f"{message.audio.store}.go")
        if isinstance(message, TrackUpdated) and message.track.provisional:
            self.go.touch()
            if self._stop:
                self.cancel.set()

    @property
    def beats(self):
        return [m.track for m in self.messages if isinstance(m, TrackUpdated) and m.track.kind == BEATS]


def test_it_is_there_before_the_full_beats_and_not_in_the_result(pool, song, fakes):
    run = Run(pool, song, fakes(["quick"], ["awaited"]))
    assert [(t.source.estimator, t.provisional, t.complete) for t in run.beats] == [
        ("quick", True, False), ("fake-beats", False, False), ("fake-beats", False, True),
    ]  # fmt: skip
    assert not any(t.provisional for t in run.analysis.tracks.values())
    assert run.line.clean and run.analysis.warnings == ()


def test_behind_one_that_hangs_stands_the_heuristic(pool, song, fakes, monkeypatch):
    monkeypatch.setattr(quick, "LIMIT_S", 1.0)
    run = Run(pool, song, fakes(["hanging", "quick"], ["awaited"]))
    assert [t.source.estimator for t in run.beats] == ["quick", "fake-beats", "fake-beats"]
    assert run.line.clean  # of the full analysis nothing fell back
    assert not [w for w in pool.workers if w.family == "librosa"]


def test_the_full_beats_do_not_wait_for_one_that_hangs(pool, song, fakes):
    run = Run(pool, song, fakes(["hanging"], ["beats"]))
    assert [t.source.estimator for t in run.beats] == ["fake-beats", "fake-beats"]
    assert all(w.task_id is None for w in pool.workers)


def test_it_is_the_last_resort(pool, song, fakes):
    run = Run(pool, song, fakes(["quick"], ["unable", "buggy"]))
    track = run.analysis.track(BEATS)
    assert track.source.estimator == "quick" and track.complete and not track.provisional
    assert [x.split(":")[0] for x in track.source.fallback_from] == ["unable", "buggy"]
    assert any(isinstance(m, Warned) for m in run.messages) and not run.line.clean


def test_where_it_finds_nothing_either_a_sentence_says_so(pool, song, fakes):
    run = Run(pool, song, fakes(["silent"], ["unable"]))
    assert run.analysis.track(BEATS) is None
    assert "could not be computed" in run.analysis.warnings[0]


def test_cancelled_nothing_of_it_runs_on(pool, song, fakes):
    with pytest.raises(Cancelled):
        Run(pool, song, fakes(["quick"], ["endless"]), cancel_with_grid=True)
    assert all(w.task_id is None for w in pool.workers)


@pytest.mark.parametrize("change", [{"quick_grid": False}, {"layers": ()}])
def test_it_comes_only_where_it_is_asked_for(pool, song, fakes, change):
    request = replace(fakes(["quick"], ["beats"]), **change)
    assert not any(t.provisional for t in Run(pool, song, request).beats)


# -- what is remembered --------------------------------------------------------------------------------------------


@pytest.fixture
def own_service(fakes):
    yield fakes
    service.shutdown()


def test_it_is_not_cached_and_not_computed_where_the_cache_has_the_answer(song, own_service, monkeypatch):
    request = replace(own_service(["quick"], ["beats"]), keep_audio=True)
    seen = []

    def say(message):
        if isinstance(message, AudioReady):
            service.release_audio(message.audio)
        elif isinstance(message, TrackUpdated):
            seen.append(message.track)

    first = service.analyze(song, request, say)
    kept = cache.load(first.audio.sha256, request).analysis
    assert kept.track(BEATS).source.estimator == "fake-beats"
    assert not any(t.provisional for t in kept.tracks.values())
    seen.clear()
    again = service.analyze(song, request, say)
    assert again == first
    assert not any(t.provisional for t in seen)
