import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.fakes import BEAT_TIMES, DURATION_S, RATE, SoundRoom, audio_store, beats_track, facts_of
from w12studio.domain import edits
from w12studio.domain.analysis import BEATS, Analysis
from w12studio.ui.click_track import ClickTrack, click_sound
from w12studio.ui.playback import Renderer, to_stereo
from w12studio.ui.player import Player
from w12studio.ui.session import Session

# -- clicks ------------------------------------------------------------------------------------------------------


def test_clicks_start_on_the_very_sample():
    clicks = ClickTrack([0.5, 1.0], [1, 2], 44100)
    out = clicks.mix_block(0, 88200)
    assert np.flatnonzero(out)[0] == 22050
    assert out[22050] == pytest.approx(0.9) and out[44100] == pytest.approx(0.55)
    assert not out[22050 - 100 : 22050].any()


def test_downbeats_sound_different():
    beat, down = click_sound(48000, 1000, 0.5), click_sound(48000, 1600, 0.9)
    clicks = ClickTrack([0.0, 1.0], [1, 2], 48000)
    high, low = clicks.mix_block(0, 2000), clicks.mix_block(48000, 2000)
    peak = [np.argmax(np.abs(np.fft.rfft(x, 48000))) for x in (high, low)]
    assert peak[0] > peak[1] + 400
    assert np.abs(high).max() > np.abs(low).max()
    assert beat.size == down.size


@given(
    st.lists(st.integers(0, 3000), min_size=1, max_size=20, unique=True),
    st.lists(st.integers(1, 700), min_size=1, max_size=12),
)
def test_blocks_of_any_size_join_without_a_seam(starts, sizes):
    clicks = ClickTrack(np.sort(starts) / RATE, np.ones(len(starts)), RATE)
    whole = clicks.mix_block(0, sum(sizes))
    at, parts = 0, []
    for n in sizes:
        parts.append(clicks.mix_block(at, n))
        at += n
    np.testing.assert_allclose(np.concatenate(parts), whole, atol=1e-7)


def test_clicks_before_a_loop_stay_silent():
    clicks = ClickTrack([0.99], [1], RATE)
    assert clicks.mix_block(RATE, 100).any()
    assert not clicks.mix_block(RATE, 100, since=RATE).any()


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


# -- renderer ----------------------------------------------------------------------------------------------------


def ramp(samples):
    return np.asarray(samples, dtype=np.float64) / int(DURATION_S * RATE)


def test_rendering_gives_the_recording():
    r = Renderer(audio_store(), RATE)
    r.seek(1000)
    np.testing.assert_allclose(r.render(5000)[:, 0], ramp(np.arange(1000, 6000)), atol=1e-6)
    np.testing.assert_allclose(r.render(7)[:, 1], ramp(np.arange(6000, 6007)), atol=1e-6)
    assert r.place_of(0) == (1000, False) and r.place_of(5003) == (6003, False)


def test_loop_is_seamless():
    r = Renderer(audio_store(), RATE)
    r.set_loop((2000, 2300))
    r.seek(2100)
    expected = 2000 + (100 + np.arange(5000)) % 300
    np.testing.assert_allclose(r.render(5000)[:, 0], ramp(expected), atol=1e-6)
    assert [r.place_of(f)[0] for f in (0, 199, 200, 499, 500)] == [2100, 2299, 2000, 2299, 2000]


def test_after_the_end_comes_silence_and_the_end_is_known():
    n = int(DURATION_S * RATE)
    r = Renderer(audio_store(), RATE)
    r.seek(n - 50)
    out = r.render(200)
    assert out[:50].all() and not out[50:].any()
    assert r.place_of(49) == (n - 1, False) and r.place_of(50) == (n, True)


def test_whole_recording_can_be_looped():
    n = int(DURATION_S * RATE)
    r = Renderer(audio_store(), RATE)
    r.set_loop((0, n + 999))
    r.seek(n - 10)
    np.testing.assert_allclose(r.render(20)[:, 0], ramp([*range(n - 10, n), *range(10)]), atol=1e-6)


@pytest.mark.parametrize("loop", [(500, 500), (900, 100), (10**9, 10**9 + 5)])
def test_senseless_loops_are_none(loop):
    r = Renderer(audio_store(), RATE)
    r.set_loop(loop)
    r.seek(int(DURATION_S * RATE) - 5)
    r.render(100)
    assert r.place_of(50)[1]


def test_clicks_are_mixed_at_their_samples():
    audio = audio_store()
    r = Renderer(audio, RATE)
    r.volume = 0.0
    r.click_volume = 1.0
    r.set_clicks(ClickTrack(BEAT_TIMES, np.ones(BEAT_TIMES.size), RATE))
    out = r.render(3 * RATE)[:, 0]
    assert np.flatnonzero(out)[0] == RATE // 2
    assert out[RATE] == pytest.approx(0.9)


@pytest.mark.parametrize("rate", [11025, 44100, 48000])
def test_another_rate_of_the_device_keeps_time(rate):
    r = Renderer(audio_store(), rate)
    r.seek(RATE)
    out = np.concatenate([r.render(1000) for _ in range(rate // 500)])[:, 0]
    expected = ramp(RATE + np.arange(out.size) * RATE / rate)
    np.testing.assert_allclose(out[1500:-10], expected[1500:-10], atol=1e-4)
    assert r.place_of(rate)[0] == pytest.approx(2 * RATE, abs=1)


def test_another_rate_ends_too():
    r = Renderer(audio_store(), 48000)
    r.seek(int(DURATION_S * RATE) - 800)
    out = r.render(9600)
    assert np.abs(out[:4700]).min() > 0.5 and not out[5000:].any()
    assert not r.place_of(4790)[1] and r.place_of(4810)[1]


def test_broken_samples_do_not_reach_the_device():
    audio = audio_store()
    data = np.memmap(audio.store, np.float32, "r+")
    data[10:13] = [np.nan, np.inf, 7.0]
    data.flush()
    out = Renderer(audio, RATE).render(100)
    assert np.isfinite(out).all() and out.max() <= 1.0


# -- player ------------------------------------------------------------------------------------------------------


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def session(qapp):
    from pathlib import Path

    session = Session()
    session.open(Analysis(facts_of(Path("song.wav"))).with_track(beats_track()))
    session.set_audio(audio_store())
    return session


@pytest.fixture
def player(session, sound, clock):
    player = Player(session, sound, clock)
    yield player
    player.shutdown()


def test_play_pause_go_on(player, sound):
    player.seek(2.0)
    player.play()
    assert player.playing
    out = sound.sink.pull(RATE)
    np.testing.assert_allclose(out[:, 0], ramp(np.arange(2 * RATE, 3 * RATE)), atol=1e-6)
    assert player.position == pytest.approx(3.0)
    player.pause()
    assert not player.playing and player.position == pytest.approx(3.0)
    player.toggle()
    assert sound.sink.pull(10)[0, 0] == pytest.approx(ramp(3 * RATE), abs=1e-6)


def test_position_runs_smoothly_between_the_devices_steps(player, sound, clock):
    player.play()
    sound.sink.pull(RATE)
    sound.sink.heard_frames = RATE // 2
    assert player.position == pytest.approx(0.5)
    clock.now += 0.1
    assert player.position == pytest.approx(0.6)
    clock.now += 60  # the device hangs: never past what it was given
    assert player.position == pytest.approx(1.0)


def test_stop_returns_to_where_it_began(player, sound):
    player.seek(4.0)
    player.play()
    sound.sink.pull(RATE)
    player.stop()
    assert player.position == 4.0 and not player.playing


def test_seek_while_playing(player, sound):
    player.play()
    sound.sink.pull(100)
    player.seek(7.0)
    assert player.playing
    assert sound.sink.pull(10)[0, 0] == pytest.approx(ramp(7 * RATE), abs=1e-6)
    player.seek(99.0)
    assert player.position == DURATION_S


def test_end_of_the_recording_stops(player, sound, qtbot):
    player.seek(DURATION_S - 0.1)
    player.play()
    with qtbot.waitSignal(player.state_changed, timeout=2000):
        sound.sink.pull(RATE)
    assert not player.playing and player.position == DURATION_S
    player.play()
    assert player.position == 0.0


def test_loop_of_a_span(player, sound):
    player.set_loop((1.0, 1.5), True)
    player.seek(6.0)
    player.play()
    sound.sink.pull(int(0.75 * RATE))
    assert player.position == pytest.approx(1.25)
    player.set_loop((1.0, 1.5), False)
    sound.sink.pull(RATE)
    assert player.position > 1.5


def test_clicks_follow_edits_while_playing(player, session, sound):
    player.set_volume(0.0)
    player.set_click(True)
    player.play()
    sound.sink.pull(100)
    beat = session.analysis.events(BEATS)[3]
    assert beat.time == 2.0
    session.apply(edits.move_event(session.analysis, BEATS, beat, 1.75))
    out = sound.sink.pull(2 * RATE)[:, 0]
    assert out[int(1.75 * RATE) - 100] != 0 and not out[2 * RATE - 100 : 2 * RATE - 60].any()


def test_volume_and_clicks_can_be_changed_while_playing(player, sound):
    player.seek(5.0)
    player.play()
    sound.sink.pull(10)
    player.set_volume(0.5)
    sound.sink.pull(8192)
    assert sound.sink.pull(10)[0, 0] == pytest.approx(0.5 * ramp(5 * RATE + 8202), abs=1e-4)
    player.set_click_volume(9)
    assert player.click_volume == 1.0


def test_without_a_device_it_says_why(session, sound, qtbot):
    sound.broken = True
    player = Player(session, sound)
    with qtbot.waitSignal(player.problem_changed) as signal:
        player.play()
    assert "no sound device" in signal.args[0] and not player.playing
    with qtbot.waitSignal(player.problem_changed):
        player.play()  # pressing again says it again
    sound.broken = False
    player.play()
    assert player.playing and player.problem == ""
    player.shutdown()


def test_before_the_audio_is_there_it_says_so(qapp, sound):
    from pathlib import Path

    session = Session()
    player = Player(session, sound)
    player.play()
    assert player.problem == ""
    session.open(Analysis(facts_of(Path("song.wav"))))
    player.play()
    assert "still being read" in player.problem and not player.playing


def test_opening_another_recording_stops(player, session, sound):
    player.set_loop((1.0, 2.0), True)
    player.play()
    session.open(None)
    assert not player.playing and player.position == 0.0 and not player.looping


def test_device_of_another_rate(session, clock):
    room = SoundRoom(rate=48000)
    player = Player(session, room, clock)
    player.seek(1.0)
    player.play()
    room.sink.pull(48000)
    assert player.position == pytest.approx(2.0, abs=1e-3)
    player.shutdown()


def test_real_device_or_a_clear_sentence(session, clock):
    """On a machine without sound the sentence names the reason; with sound it plays."""
    player = Player(session, clock=clock)
    player.play()
    assert player.playing or "sound device" in player.problem
    player.shutdown()
