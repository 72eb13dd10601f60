import time
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QBuffer
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat

from tests.ui.fakes import DURATION_S, RATE, SoundRoom, audio_store, beats_track, facts_of
from w12studio.domain import edits
from w12studio.domain.analysis import BEATS, Analysis
from w12studio.domain.errors import W12Error
from w12studio.service.listening import Band, stretch_here
from w12studio.ui.player import Player
from w12studio.ui.qt_sink import _SoundThread
from w12studio.ui.session import Session


def ramp(samples):
    return np.asarray(samples, dtype=np.float64) / int(DURATION_S * RATE)


# -- player ------------------------------------------------------------------------------------------------------


@pytest.fixture
def session(qapp):
    from pathlib import Path

    session = Session()
    session.open(Analysis(facts_of(Path("song.wav"))).with_track(beats_track()))
    session.set_audio(audio_store())
    return session


@pytest.fixture
def player(session, sound):
    player = Player(session, sound, stretch_here)
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


def test_position_is_what_was_heard_of_what_was_delivered(player, sound):
    player.play()
    sound.sink.pull(RATE)
    sound.sink.heard_frames = RATE // 2
    assert player.position == pytest.approx(0.5)
    sound.sink.heard_frames = 60 * RATE  # never past what it was given
    assert player.position == pytest.approx(1.0)


def test_a_device_that_is_late_holds_the_playhead_back(player, sound):
    player.mixer.set_delay(0.2)
    player.play()
    sound.sink.pull(100)
    assert player.position == 0.0
    sound.sink.pull(RATE)
    assert player.position == pytest.approx(0.8 + 100 / RATE)


def test_between_the_steps_of_a_device_the_clock_goes_on(qapp):
    """A device counts in blocks; the playhead must not move in steps."""
    audio_format = QAudioFormat()
    audio_format.setSampleRate(RATE)
    thread = _SoundThread(QAudioDevice(), audio_format, QBuffer())
    assert thread.heard() == 0.0
    thread._count = (1000.0, time.monotonic() - 0.5)
    assert 1000 + 0.5 * RATE <= thread.heard() < 1000 + 5 * RATE


def test_stop_returns_to_where_it_began(player, sound):
    player.seek(4.0)
    player.play()
    sound.sink.pull(RATE)
    player.stop()
    assert player.position == 4.0 and not player.playing


def test_seek_while_playing_goes_on_with_the_same_device(player, sound):
    player.play()
    sound.sink.pull(100)
    player.seek(7.0)
    assert player.playing and len(sound.sinks) == 1
    assert player.position == 7.0  # at once, though it is not heard yet
    out = sound.sink.pull(100)[:, 0]
    assert out[60] == pytest.approx(ramp(7 * RATE + 60), abs=1e-6)
    assert player.position == pytest.approx(7.0 + 100 / RATE)
    player.seek(99.0)
    assert player.position == DURATION_S


@pytest.mark.parametrize("speed", [0.25, 0.5, 1.5, 2.0])
def test_the_playhead_follows_the_speed(player, sound, speed):
    player.set_speed(speed)
    player.seek(2.0)
    player.play()
    sound.sink.pull(RATE)
    assert player.position == pytest.approx(2.0 + speed, abs=1e-3)
    player.set_speed(1.0)
    sound.sink.pull(RATE // 2)
    assert player.position == pytest.approx(2.5 + speed, abs=1e-3)
    player.set_speed(99)
    assert player.speed == 2.0


def test_scrubbing_plays_under_the_pointer_and_stops_with_it(player, sound, qtbot):
    player.scrub(3.0)
    assert player.playing and player.scrubbing
    heard = []
    for i in range(20):
        player.scrub(3.0 + i * 0.02)
        heard.append(sound.sink.pull(RATE // 60))
    assert np.abs(np.concatenate(heard)[:, 0]).max() > 0.2
    assert player.position == pytest.approx(3.38)
    player.end_scrub()
    assert not player.playing and player.position == pytest.approx(3.38)


def test_another_sound_ends_scrubbing_and_plays_only_where_it_played(player, sound, session):
    other = replace(session.audio)
    player.scrub(3.0)
    player.hear(other)
    assert not player.playing and not player.scrubbing
    player.end_scrub()
    player.play()
    player.scrub(4.0)
    player.hear(None)
    assert player.playing and not player.scrubbing
    sound.sinks[-1].pull(10)
    assert player.position >= 4.0


def test_scrubbing_while_playing_goes_on_from_there(player, sound):
    player.play()
    sound.sink.pull(100)
    player.scrub(5.0)
    sound.sink.pull(400)
    assert player.position == 5.0
    player.end_scrub()
    assert player.playing and not player.scrubbing
    sound.sink.pull(800)
    assert player.position == pytest.approx(5.1, abs=0.001)


def test_a_device_that_goes_away_is_told(player, sound, monkeypatch, qtbot):
    player.play()

    def gone(delivered):
        raise W12Error("The sound device is gone")

    monkeypatch.setattr(sound.sink, "heard", gone)
    with qtbot.waitSignal(player.problem_changed, timeout=2000) as signal:
        pass
    assert "gone" in signal.args[0] and not player.playing


def test_one_band_is_heard(player, sound):
    player.set_band(Band(1000, 2000))
    player.play()
    assert np.abs(sound.sink.pull(2000)[200:]).max() < 0.01  # the recording is a slow ramp
    player.set_band(None)
    sound.sink.pull(200)
    assert sound.sink.pull(1)[0, 0] == pytest.approx(ramp(2200), abs=1e-5)


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
    player.mixer.set_volume("recording", 0.0)
    player.mixer.set_clicking(True)
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
    player.mixer.set_volume("recording", 0.5)
    sound.sink.pull(8192)
    assert sound.sink.pull(10)[0, 0] == pytest.approx(0.5 * ramp(5 * RATE + 8202), abs=1e-4)
    player.mixer.set_volume("beats", 9)
    assert player.mixer.volume("beats") == 1.0


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


def test_device_of_another_rate(session):
    room = SoundRoom(rate=48000)
    player = Player(session, room)
    player.seek(1.0)
    player.play()
    room.sink.pull(48000)
    assert player.position == pytest.approx(2.0, abs=1e-3)
    player.shutdown()


def test_real_device_or_a_clear_sentence(session):
    """On a machine without sound the sentence names the reason; with sound it plays."""
    player = Player(session)
    player.play()
    assert player.playing or "sound device" in player.problem
    player.shutdown()
