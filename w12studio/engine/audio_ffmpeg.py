"""Reading MP3, M4A, MP4, Matroska, WebM, WMA and more with FFmpeg (PyAV); see `w12studio.engine.audio`."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import AudioFacts
from w12studio.domain.errors import AudioError
from w12studio.engine.audio import not_audio
from w12studio.engine.audio_sndfile import truncated

_CONTAINERS = {
    "mov,mp4,m4a,3gp,3g2,mj2": "MP4",
    "matroska,webm": "Matroska",
    "asf": "ASF",
    "mp3": "MP3",
    "aac": "ADTS",
    "flac": "FLAC",
    "mpegts": "MPEG-TS",
    "avi": "AVI",
}
#: Containers whose stated length is a promise; others (ADTS, MP3 without Xing) guess from the bit rate.
_STATED_LENGTH = {"MP4", "Matroska", "ASF"}
_MAX_GAP_S = 600.0
#: Frames (some 0.2 s of AAC) by which a late one is judged.
_LOOK_AHEAD = 8
#: PyAV (up to 18.1 at least) reads beyond a planar frame's pointers when it has 8 channels or more.
_MOST_PLANES = 7


class _Stamped(NamedTuple):
    """A decoded frame and its place in units of a fraction of a sample; ``usual``: its rate is the stream's first."""

    frame: Any
    start: int | None
    length: int
    usual: bool

    @classmethod
    def of(cls, frame: Any, rate: int, ticks: int, unit: int) -> _Stamped:
        pts = frame.pts
        return cls(frame, None if pts is None else pts * ticks, frame.samples * unit, frame.sample_rate == rate)


class FFmpegReader:
    """A `w12studio.engine.audio.Reader`.

    Raises
    ------
    AudioError
        When FFmpeg does not know the format, or finds no sound in it.
    """

    def __init__(self, path: Path) -> None:
        import av

        self._path = path
        self.warnings: list[str] = []
        try:
            # "file:" keeps names such as "a:b.mp3" from being taken for an address, and the white list keeps
            # playlists from opening anything on the network.
            self._container: Any = av.open(
                f"file:{path}", options={"protocol_whitelist": "file"}, metadata_errors="replace"
            )
        except (av.FFmpegError, ValueError, UnicodeError) as error:
            raise not_audio(path) from error
        try:
            self._start()
        except BaseException:
            self._container.close()
            raise

    def _start(self) -> None:
        container = self._container
        stream = container.streams.best("audio")
        if stream is None:
            if container.streams.video:
                raise AudioError("it holds pictures but no sound", self._path, "Choose a file with a sound track.")
            raise not_audio(self._path)
        n_streams = len(container.streams.audio)
        if n_streams > 1:
            self.warnings.append(
                f"{self._path.name}: it holds {n_streams} sound tracks; number "
                f"{container.streams.audio.index(stream) + 1} was taken."
            )
        self._stream = stream
        self._name = _CONTAINERS.get(container.format.name, container.format.long_name)
        self._skip = self._wma_delay()
        self._n_broken = 0
        self._changes = False
        self._first_pts: int | None = None
        self._packet_end: int | None = None
        self._frames = self._decoded()
        first = next(self._frames, None)
        if first is None:
            raise AudioError("no sound can be decoded from it", self._path, "It may be cut off, damaged or protected.")
        self._first: Any = first
        self._rate: int = first.sample_rate
        self._channels = self._first.layout.nb_channels
        #: Whether presentation times are exact to the sample, as in MP4 and MP3, and not whole milliseconds.
        self._exact = (1 / (stream.time_base * self._rate)).denominator == 1
        self.facts = AudioFacts(
            path=str(self._path),
            sample_rate=self._rate,
            channels=self._channels,
            n_samples=self._estimate(),
            container=self._name,
            codec=stream.codec_context.codec.long_name,
            size_bytes=self._path.stat().st_size,
            time_zero=self._time_zero(),
        )

    def _wma_delay(self) -> int:
        """Samples to drop by hand, in WMA written by FFmpeg: one frame of overlap.

        FFmpeg's decoder drops two frames, right for Microsoft's encoder and one too many for its own.
        """
        from av.codec.context import Flags2

        context = self._stream.codec_context
        if context.name not in ("wmav1", "wmav2") or not self._container.metadata.get("encoder", "").startswith("Lav"):
            return 0
        context.flags2 |= Flags2.skip_manual
        rate = context.sample_rate
        if rate <= 16000:
            return 512
        return 1024 if rate <= 22050 or (rate <= 32000 and context.name == "wmav1") else 2048

    def _estimate(self) -> int:
        stream, container = self._stream, self._container
        if stream.duration:
            return max(0, round(stream.duration * stream.time_base * self._rate))
        return max(0, round((container.duration or 0) * self._rate / 1_000_000))

    def _time_zero(self) -> str:
        import av
        from av.codec.codec import Properties

        version = ".".join(str(n) for n in av.library_versions["libavcodec"])
        stream = self._stream
        delay = self._skip
        if self._name == "MP3":
            delay = self._samples(stream.start_time or 0)
        elif self._first_pts is not None and self._first_pts < 0:
            delay = -self._samples(self._first_pts)
        text = f"FFmpeg libavcodec {version}"
        if delay > 0 and self._exact:
            text += f", encoder delay of {delay} samples removed"
        elif delay > 0 or stream.codec_context.name.startswith("wma"):
            text += ", encoder delay removed"
        elif not stream.codec_context.codec.properties & Properties.LOSSLESS.value:
            text += ", no encoder delay stated in the file"
        start = float((self._first.pts or 0) * self._first.time_base)
        if self._name in ("MP4", "Matroska") and start > 0.001:
            text += f"; the sound starts {start:.3f} s into the file"
        return text

    def _samples(self, ticks: int) -> int:
        return round(ticks * self._stream.time_base * self._rate)

    def _decoded(self) -> Iterator[Any]:
        """Frames in order; packets that can't be decoded are counted and left out."""
        import av

        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets, None)
                if packet is None:
                    return
                if packet.pts is not None:
                    if self._first_pts is None:
                        self._first_pts = packet.pts
                    self._packet_end = packet.pts + packet.duration if packet.duration else None
                yield from packet.decode()
            except (av.error.InvalidDataError, av.error.UndefinedError, av.error.PatchWelcomeError):
                self._n_broken += 1
            except av.FFmpegError:  # an error of the disk or the demuxer: there is no way on
                self._n_broken += 1
                return

    def _placed(self) -> Iterator[tuple[Any, int, int | None]]:
        """Each frame, the silence due before it in samples, and, for the last, its packet's end in ticks."""
        # Times are whole numbers of `unit`ths of a sample: exact, and far cheaper than fractions.
        ticks, unit = (self._first.time_base * self._rate).as_integer_ratio()
        stamped = (_Stamped.of(frame, self._rate, ticks, unit) for frame in chain([self._first], self._frames))
        ahead = deque(islice(stamped, _LOOK_AHEAD))
        clock: int | None = None  # where the next frame should start
        while ahead:
            this, gap = ahead[0], 0
            if clock is not None and this.usual:
                gap, clock = self._gap(ahead, clock, unit)
            else:
                clock = this.start
            clock = clock + this.length if clock is not None and this.usual else None
            ahead.popleft()
            ahead.extend(islice(stamped, 1))
            yield this.frame, gap, None if ahead else self._packet_end

    def _gap(self, ahead: Iterable[_Stamped], clock: int, unit: int) -> tuple[int, int]:
        """Silence due before the first of some frames, in samples, and the clock where it starts.

        A hole lasts: what comes after it is late as well. One frame alone that is late or early is a time stamp that
        is off, as in MP4 made from Ogg Vorbis by FFmpeg, and no sound is missing.
        """
        late: int | None = None
        expected = clock
        for frame in ahead:
            if not frame.usual:
                break
            if frame.start is not None and (late is None or frame.start - expected < late):
                late = frame.start - expected
            expected += frame.length
        if late is None:
            return 0, clock
        second = self._rate * unit
        # Rounded times jitter around the true ones, so that only a long hole is surely one.
        least = (0.002 if self._exact else 0.25) * second
        if least < late < _MAX_GAP_S * second:
            gap = round(Fraction(late, unit))
            return gap, clock + gap * unit
        if late > 0 or late < -second:  # a clock that runs a little faster, or a new start of the time stamps
            return 0, clock + late
        return 0, clock

    def blocks(self) -> Iterator[NDArray[np.float32]]:
        """The samples in order; what is missing or damaged is reported in ``warnings``."""
        done = n_silent = 0
        resamplers: dict[tuple[int, str, str], Any] = {}
        skip = self._skip
        for frame, gap, end in self._placed():
            for n in _pieces(gap, self._rate):
                yield np.zeros((n, self._channels), dtype=np.float32)
            n_silent += gap
            changed = frame.sample_rate != self._rate or frame.layout.nb_channels != self._channels
            if changed:
                self._changes = True
            if changed or (self._channels > _MOST_PLANES and frame.format.is_planar):
                form = (frame.sample_rate, frame.layout.name, frame.format.name)
                if form not in resamplers:
                    resamplers[form] = self._resampler()
                frames = resamplers[form].resample(frame)
            else:
                frames = [frame]
            for part in frames:
                block = _as_float(part)
                if end is not None:
                    block = block[: self._room(part, end)]
                block, skip = block[skip:], max(0, skip - len(block))
                done += len(block)
                if len(block):
                    yield block
        self._report(done + n_silent, n_silent)

    def _room(self, frame: Any, end: int) -> int:
        """Samples of the last frame that belong to the sound: MP4 states a shorter last duration."""
        if self._name != "MP4" or frame.pts is None:
            return int(frame.samples)
        room = round((end * self._stream.time_base - frame.pts * frame.time_base) * self._rate)
        return room if 0 < room < frame.samples else int(frame.samples)

    def _resampler(self) -> Any:
        import av

        return av.AudioResampler(format="flt", layout=self._first.layout, rate=self._rate)

    def _report(self, done: int, n_silent: int) -> None:
        name = self._path.name
        if self._changes:
            self.warnings.append(
                f"{name}: sample rate or channels change on the way; "
                f"all was converted to {self._rate} Hz, {self._channels} channels."
            )
        if self._n_broken:
            self.warnings.append(f"{name}: {self._n_broken} damaged pieces could not be decoded.")
        if n_silent:
            self.warnings.append(f"{name}: {n_silent / self._rate:.2f} s that are missing were filled with silence.")
        stated = self._name in _STATED_LENGTH or (self._name == "MP3" and (self._stream.start_time or 0) > 0)
        promised = self._estimate()
        if stated and done < 0.98 * promised - 0.25 * self._rate:
            self.warnings.append(truncated(self._path, done / self._rate, promised / self._rate))

    def close(self) -> None:
        """Let go of the file."""
        self._container.close()


def _pieces(n: int, size: int) -> Iterator[int]:
    while n > 0:
        yield min(n, size)
        n -= size


def _as_float(frame: Any) -> NDArray[np.float32]:
    """Samples of a frame, full scale = 1, shape (n, channels)."""
    raw = frame.to_ndarray()
    samples = raw.T if frame.format.is_planar else raw.reshape(-1, frame.layout.nb_channels)
    if samples.dtype.kind == "f":
        return samples.astype(np.float32, copy=False)
    scale = 2.0 ** (8 * samples.dtype.itemsize - 1)
    if samples.dtype.kind == "u":
        return ((samples.astype(np.float32) - scale) / scale).astype(np.float32)
    return (samples.astype(np.float64) / scale).astype(np.float32)
