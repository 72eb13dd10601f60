"""What the spectrogram and the coloured waveform cost: computing them, and drawing a lane from what is computed.

    python bench/spectrogram.py [--seconds 250]

Processor time of the process, which a busy machine stretches little; the least of three runs for what is computed, the
median of thirty for a frame. librosa computes a mel spectrogram in dB with the
same hop, window and number of rows as the level of the pyramid that all coarser ones are made of.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import common
import numpy as np
import soundfile
from PySide6.QtWidgets import QApplication

from w12studio.domain.analysis import Analysis, AudioFacts
from w12studio.domain.peaks import block_peaks
from w12studio.service import SharedAudio
from w12studio.ui import bands
from w12studio.ui import spectrogram_tiles as tiles
from w12studio.ui.lanes.base import Lane, LaneContext
from w12studio.ui.lanes.spectrogram import SpectrogramLane
from w12studio.ui.lanes.waveform import WaveformLane
from w12studio.ui.session import Session
from w12studio.ui.spectrogram_tiles import TileKey
from w12studio.ui.theme import ThemeController
from w12studio.ui.tile_cache import TileStore, TileThread
from w12studio.ui.viewport import Viewport

WIDTH, HEIGHT = 1400, 190


def cpu(work: Callable[[], object], runs: int = 3) -> float:
    """The least processor time of some runs, s."""
    took = []
    for _ in range(runs):
        begin = time.process_time()
        work()
        took.append(time.process_time() - begin)
    return min(took)


def pyramid(audio: SharedAudio) -> None:
    """All tiles of a recording from the ground up, without any thread."""
    store = TileStore(1 << 20)
    generation = store.renew(keep=False)
    top = next(level for level in range(30) if tiles.tile_s(level) >= audio.duration)
    TileThread(store)._build(audio, TileKey(top, 0, "mel"), generation, 0)


def librosa_mel(samples: np.ndarray) -> np.ndarray:
    """The same with librosa."""
    import librosa

    mel = librosa.feature.melspectrogram(
        y=samples, sr=common.RATE, n_fft=4096, hop_length=1024, n_mels=tiles.N_ROWS, fmin=30, fmax=20_000, htk=True
    )
    return np.asarray(librosa.power_to_db(mel))


def frame_ms(lane: Lane, view: Viewport) -> float:
    """Processor time of drawing a lane anew, everything it needs being computed."""
    lane.context.viewport = view
    lane._render(1.0, lane.context.theme)
    took = []
    for _ in range(30):
        begin = time.process_time()
        lane._render(1.0, lane.context.theme)
        took.append(time.process_time() - begin)
    return 1e3 * statistics.median(took)


def wait(app: QApplication, until: Callable[[], bool]) -> None:
    while not until():
        app.processEvents()
        time.sleep(0.002)


def computing(audio: SharedAudio, mono: np.ndarray) -> list[str]:
    """Rows about what is computed."""
    lines = []
    for level in range(tiles.GROUND + 1):
        keys = [TileKey(level, 20 + i, "mel") for i in range(12)]
        took = cpu(lambda keys=keys: [tiles.compute_tile(audio, key) for key in keys]) / len(keys)
        lines.append(
            f"| a tile of level {level}: columns {1e3 * tiles.column_s(level):.1f} ms apart, ms | {1e3 * took:.1f} |"
        )
    librosa_mel(mono[: common.RATE * 5])
    seconds = audio.duration
    lines += [
        f"| the pyramid of {seconds:.0f} s, all levels above, s | {cpu(lambda: pyramid(audio)):.2f} |",
        f"| librosa, mel spectrogram in dB of the same, one level, s | {cpu(lambda: librosa_mel(mono)):.2f} |",
        f"| three bands of {seconds:.0f} s, s | {cpu(lambda: sum(map(len, bands.filtered(audio)))):.2f} |",
    ]
    return lines


def drawing(app: QApplication, audio: SharedAudio, samples: np.ndarray) -> list[str]:
    """Rows about drawing."""
    context = LaneContext(Session(), ThemeController("dark"), Viewport())
    facts = AudioFacts("music.wav", "", audio.sample_rate, audio.channels, audio.n_samples)
    context.session.open(Analysis(facts))
    context.session.add_peaks(block_peaks(samples), last=True)
    context.session.set_audio(audio)
    whole = Viewport(duration=audio.duration, width_px=WIDTH).fitted()
    spectrogram, waveform = SpectrogramLane(context), WaveformLane(context)
    for lane in (spectrogram, waveform):
        lane.resize(WIDTH, HEIGHT)
        lane.refresh()
    wait(app, lambda: waveform._squares is not None)
    lines = []
    for text, view in (
        ("the whole", whole),
        ("20 s", whole.showing(60.0, 80.0)),
        ("2 s", whole.showing(60.0, 62.0)),
    ):
        context.viewport = view
        spectrogram._render(1.0, context.theme)
        spectrogram._ask()
        wait(app, lambda: not spectrogram.cache.busy)
        cells = [frame_ms(spectrogram, view)]
        for colours in ("plain", "bands"):
            waveform.set_colours(colours)
            wait(app, lambda: waveform.colours == "plain" or waveform.bands.pyramid is not None)
            cells.append(frame_ms(waveform, view))
        lines.append(f"| {text} | " + " | ".join(f"{cell:.1f}" for cell in cells) + " |")
    spectrogram.shutdown()
    waveform.shutdown()
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=250)
    args = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        samples, rate = soundfile.read(
            common.music(args.seconds, ".wav", Path(folder)), dtype="float32", always_2d=True
        )
        store = Path(folder) / "music.f32"
        samples.tofile(store)
        audio = SharedAudio(str(store), rate, samples.shape[1], samples.shape[0])
        text = [
            f"`python bench/spectrogram.py` on {common.machine()}; processor time.", "",
            "| computing | |", "| --- | --- |", *computing(audio, samples.mean(axis=1)), "",
            f"| drawing {WIDTH} x {HEIGHT} anew, ms | spectrogram | waveform | waveform in bands |",
            "| --- | --- | --- | --- |", *drawing(app, audio, samples),
        ]  # fmt: skip
    common.record("spectrogram", "\n".join(text))


if __name__ == "__main__":
    main()
