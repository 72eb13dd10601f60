"""What the sound card gets: the recording at any speed, looped where asked, with clicks and sung layers, in stereo.

`Renderer` knows nothing of windows or devices; it turns "the next n frames" into samples and remembers which place of
the recording each frame shows, so that the playhead can be told exactly across loops, seeks and changes of speed.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.curves import Curve
from w12studio.engine.sound.band import Band
from w12studio.engine.sound.clicks import Clicks
from w12studio.engine.sound.layers import CLICKS, Heard, Levels
from w12studio.engine.sound.passages import passages
from w12studio.engine.sound.scrub import Scrubber
from w12studio.engine.sound.stretch_server import Stretcher, stretch_here
from w12studio.engine.sound.stretching import FASTEST, SLOWEST
from w12studio.engine.sound.tape import Tape
from w12studio.engine.sound.tones import NoteTones, PitchTone, melody_of
from w12studio.engine.sound.voices import PlainVoice, StretchedVoice, Voice
from w12studio.engine.store import SharedAudio

#: s over which one thing passes into another: no click, and nothing heard of the passing.
FADE_S = 0.006
#: Samples; a shorter loop is none.
LEAST_LOOP = 64
_KEPT = 256


@dataclass(frozen=True, slots=True)
class _Segment:
    """From frame ``frame`` on, frames show ``tape`` from tape sample ``at`` on; one without a tape rests at ``at``."""

    frame: int
    tape: Tape | None
    at: float
    step: float


@dataclass(slots=True)
class _Wish:
    """A voice that is to be heard as soon as it is ready.

    Attributes
    ----------
    voice : Voice
    follows : float or None
        The voice before goes on until then; this one begins where that was at its tape sample ``follows``. None: it
        begins at its own beginning whenever it is ready.
    """

    voice: Voice
    follows: float | None


class Renderer:
    """Renders a recording from a place on, block by block.

    Parameters
    ----------
    audio : SharedAudio
    out_rate : int
        Hz, of the device.
    stretcher : Stretcher, optional
        Who stretches; in this thread by default.

    Notes
    -----
    Locked: the device may ask on a thread of its own while the window changes what it likes. A seek, another loop,
    speed or band is heard from the next frame on that is rendered after it is ready: at once at normal speed, some
    ms later at others; until then the sound goes on as before, and what passes into the other is faded.
    """

    def __init__(self, audio: SharedAudio, out_rate: int, stretcher: Stretcher = stretch_here) -> None:
        self._audio, self._out_rate, self._stretcher = audio, out_rate, stretcher
        self._lock = threading.RLock()
        self._levels = Levels()
        self._heard_level = 1.0  # of the recording
        self._clicks, self._pitch, self._notes = Clicks(out_rate), PitchTone(out_rate), NoteTones(out_rate)
        self._sung: tuple[Curve | None, Curve | None] = (None, None)
        self._fade = max(round(FADE_S * out_rate), 2)
        self._tail = np.zeros((0, 2), dtype=np.float32)  # of what was heard before, fading
        self._fading = 0  # frames that the voice still fades in
        self._loop: tuple[int, int] | None = None
        self._speed = 1.0
        self._band: Band | None = None
        self._scrubber: Scrubber | None = None
        self._voice: Voice | None = None
        self._at = 0.0  # tape sample of the voice's next frame
        self._passed = 0.0  # sample of the recording up to which events were heard
        self._jumped = True
        self._resting = False
        self._wish: _Wish | None = None
        self._delivered = 0
        self._segments: list[_Segment] = []
        #: frame from which on the last seek is heard; None until it is ready
        self.sought_at: int | None = None
        #: frames of silence because a stretched piece was not ready
        self.late = 0
        self.seek(0)

    # -- what is wanted ----------------------------------------------------------------------------------------

    def seek(self, sample: int) -> None:
        """Go on from a sample of the recording."""
        with self._lock:
            self.sought_at = None
            self._want(int(np.clip(sample, 0, self._audio.n_samples)), None)

    def set_loop(self, loop: tuple[int, int] | None) -> None:
        """Repeat samples ``loop[0] .. loop[1]`` once the end is reached; None plays on."""
        n = self._audio.n_samples
        fits = loop is not None and 0 <= loop[0] <= min(loop[1], n) - min(LEAST_LOOP, n)
        wanted = (loop[0], min(loop[1], n)) if loop is not None and fits else None
        with self._lock:
            if wanted != self._loop:
                self._loop = wanted
                self._go_on()

    def set_speed(self, speed: float) -> None:
        """Play faster (> 1) or slower at the same pitch, `SLOWEST` to `FASTEST`."""
        speed = min(max(speed, SLOWEST), FASTEST)
        with self._lock:
            if speed != self._speed:
                self._speed = speed
                self._go_on()

    def set_band(self, band: Band | None) -> None:
        """Hear only these frequencies of the recording; None: all."""
        with self._lock:
            if band != self._band:
                self._band = band
                self._go_on()

    def set_levels(self, levels: Levels) -> None:
        """How loud the parts are."""
        with self._lock:
            self._levels = levels

    def set_heard(self, heard: Heard) -> None:
        """What the clicks and the sung layers follow."""
        rate, sung = self._audio.sample_rate, (heard.pitch, heard.loudness)
        new = sung[0] is not self._sung[0] or sung[1] is not self._sung[1]
        melody = melody_of(*sung) if new else None  # before the lock: the sound can't wait for it
        with self._lock:
            self._clicks.set_places({kind: np.rint(times * rate) for kind, times in heard.clicks.items()})
            if new:
                self._pitch.sing(melody)
                self._sung = sung
            self._notes.set_notes(heard.notes, rate)

    def scrub(self, sample: int | None) -> None:
        """Play what is at a sample for as long as it is moved; None ends scrubbing, and playing goes on from there."""
        with self._lock:
            if sample is None:
                if self._scrubber is not None:
                    self._leave()
                    place, self._scrubber = round(self._scrubber.place), None
                    self.sought_at = None
                    self._want(int(np.clip(place, 0, self._audio.n_samples)), None)
            elif self._scrubber is None:
                self._leave()
                self._scrubber = Scrubber(Tape(self._audio, 0, None, self._band), self._out_rate, float(sample))
                self._rest_at(sample)
            else:
                self._scrubber.move(float(sample))

    def close(self) -> None:
        """Nothing will be rendered any more."""
        with self._lock:
            for voice in (self._voice, self._wish.voice if self._wish else None):
                if voice is not None:
                    voice.close()

    # -- what is heard -----------------------------------------------------------------------------------------

    @property
    def delivered(self) -> int:
        """Frames rendered."""
        return self._delivered

    def render(self, n: int) -> NDArray[np.float32]:
        """The next n frames, shape (n, 2); silence after the end of the recording."""
        with self._lock:
            out = np.zeros((n, 2), dtype=np.float32)
            done = 0
            while done < n:
                self._grant()
                done += self._part(out[done:])
            np.clip(out, -1.0, 1.0, out=out)
            return out

    def place_of(self, frame: float) -> tuple[float, bool]:
        """Sample of the recording that a frame shows, and whether the end was reached there."""
        with self._lock:
            i = max(bisect_right(self._segments, frame, key=lambda s: s.frame) - 1, 0)
            segment = self._segments[i]
            if segment.tape is None:
                return segment.at, False
            at = segment.at + max(frame - segment.frame, 0.0) * segment.step
            return segment.tape.place_of(at), at >= segment.tape.length - 1e-6

    # -- inside ------------------------------------------------------------------------------------------------

    def _want(self, place: int, follows: float | None) -> None:
        """Have a voice from a place on, heard as soon as it is ready."""
        if self._wish is not None:
            self._wish.voice.close()
        tape = Tape(self._audio, place, self._loop, self._band)
        voice: Voice
        if self._speed == 1.0:
            voice = PlainVoice(tape, self._out_rate)
        else:
            voice = StretchedVoice(tape, self._out_rate, self._speed, self._stretcher)
        self._wish = _Wish(voice, follows)
        if self._voice is None and self._scrubber is None:
            self._rest_at(place)

    def _go_on(self) -> None:
        """The same place in another way."""
        if self._wish is not None and self._wish.follows is None:
            self._want(self._wish.voice.tape.start, None)
        elif self._voice is not None and not self._voice.ended:
            self._want(round(self._voice.tape.place_of(self._at)), self._at)

    def _grant(self) -> None:
        """Let the wished voice be heard, if it is ready."""
        wish = self._wish
        if wish is None or self._scrubber is not None:
            return
        skipped = 0
        if wish.follows is not None:  # the one before went on meanwhile
            skipped = max(round((self._at - wish.follows) / wish.voice.step), 0)
        if not wish.voice.ready(skipped + self._fade):
            return
        self._leave()
        wish.voice.skip(skipped)
        self._voice, self._wish, self._at = wish.voice, None, skipped * wish.voice.step
        self._jumped = wish.follows is None
        if self._jumped:
            self.sought_at = self._delivered
        self._resting = False
        self._fading = self._fade if self._delivered > 0 else 0
        self._add_segment(_Segment(self._delivered, self._voice.tape, self._at, self._voice.step))

    def _leave(self) -> None:
        """Fade what is heard now into what comes."""
        source = self._scrubber or self._voice
        if source is not None and self._delivered > 0:
            last = source.take(self._fade) * np.float32(self._levels.recording)
            last = last * np.linspace(1, 0, self._fade, endpoint=False, dtype=np.float32)[: len(last), None]
            n = min(len(self._tail), len(last))
            last[:n] += self._tail[:n]
            self._tail = last
        if self._voice is not None:
            self._voice.close()
            self._voice = None

    def _rest_at(self, place: float) -> None:
        self._add_segment(_Segment(self._delivered, None, float(place), 0.0))

    def _add_segment(self, segment: _Segment) -> None:
        if self._segments and self._segments[-1].frame == segment.frame:
            self._segments.pop()
        self._segments.append(segment)
        del self._segments[:-_KEPT]

    def _part(self, out: NDArray[np.float32]) -> int:
        """Fill the beginning of a block, shape (n, 2); gives how many frames of it."""
        voice = self._voice
        if self._scrubber is not None:
            block = self._scrubber.take(len(out))
        elif voice is None or voice.ended:
            block = np.zeros((len(out) if self._wish is None else min(len(out), self._fade), 2), dtype=np.float32)
            voice = None
        elif not voice.ready(1):
            block, voice = self._late(voice, min(len(out), self._fade)), None
        else:
            if self._resting:
                self._resting, self._fading = False, self._fade
                self._add_segment(_Segment(self._delivered, voice.tape, self._at, voice.step))
            block = voice.take(len(out))
        n = len(block)
        self._mix_recording(out[:n], block)
        layers = np.zeros(n, dtype=np.float32)
        if voice is None:
            self._clicks.ring_on(layers)
        else:
            self._mix_layers(layers, voice)
            self._at += n * voice.step
        out[:n] += layers[:, None]
        self._delivered += n
        return n

    def _late(self, voice: Voice, n: int) -> NDArray[np.float32]:
        """Silence while a piece is not ready; the place rests."""
        self.late += n
        if not self._resting:
            self._resting = True
            self._rest_at(voice.tape.place_of(self._at))
        return np.zeros((n, 2), dtype=np.float32)

    def _mix_recording(self, out: NDArray[np.float32], block: NDArray[np.float32]) -> None:
        n = len(block)
        gain = np.full(n, self._levels.recording, dtype=np.float32)
        if self._heard_level != self._levels.recording and self._delivered > 0:
            m = min(n, self._fade)
            gain[:m] = np.linspace(self._heard_level, self._levels.recording, m, endpoint=False)
        self._heard_level = self._levels.recording
        if self._fading and self._voice is not None:
            m = min(n, self._fading)
            begun = self._fade - self._fading
            gain[:m] *= (np.arange(begun, begun + m) / self._fade).astype(np.float32)
            self._fading -= m
        out += block * gain[:, None]
        m = min(n, len(self._tail))
        out[:m] += self._tail[:m]
        self._tail = self._tail[m:]

    def _mix_layers(self, out: NDArray[np.float32], voice: Voice) -> None:
        levels, rate = self._levels, self._audio.sample_rate
        gains = {kind: getattr(levels, kind) for kind in CLICKS}
        for k, found in enumerate(passages(voice.tape, self._at, voice.step, len(out), self._jumped)):
            # another speed begins within a sample of where the one before ended: no event is heard twice or left out
            near = k == 0 and not found.jumped and abs(found.low - self._passed) < 4
            passage = replace(found, low=self._passed) if near else found
            part = out[passage.frame : passage.frame + passage.n]
            self._clicks.add(part, passage, gains)
            self._pitch.add(part, passage, rate, levels.pitch)
            self._notes.add(part, passage, levels.notes)
            self._passed = passage.high
        self._jumped = False
