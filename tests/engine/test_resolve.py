"""Beats that follow pins: on made activations, where everything is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.test_bar_pointer import pulses
from w12studio import service
from w12studio.domain import pins
from w12studio.domain.analysis import BEATS, METER, TEMPO, Analysis, AudioFacts, Source, Track
from w12studio.domain.curves import Curve
from w12studio.domain.errors import EstimatorError
from w12studio.domain.events import Event, Events
from w12studio.engine.bar_pointer import BarModel, decode_beats
from w12studio.engine.beats import beats_track
from w12studio.engine.resolve import resolve_beats

RATE = 100


def analysis_of(activations: np.ndarray) -> Analysis:
    path = decode_beats(activations, BarModel((4,)))
    audio = AudioFacts("x", sample_rate=RATE, n_samples=len(activations))
    return Analysis(audio, {BEATS: beats_track(path, activations, Source("w12-downbeats"), len(activations) / RATE)})


@pytest.fixture(scope="module")
def clear() -> Analysis:
    """120 beats in 4/4 at 120 BPM, from 0.4 s on."""
    return analysis_of(pulses(120, 50, 4, noise=0.02)[0])


def pinned(analysis: Analysis, *some: Event, changed: Event | None = None) -> Events:
    return resolve_beats(pins.with_pins(analysis, some), changed or some[-1]).events(BEATS)


def changed_span(before: Events, after: Events) -> tuple[float, float]:
    gone, new = before.differences(after)
    times = np.concatenate([before.times[gone], after.times[new]])
    return float(times.min()), float(times.max())


def test_a_pinned_beat_is_exactly_there_and_the_rest_stays(clear):
    before = clear.events(BEATS)
    after = pinned(clear, pins.beat(30.457))
    assert 30.457 in after.times and len(after) == len(before)
    first, last = changed_span(before, after)
    assert first > 29.0 and last < 32.0
    assert after.confidences[after.nearest(30.457)] == 1.0


def test_no_beat_leaves_none(clear):
    before = clear.events(BEATS)
    at = float(before.times[40])
    after = pinned(clear, pins.no_beat(at))
    assert np.abs(after.times - at).min() > pins.REACH_S - 1e-9
    assert changed_span(before, after)[0] > at - 10


def test_a_missed_stretch_comes_with_one_tempo_pin():
    activations, frames, _ = pulses(120, 50, 4)
    weak = frames[np.arange(120) % 2 == 1]
    for offset in (-1, 0, 1):
        activations[weak + offset] = 0.004
    slow = decode_beats(activations, BarModel((4,), max_bpm=80.0))
    audio = AudioFacts("x", sample_rate=RATE, n_samples=len(activations))
    analysis = Analysis(audio, {BEATS: beats_track(slow, activations, Source("w12"), audio.duration)})
    assert len(analysis.events(BEATS)) < 65
    after = pinned(analysis, pins.tempo(30.0, 120.0))
    truth = frames / RATE
    assert np.mean(np.abs(after.times[:, None] - truth).min(axis=0) < 0.03) > 0.95


def test_a_downbeat_counts_on_and_leaves_the_beats(clear):
    before = clear.events(BEATS)
    index = int(np.flatnonzero(before.values == 2)[10])
    at = float(before.times[index])
    after = pinned(clear, pins.downbeat(at))
    assert np.array_equal(after.times, before.times)
    assert np.array_equal(after.values[index:], np.arange(len(before) - index) % 4 + 1)
    assert np.array_equal(after.values[:index], before.values[:index])  # they speak clearly for themselves


def test_counts_end_at_the_next_pinned_downbeat(clear):
    before = clear.events(BEATS)
    later = pins.downbeat(float(before.times[before.values == 1][15]))
    pin = pins.downbeat(float(before.times[before.values == 3][5]))
    before = pinned(clear, later)
    after = pinned(clear.with_track(replace(clear.track(BEATS), events=before)), later, pin)
    assert changed_span(before, after)[1] < later.time
    assert after.values[after.nearest(later.time)] == 1


def test_a_meter_holds_until_the_next(clear):
    before = clear.events(BEATS)
    down = before.times[before.values == 1]
    three, four = pins.meter(float(down[5]), 3), pins.meter(float(down[17]), 4)
    after = resolve_beats(pins.with_pins(clear, [three, four]))
    assert np.array_equal(after.events(BEATS).times, before.times)
    inside = after.events(BEATS).between(three.time, four.time)
    assert np.array_equal(inside.values, np.arange(len(inside)) % 3 + 1)
    assert {e.value for e in after.events(METER)} == {3.0, 4.0}
    # and taken away again, everything is as it was
    first = resolve_beats(pins.with_pins(after, [four]), three)
    assert np.array_equal(resolve_beats(pins.with_pins(first, []), four).events(BEATS).values, before.values)


def test_a_straight_grid_is_straight():
    rng = np.random.default_rng(3)
    activations = np.full((6000, 2), 0.002, dtype=np.float32)
    frames = np.cumsum(rng.integers(47, 54, 110)) + 40
    activations[frames, np.where(np.arange(110) % 4, 0, 1)] = 0.8
    analysis = analysis_of(activations)
    start, end = float(frames[30]) / RATE, float(frames[50]) / RATE
    after = pinned(analysis, pins.straight(start, end))
    inside = after.times[(after.times >= start) & (after.times <= end)]
    assert inside.size == 21
    assert np.allclose(np.diff(inside), (end - start) / 20, atol=1e-12)


def test_nothing_changes_beyond_the_nearest_pins(clear):
    before = clear.events(BEATS)
    left, right = pins.beat(float(before.times[50])), pins.beat(float(before.times[60]))
    after = pinned(clear, left, right, pins.tempo(0.5 * (left.time + right.time), 200.0))
    for start, end in ((0.0, left.time), (right.time, 100.0)):
        assert np.array_equal(after.between(start, end).times, before.between(start, end).times)
    assert len(after.between(left.time, right.time)) > len(before.between(left.time, right.time))


def test_a_recording_without_sound_says_why_there_are_no_beats():
    silent = Analysis(AudioFacts("x"), {BEATS: Track(BEATS, message="The recording is silent.")})
    with pytest.raises(EstimatorError) as caught:
        service.resolve(silent, [pins.beat(1.0)])
    assert str(caught.value) == "there is nothing to find beats by. The recording is silent."


def test_a_pin_makes_beats_where_there_were_none():
    curve = Curve(np.full((1000, 2), 0.01, dtype=np.float32), 100.0, unit="probability")
    analysis = Analysis(AudioFacts("x", sample_rate=RATE, n_samples=1000), {BEATS: Track(BEATS, curve=curve)})
    solved = resolve_beats(pins.with_pins(analysis, [pins.beat(3.0), pins.tempo(5.0, 100.0)]))
    assert 3.0 in solved.events(BEATS).times and len(solved.events(BEATS)) > 10
    assert solved.track(TEMPO).curve.at([5.0]) == pytest.approx(100.0, rel=0.08)


def test_without_activations_it_says_so():
    for track in (None, Track(BEATS, Events([Event(1.0)])), Track(BEATS, curve=Curve(np.zeros(100), 100.0))):
        analysis = Analysis(AudioFacts("x"), {} if track is None else {BEATS: track})
        with pytest.raises(EstimatorError, match="heard"):
            service.resolve(analysis)
        kept = service.carry_pins(pins.with_pins(analysis, [pins.beat(1.0)]), analysis)
        assert len(kept.events(pins.PINS)) == 1 and kept.warnings


def test_pins_are_carried_to_a_new_analysis(clear):
    pin = pins.beat(20.43)
    old = service.resolve(pins.with_pins(clear, [pin]))
    new = service.carry_pins(old, clear)
    assert new.events(BEATS) == old.events(BEATS)
    assert new.track(pins.PINS).edited and not new.track(BEATS).edited
    assert service.carry_pins(clear, clear).tracks == clear.tracks


def test_pins_and_beats_are_one_edit(clear):
    edit = service.pins_edit(clear, "Pin beat", added=[pins.beat(20.43)])
    after = edit.apply(clear)
    assert 20.43 in after.events(BEATS).times
    assert edit.inverse().apply(after) == clear
    moved = service.pins_edit(after, "Move pin", removed=[pins.beat(20.43)], added=[pins.beat(20.47)])
    assert 20.47 in moved.apply(after).events(BEATS).times


def test_alternatives_rank_the_right_level_first(clear):
    found = service.alternatives(clear)
    assert sum(a.score for a in found) == pytest.approx(1.0)
    assert [a.score for a in found] == sorted((a.score for a in found), reverse=True)
    assert [a.name for a in found if a.present] == ["4/4"] and found[0].present
    names = {a.name: a for a in found}
    assert names["Half tempo"].bpm == pytest.approx(60, rel=0.05)
    assert names["3/4"].beats_per_bar == 3 and np.nanmax(names["3/4"].beats.values) == 3


def test_alternatives_are_written_as_the_meter_is(clear):
    first = clear.events(BEATS)
    said = service.resolve(clear, [pins.meter(first.times[first.values == 1][0], 4, compound=True)])
    found = service.alternatives(said)
    assert [a.name for a in found if a.present] == ["12/8"]
    assert {"6/8", "9/8"} <= {a.name for a in found}


some_pins = st.one_of(
    st.floats(0, 31).map(pins.beat),
    st.floats(0, 31).map(pins.no_beat),
    st.floats(0, 31).map(pins.downbeat),
    st.builds(pins.meter, st.floats(0, 31), st.integers(1, 16), st.booleans()),
    st.builds(pins.tempo, st.floats(0, 31), st.floats(20, 400)),
    st.builds(lambda t, d: pins.straight(t, t + d), st.floats(0, 25), st.floats(0.2, 20)),
)


@settings(max_examples=25)
@given(st.lists(some_pins, min_size=1, max_size=5), st.sampled_from([0, 1, 4, 60]))
def test_any_pins_give_beats_in_order(some, n_beats):
    activations = np.full((3000, 2), 0.002, dtype=np.float32)
    activations[40 + 48 * np.arange(n_beats), np.where(np.arange(n_beats) % 4, 0, 1)] = 0.8
    analysis = analysis_of(activations)
    for pin in some:
        analysis = resolve_beats(pins.pin_edit(analysis, pin).apply(analysis), pin)
    beats = analysis.events(BEATS)
    assert (np.diff(beats.times) > 0).all()
    assert np.isfinite(beats.confidences).all()
    held = pins.pins_of(analysis)
    for pin in held:
        if pins.is_beat(pin):
            assert np.abs(beats.times - pin.time).min() < 1e-9
        if pins.is_downbeat(pin):
            assert beats.values[beats.nearest(pin.time)] == 1


@pytest.mark.parametrize("n_frames", [0, 1, 30])
def test_tiny_recordings(n_frames):
    curve = Curve(np.full((n_frames, 2), 0.1, dtype=np.float32), 100.0, unit="probability")
    analysis = Analysis(AudioFacts("x", sample_rate=RATE, n_samples=n_frames), {BEATS: Track(BEATS, curve=curve)})
    pinned_ = pins.with_pins(analysis, [pins.beat(0.1)])
    if n_frames < 2:
        with pytest.raises(EstimatorError):
            resolve_beats(pinned_)
    else:
        assert 0.1 in resolve_beats(pinned_).events(BEATS).times
        assert service.alternatives(analysis) == ()
