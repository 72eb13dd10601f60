"""Loudness by the EBU's reference signals, synthesised; what follows by arithmetic; awkward recordings."""

import math

import numpy as np
import pytest

from tests.engine.rhythm_helpers import NotingJob, awkward_recordings, band, store
from w12studio.domain.analysis import LOUDNESS
from w12studio.domain.errors import Cancelled
from w12studio.domain.facts import FACTS
from w12studio.engine.energy import SAMPLE_RATE, energy_score
from w12studio.engine.loudness import estimate_loudness, estimate_plain_loudness
from w12studio.engine.loudness_meter import LoudnessMeter, channel_weights

RATE = 48_000
ALL = (estimate_loudness, estimate_plain_loudness)


def tone(*parts, rate=RATE, hz=1000.0, channels=2):
    """Sines of (dBFS, seconds) one after the other, shape (n, channels)."""
    level = np.concatenate([np.full(round(s * rate), 10 ** (db / 20)) for db, s in parts])
    return np.repeat((level * np.sin(2 * np.pi * hz * np.arange(level.size) / rate))[:, None], channels, axis=1)


def silence(seconds, channels=2):
    return np.zeros((round(seconds * RATE), channels))


def measured(x, rate=RATE, compiled=True):
    x = np.asarray(x, dtype=np.float32)
    meter = LoudnessMeter(rate, x.shape[1], compiled)
    for i in range(0, len(x), meter.block_length):
        meter.feed(x[i : i + meter.block_length])
    return meter.result()


INTEGRATED = {
    1: ([(-23, 20)], -23), 2: ([(-33, 20)], -33), 3: ([(-36, 10), (-23, 60), (-36, 10)], -23),
    4: ([(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], -23), 5: ([(-26, 20), (-20, 20.1), (-26, 20)], -23),
}  # fmt: skip


@pytest.mark.parametrize("rate", [44_100, 48_000, 96_000])
@pytest.mark.parametrize("case", INTEGRATED)
def test_tech_3341_integrated(case, rate):
    parts, expected = INTEGRATED[case]
    assert measured(tone(*parts, rate=rate), rate).integrated == pytest.approx(expected, abs=0.1)


def test_tech_3341_case_6_counts_channels_by_their_place():
    levels = (-28, -28, -24, -30, -30)
    five = np.hstack([tone((db, 20), channels=1) for db in levels])
    assert measured(five).integrated == pytest.approx(-23, abs=0.1)
    six = np.insert(five, 3, tone((-3, 20), channels=1)[:, 0], axis=1)  # the low frequency channel does not count
    assert measured(six).integrated == pytest.approx(-23, abs=0.1)
    assert channel_weights(1).tolist() == [1.0]


def test_tech_3341_cases_9_and_12_hold_still():
    short = measured(tone(*[(-20, 1.34), (-30, 1.66)] * 5)).curve[:, 1]
    assert np.allclose(short[15:-15], -23, atol=0.1)
    momentary = measured(tone(*[(-20, 0.18), (-30, 0.22)] * 25)).curve[:, 0]
    assert np.allclose(momentary[2:-2], -23, atol=0.1)


@pytest.mark.parametrize("step", range(0, 20, 3))
def test_tech_3341_cases_10_and_13_find_the_window(step):
    for_short = np.concatenate([silence(0.15 * step), tone((-23, 3)), silence(1)])
    assert measured(for_short).max_short_term == pytest.approx(-23, abs=0.1)
    for_momentary = np.concatenate([silence(0.02 * step), tone((-23, 0.4)), silence(1)])
    assert measured(for_momentary).max_momentary == pytest.approx(-23, abs=0.1)


def test_tech_3341_cases_11_and_14_follow_a_rise():
    rise = [measured(np.concatenate([silence(0.15), tone((db, 3)), silence(1)])) for db in (-38, -30, -19)]
    assert [r.max_short_term for r in rise] == pytest.approx([-38, -30, -19], abs=0.1)
    bursts = [measured(np.concatenate([silence(0.06), tone((db, 0.4)), silence(1)])) for db in (-38, -19)]
    assert [r.max_momentary for r in bursts] == pytest.approx([-38, -19], abs=0.1)


def sine(period, degrees, amplitude, n=RATE):
    """A sine whose samples miss its peaks, faded in and out."""
    at = np.arange(n)
    fade = np.minimum(1, np.minimum(at, at[::-1]) / 480)
    return np.repeat((fade * amplitude * np.sin(2 * np.pi * at / period + np.deg2rad(degrees)))[:, None], 2, axis=1)


@pytest.mark.parametrize(
    ("case", "signal", "expected"),
    [
        (15, (4, 0, 0.5), -6.0), (16, (4, 45, 0.5), -6.0), (17, (6, 60, 0.5), -6.0), (18, (8, 67.5, 0.5), -6.0),
        (19, (4, 45, 1.41), 3.0),
    ],
)  # fmt: skip
@pytest.mark.parametrize("compiled", [True, False])
def test_tech_3341_true_peak_of_tones(case, signal, expected, compiled):
    found = measured(sine(*signal), compiled=compiled).true_peak
    assert expected - 0.4 <= found <= expected + 0.2


@pytest.mark.parametrize("offset", range(4))
def test_tech_3341_true_peak_of_one_period(offset):
    """Cases 20 to 23: a period of fs/6 at full scale in fs/4 at half of it, made at 4 fs and decimated."""
    n = 4 * RATE
    x = 0.5 * np.sin(2 * np.pi * np.arange(n) / 16)
    middle = n // 2 // 16 * 16
    x = np.concatenate([x[:middle], np.sin(2 * np.pi * np.arange(24) / 24), x[middle:]])
    at = np.arange(-256, 257)
    y = np.convolve(x, 0.245 * np.sinc(0.245 * at) * np.hamming(at.size), "same")
    y *= np.minimum(1, np.minimum(np.arange(y.size), np.arange(y.size)[::-1]) / 4800)
    found = measured(np.repeat(y[offset::4, None], 2, axis=1)).true_peak
    assert -0.4 <= found <= 0.2
    assert found >= 20 * np.log10(np.abs(y[offset::4]).max())


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([(-20, 20), (-30, 20)], 10), ([(-20, 20), (-15, 20)], 5), ([(-40, 20), (-20, 20)], 20),
        ([(-50, 20), (-35, 20), (-20, 20), (-35, 20), (-50, 20)], 15),
    ],
)  # fmt: skip
def test_tech_3342(parts, expected):
    assert measured(tone(*parts)).loudness_range == pytest.approx(expected, abs=1)


def test_compiled_and_plain_filters_agree():
    x = np.random.default_rng(0).normal(0, 0.1, (44_100 * 5 + 77, 2)).astype(np.float32)
    a, b = measured(x, 44_100), measured(x, 44_100, compiled=False)
    for name in ("integrated", "loudness_range", "max_momentary", "true_peak", "rms", "dynamic_range"):
        assert getattr(a, name) == pytest.approx(getattr(b, name), abs=1e-3), name
    assert np.allclose(a.curve, b.curve, atol=1e-3)


def test_blocks_leave_no_seams():
    x = np.random.default_rng(1).normal(0, 0.1, (RATE * 10, 1)).astype(np.float32)
    meter = LoudnessMeter(RATE, 1)
    meter.feed(x[: meter.block_length])
    meter.feed(x[meter.block_length :])  # longer than it need be
    assert np.allclose(meter.result().curve, measured(x).curve, atol=1e-4)


def test_rms_and_dynamic_range_follow_by_arithmetic():
    x = tone((-20, 30))
    found = measured(x)
    assert found.rms == pytest.approx(-23.01, abs=0.01)
    assert found.dynamic_range == pytest.approx(0.0, abs=0.01)  # a sine's peak is its level times the root of 2
    x[RATE * 4], x[RATE * 10] = 1.0, 0.8
    assert measured(x).dynamic_range == pytest.approx(20 + 20 * math.log10(0.8), abs=0.1)


@pytest.mark.parametrize("estimate", ALL)
def test_track(tmp_path, estimate):
    samples, _ = band(seconds=12)
    (track,) = estimate(store(tmp_path, np.stack([samples, samples], axis=1)), NotingJob(), {})
    assert track.kind == LOUDNESS and not len(track.events) and not track.message
    assert track.curve.bins == ("momentary", "short-term") and track.curve.unit == "LUFS"
    assert track.curve.values.shape == (120, 2) and track.curve.frame_rate == 10
    assert track.curve.values.min() >= -70
    assert {f.name for f in track.facts} <= FACTS.keys() and len(track.facts) == 8
    assert all(f.value is not None for f in track.facts)


@pytest.mark.parametrize("estimate", ALL)
@pytest.mark.parametrize("name", awkward_recordings())
def test_no_music_is_no_error(tmp_path, estimate, name):
    samples, rate = awkward_recordings()[name]
    (track,) = estimate(store(tmp_path, samples, rate), NotingJob(), {})
    assert len(track.facts) == 8
    assert all((f.value is None) == bool(f.reason) for f in track.facts)
    if name in ("nothing", "one sample", "silence", "0.3 s", "0.05 s"):
        assert track.message.endswith(".") and track.curve is None


def test_not_a_number_is_silence(tmp_path):
    x = tone((-20, 5)).astype(np.float32)
    clean = measured(x).integrated
    x[1000], x[2000, 0] = np.nan, np.inf
    assert measured(x).integrated == pytest.approx(clean, abs=0.05)


def test_can_be_cancelled(tmp_path):
    with pytest.raises(Cancelled):
        estimate_loudness(store(tmp_path, band()[0]), NotingJob(cancel_at=0.3), {})


def energy(samples, loudness):
    return energy_score(samples.astype(np.float32), loudness, lambda _: None)


def test_energy_rises_with_attacks_with_loudness_and_with_treble():
    t = np.arange(8 * SAMPLE_RATE) / SAMPLE_RATE
    pad = 0.2 * (np.sin(2 * np.pi * 220 * t) + np.sin(2 * np.pi * 330 * t))
    noise = np.random.default_rng(0).normal(0, 0.2, t.size)
    hits = noise * np.exp(-(t % 0.125) * 40)
    calm, lively = energy(pad, -20.0), energy(pad + hits, -20.0)
    assert calm + 20 < lively
    assert energy(pad + hits, -8.0) > lively + 10
    assert math.isnan(energy(pad[:100], -20.0)) and math.isnan(energy(pad, math.nan))
    assert 0 <= energy(0 * pad, -60.0) <= 5 and energy(hits * 5, -5.0) <= 100
