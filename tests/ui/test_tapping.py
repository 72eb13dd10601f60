import numpy as np
import pytest
from PySide6.QtCore import Qt

from tests.ui.fakes import RATE
from w12studio.domain.analysis import BEATS, TRANSIENTS
from w12studio.domain.events import Events
from w12studio.domain.pins import PINS
from w12studio.ui.tapping import heard_in, pins_for


def test_taps_become_a_straight_line_through_them():
    rng = np.random.default_rng(3)
    taps = 10 + 0.4 * np.arange(12) + rng.normal(0, 0.02, 12)
    tapped = heard_in(taps)
    assert tapped.bpm == pytest.approx(150, abs=1.0)
    assert tapped.first == pytest.approx(10, abs=0.03)
    assert tapped.last == pytest.approx(10 + 0.4 * 11, abs=0.03)


def test_a_tap_left_out_is_counted():
    tapped = heard_in(np.delete(5 + 0.5 * np.arange(9), 4))
    assert tapped.bpm == pytest.approx(120)
    assert tapped.last == pytest.approx(9.0)


@pytest.mark.parametrize("taps", [[], [1, 2, 3], [1.0, 1.01, 1.02, 1.03, 1.04], [2, 2, 2, 2]])
def test_too_few_or_senseless_taps_say_nothing(taps):
    assert heard_in(taps) is None


def test_pinned_beats_go_to_the_transients_near_them():
    tapped = heard_in(1.0 + 0.5 * np.arange(5))
    found = pins_for(tapped, Events.from_columns([0.97, 2.2, 3.2]))
    assert [(p.label, round(p.time, 3)) for p in found] == [("tempo", 2.0), ("beat", 0.97), ("beat", 3.0)]


def test_tapping_while_playing_pins_in_one_step(loaded, qtbot, sound, solver):
    solver.obey()
    session, player = loaded.session, loaded.player
    player.toggle()
    told = []
    loaded.tap_along.told.connect(told.append)
    sound.sink.pull(RATE)
    for _ in range(5):
        sound.sink.pull(RATE * 6 // 10)
        qtbot.keyClick(loaded.timeline.lane_view, Qt.Key.Key_T)
    taps = loaded.tap_along.taps
    assert len(taps) == 5
    assert PINS not in session.analysis.tracks
    loaded.tap_along.finish()
    found = {p.label: p for p in session.analysis.events(PINS)}
    assert found["tempo"].value == pytest.approx(60 / np.diff(taps).mean(), rel=0.02)
    beats = [p.time for p in session.analysis.events(PINS) if p.label == "beat"]
    onsets = session.analysis.events(TRANSIENTS).times
    assert len(beats) == 2
    assert all(np.abs(np.r_[onsets, taps] - b).min() < 0.1 for b in beats)
    assert session.undo_name == "Tap along"
    session.undo()
    assert len(session.analysis.events(PINS)) == 0
    assert "Tap 3 more" in told and any("BPM" in t for t in told) and told[-1] == ""


def test_where_no_beats_can_be_solved_taps_become_steady_beats(loaded, qtbot, sound, solver):
    solver.refusal = "nothing is kept of what was heard"
    session = loaded.session
    loaded.player.toggle()
    sound.sink.pull(RATE)
    for _ in range(5):
        sound.sink.pull(RATE * 6 // 10)
        qtbot.keyClick(loaded.timeline.lane_view, Qt.Key.Key_T)
    taps = loaded.tap_along.taps
    loaded.tap_along.finish()
    qtbot.waitUntil(lambda: session.undo_name == "Tap along" and len(session.analysis.events(PINS)) == 0)
    times = session.analysis.events(BEATS).times
    assert times[(times > taps[0] - 0.2) & (times < taps[-1] + 0.2)] == pytest.approx(taps, abs=0.05)


def test_tapping_in_silence_tells_how(loaded, qtbot):
    with qtbot.waitSignal(loaded.tap_along.told) as told:
        loaded.actions_["tap"].trigger()
    assert "playing" in told.args[0] and loaded.tap_along.taps == ()
