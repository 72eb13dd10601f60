"""What a dragged time snaps to: the grid, transients, zero crossings."""

import numpy as np
import pytest

from tests.ui.scenes import store_audio, synthetic_scene
from w12studio.domain.analysis import BEATS, TRANSIENTS
from w12studio.domain.bar_edits import bar_grid
from w12studio.domain.timebase import BarGrid
from w12studio.ui.session import Session
from w12studio.ui.snapping import GRID, ONSETS, PART_PX, ZERO, Snapping, nearest_crossing, nearest_part
from w12studio.ui.viewport import Viewport

RATE = 8000


@pytest.fixture
def tone(tmp_path):
    """A sine of 100 Hz on two channels that rises through zero every 10 ms."""
    t = np.arange(RATE) / RATE
    sine = np.sin(2 * np.pi * 100 * t + 1e-6)
    return store_audio(tmp_path, np.stack([sine, 0.5 * sine], axis=1), RATE)


@pytest.mark.parametrize(("time", "wanted"), [(0.0512, 0.05), (0.058, 0.06), (0.0002, 0.01), (0.9991, 0.99)])
def test_the_nearest_rise_through_zero(tone, time, wanted):
    assert nearest_crossing(tone, time, 0.02) == pytest.approx(wanted, abs=1e-5)


def test_no_crossing_within_reach(tone, tmp_path):
    assert nearest_crossing(tone, 0.055, 0.001) is None
    silence = store_audio(tmp_path, np.zeros((RATE, 1)), RATE)
    assert nearest_crossing(silence, 0.5, 0.02) is None
    assert nearest_crossing(silence, 99.0, 0.02) is None


def test_channels_that_cancel_each_other_are_silent(tmp_path):
    sine = np.sin(2 * np.pi * 100 * np.arange(RATE) / RATE)
    assert nearest_crossing(store_audio(tmp_path, np.stack([sine, -sine], axis=1), RATE), 0.5, 0.02) is None


def test_parts_of_a_beat():
    grid = BarGrid([1.0, 2.0, 4.0], [1, 2, 3])
    assert [nearest_part(grid, 1.3, n) for n in (1, 2, 4)] == [1.0, 1.5, 1.25]
    assert nearest_part(grid, 2.7, 3) == pytest.approx(2 + 2 / 3)
    assert nearest_part(grid, 0.4, 4) == 1.0 and nearest_part(grid, 9.0, 4) == 4.0  # none beyond the beats
    assert nearest_part(BarGrid([], []), 1.0, 1) is None and nearest_part(BarGrid([3.0], [1]), 1.0, 4) == 3.0


@pytest.fixture
def scene(qapp, tmp_path):
    session = Session()
    synthetic_scene(tmp_path, 20.0, 40).open_in(session)
    snapping = Snapping(session)
    grid = bar_grid(session.analysis.events(BEATS))

    def ask(time, kind="", width_s=2.0):
        view = Viewport(duration=20.0, width_px=1000, start=0.0, seconds_per_px=width_s / 1000)
        return snapping.nearest(time, kind, view, grid)

    snapping.ask = ask
    return snapping


def test_spans_and_own_markers_snap_to_beats_first_then_to_transients(scene):
    analysis = scene._session.analysis
    beat = float(analysis.events(BEATS).times[5])
    onset = float(analysis.events(TRANSIENTS).times[analysis.events(TRANSIENTS).nearest(beat)])
    assert beat < onset < beat + 0.006  # both are near
    assert scene.ask(onset).time == beat
    scene.targets = {ONSETS}
    assert scene.ask(beat).time == onset
    scene.targets = set()
    assert scene.ask(beat + 0.001) == type(scene.ask(0.0))(beat + 0.001, False)


def test_markers_do_not_snap_to_their_own_layer(scene):
    analysis = scene._session.analysis
    beat, onset = analysis.events(BEATS)[5].time, analysis.events(TRANSIENTS)[5].time
    scene.targets = {GRID}
    assert not scene.ask(beat + 0.001, BEATS).snapped and scene.ask(beat + 0.001, TRANSIENTS).snapped
    scene.targets = {ONSETS}
    assert not scene.ask(onset + 0.001, TRANSIENTS).snapped and scene.ask(onset + 0.001, BEATS).snapped


def test_parts_count_where_there_is_room_for_them(scene):
    beats = scene._session.analysis.events(BEATS).times
    scene.targets = {GRID}
    half, third = (beats[5] + beats[6]) / 2, beats[5] + (beats[6] - beats[5]) / 3
    wide = (beats[6] - beats[5]) * 1000 / (4 * PART_PX)  # four parts just fit
    assert scene.ask(half, width_s=wide * 0.99).time == pytest.approx(half)
    assert not scene.ask(half, width_s=wide * 3.9).snapped
    scene.triplets = True
    assert scene.ask(third, width_s=wide * 0.5).time == pytest.approx(third)
    assert not scene.ask(half, "Cues", width_s=wide).snapped


def test_zero_crossings_of_the_recording(scene):
    scene.targets = {ZERO}
    found = scene.ask(3.3, width_s=0.5)
    assert found.snapped and abs(found.time - 3.3) <= 0.004
    block = scene._session.audio.read(round(found.time * 22_050) - 2, round(found.time * 22_050) + 3).mean(axis=1)
    assert block[0] < 0 <= block[-1]


def test_what_is_on_is_remembered(scene):
    scene.targets, scene.triplets = {ZERO}, True
    other = Snapping(scene._session)
    other.restore(scene.state())
    assert other.targets == {ZERO} and other.triplets
    other.restore({"targets": ["zero", "moon", 3], "triplets": "yes"})
    assert other.targets == {ZERO} and other.triplets is True
    other.restore({"targets": "zero"})
    assert other.targets == {ZERO}
