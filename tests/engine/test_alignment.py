"""Where a recording lies on another: shifted, drowned in noise, at another speed, cut, and where they have nothing
in common."""

import numpy as np
import pytest
import soxr

from w12studio.domain.alignment import NONE, ONSETS, SOUND, Alignment
from w12studio.engine.aligned_sound import aligned_sound
from w12studio.engine.alignment import align
from w12studio.engine.onset_bands import SAMPLE_RATE, onset_bands
from w12studio.engine.store import SharedAudio, new_store


def music(seed, seconds=60.0):
    """Notes of random pitch and length over a drum, at irregular times."""
    rng = np.random.default_rng(seed)
    out = np.zeros(int(seconds * SAMPLE_RATE))
    at = 0.2
    while at < seconds - 1:
        n = int(rng.uniform(0.15, 0.9) * SAMPLE_RATE)
        first = int(at * SAMPLE_RATE)
        n = min(n, out.size - first)
        t = np.arange(n) / SAMPLE_RATE
        tone = sum(np.sin(2 * np.pi * k * rng.uniform(100, 700) * t) / k for k in (1, 2, 3))
        out[first : first + n] += 0.1 * tone * np.exp(-4 * t)
        out[first : first + 300] += 0.1 * rng.normal(size=300)
        at += rng.uniform(0.12, 0.6)
    return out.astype(np.float32)


@pytest.fixture(scope="module")
def song():
    return music(1)


def check(found, offset, rate, at=20.0, within=0.0005):
    assert found.method == SOUND
    assert float(found.to_ours(at)) == pytest.approx(offset + rate * at, abs=within)


def test_a_cut_is_found_to_half_a_millisecond(song):
    found = align(song, song[int(7.3 * SAMPLE_RATE) :])
    check(found, 7.3, 1.0)
    assert found.rate == 1.0
    assert found.confidence > 0.9
    check(align(song[int(7.3 * SAMPLE_RATE) :], song), -7.3, 1.0)


def test_noise_as_loud_as_the_music_does_no_harm(song):
    noise = np.random.default_rng(0).normal(0, song.std(), song.size).astype(np.float32)
    check(align(song, (song + noise)[3 * SAMPLE_RATE :]), 3.0, 1.0)


@pytest.mark.parametrize("rate", [1.0001, 48000 / 44100, 44100 / 48000, 1.03])
def test_another_speed_is_found_with_the_place(song, rate):
    other = soxr.resample(song, rate * 10_000, 10_000).astype(np.float32)
    found = align(song, other)
    check(found, 0.0, rate)
    assert found.rate == pytest.approx(rate, rel=2e-5)


def test_the_same_notes_in_another_sound_agree_by_their_onsets(song):
    rng = np.random.default_rng(3)
    envelope = np.abs(soxr.resample(np.abs(song).astype(np.float32), SAMPLE_RATE, 200))
    smooth = soxr.resample(envelope, 200, SAMPLE_RATE)[: song.size]
    other = (smooth * rng.normal(size=smooth.size)).astype(np.float32)[4 * SAMPLE_RATE :]
    found = align(song, other)
    assert found.method == ONSETS
    assert found.offset_s == pytest.approx(4.0, abs=0.03)


def test_recordings_that_have_nothing_in_common_are_not_aligned(song):
    for seed in (2, 3, 4):
        found = align(song, music(seed, 45.0))
        assert found.method == NONE
        assert found.offset_s == 0.0


def test_what_is_silent_or_too_short_is_not_aligned(song):
    assert align(song, np.zeros(SAMPLE_RATE * 20, np.float32)).method == NONE
    assert align(song, song[:SAMPLE_RATE]).method == NONE


def test_a_cancel_stops_it(song):
    class Stop(Exception):
        pass

    def report(_):
        raise Stop

    with pytest.raises(Stop):
        align(song, song, report)


def test_bands_rise_where_a_sound_begins():
    samples = np.zeros(SAMPLE_RATE * 2, np.float32)
    samples[SAMPLE_RATE:] = np.random.default_rng(0).normal(0, 0.1, SAMPLE_RATE)
    bands = onset_bands(samples)
    peak = int(np.argmax(bands.sum(axis=0)))
    assert abs(peak * 128 / SAMPLE_RATE - 1.0) < 0.04
    assert np.abs(bands.mean(axis=1)).max() < 1e-3


@pytest.fixture
def stored():
    made = []

    def store(samples, rate):
        path = new_store()
        samples.astype(np.float32).tofile(path)
        made.append(path)
        return SharedAudio(str(path), rate, samples.shape[1], samples.shape[0])

    yield store
    for path in made:
        path.unlink()


@pytest.mark.parametrize("offset", [0.25, -0.25, 5.0, -5.0])
def test_a_copy_runs_beside_ours(stored, own_folders, offset):
    ours = stored(np.zeros((2000, 1)), 1000)
    theirs = stored(np.arange(1500.0)[:, None] * [1.0, -1.0], 1000)
    copy = aligned_sound(theirs, Alignment(offset), ours)
    samples = copy.samples()
    assert samples.shape == (2000, 2)
    wanted = np.zeros(2000)
    for i in range(2000):
        at = i - round(offset * 1000)
        wanted[i] = at if 0 <= at < 1500 else 0
    assert np.array_equal(samples[:, 0], wanted)


def test_a_copy_runs_at_our_speed(stored, own_folders):
    t = np.arange(48_000) / 48_000
    ours = stored(np.zeros((44_100, 1)), 44_100)
    theirs = stored(np.sin(2 * np.pi * 100 * t)[:, None], 48_000)
    copy = aligned_sound(theirs, Alignment(0.1, 0.5), ours).samples()[:, 0]
    at = np.arange(44_100) / 44_100
    inside = (at > 0.15) & (at < 0.55)
    assert np.abs(copy[inside] - np.sin(2 * np.pi * 200 * (at[inside] - 0.1))).max() < 0.01
