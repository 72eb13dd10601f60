"""Chords of evidence: changes fall on beats, downbeats first; nothing where there is no harmony."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from w12studio.domain.analysis import BEATS, CHORDS, Analysis, AudioFacts, Track
from w12studio.domain.chords import CHORDS as NAMES
from w12studio.domain.curves import Curve
from w12studio.domain.events import Event, Events
from w12studio.engine.chords import (
    best_path,
    change_prices,
    decode,
    following_chords,
    log_evidence,
    probabilities,
    span_sums,
    totals,
)
from w12studio.engine.derived import following_tracks

RATE = 5.0


def evidence(changes, seconds, strength=2.0):
    """A curve in which each chord is the likelier one from its time on: ``[(0, "C"), (4.1, "Am")]``."""
    times = np.arange(int(seconds * RATE)) / RATE
    logs = np.zeros((times.size, 25))
    for (start, name), (end, _) in itertools.pairwise([*changes, (seconds, "")]):
        logs[(times >= start) & (times < end), NAMES.index(name)] += strength
    return Curve(probabilities(logs), RATE, 0.0, "probability", None, NAMES)


def beats(first=0.0, step=0.5, count=40, bar=4):
    return Events.from_columns(first + step * np.arange(count), values=np.arange(count) % bar + 1.0)


def test_without_beats_the_frames_stand():
    found = decode(evidence([(0, "C"), (4.2, "Am"), (9.0, "F#")], 12), Events(), 12.0)
    assert found.labels == ("C", "Am", "F#")
    np.testing.assert_allclose(found.times, [0.0, 4.1, 8.9])
    np.testing.assert_allclose(found.times[1:], (found.times + found.durations)[:-1])
    assert found.times[-1] + found.durations[-1] == pytest.approx(12.0)
    assert (found.confidences > 0.4).all()


@pytest.mark.parametrize("first", [0.0, 0.13, 0.4])
def test_changes_fall_on_beats(first):
    found = decode(evidence([(0, "C"), (4.2, "Am"), (9.0, "F#")], 12), beats(first), 12.0)
    assert found.labels == ("C", "Am", "F#")
    assert np.abs(found.times[1:, None] - beats(first).times).min(axis=1).max() < 1e-9
    np.testing.assert_allclose(found.times[1:], [4.2, 9.0], atol=0.3)


def test_downbeats_are_preferred():
    doubtful = evidence([(0, "C"), (4.0, "C")], 8).values.copy()
    doubtful[18:21] = 1 / 25  # from 3.5 to 4.1 s nothing is known
    doubtful[21:] = evidence([(0, "G")], 8).values[21:]
    curve = Curve(doubtful, RATE, 0.0, "probability", None, NAMES)
    grid = Events.from_columns(3.5 + 0.5 * np.arange(4), values=[4.0, 1.0, 2.0, 3.0])
    assert decode(curve, grid, 8.0).times[1] == 4.0
    grid = Events.from_columns(3.5 + 0.5 * np.arange(4), values=[1.0, 2.0, 3.0, 4.0])
    assert decode(curve, grid, 8.0).times[1] == 3.5


def test_a_short_doubt_changes_nothing():
    found = decode(evidence([(0, "C"), (4.0, "Em"), (4.2, "C")], 8), beats(), 8.0)
    assert found.labels == ("C",)


def test_where_nothing_sounds_there_are_no_chords():
    assert not len(decode(evidence([(0, "N")], 20), beats(), 20.0))
    half = decode(evidence([(0, "N"), (30, "C")], 60), Events(), 60.0)
    assert half.labels == ("N", "C") and half.times[1] == pytest.approx(29.9)
    assert not len(decode(Curve(np.zeros((0, 25)), RATE, bins=NAMES), beats(), 10.0))


def test_gaps_between_beats_are_filled_with_frames():
    edges, prices = change_prices(Events.from_columns([1.0, 1.5, 9.0], values=[1.0, 2.0, 1.0]), 10.0, RATE)
    assert edges[0] == 0.0 and edges[-1] == 10.0 and (np.diff(edges) > 0).all() and edges.size == prices.size + 1
    inside = edges[(edges > 1.5) & (edges < 9.0)]
    assert inside.size > 30 and np.diff(inside).max() == pytest.approx(0.2)
    slow = change_prices(Events.from_columns([0.5, 1.9, 3.3], values=[1.0, 2.0, 1.0]), 4.0, RATE)[0]
    assert {1.2, 2.6} <= {round(float(e), 6) for e in slow}


def test_the_path_is_the_best_of_all():
    rng = np.random.default_rng(3)
    for _ in range(20):
        scores, prices = rng.normal(size=(6, 3)), rng.uniform(0, 2, 6)

        def total(path, scores=scores, prices=prices):
            changes = [prices[i] for i in range(1, 6) if path[i] != path[i - 1]]
            return sum(scores[i, c] for i, c in enumerate(path)) - sum(changes)

        best = max(itertools.product(range(3), repeat=6), key=total)
        assert total(best_path(scores, prices)) == pytest.approx(total(best))


def test_frames_are_shared_out():
    values = np.arange(10.0)[:, None]
    sums = span_sums(totals(values), RATE, np.array([0.0, 0.2, 0.5, 2.0]))[:, 0]
    # Frame 0 reaches from -0.1 to 0.1 s, frame 1 from there to 0.3 s.
    np.testing.assert_allclose(sums, [0.5, 0.5 + 2.0, 45.0 - 3.0])


def test_probabilities_give_the_evidence_back():
    logs = np.random.default_rng(0).normal(0, 5, (50, 25))
    again = log_evidence(Curve(probabilities(logs), RATE, bins=NAMES))
    np.testing.assert_allclose(again, logs - logs.max(axis=1, keepdims=True), atol=1e-4)


def test_chords_follow_the_beats_and_an_edited_layer_does_not():
    curve = evidence([(0, "C"), (4.2, "Am")], 10)
    analysis = Analysis(AudioFacts("a.wav", sample_rate=1000, n_samples=10_000)).with_track(
        Track(CHORDS, decode(curve, Events(), 10.0), curve)
    )
    moved = analysis.with_track(Track(BEATS, beats(0.2)))
    (track,) = following_tracks(moved, {BEATS})
    assert track.kind == CHORDS and track.events.times[1] == pytest.approx(4.2) and track.curve is curve
    edited = moved.with_track(Track(CHORDS, analysis.events(CHORDS), curve, edited=True))
    assert following_tracks(edited, {BEATS}) == []
    imported = moved.with_track(Track(CHORDS, Events([Event(0.0, 10.0, label="G7")])))
    assert following_tracks(imported, {BEATS}) == []


def test_a_quick_grid_is_not_followed():
    track = Track(CHORDS, curve=evidence([(0, "C"), (4.2, "F")], 10))
    grid = Track(BEATS, beats(0.3, 0.5, 19))
    analysis = Analysis(AudioFacts("a.wav", sample_rate=100, n_samples=1000)).with_track(track)
    without = following_chords(analysis)
    assert following_chords(analysis.with_track(replace(grid, provisional=True))) == without
    assert following_chords(analysis.with_track(grid)) != without
