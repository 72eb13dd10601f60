"""A click at a known sample is drawn and exported at that sample, for every format that FFmpeg can write here."""

from pathlib import Path

import numpy as np
import pytest

from tests.engine.test_audio import LOSSY, encode
from w12studio import service
from w12studio.domain.analysis import TRANSIENTS, Analysis
from w12studio.domain.edits import add_event
from w12studio.domain.peaks import BASE_BLOCK, PeakPyramid, block_peaks, sample_columns
from w12studio.engine.audio import decode
from w12studio.export.registry import read

RATE, AT, N = 44_100, 31_337, 88_200
EXACT = [
    ("a.wav", "pcm_s16le", None, {}),
    ("a.aiff", "pcm_s16be", None, {}),
    ("a.flac", "flac", None, {}),
    ("alac.m4a", "alac", None, {}),
    ("flac.mkv", "flac", None, {}),
]


def click() -> np.ndarray:
    """A pulse of about 1 ms, which every codec keeps, with its highest sample at ``AT``."""
    t = np.arange(N) - AT
    pulse = 0.8 * np.exp(-((t / 16) ** 2))
    return np.stack([pulse, 0.7 * pulse], axis=1).astype(np.float32)


@pytest.mark.parametrize(("name", "codec", "form", "options"), EXACT + LOSSY, ids=lambda v: str(v)[:12])
def test_drawn_and_exported_where_it_is(tmp_path: Path, name, codec, form, options):
    done = decode(encode(tmp_path / name, click(), RATE, codec, form=form, **options), tmp_path / "store.f32")
    samples = np.asarray(done.audio.samples())
    found = int(samples[:, 0].argmax())
    assert abs(found - AT) <= (0 if (name, codec, form, options) in EXACT else 1)

    # drawn: zoomed out from the pyramid, zoomed in from the samples
    pyramid = PeakPyramid.from_base(block_peaks(samples))
    for per_column in (BASE_BLOCK, 4 * BASE_BLOCK):
        column = int(np.nanargmax(pyramid.columns(0, per_column, N // per_column)[:, 0, 1]))
        assert column == found // per_column
    columns = sample_columns(done.audio.read(found - 50, found + 50), found - 50, found - 20.0, 1.0, 40)
    assert int(np.nanargmax(columns[:, 0, 1])) == 20

    # exported: a marker set on it, written and read back
    analysis = Analysis(done.facts)
    analysis = add_event(analysis, TRANSIENTS, found / RATE).apply(analysis)
    for form_name, tolerance in (("csv", 1e-6), ("jams", 1e-6), ("audacity", 1e-6), ("midi", 1e-3)):
        target = tmp_path / f"click-{form_name}{service.format_suffix(form_name)}"
        report = service.export(analysis, target, form_name)
        assert report.max_timing_error_s <= tolerance
        times = np.concatenate([track.events.times for track in read(report.paths[0], form_name)])
        assert np.abs(times - found / RATE).min() <= tolerance
        if tolerance < 1 / RATE:
            assert found in np.rint(times * RATE)
