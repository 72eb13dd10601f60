"""Tempo and meter from beats."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from w12studio.domain import pins
from w12studio.domain.analysis import BEATS, METER, TEMPO, Analysis, AudioFacts, Source, Track
from w12studio.domain.events import Events
from w12studio.domain.tempo import global_tempo
from w12studio.engine.tempo import SMOOTHING, derived_tracks, smoothing_of, tempo_curve


def tempo_tracks(beats, duration, smoothing=None, **others):
    """TEMPO and METER of beats; ``others``: times of transients, pins."""
    tracks = {BEATS: Track(BEATS, beats), **{kind: Track(kind, events) for kind, events in others.items()}}
    analysis = Analysis(AudioFacts("x", "", 1000, 1, round(1000 * duration)), tracks)
    return derived_tracks(analysis, smoothing)


def grid(bpm, count, start=1.0, beats_per_bar=4, first=1):
    times = start + np.arange(count) * 60.0 / bpm
    return Events.from_columns(times, None, (np.arange(count) + first - 1) % beats_per_bar + 1)


def test_steady_beats():
    beats = grid(120, 17)
    tempo, meter = tempo_tracks(beats, 12.0)
    assert (tempo.kind, meter.kind) == (TEMPO, METER)
    (event,) = tempo.events
    assert event.value == pytest.approx(120)
    assert (event.time, event.duration, event.label) == (0.0, 12.0, "120.0 BPM")
    assert tempo.curve.unit == "BPM"
    inside = tempo.curve.values[10:91]
    np.testing.assert_allclose(inside, 120.0)
    assert np.isnan(tempo.curve.values[:10]).all() and np.isnan(tempo.curve.values[91:]).all()
    (region,) = meter.events
    assert (region.label, region.value, region.time) == ("4/4", 4.0, 1.0)
    assert region.end == pytest.approx(9.5)


@given(st.floats(40, 240), st.integers(8, 200))
def test_rounding_to_frames_does_not_show_in_the_global_tempo(bpm, count):
    times = np.round((np.arange(count) * 60.0 / bpm) * 100) / 100
    assert global_tempo(times) == pytest.approx(bpm, rel=0.03)
    if count > 100:
        assert global_tempo(times) == pytest.approx(bpm, rel=0.003)


def test_a_pause_is_no_tempo():
    times = np.concatenate([np.arange(10) * 0.5, 10 + np.arange(10) * 0.5])
    curve = tempo_curve(times, 16.0)
    assert np.isnan(curve.at([7.0])).all()
    np.testing.assert_allclose(curve.at([2.0, 12.0]), 120.0)
    assert global_tempo(times) == pytest.approx(120)


def test_a_tempo_change_is_followed():
    times = np.concatenate([np.arange(20) * 0.5, 10 + np.arange(40) * 0.4])
    curve = tempo_curve(times, 30.0)
    np.testing.assert_allclose(curve.at([5.0]), 120.0)
    np.testing.assert_allclose(curve.at([20.0]), 150.0)


def test_one_missing_beat_does_not_bend_the_curve():
    times = np.delete(np.arange(40) * 0.5, 20)
    values = tempo_curve(times, 20.0).values
    np.testing.assert_allclose(values[~np.isnan(values)], 120.0)


def test_meter_changes_and_pickup():
    places = [3, 4] + [1, 2, 3, 4] * 3 + [1, 2, 3] * 4 + [1, 2]
    beats = Events.from_columns(np.arange(len(places)) * 0.5, None, places)
    _, meter = tempo_tracks(beats, 100.0)
    rows = [(e.label, e.time, e.end) for e in meter.events]
    assert rows == [("4/4", 0.0, 7.0), ("3/4", 7.0, pytest.approx(14.0))]


@pytest.mark.parametrize("beats", [Events(), grid(120, 1), grid(100, 3, first=2)])
def test_too_little_to_tell(beats):
    tempo, meter = tempo_tracks(beats, 5.0)
    assert not len(meter.events) and meter.message.endswith(".")
    assert bool(len(tempo.events)) == (len(beats) > 1)
    assert len(tempo.events) or tempo.message.endswith(".")


def test_unknown_places_give_no_meter():
    beats = Events.from_columns(np.arange(8) * 0.5)
    tempo, meter = tempo_tracks(beats, 5.0)
    assert len(tempo.events) == 1 and not len(meter.events)


@given(st.lists(st.floats(0, 1000), max_size=60), st.integers(1, 5))
def test_any_beats_do(times, beats_per_bar):
    beats = Events.from_columns(times, None, np.arange(len(times)) % beats_per_bar + 1)
    tempo, meter = tempo_tracks(beats, 1000.0)
    values = tempo.curve.values if tempo.curve else np.zeros(0)
    assert np.all(np.isnan(values) | (values > 0))
    assert np.all(meter.events.durations >= 0)


@pytest.mark.parametrize("smoothing", [1, 2, 7, 15, 63])
def test_smoothing_evens_out_and_keeps_steady_tempi(smoothing):
    steady = tempo_curve(np.arange(100) * 0.5, 50.0, smoothing).values
    np.testing.assert_allclose(steady[~np.isnan(steady)], 120.0)
    rough = np.cumsum(0.5 + 0.02 * (-1.0) ** np.arange(100))
    spread = np.nanstd(tempo_curve(rough, 50.0, smoothing).values)
    assert spread > 2.0 if smoothing == 1 else spread < 1.0


def test_more_smoothing_is_smoother():
    rng = np.random.default_rng(3)
    times = np.cumsum(rng.normal(0.5, 0.02, 200))
    spread = [np.nanstd(tempo_curve(times, 100.0, n).values) for n in (1, 3, 7, 15, 31)]
    assert spread == sorted(spread, reverse=True)


def test_the_tempo_layer_remembers_its_smoothing():
    beats = grid(120, 40)
    tempo, _ = tempo_tracks(beats, 21.0, 15)
    analysis = Analysis(AudioFacts("x", "", 1000, 1, 21_000), {BEATS: Track(BEATS, beats), TEMPO: tempo})
    assert smoothing_of(analysis) == 15
    assert derived_tracks(analysis)[0].curve == tempo.curve
    assert smoothing_of(Analysis(AudioFacts("x"))) == SMOOTHING
    odd = replace(tempo, source=Source("beats-to-tempo", params=(("smoothing_beats", "-3"),)))
    assert smoothing_of(analysis.with_track(odd)) == SMOOTHING


def onsets(beats, *places):
    """Transients at places between beats, in beats."""
    times = np.concatenate([beats.times[:-1] + p * np.diff(beats.times) for p in (0.0, *places)])
    return Events.from_columns(np.sort(times))


@pytest.mark.parametrize(
    ("beats_per_bar", "bpm", "places", "label"),
    [
        (2, 70, (1 / 3, 2 / 3), "6/8"),
        (3, 70, (1 / 3, 2 / 3), "9/8"),
        (4, 70, (1 / 3, 2 / 3), "12/8"),
        (4, 120, (0.5,), "4/4"),
        (4, 120, (2 / 3,), "4/4"),  # a shuffle
        (4, 120, (0.25, 0.5, 0.75), "4/4"),
        (2, 120, (), "2/4"),
        (6, 150, (), "6/8"),
        (7, 170, (), "7/8"),
        (7, 100, (), "7/4"),
        (5, 150, (), "5/4"),
    ],
)
def test_how_meters_are_written(beats_per_bar, bpm, places, label):
    beats = grid(bpm, 48, beats_per_bar=beats_per_bar)
    _, meter = tempo_tracks(beats, 60.0, transients=onsets(beats, *places))
    assert set(meter.events.labels) == {label}
    assert set(meter.events.values) == {float(beats_per_bar)}


def test_a_pinned_meter_says_how_beats_are_divided():
    beats = grid(70, 48, beats_per_bar=2)
    said = Events([pins.meter(beats.times[8], 2), pins.meter(beats.times[20], 2, compound=True)])
    _, meter = tempo_tracks(beats, 60.0, transients=onsets(beats, 1 / 3, 2 / 3), pins=said)
    rows = [(e.label, e.time) for e in meter.events]
    assert rows == [("6/8", beats.times[0]), ("2/4", beats.times[8]), ("6/8", beats.times[20])]
