"""Reading WAV, AIFF, FLAC, AU, CAF, Ogg Vorbis and Opus with libsndfile; see `w12studio.engine.audio`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import AudioFacts

if TYPE_CHECKING:
    import soundfile

_CONTAINERS = {"WAVEX": "WAV", "OGG": "Ogg"}
#: What writers to a pipe put in the place of a length that they don't know yet.
_UNKNOWN_LENGTH = 0x7FFFF000
#: Above it, libsndfile does not know: a FLAC stream that does not state its length has 2**63 - 1 samples.
_MOST_SAMPLES = 1 << 62


class SndfileReader:
    """A `w12studio.engine.audio.Reader`."""

    def __init__(self, path: Path, file: Any) -> None:
        import soundfile

        self._file: soundfile.SoundFile = file
        self._path = path
        self.warnings: list[str] = []
        removed = ", encoder delay removed" if file.subtype in ("VORBIS", "OPUS") else ""
        self.facts = AudioFacts(
            path=str(path),
            sample_rate=file.samplerate,
            channels=file.channels,
            n_samples=file.frames,
            container=_CONTAINERS.get(file.format, file.format),
            codec=file.subtype_info,
            size_bytes=path.stat().st_size,
            time_zero=f"libsndfile {soundfile.__libsndfile_version__}{removed}",
        )

    @classmethod
    def open(cls, path: Path) -> SndfileReader | None:
        """None where libsndfile does not know the format, the codec inside, or the length."""
        import soundfile

        try:
            file = soundfile.SoundFile(path)
        except (soundfile.LibsndfileError, UnicodeError):
            return None
        if file.format == "MP3" or file.samplerate <= 0 or file.frames > _MOST_SAMPLES:
            file.close()
            return None
        return cls(path, file)

    def blocks(self) -> Iterator[NDArray[np.float32]]:
        """The samples in order; what is missing at the end is reported in ``warnings``."""
        import soundfile

        size = max(256, self.facts.sample_rate // 4)
        done = 0
        try:
            while len(block := self._file.read(size, dtype="float32", always_2d=True)):
                done += len(block)
                yield block
        except soundfile.LibsndfileError:
            self.warnings.append(
                f"{self._path.name}: the file is damaged after {done / self.facts.sample_rate:.1f} s; "
                "what comes before was read."
            )
            return
        promised = max(self.facts.n_samples, self._promised_by_header())
        if done < promised:
            self.warnings.append(
                truncated(self._path, done / self.facts.sample_rate, promised / self.facts.sample_rate)
            )

    def _promised_by_header(self) -> int:
        """Samples that the data chunk of a WAV or AIFF promises, where libsndfile found fewer; else 0."""
        note = re.search(r"(?:data|SSND) : (\d+) \(should be (\d+)\)", self._file.extra_info)
        if note is None or self.facts.n_samples == 0:
            return 0
        promised, there = int(note[1]), int(note[2])
        if promised >= _UNKNOWN_LENGTH or there <= 0 or promised <= there:
            return 0
        return round(self.facts.n_samples * promised / there)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def truncated(path: Path, there_s: float, promised_s: float) -> str:
    """The warning for a file that ends before its header says."""
    return (
        f"{path.name}: the file is cut off: its header promises {promised_s:.1f} s, "
        f"{there_s:.1f} s are there. What is there was read; copy or download it again for the rest."
    )
