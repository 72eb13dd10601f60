"""From any supported file to float32 samples, once, in blocks, with exact times.

Two decoders share the work:

* libsndfile (`w12studio.engine.audio_sndfile`) reads WAV, AIFF, FLAC, AU, CAF, Ogg Vorbis and Opus.
* FFmpeg through PyAV (`w12studio.engine.audio_ffmpeg`) reads MP3, M4A, MP4, Matroska, WebM, WMA, ADTS and
  whatever libsndfile refuses. PyAV because its wheels bring FFmpeg to every system (no program to install),
  and because it hands over exact presentation times and applies the gapless side data that a pipe from the
  ``ffmpeg`` program would lose.

MP3 goes to FFmpeg although libsndfile reads it: libsndfile 1.2.2 stops at its own estimate of the length,
which cuts VBR files without a Xing header, and its MP3 library writes to the standard error stream. FLAC
that was written to a pipe goes there too: without a stated length libsndfile loses the last samples.

Time zero
---------
Time 0 is the first sample that the encoder was given. Encoder delay and end padding are removed where the
file states them: LAME/Xing header (MP3), edit list and last sample's duration (MP4), CodecDelay and
DiscardPadding (Matroska), pre-skip and granule position (Ogg), the decoder's own delay (WMA). Files that
state nothing (MP3 without a LAME header, AAC in ADTS or MPEG-TS, fragmented MP4 without an edit list) keep
the encoder's delay, because nobody can know it: 1024 to 2112 samples for AAC, 1105 for MP3 made by LAME.
`AudioFacts.time_zero` says which case it was. AAC in Matroska, MP3 in MP4 and WMA keep up to one codec
frame of padding at the end. A damaged packet is replaced by silence of its length where the container
states times; a bare MP3 or ADTS stream does not, and what follows the damage moves forward by the packets
lost, as in any other player.
"""

from __future__ import annotations

import errno
import hashlib
import shutil
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import AudioFacts
from w12studio.domain.errors import AudioError
from w12studio.engine.store import SharedAudio

#: Suffixes for file dialogs and folder drops; what a file really is decides its first bytes.
SUPPORTED_SUFFIXES = frozenset(
    {
        *(".wav", ".wave", ".bwf", ".w64", ".rf64", ".aif", ".aiff", ".aifc", ".flac", ".au", ".snd", ".caf"),
        *(".ogg", ".oga", ".opus", ".mp2", ".mp3", ".m4a", ".m4b", ".aac", ".alac", ".wma", ".asf", ".wv"),
        *(".mp4", ".m4v", ".mov", ".3gp", ".mkv", ".mka", ".webm", ".avi", ".ts", ".ac3", ".eac3", ".ape"),
        *(".tta", ".mpc", ".amr"),
    }
)

MIN_SAMPLE_RATE, MAX_SAMPLE_RATE = 1_000, 768_000
MAX_CHANNELS = 32
#: s; the first block is short so that the first picture comes early, the others long to keep overhead small.
FIRST_BLOCK_S, BLOCK_S = 0.25, 1.0
_BLOCKS_AHEAD = 4

_SNDFILE_MAGIC = (b"RIFF", b"RIFX", b"RF64", b"FORM", b"fLaC", b"OggS", b".snd", b"caff", b"riff")
_FORMATS = "WAV, AIFF, FLAC, Ogg, Opus, MP3, M4A, WMA or the sound of MP4, MKV and WebM"
_SPARE_BYTES = 32 << 20
#: Of a channel's power: what is left of the mean where the channels are each other's opposite (-60 dB).
_CANCELLED = 1e-6
#: Peak to peak, full scale = 2: half a step of 16 bits.
_AUDIBLE = 2**-16


class Reader(Protocol):
    """One opened file; used by one thread at a time."""

    facts: AudioFacts
    warnings: list[str]

    def blocks(self) -> Iterator[NDArray[np.float32]]:
        """The samples in order, each block of shape (n, channels), n any number above 0."""

    def close(self) -> None:
        """Let go of the file."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """What `decode` gives.

    Attributes
    ----------
    facts : AudioFacts
        Exact; ``sha256`` is left empty (see `content_sha256`).
    audio : SharedAudio
    warnings : tuple of str
        Sentences for people, each naming the file.
    """

    facts: AudioFacts
    audio: SharedAudio
    warnings: tuple[str, ...] = ()


def probe(path: str | Path) -> AudioFacts:
    """What a file says about itself, from its head; ``n_samples`` may be an estimate, 0 where unknown.

    Raises
    ------
    AudioError
        When it can't be read or holds no sound.
    """
    reader = _open(Path(path))
    try:
        return reader.facts
    finally:
        reader.close()


def decode(
    path: str | Path,
    store: str | Path,
    on_facts: Callable[[AudioFacts], None] | None = None,
    on_block: Callable[[NDArray[np.float32]], None] | None = None,
) -> Decoded:
    """Decode a whole file into ``store`` (raw float32, interleaved), block by block.

    Parameters
    ----------
    path : str or Path
    store : str or Path
        File to write; its folder must exist. It is deleted when anything is raised.
    on_facts : callable, optional
        Called once before the first block, with ``n_samples`` perhaps an estimate.
    on_block : callable, optional
        Called with each block, shape (n, channels), after it was written; about `FIRST_BLOCK_S` first, then
        growing to `BLOCK_S`. May raise `w12studio.domain.errors.Cancelled` (or anything else) to stop.

    Raises
    ------
    AudioError
        When the file can't be read, holds no sound, or the disk that takes ``store`` is full.

    Notes
    -----
    Memory is O(block). Runs on any one thread, beside which it decodes on another; both decoders release the GIL.
    """
    path, store = Path(path), Path(store)
    reader = _open(path)
    try:
        facts = reader.facts
        _check_space(facts, store)
        if on_facts is not None:
            on_facts(facts)
        levels = _write(reader, store, on_block)
        facts = replace(reader.facts, n_samples=levels.n_samples)
        only = levels.channel_to_analyse()
        audio = SharedAudio(str(store), facts.sample_rate, facts.channels, facts.n_samples, str(path), only)
        return Decoded(facts, audio, (*reader.warnings, *(f"{path.name}: {text}" for text in levels.remarks(only))))
    except OSError as error:
        store.unlink(missing_ok=True)
        raise _store_error(error, store) from error
    except BaseException:
        store.unlink(missing_ok=True)
        raise
    finally:
        reader.close()


def content_sha256(path: str | Path) -> str:
    """SHA-256 of the whole file's bytes, 64 hexadecimal digits; `AudioError` when it can't be read."""
    path = Path(path)
    try:
        with path.open("rb", buffering=0) as f:
            return hashlib.file_digest(f, "sha256").hexdigest()
    except OSError as error:
        raise _unreadable(path, error) from error


def is_probably_audio(path: str | Path) -> bool:
    """Whether a file found in a folder is worth opening: by suffix, or by first bytes where it has none."""
    path = Path(path)
    if path.name.startswith("._") or not path.is_file():  # "._x.mp3": what macOS leaves on foreign disks
        return False
    if path.suffix:
        return path.suffix.lower() in SUPPORTED_SUFFIXES
    try:
        with path.open("rb") as f:
            head = f.read(12)
    except OSError:
        return False
    return head.startswith((*_SNDFILE_MAGIC, b"ID3")) or head[4:8] == b"ftyp"


def _open(path: Path) -> Reader:
    head = _head(path)
    reader: Reader | None = None
    if head.startswith(_SNDFILE_MAGIC):
        from w12studio.engine.audio_sndfile import SndfileReader

        reader = SndfileReader.open(path)
    if reader is None:
        from w12studio.engine.audio_ffmpeg import FFmpegReader

        reader = FFmpegReader(path)
    try:
        _check_facts(reader.facts, path)
    except AudioError:
        reader.close()
        raise
    return reader


def _head(path: Path) -> bytes:
    """The first bytes of a file that is there, readable and not empty."""
    try:
        if path.is_dir():
            raise AudioError("it is a folder, not a file", path, "Drop the files in it, or open the folder.")
        if not path.exists():
            raise AudioError("there is no such file", path, "It may have been moved or renamed; open it again.")
        if not path.is_file():
            raise AudioError("it is a device or a pipe, not a file", path, "Save the sound to a file first.")
        with path.open("rb") as f:
            head = f.read(16)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if not head:
        raise AudioError("the file is empty (0 bytes)", path, "Copy or download it again.")
    return head


def _unreadable(path: Path, error: Exception) -> AudioError:
    if isinstance(error, FileNotFoundError):
        return AudioError("there is no such file", path, "It may have been moved or renamed; open it again.")
    if isinstance(error, PermissionError):
        return AudioError("you have no permission to read it", path, "Change its permissions, or copy it elsewhere.")
    reason = getattr(error, "strerror", None) or str(error)
    return AudioError(f"the file can't be read ({reason})", path, "Check the disk or the network drive it is on.")


def not_audio(path: Path) -> AudioError:
    """The error for a file in which neither decoder finds a format it knows."""
    return AudioError("this is not a sound file, or it is damaged", path, f"Open {_FORMATS}.")


def _check_facts(facts: AudioFacts, path: Path) -> None:
    if not MIN_SAMPLE_RATE <= facts.sample_rate <= MAX_SAMPLE_RATE:
        raise AudioError(
            f"its sample rate of {facts.sample_rate} Hz is outside {MIN_SAMPLE_RATE} to {MAX_SAMPLE_RATE} Hz",
            path,
            "The file may be damaged; convert it to 44100 or 48000 Hz.",
        )
    if not 1 <= facts.channels <= MAX_CHANNELS:
        raise AudioError(
            f"it has {facts.channels} channels, more than {MAX_CHANNELS}",
            path,
            "Mix it down to stereo first.",
        )


class _Levels:
    """What the samples say about themselves on their way into the store."""

    def __init__(self, channels: int) -> None:
        self.n_samples = 0
        self._n_bad = 0
        self._low = np.full(channels, np.inf)
        self._high = np.full(channels, -np.inf)
        self._power = np.zeros(channels)
        self._mix_power = 0.0

    def cleaned(self, block: NDArray[np.float32]) -> NDArray[np.float32]:
        """The block with silence in place of values that are not finite; counted."""
        planes = np.ascontiguousarray(block.T)  # sums and extremes along memory take a tenth of the time
        low, high = planes.min(axis=1), planes.max(axis=1)
        if not (np.isfinite(low).all() and np.isfinite(high).all()):
            good = np.isfinite(planes)
            self._n_bad += int(planes.size - np.count_nonzero(good))
            planes = np.where(good, planes, np.float32(0))
            low, high = planes.min(axis=1), planes.max(axis=1)
        self.n_samples += len(block)
        self._low = np.minimum(self._low, low)
        self._high = np.maximum(self._high, high)
        if len(planes) > 1:
            exact = planes.astype(np.float64)
            self._power += np.einsum("ij,ij->i", exact, exact)
            mix = exact.mean(axis=0)
            self._mix_power += float(mix @ mix)
        return planes.T

    def channel_to_analyse(self) -> int | None:
        """The loudest channel where the mean of all cancels out (one of two is inverted); else None."""
        if self._mix_power > _CANCELLED * self._power.max() or not self._power.any():
            return None
        return int(np.argmax(self._power))

    def remarks(self, only: int | None) -> Iterator[str]:
        """Sentences for people about what is odd."""
        if self._n_bad:
            one, many = "1 value that is not a number was", f"{self._n_bad} values that are not numbers were"
            yield f"{one if self._n_bad == 1 else many} replaced by silence."
        if (self._high - self._low).max() < _AUDIBLE and self.n_samples > 1:
            yield "it is silent from beginning to end. Is it the right file?"
        if only is not None:
            yield f"its channels cancel each other out (one is inverted), so channel {only + 1} alone was analysed."


def _write(reader: Reader, store: Path, on_block: Callable[[NDArray[np.float32]], None] | None) -> _Levels:
    levels = _Levels(reader.facts.channels)
    with store.open("wb") as f:
        for block in _ahead(_regular(reader)):
            block = levels.cleaned(block)
            f.write(np.ascontiguousarray(block).data)
            if on_block is not None:
                on_block(block)
    if levels.n_samples == 0:
        raise AudioError("it holds no sound (0 samples)", reader.facts.path, "Export or record it again.")
    return levels


def _ahead(blocks: Iterator[NDArray[np.float32]]) -> Iterator[NDArray[np.float32]]:
    """The blocks, decoded on a thread of its own that stays a few of them ahead."""
    pool = ThreadPoolExecutor(1, thread_name_prefix="decoder")
    try:
        waiting = deque(pool.submit(next, blocks, None) for _ in range(_BLOCKS_AHEAD))
        while (block := waiting.popleft().result()) is not None:
            waiting.append(pool.submit(next, blocks, None))
            yield block
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _regular(reader: Reader) -> Iterator[NDArray[np.float32]]:
    """The reader's blocks, joined to blocks of `FIRST_BLOCK_S` growing to `BLOCK_S`."""
    seconds, waiting, n = FIRST_BLOCK_S, [], 0
    for block in reader.blocks():
        waiting.append(block)
        n += len(block)
        if n >= seconds * reader.facts.sample_rate:
            yield np.concatenate(waiting) if len(waiting) > 1 else waiting[0]
            seconds, waiting, n = min(2 * seconds, BLOCK_S), [], 0
    if waiting:
        yield np.concatenate(waiting)


def _check_space(facts: AudioFacts, store: Path) -> None:
    needed = facts.n_samples * facts.channels * 4 + _SPARE_BYTES
    free = shutil.disk_usage(store.parent).free
    if free < needed:
        raise AudioError(
            f"decoding it takes {needed / 1e9:.1f} GB in {store.parent}, where {free / 1e9:.1f} GB are free",
            facts.path,
            "Free some space on that disk.",
        )


def _store_error(error: OSError, store: Path) -> AudioError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return AudioError("the disk became full while decoding", store, "Free some space on the disk it is on.")
    reason = error.strerror or str(error)
    return AudioError(f"the decoded sound can't be written ({reason})", store, "Check the disk it is on.")
