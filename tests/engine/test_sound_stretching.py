import os
import time

import numpy as np
import pytest

from tests.engine.sound_helpers import RATE, bursts, peak_hz, sine, store
from w12studio.domain.errors import Cancelled
from w12studio.engine.sound.stretch_server import StretchServer, stretch_here
from w12studio.engine.sound.stretching import Piece, render_piece, stretched
from w12studio.engine.sound.tape import Tape
from w12studio.engine.sound.voices import StretchedVoice, best_lag, passed_into
from w12studio.engine.store import SharedAudio

SPEEDS = [0.25, 0.4, 0.5, 0.8, 1.5, 2.0]


def taken(audio, speed, out_rate=RATE, loop=None, start=0, seconds=None):
    voice = StretchedVoice(Tape(audio, start, loop), out_rate, speed, stretch_here)
    parts = []
    left = round((seconds or 60) * out_rate)
    while left > 0 and not voice.ended:
        parts.append(voice.take(min(4000, left)))
        left -= len(parts[-1])
    return np.concatenate(parts)


@pytest.mark.parametrize("speed", SPEEDS)
def test_pitch_stays_and_length_follows(tmp_path, speed):
    out = taken(store(tmp_path, sine(441, 3)), speed)
    assert len(out) == pytest.approx(3 * RATE / speed, abs=2)
    third = len(out) // 3
    assert peak_hz(out[third : third + RATE // 2, 0]) == pytest.approx(441, abs=0.7)
    assert np.abs(out[third : 2 * third]).max() == pytest.approx(0.4, rel=0.35)


@pytest.mark.parametrize("speed", SPEEDS)
def test_attacks_come_when_they_should(tmp_path, speed):
    """Half of an attack's energy has come at its place divided by the speed, over all pieces and seams."""
    rng = np.random.default_rng(1)
    places = np.arange(9) * RATE // 3 + 8000 + rng.integers(-3000, 3000, 9)
    audio = store(tmp_path, bursts(places, 4 * RATE))
    out = taken(audio, speed)[:, 0].astype(np.float64)
    for place in places:
        at = place / speed
        begin = int(at) - 2500
        energy = np.cumsum(out[begin : int(at) + 2500] ** 2)
        middle = begin + np.searchsorted(energy, energy[-1] / 2)
        assert -3.0 < 1000 * (middle - at) / RATE < 7.0


def test_seams_are_not_heard(tmp_path):
    """A chord: no place is much louder or softer than the rest."""
    audio = store(tmp_path, (sine(220, 6) + sine(277.2, 6) + sine(331, 6)) * 0.5)
    out = taken(audio, 0.5)[2000:-2000, 0]
    frames = out[: out.size // 2205 * 2205].reshape(-1, 2205)
    level = 10 * np.log10(np.mean(frames**2, axis=1))
    assert level.max() - level.min() < 6
    assert np.abs(np.diff(out)).max() < 0.6 * (2 * np.pi * 331 / RATE) * 2


def test_a_loop_comes_round_exactly(tmp_path):
    """At every speed the attack of a loop comes after its length divided by the speed, round after round."""
    for speed in (0.5, 1.5):
        audio = store(tmp_path, bursts([20_000], 2 * RATE))
        out = taken(audio, speed, loop=(15_000, 37_050), start=15_000, seconds=6)[:, 0].astype(np.float64)
        expected = (np.arange(int(6 * RATE * speed) // 22_050) * 22_050 + 5000) / speed
        for at in expected[expected < len(out) - 3000]:
            begin = max(int(at) - 2500, 0)
            energy = np.cumsum(out[begin : int(at) + 2500] ** 2)
            middle = begin + np.searchsorted(energy, energy[-1] / 2)
            assert abs(middle - at) < 0.005 * RATE


def test_another_rate_of_the_device(tmp_path):
    out = taken(store(tmp_path, sine(500, 2)), 0.5, out_rate=48_000)
    assert len(out) == pytest.approx(4 * 48_000, abs=3)
    assert peak_hz(out[48_000:72_000, 0], 48_000) == pytest.approx(500, abs=0.7)


def test_silence_and_very_short_recordings(tmp_path):
    assert not stretched(np.zeros((5000, 2), np.float32), RATE, 0.5).any()
    assert len(taken(store(tmp_path, np.full(10, 0.1)), 0.5)) == pytest.approx(20, abs=1)
    assert len(taken(store(tmp_path, np.zeros(0)), 0.5)) == 0


def test_waves_are_joined_where_they_agree():
    wave = np.repeat(sine(300, 0.1)[:, None], 2, axis=1).astype(np.float32)
    assert best_lag(wave[50:1050], wave[:1180]) == 50
    joined = passed_into(wave[:1000], wave[147:1147])  # one period later: the same wave
    np.testing.assert_allclose(joined, wave[:1000], atol=2e-3)
    other = np.random.default_rng(0).normal(size=(1000, 2)).astype(np.float32)
    strange = passed_into(wave[:1000] / np.std(wave), other)
    assert np.std(strange[450:550]) == pytest.approx(1.0, abs=0.2)


def test_the_server_gives_what_is_stretched_here(tmp_path):
    audio = store(tmp_path, sine(300, 1))
    server = StretchServer()
    try:
        server.warm()
        pieces = [Piece(Tape(audio, 1000), 0.5, first, 3000) for first in (0, 3000)]
        futures = [server(p) for p in pieces]
        for piece, future in zip(pieces, futures, strict=True):
            made, here = future.result(timeout=60), render_piece(piece)
            assert made.shape == here.shape  # the library has a little chance in it
            assert np.corrcoef(made[:, 0], here[:, 0])[0, 1] > 0.95
        broken = server(Piece(_gone(), 0.5, 0, 100))
        with pytest.raises(RuntimeError, match="could not stretch"):
            broken.result(timeout=60)
    finally:
        server.shutdown()


def _gone():
    return Tape(SharedAudio("/nowhere/to/be.f32", RATE, 2, 1000), 0)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a file that nobody can open to the end")
def test_a_worker_that_hangs_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "never.f32")
    server = StretchServer()
    tape = Tape(SharedAudio(str(tmp_path / "never.f32"), RATE, 2, 1000), 0)
    hangs, waits = (server(Piece(tape, 0.5, first, 100)) for first in (0, 100))
    while not hangs.running():
        time.sleep(0.01)
    server.shutdown()
    with pytest.raises(Cancelled):
        hangs.result(timeout=0)
    assert waits.cancelled()


def test_a_server_that_was_shut_down_can_start_again(tmp_path):
    audio = store(tmp_path, sine(300, 0.2))
    server = StretchServer()
    server.shutdown()
    try:
        assert server(Piece(Tape(audio, 0), 0.5, 0, 100)).result(timeout=60).shape == (100, 2)
    finally:
        server.shutdown()
