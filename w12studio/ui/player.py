"""The player: play, pause, seek and loop the open recording, and say where it is.

Lives on the GUI thread. The recording is read from its decoded store as it plays, never loaded whole. The sound device
stands behind `Sink`; where there is none the player says why (`problem`) and everything else goes on working.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QIODevice, QObject, Qt, QTimer, Signal

from w12studio.domain.analysis import BEATS
from w12studio.domain.errors import W12Error
from w12studio.domain.timebase import seconds_to_samples
from w12studio.service import SharedAudio
from w12studio.ui.click_track import ClickTrack
from w12studio.ui.playback import Renderer
from w12studio.ui.session import Session

TICK_MS = 16


class Sink(Protocol):
    """A sound device that pulls interleaved stereo from a QIODevice.

    Attributes
    ----------
    sample_rate : int
        Hz, that it wants.
    """

    sample_rate: int

    def start(self, device: QIODevice) -> None:
        """Begin to pull, or raise W12Error with the reason; the frame counts start at 0."""

    def stop(self) -> None:
        """Stop at once and forget what is buffered."""

    def heard(self, delivered: int) -> int:
        """How many of the ``delivered`` frames have been heard."""

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

    def __init__(self, renderer: Renderer, sink: Sink, parent: QObject) -> None:
        super().__init__(parent)
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
    clock : callable, optional
        Monotonic time in s: smooths the steps in which a device counts.
    """

    #: s; while playing about 60 times a second, and on every seek
    position_changed = Signal(float)
    #: playing began or ended, or loop, click or volume changed
    state_changed = Signal()
    #: a sentence for people: why there is no sound; "" once it works again
    problem_changed = Signal(str)

    def __init__(
        self,
        session: Session,
        make_sink: SinkFactory = qt_sink,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._make_sink, self._clock = session, make_sink, clock
        self._sink: Sink | None = None
        self._stream: _Stream | None = None
        self._renderer: Renderer | None = None
        self._instead: SharedAudio | None = None
        self._position = self._began = 0.0
        self._heard, self._heard_at = 0, 0.0
        self._loop: tuple[float, float] | None = None
        self._looping = False
        self._click = False
        self._volume, self._click_volume = 1.0, 0.7
        self.playing = False
        self.problem = ""
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        session.recording_changed.connect(self._recording_changed)
        session.analysis_changed.connect(self._analysis_changed)

    # -- transport ---------------------------------------------------------------------------------------------

    @property
    def position(self) -> float:
        """Where the playhead is, in s; while playing, what is heard now."""
        if self.playing:
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
                self._say("The audio is still being read; it can be played in a moment.")
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
        if self.playing:
            self._halt(quiet=True)
            self._position = position
            if self._start():
                self.playing = True
                self._timer.start()
            else:
                self.state_changed.emit()
        self._move(position)

    def hear(self, instead: SharedAudio | None) -> None:
        """Play another sound of the recording's rate and length in its place; None: the recording itself."""
        if instead is not self._instead:
            self._instead = instead
            if self.playing:
                began = self._began
                self.seek(self.position)
                self._began = began

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
    def click(self) -> bool:
        """Whether clicks sound on the beats."""
        return self._click

    def set_click(self, on: bool) -> None:
        """Switch the clicks."""
        self._click = on
        self._configure()
        self.state_changed.emit()

    @property
    def volume(self) -> float:
        """Of the recording, 0..1."""
        return self._volume

    def set_volume(self, volume: float) -> None:
        """Set the loudness of the recording, 0..1."""
        self._volume = min(max(volume, 0.0), 1.0)
        self._configure()

    @property
    def click_volume(self) -> float:
        """Of the clicks, 0..1."""
        return self._click_volume

    def set_click_volume(self, volume: float) -> None:
        """Set the loudness of the clicks, 0..1."""
        self._click_volume = min(max(volume, 0.0), 1.0)
        self._configure()

    def shutdown(self) -> None:
        """Stop and let go of the device."""
        self._halt(quiet=True)

    # -- inside ------------------------------------------------------------------------------------------------

    def _start(self) -> bool:
        audio = self._session.audio
        if audio is None:
            return False
        try:
            self._sink = self._make_sink(audio.sample_rate)
            self._renderer = Renderer(self._instead or audio, self._sink.sample_rate)
            self._configure()
            self._renderer.seek(int(seconds_to_samples(self._position, audio.sample_rate)))
            self._stream = _Stream(self._renderer, self._sink, self)
            self._heard, self._heard_at = 0, self._clock()
            self._sink.start(self._stream)
        except W12Error as error:
            self._halt(quiet=True)
            self._say(str(error))
            return False
        self._say("")
        return True

    def _halt(self, quiet: bool = False) -> None:
        self._timer.stop()
        if self._sink is not None:
            self._sink.stop()
        if self._stream is not None:
            self._stream.close()
            self._stream.deleteLater()
        self._sink = self._stream = self._renderer = None
        was, self.playing = self.playing, False
        if was and not quiet:
            self.state_changed.emit()

    def _configure(self) -> None:
        """Tell the renderer what is wanted now."""
        r, audio = self._renderer, self._session.audio
        if r is None or audio is None:
            return
        r.volume, r.click_volume = self._volume, self._click_volume
        span = self._loop or (0.0, audio.duration)
        samples = seconds_to_samples(span, audio.sample_rate)
        r.set_loop((int(samples[0]), min(int(samples[1]), audio.n_samples)) if self._looping else None)
        events = self._session.analysis.events(BEATS) if self._session.analysis else None
        wanted = self._click and events is not None and len(events) > 0
        r.set_clicks(ClickTrack(events.times, events.values, audio.sample_rate) if wanted and events else None)

    def _heard_position(self) -> tuple[float, bool]:
        audio, renderer, sink = self._session.audio, self._renderer, self._sink
        if audio is None or renderer is None or sink is None:
            return self._position, False
        heard, now = sink.heard(renderer.delivered), self._clock()
        if heard != self._heard:
            self._heard, self._heard_at = heard, now
        # a device counts in steps of some ms; in between the clock goes on, never past what it was given
        smooth = min(self._heard + (now - self._heard_at) * sink.sample_rate, float(renderer.delivered))
        sample, ended = renderer.place_of(smooth if self._heard else 0.0)
        return sample / audio.sample_rate, ended

    def _tick(self) -> None:
        position, ended = self._heard_position()
        if ended:
            self._halt()
        self._move(position)

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
        self._loop, self._looping = None, False
        self._began = 0.0
        self._say("")
        self._move(0.0)
        self.state_changed.emit()

    def _analysis_changed(self, kinds: object) -> None:
        if BEATS in kinds:  # type: ignore[operator]
            self._configure()
