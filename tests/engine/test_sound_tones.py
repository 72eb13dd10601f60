import numpy as np
import pytest

from tests.engine.sound_helpers import RATE, peak_hz, roughness
from w12studio.domain.curves import Curve
from w12studio.domain.events import Events
from w12studio.engine.sound.passages import Passage
from w12studio.engine.sound.tones import NoteTones, PitchTone


def passage(n, second=0.0, speed=1.0, jumped=True):
    place = second * RATE
    return Passage(0, n, place, speed, place - (0 if jumped else speed / 2), place + (n - 0.5) * speed, jumped)


def sung(curve, seconds, speed=1.0, loudness=None, block=None):
    tone = PitchTone(RATE)
    tone.set_curve(curve, loudness)
    n = round(seconds * RATE)
    out = np.zeros(n, dtype=np.float32)
    block = block or n
    for at in range(0, n, block):
        part = out[at : at + block]
        tone.add(part, passage(part.size, at * speed / RATE, speed, at == 0), RATE, 1.0)
    return out


def steady(hz, seconds=3.0, confidence=None):
    n = round(seconds * 100)
    return Curve(np.full(n, hz), 100.0, unit="Hz", confidence=confidence)


@pytest.mark.parametrize("speed", [0.25, 0.5, 1.0, 2.0])
@pytest.mark.parametrize("hz", [82.4, 440.0, 1318.5])
def test_the_tone_has_the_pitch_of_the_curve_at_every_speed(hz, speed):
    out = sung(steady(hz), 1.0, speed)
    assert 1200 * abs(np.log2(peak_hz(out[4000:]) / hz)) < 2


def test_it_glides_and_follows(tmp_path):
    hz = 220 * 2 ** (np.arange(300) / 300)
    out = sung(Curve(hz, 100.0, unit="Hz"), 2.9)
    for second in (0.5, 1.5, 2.5):
        part = out[int((second - 0.05) * RATE) : int((second + 0.05) * RATE)]
        assert 1200 * abs(np.log2(peak_hz(part) / (220 * 2 ** (second / 3)))) < 10


def test_unvoiced_is_silent_and_borders_do_not_click():
    values = np.full(300, 330.0)
    values[100:200] = np.nan
    out = sung(Curve(values, 100.0, unit="Hz"), 2.9)
    assert np.abs(out[int(1.02 * RATE) : int(1.98 * RATE)]).max() == 0
    assert np.abs(out[: int(0.9 * RATE)]).max() > 0.3
    smooth = 0.35 * (2 * np.pi * 330 / RATE) ** 2
    assert roughness(out[2000:]) < 1.5 * smooth


def test_doubtful_and_quiet_places_are_softer():
    sure = np.concatenate([np.ones(150), np.full(150, 0.3)])
    out = sung(steady(440.0, confidence=sure), 2.9)
    assert np.abs(out[-RATE:]).max() < 0.6 * np.abs(out[:RATE]).max()
    quiet = Curve(np.stack([np.repeat([-14.0, -40.0], 15)] * 2, axis=1), 10.0, unit="LUFS")
    out = sung(steady(440.0), 2.9, loudness=quiet)
    assert np.abs(out[-RATE:]).max() < 0.4 * np.abs(out[:RATE]).max()


def test_blocks_of_any_size_give_the_same():
    values = 300 + 50 * np.sin(np.arange(300) / 9)
    values[50:80] = np.nan
    curve = Curve(values, 100.0, unit="Hz")
    np.testing.assert_allclose(sung(curve, 1.5, block=777), sung(curve, 1.5), atol=1e-3)


def test_a_jump_does_not_click():
    values = np.concatenate([np.full(150, 300.0), np.full(150, np.nan)])
    tone = PitchTone(RATE)
    tone.set_curve(Curve(values, 100.0, unit="Hz"))
    out = np.zeros(8000, dtype=np.float32)
    tone.add(out[:4000], passage(4000), RATE, 1.0)
    tone.add(out[4000:], passage(4000, second=2.0), RATE, 1.0)
    assert np.abs(out[3000:4000]).max() > 0.3 and not out[5000:].any()
    assert roughness(out[2000:]) < 4 * 0.35 * (2 * np.pi * 300 / RATE) ** 2


def played(events, seconds, begin=0.0, speed=1.0):
    notes = NoteTones(RATE)
    notes.set_notes(events, RATE)
    out = np.zeros(round(seconds * RATE), dtype=np.float32)
    notes.add(out, passage(out.size, begin, speed), 1.0)
    return out, notes


def test_notes_begin_end_and_have_their_pitch():
    out, _ = played(Events.from_columns([0.5], [0.4], [69.0]), 1.5)
    assert not out[: RATE // 2].any() and np.abs(out[RATE // 2 : RATE // 2 + 900]).max() > 0.1
    assert peak_hz(out[int(0.55 * RATE) : int(0.85 * RATE)]) == pytest.approx(440, abs=1)
    assert np.abs(out[int(0.8 * RATE) : int(0.9 * RATE)]).max() > 0.05
    assert not out[int(0.96 * RATE) :].any()
    assert roughness(out) < 3 * 0.3 * 1.42 * (2 * np.pi * 440 * 1.5 / RATE) ** 2


@pytest.mark.parametrize("speed", [0.5, 2.0])
def test_notes_are_as_long_as_the_speed_says(speed):
    out, _ = played(Events.from_columns([0.2], [0.4], [60.0]), 2.0, speed=speed)
    heard = np.flatnonzero(np.abs(out) > 1e-4) / RATE
    assert heard[0] == pytest.approx(0.2 / speed, abs=0.003)
    assert heard[-1] == pytest.approx(0.6 / speed + 0.045, abs=0.01)
    assert peak_hz(out[int(0.25 / speed * RATE) : int(0.55 / speed * RATE)]) == pytest.approx(261.63, abs=1)


def test_a_jump_into_a_note_begins_it_softly_and_leaves_the_one_before():
    events = Events.from_columns([0.0, 2.0], [1.0, 1.0], [60.0, 72.0])
    notes = NoteTones(RATE)
    notes.set_notes(events, RATE)
    out = np.zeros(12_000, dtype=np.float32)
    notes.add(out[:6000], passage(6000), 1.0)
    notes.add(out[6000:], passage(6000, second=2.5), 1.0)
    assert peak_hz(out[9500:12_000]) == pytest.approx(523.25, abs=8)
    assert roughness(out) < 0.02


def test_without_pitch_or_notes_there_is_silence():
    assert not sung(None, 0.1).any()
    assert not sung(Curve(np.full(10, np.nan), 100.0), 0.1).any()
    assert not played(Events(), 0.1)[0].any()


def test_a_loudness_with_gaps_is_silence_there_and_no_noise():
    loud = np.full(30, -12.0)
    loud[10:20] = np.nan
    out = sung(steady(440.0), 2.9, loudness=Curve(loud, 10.0, unit="LUFS"))
    assert np.isfinite(out).all()
    middle, start = (np.abs(out[int(a * RATE) : int(b * RATE)]).max() for a, b in ((1.4, 1.6), (0.3, 0.7)))
    assert middle < 0.3 * start
