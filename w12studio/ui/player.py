"""The player: play, pause, seek, loop and scrub the open recording at any speed, and say where it is.

Lives on the GUI thread; what is heard is rendered on the device's (`qt_sink`), and stretched in a worker process. The
recording is read from its decoded store as it plays, never loaded whole. The sound device stands behind `Sink`; where
there is none the player says why (`problem`) and everything else goes on working.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from PySide6.QtCore import QIODevice, QObject, Qt, QTimer, Signal

from w12studio.domain.errors import W12Error
from w12studio.domain.timebase import seconds_to_samples
from w12studio.service import SharedAudio
from w12studio.service.listening import (
    FASTEST,
    HEARD_KINDS,
    SLOWEST,
    Band,
    Heard,
    Renderer,
    Stretcher,
    StretchServer,
)
from w12studio.ui.mixer import Mixer
from w12studio.ui.session import Session
from w12studio.ui.texts import tr

TICK_MS = 16
WARM_AFTER_S = 1.5


class Sink(Protocol):
    """A sound device that pulls interleaved stereo from a QIODevice.

    Attributes
    ----------
    sample_rate : int
        Hz, that it wants.
    """

    sample_rate: int

    def start(self, device: QIODevice) -> None:
        """Begin to pull, perhaps on a thread of its own, or raise W12Error with the reason; the count starts at 0."""

    def stop(self) -> None:
        """Stop at once and forget what is buffered."""

    def heard(self, delivered: int) -> float:
        """How many of the ``delivered`` frames have been heard; raises W12Error when the device is gone."""

    def encode(self, samples: object) -> bytes:
        """Float samples, shape (n, 2), as the device's bytes."""

    @property
    def frame_bytes(self) -> int:
        """Bytes of one frame."""


#: Makes a sink for a recording of that sample rate in Hz, or raises W12Error with the reason.
SinkFactory = Callable[[int], Sink]


def qt_sink(sample_rate: int) -> Sink:
    """The computer's default sound device.

    Raises
    ------
    W12Error
        When there is none.
    """
    from w12studio.ui.qt_sink import QtSink

    return QtSink(sample_rate)


class _Stream(QIODevice):
    """What the device pulls from."""

    def __init__(self, renderer: Renderer, sink: Sink) -> None:
        super().__init__()  # without a parent: the device takes it to its thread
        self._renderer, self._sink = renderer, sink
        self.open(QIODevice.OpenModeFlag.ReadOnly | QIODevice.OpenModeFlag.Unbuffered)

    def readData(self, size: int) -> bytes:
        frames = size // self._sink.frame_bytes
        return self._sink.encode(self._renderer.render(frames)) if frames > 0 else b""

    def writeData(self, data: bytes | bytearray | memoryview, size: int) -> int:
        return -1

    def isSequential(self) -> bool:
        return True

    def bytesAvailable(self) -> int:
        return 1 << 20


class Player(QObject):
    """See the module.

    Parameters
    ----------
    session : Session
    make_sink : callable, optional
        The default device; tests give one of their own.
    stretcher : Stretcher, optional
        Who makes other speeds; a worker process by default.
    """

    #: s; while playing about 60 times a second, and on every seek
    position_changed = Signal(float)
    #: playing began or ended, or loop, speed or band changed
    state_changed = Signal()
    #: a sentence for people: why there is no sound; "" once it works again
    problem_changed = Signal(str)

    def __init__(
        self,
        session: Session,
        make_sink: SinkFactory = qt_sink,
        stretcher: Stretcher | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._make_sink = session, make_sink
        self._server = StretchServer()
        self._stretcher: Stretcher = stretcher or self._server
        self._warm = stretcher is not None  # the server is of no use then
        self.mixer = Mixer(self)
        self._sink: Sink | None = None
        self._stream: _Stream | None = None
        self._renderer: Renderer | None = None
        self._instead: SharedAudio | None = None
        self._position = self._began = 0.0
        self._loop: tuple[float, float] | None = None
        self._looping = False
        self._speed = 1.0
        self._band: Band | None = None
        #: whether the pointer plays
        self.scrubbing = False
        self._was_playing = False
        self.playing = False
        self.problem = ""
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self.mixer.changed.connect(self._mixer_changed)
        session.recording_changed.connect(self._recording_changed)
        session.analysis_changed.connect(self._analysis_changed)

    # -- transport ---------------------------------------------------------------------------------------------

    @property
    def position(self) -> float:
        """Where the playhead is, in s; while playing, what is heard now."""
        if self.playing and not self.scrubbing:
            with suppress(W12Error):  # the device is gone; the next tick says so
                self._position = self._heard_position()[0]
        return self._position

    def toggle(self) -> None:
        """Play or pause."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """Play from the playhead (from the start, where it stands at the end)."""
        audio = self._session.audio
        if self.playing:
            return
        if audio is None:
            if self._session.analysis is not None:
                self._say(tr("The audio is still being read; it can be played in a moment."))
            return
        if self._position >= audio.duration - 1e-3:
            self._position = 0.0
        if self._looping and self._loop and not self._loop[0] <= self._position < self._loop[1]:
            self._position = self._loop[0]
        if self._start():
            self._began = self._position
            self.playing = True
            self._timer.start()
            self.state_changed.emit()

    def pause(self) -> None:
        """Stop, and stay where we are."""
        if self.playing:
            position = self.position
            self._halt()
            self._move(position)

    def stop(self) -> None:
        """Stop, and go back to where playing began."""
        if self.playing:
            self._halt()
            self._move(self._began)

    def seek(self, position: float) -> None:
        """Put the playhead somewhere, in s; goes on playing from there."""
        position = min(max(position, 0.0), self._session.duration)
        self._began = position
        if self._renderer is not None:
            self._renderer.seek(self._sample(position))
        self._move(position)

    def scrub(self, position: float) -> None:
        """Hear what is at a place in s while it is moved; `end_scrub` ends it."""
        audio = self._session.audio
        position = min(max(position, 0.0), self._session.duration)
        if audio is not None and not self.scrubbing:
            self._was_playing = self.playing
            self._position = position
            if self.playing or self._start():
                self.scrubbing = self.playing = True
                self._timer.stop()
                self.state_changed.emit()
        if self.scrubbing and self._renderer is not None:
            self._renderer.scrub(self._sample(position))
        self._move(position)

    def end_scrub(self) -> None:
        """The playhead stays where it is; what played before goes on from there."""
        if not self.scrubbing:
            return
        position, self.scrubbing = self._position, False
        self._began = position
        if self._was_playing and self._renderer is not None:
            self._renderer.scrub(None)
            self._timer.start()
        else:
            self._halt()
        self._move(position)

    def hear(self, instead: SharedAudio | None) -> None:
        """Play another sound of the recording's rate and length in its place; None: the recording itself."""
        if instead is not self._instead:
            self.end_scrub()
            self._instead = instead
            if self.playing:
                self._halt(quiet=True)
                if self._start():
                    self.playing = True
                    self._timer.start()
                else:
                    self.state_changed.emit()

    # -- settings ----------------------------------------------------------------------------------------------

    @property
    def loop(self) -> tuple[float, float] | None:
        """The span that is repeated, in s; None: the whole recording."""
        return self._loop

    @property
    def looping(self) -> bool:
        """Whether it is repeated."""
        return self._looping

    def set_loop(self, span: tuple[float, float] | None, on: bool) -> None:
        """Choose what to repeat, and whether to."""
        self._loop = span if span is not None and span[1] > span[0] else None
        self._looping = on
        self._configure()
        self.state_changed.emit()

    @property
    def speed(self) -> float:
        """1: as it was recorded."""
        return self._speed

    def set_speed(self, speed: float) -> None:
        """Play slower or faster at the same pitch, `SLOWEST` to `FASTEST`."""
        speed = min(max(speed, SLOWEST), FASTEST)
        if speed != self._speed:
            self._speed = speed
            self._configure()
            self.state_changed.emit()

    @property
    def band(self) -> Band | None:
        """The frequencies that are heard alone; None: all."""
        return self._band

    def set_band(self, band: Band | None) -> None:
        """Hear one band of the recording alone, or all of it."""
        if band != self._band:
            self._band = band
            self._configure()
            self.state_changed.emit()

    def shutdown(self) -> None:
        """Stop and let go of the device."""
        self._halt(quiet=True)
        self._server.shutdown()

    # -- inside ------------------------------------------------------------------------------------------------

    def _sample(self, position: float) -> int:
        audio = self._session.audio
        return int(seconds_to_samples(position, audio.sample_rate)) if audio is not None else 0

    def _start(self) -> bool:
        audio = self._session.audio
        if audio is None:
            return False
        try:
            self._sink = self._make_sink(audio.sample_rate)
            self._renderer = Renderer(self._instead or audio, self._sink.sample_rate, self._stretcher)
            self._renderer.set_heard(Heard.of(self._session.analysis))
            self._configure()
            self._renderer.seek(self._sample(self._position))
            self._stream = _Stream(self._renderer, self._sink)
            self._sink.start(self._stream)
        except W12Error as error:
            self._halt(quiet=True)
            self._say(str(error))
            return False
        self._say("")
        return True

    def _halt(self, quiet: bool = False) -> None:
        self._timer.stop()
        self.scrubbing = False
        if self._sink is not None:
            self._sink.stop()
        if self._renderer is not None:
            self._renderer.close()
        self._sink = self._stream = self._renderer = None
        was, self.playing = self.playing, False
        if was and not quiet:
            self.state_changed.emit()

    def _configure(self) -> None:
        """Tell the renderer what is wanted now."""
        r, audio = self._renderer, self._session.audio
        if r is None or audio is None:
            return
        span = self._loop or (0.0, audio.duration)
        samples = seconds_to_samples(span, audio.sample_rate)
        r.set_loop((int(samples[0]), min(int(samples[1]), audio.n_samples)) if self._looping else None)
        r.set_speed(self._speed)
        r.set_band(self._band)
        r.set_levels(self.mixer.levels)

    def _heard_position(self) -> tuple[float, bool]:
        """What is heard now: s, and whether the end is. After a seek it is where that went, until that is heard."""
        audio, renderer, sink = self._session.audio, self._renderer, self._sink
        if audio is None or renderer is None or sink is None:
            return self._position, False
        heard = max(sink.heard(renderer.delivered) - self.mixer.delay_s * sink.sample_rate, 0.0)
        if renderer.sought_at is None or heard < renderer.sought_at:
            return self._position, False
        sample, ended = renderer.place_of(heard)
        return sample / audio.sample_rate, ended

    def _tick(self) -> None:
        try:
            position, ended = self._heard_position()
        except W12Error as error:
            self._halt()
            self._say(str(error))
            return
        self._warm_up()
        if ended:
            self._halt()
        self._move(position)

    def _warm_up(self) -> None:
        """Start the workers once it has played a while, so that another speed is heard at once."""
        r, sink = self._renderer, self._sink
        if not self._warm and r is not None and sink is not None and r.delivered > WARM_AFTER_S * sink.sample_rate:
            self._warm = True
            self._server.warm()

    def _move(self, position: float) -> None:
        self._position = position
        self.position_changed.emit(position)

    def _say(self, problem: str) -> None:
        if problem != self.problem or problem:
            self.problem = problem
            self.problem_changed.emit(problem)

    def _recording_changed(self) -> None:
        self._halt()
        self._instead = None
        self._loop, self._looping, self._band = None, False, None
        self._began = 0.0
        self._say("")
        self._move(0.0)
        self.state_changed.emit()

    def _mixer_changed(self) -> None:
        if self._renderer is not None:
            self._renderer.set_levels(self.mixer.levels)

    def _analysis_changed(self, kinds: object) -> None:
        if self._renderer is not None and HEARD_KINDS.intersection(kinds):  # type: ignore[call-overload]
            self._renderer.set_heard(Heard.of(self._session.analysis))
