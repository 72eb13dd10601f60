"""The slider that smooths the tempo curve: near the lane, for every recording, remembered."""

import numpy as np
import pytest

from tests.ui.fakes import open_and_wait
from w12studio import service
from w12studio.domain.analysis import BEATS, TEMPO
from w12studio.domain.edits import move_event
from w12studio.ui.smoothing import CHOICES


@pytest.fixture
def rough(loaded):
    """A window whose beats are not quite steady."""
    session = loaded.session
    for i in range(2, 17, 3):
        beat = session.analysis.events(BEATS)[i]
        session.apply(move_event(session.analysis, BEATS, beat, beat.time + 0.03))
    return loaded


def control(window):
    return window.timeline.headers.header("tempo").control


def curve(window):
    return window.session.analysis.track(TEMPO).curve.values


def test_the_slider_smooths_the_curve(rough):
    slider = control(rough).slider
    spread = []
    for index in (0, 3, len(CHOICES) - 1):
        slider.setValue(index)
        spread.append(float(np.nanstd(curve(rough))))
        assert rough.session.tempo_smoothing == CHOICES[index]
        assert service.smoothing_of(rough.session.analysis) == CHOICES[index]
    assert spread[0] > 1.0 > spread[1] + spread[2]
    assert control(rough).value.text() == "63 beats"


def test_it_is_no_edit(rough):
    undo, dirty = rough.session.undo_name, rough.session.dirty
    control(rough).slider.setValue(0)
    assert (rough.session.undo_name, rough.session.dirty) == (undo, dirty)
    rough.session.undo()
    assert service.smoothing_of(rough.session.analysis) == 1
    assert control(rough).value.text() == "raw"


def test_it_is_remembered_and_holds_for_every_recording(loaded, make_window, qtbot, recording):
    control(loaded).slider.setValue(CHOICES.index(15))
    open_and_wait(loaded, qtbot, recording("second.wav"))
    assert service.smoothing_of(loaded.session.analysis) == 15
    loaded.close()
    again = make_window()
    assert again.session.tempo_smoothing == 15
    assert control(again).slider.value() == CHOICES.index(15)
    open_and_wait(again, qtbot, recording("third.wav"))
    assert service.smoothing_of(again.session.analysis) == 15


def test_nonsense_in_the_settings_is_left_out(window):
    lane = next(lane for lane in window.timeline.lane_view.lanes if lane.name == "tempo")
    for value in (True, "7", None, 1.5):
        lane.restore({"smoothing": value})
        assert window.session.tempo_smoothing == service.SMOOTHING
    lane.restore({"smoothing": 10_000})
    assert window.session.tempo_smoothing == service.MOST_SMOOTHING
    lane.restore({"smoothing": 9})  # of a project from a script: the slider shows the nearest
    assert control(window).value.text() == "9 beats"


def test_it_hides_where_there_is_no_room(loaded, qtbot):
    headers = loaded.timeline.headers
    header = headers.header("tempo")
    assert not control(loaded).isHidden()
    headers.set_collapsed(header.lane, True)
    assert control(loaded).isHidden()
    headers.set_collapsed(header.lane, False)
    assert not control(loaded).isHidden()
    headers.set_height(header.lane, header.lane.min_height)
    assert control(loaded).isHidden()


def test_a_tempo_of_the_users_own_stays(loaded):
    from dataclasses import replace

    session = loaded.session
    own = replace(session.analysis.track(TEMPO), edited=True)
    session.analysis = session.analysis.with_track(own)
    session.set_tempo_smoothing(31)
    assert session.analysis.track(TEMPO) is own
