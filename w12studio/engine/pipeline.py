"""Request -> stages -> Analysis: progress, cancel, time limits, fallbacks."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from w12studio.domain.analysis import BEATS, TRANSIENTS, Analysis, AudioFacts, Track
from w12studio.domain.errors import Cancelled, W12Error
from w12studio.domain.events import Event
from w12studio.domain.meters import Meter
from w12studio.domain.pins import checked
from w12studio.engine.crepe_options import CrepeOptions
from w12studio.engine.derived import following_tracks
from w12studio.engine.devices import check_wanted
from w12studio.engine.estimator import Unsuitable
from w12studio.engine.messages import AudioFound, AudioReady, Progressed, TrackUpdated, Warned
from w12studio.engine.progress import OnMessage, ProgressMeter
from w12studio.engine.quick import QuickGrid
from w12studio.engine.reading import Reading
from w12studio.engine.registry import ESTIMATORS, STAGE_NAMES, STAGES, Stage, missing
from w12studio.engine.store import SharedAudio
from w12studio.engine.tempo import MOST_SMOOTHING, SMOOTHING, derived_tracks
from w12studio.engine.workers import CORES, WorkerEvent, WorkerPool

log = logging.getLogger(__name__)

_POLL_S = 0.04
_DECODE_COST = 0.004  # s of a core per second of audio, MP3 at 44.1 kHz
_LEAST_LIMIT_S = 20.0
_LONG_S = 2 * 3600.0  # beyond it one stage at a time: two of them hold several GB each
BEATS_STAGE = "beats"
OPTIONS = ("hop_ms", "decoder", "precision")


@dataclass(frozen=True, slots=True)
class Request:
    """What to analyse, and how.

    Attributes
    ----------
    layers : tuple of str
        Names of stages: "beats" (with tempo and meter), "transients", "pitch" (with notes), "key", "harmony" (chords,
        keys over time), "sections", "loudness", "danceability", "tags".
    device : str
        "auto", "cpu", "gpu" or "gpu:1", for the estimators that can use one.
    estimators : mapping of str to str
        By stage, the estimator to ask first in place of the best one.
    options : mapping of str to str
        For the estimators that know them: "hop_ms" (5 to 20), "decoder" ("weighted", "viterbi") and "precision"
        ("float32", "mixed") of CREPE.
    pins : tuple of Event
        What is known of the beats (`w12studio.domain.pins`); `w12studio.service.analyze` makes them follow.
    meter : Meter or None
        Of the whole recording; None: as it is found.
    tempo_smoothing : int
        Beats over which the tempo curve is smoothed, 1 (not at all) to 63.
    use_cache : bool
        Take what was computed before, and remember what is computed now.
    keep_audio : bool
        Leave the decoded audio to the caller, who got it in `AudioReady` and deletes it in the end.
    quick_grid : bool
        Where beats are asked for: send provisional ones as soon as there is something to hear.
    """

    layers: tuple[str, ...] = STAGE_NAMES
    device: str = "auto"
    estimators: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    pins: tuple[Event, ...] = ()
    meter: Meter | None = None
    tempo_smoothing: int = SMOOTHING
    use_cache: bool = True
    keep_audio: bool = False
    quick_grid: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "estimators", MappingProxyType(dict(self.estimators)))
        object.__setattr__(self, "options", MappingProxyType(dict(self.options)))
        odd = [o for o in self.options if o not in OPTIONS]
        if odd:
            raise W12Error(f"there is no option {odd[0]!r}", advice=f"Choose among {', '.join(OPTIONS)}.")
        CrepeOptions.of(self.options)
        for pin in self.pins:
            checked(pin)
        if not 1 <= self.tempo_smoothing <= MOST_SMOOTHING:
            raise W12Error(f"the tempo is smoothed over 1 to {MOST_SMOOTHING} beats, not {self.tempo_smoothing}")
        unknown = [x for x in self.layers if x not in STAGE_NAMES]
        if unknown:
            raise W12Error(f"there is no layer {unknown[0]!r}", advice=f"Choose among {', '.join(STAGE_NAMES)}.")
        check_wanted(self.device)
        for stage, name in self.estimators.items():
            if stage not in STAGE_NAMES or name not in _by_name(stage).estimators:
                raise W12Error(f"{name!r} is no estimator of {stage!r}", advice="`w12studio doctor` lists them.")

    def chain(self, stage: Stage) -> tuple[str, ...]:
        """Estimators to ask for a stage, in order."""
        first = self.estimators.get(stage.name)
        return stage.chain if first is None else (first, *(e for e in stage.chain if e != first))


def _by_name(name: str) -> Stage:
    return next(s for s in STAGES if s.name == name)


@dataclass(slots=True)
class _Running:
    stage: Stage
    chain: list[str]
    estimator: str
    deadline: float


class Pipeline:
    """One analysis of one file. `run` blocks; everything it learns goes to ``on_message`` on the same thread."""

    def __init__(
        self, pool: WorkerPool, path: Path, request: Request, on_message: OnMessage, cancel: threading.Event
    ) -> None:
        self._pool = pool
        self._path = path
        self._request = request
        self._say = on_message
        self._cancel = cancel
        self._meter = ProgressMeter(on_message)
        self._analysis = Analysis(AudioFacts(str(path)))
        self._handed_over: dict[str, tuple[_Running, Unsuitable]] = {}  # by stage
        self._quick = QuickGrid(pool, request.quick_grid and BEATS_STAGE in request.layers)
        self._unanswered: tuple[Stage, list[str]] | None = None  # the beats stage, when all its estimators failed
        self.clean = True  # no stage fell back or failed: worth remembering

    def read(self, known: Callable[[str], bool]) -> SharedAudio | None:
        """Decode the file and learn its hash; ``known(sha256)`` may say that decoding is not needed (then None)."""
        try:
            audio = self._read(known)
        except BaseException:
            self._quick.stop()
            raise
        if audio is None:
            self._quick.stop()
        return audio

    def skip_quick_grid(self) -> None:
        """The layers are known already."""
        self._quick.stop()

    def _read(self, known: Callable[[str], bool]) -> SharedAudio | None:
        self._plan(60.0)
        self._quick.warm()
        for stage in self._stages():  # heavy runtimes load while the file is decoded
            if (family := ESTIMATORS[self._request.chain(stage)[0]].family) == "tensorflow":
                self._pool.warm(family)
        reading = Reading(self._pool, self._path, known)
        try:
            while not reading.ended:
                events = self._poll(reading.tasks | self._quick.tasks)
                for message in reading.advance(e for e in events if e.task_id in reading.tasks):
                    if isinstance(message, Progressed):
                        self._meter.update("decode", message.fraction, message.stage)
                        continue
                    if isinstance(message, AudioFound):
                        self._plan(message.facts.duration)
                    self._say(message)
                # Before the hash is known, the cache may still have the answer.
                self._listen(events, reading.part() if reading.sha256 else None, whole=False)
        finally:
            reading.close()
        if reading.audio is None or reading.facts is None:
            return None
        self._analysis = replace(self._analysis, audio=replace(reading.facts, sha256=reading.sha256))
        for text in reading.warnings:
            self._warn(text)
        self._say(AudioReady(self._analysis.audio, reading.audio))
        return reading.audio

    def _listen(self, events: list[WorkerEvent], heard: SharedAudio | None, whole: bool) -> None:
        """Let the quick grid go on, and send it where there is a new one."""
        grid = self._quick.advance(events, heard, whole)
        if grid is not None:
            self._say(TrackUpdated(grid))

    def _plan(self, duration: float) -> None:
        """Weigh the parts of the work by what they cost for a recording of ``duration`` s."""
        self._meter.expect("decode", _DECODE_COST * duration)
        for stage in self._stages():
            self._meter.expect(stage.name, ESTIMATORS[self._request.chain(stage)[0]].cost * duration)

    # -- stages ------------------------------------------------------------------------------------------------

    def _stages(self) -> list[Stage]:
        return [s for s in STAGES if s.name in self._request.layers]

    def analyze(self, audio: SharedAudio) -> Analysis:
        """Run the stages over decoded audio."""
        self._plan(audio.duration)
        self._meter.update("decode", 1.0, "Reading the file")
        waiting = [(s, list(self._request.chain(s))) for s in self._stages()]
        running: dict[int, _Running] = {}
        failures: dict[str, list[str]] = {s.name: [] for s, _ in waiting}
        try:
            while waiting or running or (self._unanswered is not None and self._quick.busy):
                waiting = [w for w in waiting if not self._start(w, running, failures, audio)]
                events = self._poll(running.keys() | self._quick.tasks)
                self._listen(events, audio, whole=True)
                for event in (e for e in events if e.task_id in running):
                    again = self._handle(event, running, failures)
                    if again is not None:
                        waiting.insert(0, again)
                waiting = self._overdue(running, failures) + waiting
            if self._unanswered is not None:
                self._take_quick_grid(*self._unanswered)
        finally:
            self._pool.cancel(running.keys() | self._quick.tasks)
            self._quick.stop()
        return self._analysis

    def _start(
        self,
        wanted: tuple[Stage, list[str]],
        running: dict[int, _Running],
        failures: dict[str, list[str]],
        audio: SharedAudio,
    ) -> bool:
        """Start a stage's next estimator; True when nothing more is to be done for it here."""
        stage, chain = wanted
        while chain and (why := missing(ESTIMATORS[chain[0]])):
            self._note_failure(stage, chain.pop(0), why, failures)
        if not chain:
            self._give_up(stage, failures)
            return True
        handed = self._handed_over.get(stage.name)
        if handed is not None and chain[0] != handed[1].instead and handed[1].tracks:
            log.warning("%s could not take over on %s: %s", handed[1].instead, self._path, failures[stage.name])
            failures[stage.name].clear()
            self._keep(*handed)
            return True
        estimator = ESTIMATORS[chain[0]]
        at_once = CORES if audio.duration <= _LONG_S else 1
        if len(running) >= at_once or not self._pool.can_take(estimator.family):
            return False
        try:
            task = self._pool.submit(
                estimator.family, "w12studio.engine.tasks:run_estimator",
                estimator, audio, self._params(stage),
            )  # fmt: skip
        except (RuntimeError, OSError) as error:
            self._note_failure(stage, chain.pop(0), str(error), failures)
            return False
        limit = max(_LEAST_LIMIT_S, estimator.time_limit * audio.duration)
        running[task] = _Running(stage, chain, estimator.name, time.monotonic() + limit)
        return True

    def _handle(
        self, event: WorkerEvent, running: dict[int, _Running], failures: dict[str, list[str]]
    ) -> tuple[Stage, list[str]] | None:
        """Take in what a task said; returns the stage when its next estimator is to be asked."""
        job = running[event.task_id]
        if event.kind == "progress":
            self._meter.update(job.stage.name, event.payload, job.stage.title)
        elif event.kind == "message":
            if event.payload.kind == BEATS:
                self._quick.stop()
            self._say(TrackUpdated(replace(event.payload, complete=False)))
        elif event.kind == "done":
            del running[event.task_id]
            self._take(job, event.payload, failures[job.stage.name])
        else:
            del running[event.task_id]
            return self._failed(job, event, failures)
        return None

    def _params(self, stage: Stage) -> dict[str, str]:
        params = {**self._request.options, "device": self._request.device}
        if stage.name not in self._request.estimators and stage.name not in self._handed_over:
            # A user's choice is not overruled, and nothing is handed over twice.
            able = [e for e in stage.estimators if ESTIMATORS[e].on_request and not missing(ESTIMATORS[e])]
            params["hand_over"] = ",".join(able)
        return params

    def _hand_over(self, job: _Running, found: Unsuitable) -> tuple[Stage, list[str]]:
        """Ask the estimator that another one named."""
        self._handed_over[job.stage.name] = (job, found)
        return job.stage, [found.instead, *job.chain]

    def _keep(self, job: _Running, found: Unsuitable) -> None:
        """Take what an estimator found that would rather have passed the recording on."""
        said = f"{found} {ESTIMATORS[found.instead].title} could not take over."
        self._take(job, [replace(t, message=f"{t.message} {said}".strip()) for t in found.tracks], [])

    def _failed(
        self, job: _Running, event: WorkerEvent, failures: dict[str, list[str]]
    ) -> tuple[Stage, list[str]] | None:
        if event.kind == "failed":
            error, trace = event.payload
            if isinstance(error, Unsuitable):
                return self._hand_over(job, error)
            why = error.problem if isinstance(error, W12Error) else "it failed unexpectedly; the log tells more"
            log.error("%s failed on %s: %s\n%s", job.estimator, self._path, error, trace)
        else:
            why = "its process stopped unexpectedly"
            log.error("%s: worker died on %s (%s)", job.estimator, self._path, event.payload)
        self._note_failure(job.stage, job.chain.pop(0), why, failures)
        return job.stage, job.chain

    def _overdue(self, running: dict[int, _Running], failures: dict[str, list[str]]) -> list[tuple[Stage, list[str]]]:
        """Kill what is past its time limit."""
        now = time.monotonic()
        late = [(task, job) for task, job in running.items() if now > job.deadline]
        for task, job in late:
            self._pool.kill(task)
            del running[task]
            self._note_failure(job.stage, job.chain.pop(0), "it passed its time limit", failures)
        return [(job.stage, job.chain) for _, job in late]

    def _take(self, job: _Running, tracks: list[Track], failed: list[str]) -> None:
        handed = self._handed_over.pop(job.stage.name, None)
        if handed is not None and handed[1].instead == job.estimator:
            by = ("instead_of", handed[0].estimator)
            tracks = [
                replace(
                    t,
                    message=f"{handed[1]} {t.message}".strip(),
                    source=replace(t.source, params=(*t.source.params, by)),
                )
                for t in tracks
            ]
        for track in tracks:
            source = replace(track.source, fallback_from=tuple(failed))
            self._put(replace(track, source=source, complete=True))
        if any(t.kind == BEATS for t in tracks):
            self._quick.stop()
        made = {t.kind for t in tracks}
        if made & {BEATS, TRANSIENTS}:
            derived = derived_tracks(self._analysis, self._request.tempo_smoothing)
            for track in derived:
                self._put(track)
            made |= {t.kind for t in derived}
        for track in following_tracks(self._analysis, made):
            self._put(track)
        if failed:
            self._warn(f"{job.stage.title}: computed by {ESTIMATORS[job.estimator].title}, because {failed[-1]}.")
        self._meter.update(job.stage.name, 1.0, job.stage.title)

    def _put(self, track: Track) -> None:
        self._analysis = self._analysis.with_track(track)
        self._say(TrackUpdated(track))

    def _note_failure(self, stage: Stage, name: str, why: str, failures: dict[str, list[str]]) -> None:
        self.clean = False
        failures[stage.name].append(f"{name}: {why}")

    def _give_up(self, stage: Stage, failures: dict[str, list[str]]) -> None:
        if stage.name == BEATS_STAGE and (self._quick.track is not None or self._quick.busy):
            self._unanswered = (stage, failures[stage.name])
            return
        self._say_missing(stage, failures[stage.name])

    def _take_quick_grid(self, stage: Stage, failed: list[str]) -> None:
        """The last resort, where no estimator of the beats could do its work."""
        grid = self._quick.track
        if grid is None:
            self._say_missing(stage, failed)
            return
        job = _Running(stage, [], grid.source.estimator, 0.0)
        self._take(job, [replace(grid, provisional=False)], failed)

    def _say_missing(self, stage: Stage, failed: list[str]) -> None:
        why = failed[-1] if failed else "no estimator is installed"
        self._warn(f"{stage.title} could not be computed ({why}). `w12studio doctor` tells what is missing.")
        self._meter.update(stage.name, 1.0, stage.title)

    def _warn(self, text: str) -> None:
        self._analysis = self._analysis.with_warning(text)
        self._say(Warned(text))

    def finish(self) -> Analysis:
        """Say that all is done."""
        self._meter.finish()
        return self._analysis

    def _poll(self, tasks: object) -> list[WorkerEvent]:
        """What the tasks of this analysis said; raises `Cancelled` when the user wants to stop."""
        if self._cancel.is_set():
            raise Cancelled
        return [e for e in self._pool.poll(_POLL_S) if e.task_id in tasks]  # type: ignore[operator]
