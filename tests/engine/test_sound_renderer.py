import itertools
import threading
from concurrent.futures import Future

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.sound_helpers import roughness, sine, store
from w12studio.domain.analysis import BEATS, NOTES, PITCH, TRANSIENTS, Analysis, AudioFacts, Track
from w12studio.domain.curves import Curve
from w12studio.domain.events import Event, Events
from w12studio.domain.pins import PINS
from w12studio.engine.sound import renderer
from w12studio.engine.sound.band import Band
from w12studio.engine.sound.clicks import SOUNDS, click_wave
from w12studio.engine.sound.layers import Heard, Levels
from w12studio.engine.sound.passages import passages
from w12studio.engine.sound.renderer import Renderer
from w12studio.engine.sound.stretching import render_piece
from w12studio.engine.sound.tape import Tape, to_stereo

RATE = 8000
N = 10 * RATE
SILENT = Levels(recording=0.0)


@pytest.fixture
def audio(tmp_path):
    """Sample i has the value i / N."""
    return store(tmp_path, np.arange(N) / N, RATE)


def ramp(samples):
    return np.asarray(samples, dtype=np.float64) / N


def clicking(audio, places, levels=None, rate=RATE):
    r = Renderer(audio, rate)
    r.set_levels(levels or Levels(recording=0.0, beats=1.0))
    r.set_heard(Heard({"beats": np.asarray(places) / RATE}))
    return r


def onsets(out, rate=RATE, sound="beats"):
    """Frames at which clicks begin: where the wave of one fits exactly (they may ring into each other)."""
    wave = click_wave(rate, SOUNDS[sound])
    found, out = [], out.astype(np.float64).copy()
    for i in range(out.size):
        if abs(out[i] - wave[0]) < 0.02:
            found.append(i)
            m = min(wave.size, out.size - i)
            out[i : i + m] -= wave[:m]
    return found


# -- stereo ------------------------------------------------------------------------------------------------------


def test_mono_goes_to_both_sides():
    out = to_stereo(np.array([[0.25], [0.5]], np.float32))
    np.testing.assert_array_equal(out, [[0.25, 0.25], [0.5, 0.5]])


@pytest.mark.parametrize("channels", [2, 3, 4, 6, 8])
def test_full_scale_never_clips(channels):
    out = to_stereo(np.ones((5, channels), np.float32))
    assert out.shape == (5, 2) and np.abs(out).max() <= 1.0 + 1e-6


def test_surround_keeps_sides_apart():
    left_back = np.zeros((1, 6), np.float32)
    left_back[0, 4] = 1
    out = to_stereo(left_back)
    assert out[0, 0] > 0.2 and out[0, 1] == 0


# -- the recording -----------------------------------------------------------------------------------------------


def test_rendering_gives_the_recording(audio):
    r = Renderer(audio, RATE)
    r.seek(1000)
    np.testing.assert_allclose(r.render(5000)[:, 0], ramp(np.arange(1000, 6000)), atol=1e-6)
    np.testing.assert_allclose(r.render(7)[:, 1], ramp(np.arange(6000, 6007)), atol=1e-6)
    assert r.place_of(0) == (1000, False) and r.place_of(5003) == (6003, False)


@given(st.integers(1000, 6000), st.integers(64, 900), st.lists(st.integers(1, 700), min_size=1, max_size=8))
@settings(max_examples=40)
def test_loops_are_exact_to_the_sample(tmp_path_factory, start, length, sizes):
    audio = store(tmp_path_factory.mktemp("loop"), np.arange(N) / N, RATE)
    r = Renderer(audio, RATE)
    r.set_loop((start, start + length))
    r.seek(start + length // 3)
    out = np.concatenate([r.render(n) for n in sizes])[:, 0]
    places = start + (length // 3 + np.arange(out.size)) % length
    np.testing.assert_allclose(out, ramp(places), atol=1e-6)
    for frame in {0, out.size // 2, out.size - 1}:
        assert r.place_of(frame)[0] == pytest.approx(places[frame])


def test_a_loop_that_is_set_while_playing_does_not_change_what_sounds(audio):
    r = Renderer(audio, RATE)
    r.seek(2000)
    first = r.render(500)
    r.set_loop((2100, 2900))
    out = np.concatenate([first, r.render(2000)])[:, 0]
    np.testing.assert_allclose(out, ramp(np.where(np.arange(2500) < 900, 2000 + np.arange(2500),
                                                  2100 + (np.arange(2500) - 900) % 800)), atol=2e-6)  # fmt: skip


def test_after_the_end_comes_silence_and_the_end_is_known(audio):
    r = Renderer(audio, RATE)
    r.seek(N - 50)
    out = r.render(200)
    assert out[:50].all() and not out[50:].any()
    assert r.place_of(49) == (N - 1, False) and r.place_of(50) == (N, True)


def test_whole_recording_can_be_looped(audio):
    r = Renderer(audio, RATE)
    r.set_loop((0, N + 999))
    r.seek(N - 10)
    np.testing.assert_allclose(r.render(20)[:, 0], ramp([*range(N - 10, N), *range(10)]), atol=1e-6)


@pytest.mark.parametrize("loop", [(500, 500), (900, 100), (10**9, 10**9 + 5), (500, 510)])
def test_senseless_loops_are_none(audio, loop):
    r = Renderer(audio, RATE)
    r.set_loop(loop)
    r.seek(N - 5)
    r.render(100)
    assert r.place_of(50)[1]


@pytest.mark.parametrize("rate", [11025, 44100, 48000])
def test_another_rate_of_the_device_keeps_time(audio, rate):
    r = Renderer(audio, rate)
    r.seek(RATE)
    out = np.concatenate([r.render(1000) for _ in range(rate // 500)])[:, 0]
    expected = ramp(RATE + np.arange(out.size) * RATE / rate)
    np.testing.assert_allclose(out[1500:-10], expected[1500:-10], atol=1e-4)
    assert r.place_of(rate)[0] == pytest.approx(2 * RATE, abs=1)


def test_another_rate_ends_too(audio):
    r = Renderer(audio, 48000)
    r.seek(N - 800)
    out = r.render(9600)
    assert np.abs(out[:4700]).min() > 0.5 and not out[5000:].any()
    assert not r.place_of(4790)[1] and r.place_of(4810)[1]


def test_broken_samples_do_not_reach_the_device(tmp_path):
    samples = np.zeros(200)
    samples[10:13] = [np.nan, np.inf, 7.0]
    out = Renderer(store(tmp_path, samples, RATE), RATE).render(100)
    assert np.isfinite(out).all() and out.max() <= 1.0


# -- speed -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("speed", [0.25, 0.5, 1.5, 2.0])
def test_the_place_follows_the_speed_exactly(audio, speed):
    r = Renderer(audio, RATE)
    r.set_speed(speed)
    r.seek(1000)
    out = np.concatenate([r.render(333) for _ in range(20)])[:, 0]
    for frame in (0, 1, 3000, 6659):
        assert r.place_of(frame)[0] == pytest.approx(1000 + frame * speed)
    assert r.late == 0 and np.isfinite(out).all()


@pytest.mark.parametrize("speed", [0.25, 0.5, 0.77, 1.0, 1.5, 2.0])
@pytest.mark.parametrize("rate", [RATE, 44_100])
def test_clicks_are_exact_at_every_speed_and_in_loops(audio, speed, rate):
    places = [1000, 1811, 2600]
    r = clicking(audio, places, rate=rate)
    r.set_speed(speed)
    r.set_loop((1000, 3000))
    r.seek(1500)
    n = round(6000 / speed * rate / RATE)
    out = np.concatenate([r.render(min(500, n - at)) for at in range(0, n, 500)])[:, 0]
    unrolled = sorted(p + 2000 * k - 1500 for p in places for k in range(5))
    expected = [u / speed * rate / RATE for u in unrolled if 0 <= u < 5990]
    np.testing.assert_allclose(onsets(out, rate), expected, atol=1.0)


@given(
    st.lists(st.tuples(st.integers(50, 900), st.sampled_from([0.25, 0.5, 0.8, 1.0, 1.3, 2.0])), min_size=2, max_size=6),
    st.integers(0, 40),
)
@settings(max_examples=25)
def test_each_click_sounds_once_however_the_speed_is_changed(tmp_path_factory, changes, shift):
    audio = store(tmp_path_factory.mktemp("speeds"), np.zeros(N), RATE)
    places = np.arange(shift, N, 211)
    r = clicking(audio, places)
    blocks = []
    for n, speed in changes:
        r.set_speed(speed)
        blocks.append(r.render(n))
    out = np.concatenate(blocks)[:, 0]
    reached = r.place_of(out.size)[0]
    found = onsets(out)
    assert abs(len(found) - np.sum(places < reached - 1)) <= 1
    for frame, place in zip(found, places, strict=False):
        assert r.place_of(frame)[0] == pytest.approx(place, abs=3)


@pytest.mark.parametrize("speed", [0.5, 1.5])
def test_changing_the_speed_does_not_click(tmp_path, speed):
    audio = store(tmp_path, sine(200, 4, RATE), RATE)
    r = Renderer(audio, RATE)
    out = [r.render(4000)]
    r.set_speed(speed)
    out.append(r.render(4000))
    r.set_speed(1.0)
    out.append(r.render(4000))
    wave = np.concatenate(out)[:, 0]
    assert roughness(wave[100:]) < 3 * 0.4 * (2 * np.pi * 200 / RATE) ** 2
    assert r.place_of(12_000)[0] == pytest.approx(8000 + 4000 * speed, abs=1)


class Slow:
    """A stretcher that gives its pieces when the test says."""

    def __init__(self):
        self.waiting = []

    def __call__(self, piece):
        future = Future()
        self.waiting.append((piece, future))
        return future

    def go(self):
        for piece, future in self.waiting:
            if future.set_running_or_notify_cancel():
                future.set_result(render_piece(piece))
        self.waiting = []


def test_until_a_stretched_piece_is_ready_the_sound_goes_on_as_before(audio):
    slow = Slow()
    r = Renderer(audio, RATE, slow)
    r.render(1000)
    r.set_speed(0.5)
    np.testing.assert_allclose(r.render(400)[:, 0], ramp(np.arange(1000, 1400)), atol=1e-6)
    slow.go()
    r.render(1)
    slow.go()
    r.render(399)
    assert r.late == 0
    assert r.place_of(1400)[0] == pytest.approx(1400, abs=1)
    assert r.place_of(1800)[0] == pytest.approx(1600, abs=1)


def test_a_piece_that_is_late_makes_silence_and_the_place_rests(audio):
    slow = Slow()
    r = Renderer(audio, RATE, slow)
    r.set_speed(0.5)
    r.seek(4000)
    assert not r.render(100).any() and r.place_of(100) == (4000, False)
    slow.go()
    r.render(5000)
    assert r.late == 5000 - 4480  # two pieces of 0.16 and 0.4 s were asked for, the third one is late
    rested = r.place_of(r.delivered)[0]
    assert rested == pytest.approx(4000 + 4480 / 2, abs=1)
    slow.go()
    r.render(100)
    assert r.place_of(r.delivered)[0] == pytest.approx(rested + 50, abs=10)


def test_stretched_recordings_end(audio):
    r = Renderer(audio, RATE)
    r.set_speed(2.0)
    r.seek(N - 1000)
    out = r.render(700)
    assert out[:480].all() and not out[520:].any()
    assert r.place_of(600) == (N, True)


# -- changes while playing ---------------------------------------------------------------------------------------


def test_a_seek_while_playing_is_heard_at_once_and_does_not_click(tmp_path):
    audio = store(tmp_path, np.concatenate([sine(200, 2, RATE), sine(300, 2, RATE)]), RATE)
    r = Renderer(audio, RATE)
    before = r.render(3001)
    r.seek(3 * RATE + 17)
    wave = np.concatenate([before, r.render(2000)])[:, 0]
    assert roughness(wave[100:]) < 3 * 0.4 * (2 * np.pi * 300 / RATE) ** 2
    assert r.place_of(3001)[0] == 3 * RATE + 17 and r.place_of(3000)[0] == 3000
    np.testing.assert_allclose(wave[3100:3200], sine(300, 2, RATE)[RATE + 116 : RATE + 216], atol=1e-5)


def test_volumes_are_changed_without_a_click(tmp_path):
    r = Renderer(store(tmp_path, sine(200, 2, RATE), RATE), RATE)
    out = [r.render(1000)]
    r.set_levels(Levels(recording=0.0))
    out.append(r.render(1000))
    wave = np.concatenate(out)[:, 0]
    assert not wave[1060:].any() and roughness(wave) < 4 * 0.4 * (2 * np.pi * 200 / RATE) ** 2


def test_a_band_alone_while_playing(tmp_path):
    rate = 44_100
    audio = store(tmp_path, sine(200, 2) * 0.5 + sine(3000, 2) * 0.5)
    r = Renderer(audio, rate)
    r.render(4000)
    r.set_band(Band(2000, 5000))
    r.render(2000)
    out = r.render(20_000)[:, 0]
    spectrum = np.abs(np.fft.rfft(out * np.hanning(out.size)))
    low, high = (spectrum[round(hz * out.size / rate)] for hz in (200, 3000))
    assert 20 * np.log10(low / high) < -40
    np.testing.assert_allclose(out, 0.5 * sine(3000, 2)[6000:26_000], atol=2e-3)  # no delay
    r.set_band(None)
    r.render(1000)
    np.testing.assert_allclose(r.render(100)[:, 0], audio.samples()[27_000:27_100, 0], atol=1e-6)


# -- clicks and sung layers ----------------------------------------------------------------------------------------


def test_clicks_are_mixed_at_their_samples(audio):
    out = clicking(audio, [4000, 8000]).render(9000)[:, 0]
    assert np.flatnonzero(out)[0] == 4000 and out[8000] == pytest.approx(SOUNDS["beats"].peak)


def test_each_kind_sounds_different_and_has_its_volume(audio):
    r = Renderer(audio, 44_100)
    r.set_heard(Heard({kind: np.array([0.1]) for kind in SOUNDS}))
    waves = {}
    for kind in SOUNDS:
        r.set_levels(Levels(recording=0.0, **{kind: 0.5}))
        r.seek(0)
        waves[kind] = r.render(12_000)[:, 0]
        assert waves[kind].max() == pytest.approx(0.5 * SOUNDS[kind].peak, rel=0.01)
    centres = {}
    for kind, wave in waves.items():
        power = np.abs(np.fft.rfft(wave)) ** 2
        centres[kind] = np.sum(power * np.arange(power.size)) / np.sum(power) * 44_100 / wave.size
    ordered = sorted(centres.values())
    assert np.all(np.diff(ordered) > 0.2 * np.array(ordered[:-1]))


@given(
    st.lists(st.integers(0, 3000), min_size=1, max_size=20, unique=True),
    st.lists(st.integers(1, 700), min_size=1, max_size=12),
)
@settings(max_examples=40)
def test_blocks_of_any_size_join_without_a_seam(tmp_path_factory, starts, sizes):
    audio = store(tmp_path_factory.mktemp("blocks"), np.zeros(N), RATE)
    whole = clicking(audio, np.sort(starts)).render(sum(sizes))
    r = clicking(audio, np.sort(starts))
    np.testing.assert_allclose(np.concatenate([r.render(n) for n in sizes]), whole, atol=1e-6)


def test_passages_leave_nothing_out_and_take_nothing_twice(audio):
    tape = Tape(audio, 900, (300, 1000))
    for step in (0.25, 0.73, 1.0, 2.0):
        at, spans = 0.0, []
        for n in (1, 2, 7, 50, 333, 1, 900):
            spans += passages(tape, at, step, n, jumped=not spans)
            at += n * step
        assert sum(p.n for p in spans) == 1294
        for before, after in itertools.pairwise(spans):
            seam = before.high == pytest.approx(1000) and after.low == 300
            assert seam == after.jumped and (seam or after.low == pytest.approx(before.high))


def test_what_is_heard_of_an_analysis():
    facts = AudioFacts("a.wav", "", RATE, 1, N)
    curve = Curve(np.full(50, 220.0), 10.0, unit="Hz")
    analysis = (
        Analysis(facts)
        .with_track(Track(BEATS, Events.from_columns([1.0, 2.0, 3.0], values=[2, 1, 2])))
        .with_track(Track(TRANSIENTS, Events.from_columns([0.5])))
        .with_track(
            Track(PINS, Events([Event(1.0, label="beat"), Event(2.5, label="no beat"), Event(3, label="meter")]))
        )
        .with_track(Track(PITCH, curve=curve))
        .with_track(Track(NOTES, Events.from_columns([1.0], [0.5], [60.0])))
    )
    heard = Heard.of(analysis)
    assert {k: v.tolist() for k, v in heard.clicks.items()} == {
        "beats": [1.0, 3.0], "downbeats": [2.0], "transients": [0.5], "pins": [1.0, 3.0],
    }  # fmt: skip
    assert heard.pitch is curve and heard.loudness is None and len(heard.notes) == 1
    assert Heard.of(None).clicks == {}


def test_only_the_sung_pitch_can_be_heard(audio):
    r = Renderer(audio, 44_100)
    r.set_heard(Heard(pitch=Curve(np.full(1000, 440.0), 100.0, unit="Hz")))
    r.set_levels(Levels(recording=0.0, pitch=1.0))
    r.set_speed(0.5)
    out = r.render(44_100)[4000:, 0]
    spectrum = np.abs(np.fft.rfft(out * np.hanning(out.size)))
    assert np.argmax(spectrum) * 44_100 / out.size == pytest.approx(440, abs=1.2)


# -- scrubbing -----------------------------------------------------------------------------------------------------


def test_scrubbing_sounds_while_the_pointer_moves_and_rests_with_it(tmp_path):
    rate = 44_100
    audio = store(tmp_path, np.concatenate([sine(300, 2), sine(900, 2)]))
    r = Renderer(audio, rate)
    r.render(1000)
    r.scrub(rate)
    moved = []
    for i in range(30):
        r.scrub(round(rate * (2.5 + 0.01 * i)))
        moved.append(r.render(735))
    out = np.concatenate(moved[8:])[:, 0]
    spectrum = np.abs(np.fft.rfft(out * np.hanning(out.size)))
    assert np.argmax(spectrum) * rate / out.size == pytest.approx(900, abs=30)  # its own pitch
    assert np.sqrt(np.mean(out**2)) > 0.1
    r.render(round(0.2 * rate))
    assert not r.render(2000).any()
    r.scrub(None)
    out = r.render(8000)[4000:, 0]
    assert r.place_of(r.delivered)[0] == pytest.approx(rate * 2.79 + 8000, abs=2)
    assert np.abs(out).max() > 0.3


def test_what_is_sung_is_prepared_without_holding_up_the_sound(audio, monkeypatch):
    r = Renderer(audio, RATE)
    r.set_levels(Levels(recording=0.0, pitch=1.0))
    curve, prepared = Curve(np.full(1000, 440.0), 100.0, unit="Hz"), []
    make = renderer.melody_of

    def meanwhile(*curves):
        other = threading.Thread(target=r.render, args=(64,))
        other.start()
        other.join(5)
        assert not other.is_alive()
        prepared.append(curves)
        return make(*curves)

    monkeypatch.setattr(renderer, "melody_of", meanwhile)
    r.set_heard(Heard(pitch=curve))
    r.set_heard(Heard({"beats": np.array([0.1])}, pitch=curve))  # only the beats were edited
    assert len(prepared) == 1
    assert np.abs(r.render(4000)).max() > 0.2
    r.set_heard(Heard())
    r.render(4000)
    assert np.abs(r.render(4000)).max() == 0
