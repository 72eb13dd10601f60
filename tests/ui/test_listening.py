import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from tests.ui.fakes import RATE
from tests.ui.test_gestures import CTRL, NONE, SHIFT, Hand
from w12studio.service.listening import CLICKS, Band
from w12studio.ui.lanes.band import limit_text
from w12studio.ui.listening import SPEEDS, next_speed
from w12studio.ui.mixer import Mixer
from w12studio.ui.settings import Settings

# -- speed ---------------------------------------------------------------------------------------------------------


def test_speeds_go_up_and_down_and_stop_at_the_ends():
    assert next_speed(1.0, -1) == 0.95 and next_speed(0.95, 1) == 1.0
    assert next_speed(0.97, 1) == 1.0 and next_speed(0.97, -1) == 0.95
    assert next_speed(SPEEDS[0], -1) == SPEEDS[0] and next_speed(SPEEDS[-1], 1) == SPEEDS[-1]


def test_keys_and_the_box_change_the_speed(loaded, qtbot):
    player, box = loaded.player, loaded.transport.speed
    loaded.actions_["slower"].trigger()
    assert player.speed == 0.95 and box.value() == 95
    loaded.actions_["normal_speed"].trigger()
    loaded.actions_["faster"].trigger()
    assert player.speed == 1.05 and box.text() == "105 %"
    box.lineEdit().setText("50")
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert player.speed == 0.5 and not box.hasFocus()
    qtbot.mouseDClick(box.lineEdit(), Qt.MouseButton.LeftButton)
    assert player.speed == 1.0 and box.value() == 100


def test_the_box_tells_the_keys(loaded):
    assert "slower (Ctrl+,)" in loaded.transport.speed.toolTip()


# -- mixer -----------------------------------------------------------------------------------------------------------


def test_the_mixer_says_how_loud_everything_is(qapp):
    mixer = Mixer()
    assert mixer.levels.recording == 1.0
    assert all(getattr(mixer.levels, kind) == 0 for kind in CLICKS)
    mixer.set_clicking(True)
    assert mixer.levels.beats == 0.7 and mixer.levels.transients == 0
    mixer.set_on("transients", True)
    mixer.set_on("recording", False)
    mixer.set_volume("notes", 7)
    assert mixer.levels.transients == 0.5 and mixer.levels.recording == 0 and mixer.levels.notes == 0
    mixer.set_on("notes", True)
    assert mixer.levels.notes == 1.0


def test_the_mixer_is_remembered(qapp, own_folders):
    settings, mixer = Settings(), Mixer()
    mixer.set_volume("pins", 0.25)
    mixer.set_on("pitch", True)
    mixer.set_clicking(True)
    mixer.set_delay(0.12)
    mixer.remember(settings)
    again = Mixer()
    again.restore(settings)
    assert again.volume("pins") == 0.25 and again.is_on("pitch") and again.clicking
    assert again.delay_s == 0.12


def test_volumes_of_an_earlier_version_are_taken_over(qapp, own_folders):
    settings, mixer = Settings(), Mixer()
    settings.set("volume", 0.3)
    settings.set("click_volume", 0.2)
    mixer.restore(settings)
    assert mixer.volume("recording") == 0.3 and mixer.volume("downbeats") == 0.2


def test_the_card_shows_and_changes_the_mixer(loaded, qtbot):
    mixer, card = loaded.player.mixer, loaded.transport.mixer_card
    loaded.actions_["mixer"].trigger()
    assert card.isVisible()
    assert not card.switches["beats"].isEnabled()  # no clicks yet
    loaded.actions_["click"].trigger()
    assert mixer.clicking and card.switches["beats"].isEnabled()
    card.switches["transients"].click()
    card.volumes["transients"].setValue(30)
    assert mixer.is_on("transients") and mixer.volume("transients") == 0.3
    card.delay.setValue(80)
    assert mixer.delay_s == 0.08
    loaded.actions_["hear_pitch"].trigger()
    assert card.switches["pitch"].isChecked()
    loaded.actions_["hear_recording"].trigger()
    assert mixer.levels.recording == 0 and not card.switches["recording"].isChecked()
    card.hide()


def test_the_volume_in_the_bar_is_that_of_the_recording(loaded):
    loaded.transport.volume.setValue(30)
    assert loaded.player.mixer.volume("recording") == 0.3
    loaded.player.mixer.set_volume("recording", 0.8)
    assert loaded.transport.volume.value() == 80


def test_all_kinds_of_clicks_reach_the_device(loaded, sound):
    mixer = loaded.player.mixer
    mixer.set_volume("recording", 0)
    mixer.set_clicking(True)
    for kind in CLICKS:
        mixer.set_on(kind, kind == "transients")
    loaded.player.play()
    out = sound.sink.pull(RATE)[:, 0]
    heard = np.flatnonzero(np.abs(out) > 0.15)
    assert heard[0] == RATE // 4 and np.abs(out[RATE // 2]) > 0.15  # the transients of the stand-in engine


# -- a band ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def lane(loaded):
    return loaded.timeline.lane_view.lane("spectrogram")


@pytest.fixture
def hand(loaded):
    return Hand(loaded.timeline.lane_view.viewport())


def drag(hand, begin, end, modifiers=NONE):
    hand.press(*begin, modifiers=modifiers)
    for share in (0.3, 0.7, 1.0):
        hand.move(*(a + share * (b - a) for a, b in zip(begin, end, strict=True)), modifiers=modifiers)
    hand.release(*end, modifiers=modifiers)


def test_a_band_is_dragged_moved_resized_and_ended(loaded, lane, hand):
    player = loaded.player
    y1, y2 = lane.y() + lane.y_at(800), lane.y() + lane.y_at(300)
    drag(hand, (300, y1), (420, y2), CTRL | SHIFT)
    assert player.band.low_hz == pytest.approx(300, rel=0.05) and player.band.high_hz == pytest.approx(800, rel=0.05)
    assert loaded.timeline.lane_view.band.isVisible() and loaded.actions_["solo_band"].isChecked()
    assert not loaded.session.selection.has_span
    before = player.band
    drag(hand, (300, y1), (300, y1 - 12))  # its upper limit, without any key
    assert player.band.high_hz > before.high_hz * 1.05 and player.band.low_hz == before.low_hz
    before = player.band
    middle = (y1 + y2) / 2
    drag(hand, (300, middle), (300, middle + 8), CTRL | SHIFT)
    assert player.band.low_hz < before.low_hz and player.band.high_hz < before.high_hz
    loaded.actions_["solo_band"].trigger()
    assert player.band is None and not loaded.timeline.lane_view.band.isVisible()


def test_in_the_mode_plain_drags_choose_and_a_click_ends_it(loaded, lane, hand):
    loaded.actions_["solo_band"].trigger()
    y = lane.y() + lane.height / 2
    drag(hand, (300, y), (300, y + 20))
    assert loaded.player.band is not None
    hand.click(300, lane.y() + 4)
    assert loaded.player.band is None and not loaded.actions_["solo_band"].isChecked()


def test_escape_ends_the_band_before_it_clears_the_selection(loaded):
    loaded.player.set_band(Band(100, 200))
    loaded.actions_["select_all"].trigger()
    loaded.actions_["select_none"].trigger()
    assert loaded.player.band is None and loaded.session.selection.events
    loaded.actions_["select_none"].trigger()
    assert not loaded.session.selection.events


def test_a_drag_of_a_band_can_be_taken_back(loaded, lane, hand, qtbot):
    loaded.player.set_band(Band(300, 900))
    y = lane.y() + lane.y_at(900)
    hand.press(300, y)
    hand.move(300, y - 20)
    assert loaded.player.band != Band(300, 900)
    qtbot.keyClick(loaded.timeline.lane_view, Qt.Key.Key_Escape)
    assert loaded.player.band == Band(300, 900)


def test_limits_are_named():
    assert limit_text(440) == "440 Hz  A4" and limit_text(12_000).startswith("12.0 kHz")


# -- scrubbing -----------------------------------------------------------------------------------------------------


def move(widget, kind, x, button, held=Qt.KeyboardModifier.NoModifier):
    at = QPointF(x, 5)
    buttons = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else button
    QApplication.sendEvent(widget, QMouseEvent(kind, at, widget.mapToGlobal(at), button, buttons, held))


def scrub(ruler, begin, end, held=Qt.KeyboardModifier.NoModifier):
    left = Qt.MouseButton.LeftButton
    move(ruler, QEvent.Type.MouseButtonPress, begin, left, held)
    for x in np.linspace(begin, end, 5)[1:]:
        move(ruler, QEvent.Type.MouseMove, x, left, held)


def test_ctrl_drag_on_the_ruler_scrubs(loaded, sound):
    ruler, timeline, player = loaded.timeline.ruler, loaded.timeline, loaded.player
    x1, x2 = (timeline.viewport.time_to_px(t) for t in (4.0, 5.0))
    scrub(ruler, x1, x2, CTRL)
    assert player.scrubbing and player.position == pytest.approx(5.0, abs=0.02)
    sound.sink.pull(200)
    move(ruler, QEvent.Type.MouseButtonRelease, x2, Qt.MouseButton.LeftButton, CTRL)
    assert not player.playing and player.position == pytest.approx(5.0, abs=0.02)
    assert not loaded.session.selection.has_span


def test_the_playhead_can_be_taken_hold_of(loaded):
    ruler, timeline, player = loaded.timeline.ruler, loaded.timeline, loaded.player
    player.seek(2.0)
    x1, x2 = (timeline.viewport.time_to_px(t) for t in (2.0, 3.0))
    scrub(ruler, x1, x2)
    assert player.scrubbing and player.position == pytest.approx(3.0, abs=0.02)
    move(ruler, QEvent.Type.MouseButtonRelease, x2, Qt.MouseButton.LeftButton)
    assert not player.scrubbing
    x = timeline.viewport.time_to_px(7.0)
    scrub(ruler, x, x + 100)  # elsewhere it selects as ever
    move(ruler, QEvent.Type.MouseButtonRelease, x + 100, Qt.MouseButton.LeftButton)
    assert loaded.session.selection.has_span and not player.scrubbing
    for at, shape in ((x, Qt.CursorShape.IBeamCursor), (x2, Qt.CursorShape.SplitHCursor)):
        move(ruler, QEvent.Type.MouseMove, at, Qt.MouseButton.NoButton)
        assert ruler.cursor().shape() == shape
