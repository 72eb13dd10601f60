import numpy as np
import pytest

from tests.engine.sound_helpers import RATE, sine, store
from w12studio.engine.sound.band import Band, band_taps, edge_hz
from w12studio.engine.sound.tape import Tape


def response_db(band, hz, rate=RATE):
    taps = band_taps(rate, band)
    t = np.arange(taps.size) / rate
    return 20 * np.log10(np.abs(np.sum(taps * np.exp(-2j * np.pi * hz * t))) + 1e-12)


@pytest.mark.parametrize("band", [Band(40, 90), Band(200, 400), Band(1000, 1200), Band(3000, 12_000)])
def test_outside_is_silent_and_inside_is_whole(band):
    below, above = band.low_hz - edge_hz(band.low_hz) - 1, band.high_hz + edge_hz(band.high_hz) + 1
    for hz in (*np.linspace(1, below, 25), *np.linspace(above, RATE / 2, 25)):
        assert response_db(band, hz) < -40
    for hz in np.linspace(band.low_hz, band.high_hz, 25):
        assert response_db(band, hz) == pytest.approx(0, abs=0.5)


def test_limits_at_the_ends_leave_them_open():
    assert response_db(Band(0, 500), 5) == pytest.approx(0, abs=0.5)
    assert response_db(Band(5000, 30_000), 22_000) == pytest.approx(0, abs=0.5)
    assert band_taps(RATE, Band(0, 30_000)).size == 1


def test_a_band_can_be_dragged_either_way_and_has_a_least_width():
    assert Band.between(500, 100) == Band(100, 500)
    narrow = Band.between(440, 440)
    assert narrow.low_hz < 440 < narrow.high_hz and narrow.high_hz - narrow.low_hz >= 20
    assert Band.between(-5, 0).low_hz == 0


def test_nothing_comes_late(tmp_path):
    """An impulse stays where it was, and what is around it is symmetric."""
    samples = np.zeros(20_000)
    samples[9000] = 1
    out = Tape(store(tmp_path, samples), 0, None, Band(300, 3000)).read(0, 20_000)[:, 0]
    assert np.argmax(np.abs(out)) == 9000
    np.testing.assert_allclose(out[9001:9500], out[8999:8500:-1], atol=1e-6)


def test_a_place_sounds_the_same_whatever_is_read_around_it(tmp_path):
    rng = np.random.default_rng(3)
    audio = store(tmp_path, rng.normal(size=(30_000, 2)) * 0.1)
    tape = Tape(audio, 0, None, Band(100, 900))
    whole = tape.read(0, 30_000)
    parts = np.concatenate([tape.read(at, 1234) for at in range(0, 24_000, 1234)])
    np.testing.assert_allclose(parts, whole[: len(parts)], atol=1e-5)


def test_in_a_loop_the_band_is_that_of_the_recording(tmp_path):
    samples = sine(300, 1) + sine(4000, 1)
    audio = store(tmp_path, samples)
    out = Tape(audio, 10_000, (8000, 20_000), Band(2000, 6000)).read(0, 30_000)[:, 0]
    whole = Tape(audio, 0, None, Band(2000, 6000)).read(0, RATE)[:, 0]
    np.testing.assert_allclose(out[9999:10_001], whole[[19_999, 8000]], atol=1e-6)
    np.testing.assert_allclose(out[10_000:22_000], whole[8000:20_000], atol=1e-6)
