"""Figures are those of mir_eval where it is installed; the rest follows from small cases."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from w12studio.domain.alignment import BY_HAND, Alignment
from w12studio.domain.analysis import BEATS, CHORDS, KEY, NOTES, PITCH, SECTIONS, Analysis, AudioFacts, Track
from w12studio.domain.comparing import DOWNBEATS, comparable, compare
from w12studio.domain.continuity import cemgil, continuity
from w12studio.domain.curves import Curve
from w12studio.domain.events import Event, Events
from w12studio.domain.matching import match_notes, match_times
from w12studio.domain.taking import take_events, take_span


def times(seed, n=60, span=30.0):
    return np.sort(np.random.default_rng(seed).uniform(0, span, n))


def noisy(ours, seed):
    rng = np.random.default_rng(seed)
    kept = ours[rng.random(ours.size) < 0.85]
    return np.sort(np.abs(np.concatenate([kept + rng.normal(0, 0.04, kept.size), rng.uniform(0, ours.max(), 8)])))


seconds = st.lists(st.integers(0, 400), max_size=9).map(lambda xs: np.sort(np.array(xs, dtype=float)) / 100)


@given(seconds, seconds)
def test_no_matching_has_more_pairs(a, b):
    found = match_times(a, b, 0.07)
    assert found.ours.size == most_pairs(a, b, 0.07)
    assert np.all(np.abs(a[found.ours] - b[found.theirs]) <= 0.07 + 1e-9)
    assert len(set(found.ours)) == len(set(found.theirs)) == found.ours.size
    assert sorted([*found.ours, *found.extra]) == list(range(a.size))
    assert sorted([*found.theirs, *found.missing]) == list(range(b.size))


def most_pairs(a, b, reach):
    """By dynamic programming over both, which on a line is exact."""
    best = np.zeros((a.size + 1, b.size + 1), dtype=int)
    for i, j in itertools.product(range(a.size), range(b.size)):
        pair = best[i, j] + (abs(a[i] - b[j]) <= reach + 1e-9)
        best[i + 1, j + 1] = max(pair, best[i, j + 1], best[i + 1, j])
    return best[-1, -1]


def test_the_nearer_one_is_taken_where_two_are_free():
    found = match_times(np.array([1.0]), np.array([0.94, 1.001, 1.05]))
    assert found.theirs.tolist() == [1]
    found = match_times(np.array([0.94, 1.001, 1.05]), np.array([1.0]))
    assert found.ours.tolist() == [1]
    chain = match_times(np.array([0.06, 0.12]), np.array([0.0, 0.06, 0.12]))
    assert chain.theirs.tolist() == [1, 2]
    assert chain.missing.tolist() == [0]


@pytest.mark.parametrize("seed", range(12))
def test_beats_have_the_figures_of_mir_eval(seed):
    beat = pytest.importorskip("mir_eval.beat")
    ours = times(seed)
    theirs = noisy(ours, seed + 100)
    found = match_times(ours, theirs)
    assert found.f_measure == pytest.approx(beat.f_measure(theirs, ours))
    level = continuity(ours, theirs)
    assert (level.cml_c, level.cml_t, level.aml_c, level.aml_t) == pytest.approx(beat.continuity(theirs, ours))
    assert cemgil(ours, theirs) == pytest.approx(beat.cemgil(theirs, ours)[0])


def test_beats_at_twice_the_tempo_are_right_at_another_level():
    theirs = np.arange(1, 41) * 0.5
    ours = np.arange(4, 80) * 0.25
    level = continuity(ours, theirs)
    assert level.cml_t < 0.5 < level.aml_t
    assert continuity(theirs, theirs).cml_c == 1.0
    assert continuity(theirs[:1], theirs).cml_c == 0.0


@pytest.mark.parametrize("seed", range(8))
def test_notes_have_the_figures_of_mir_eval(seed):
    transcription = pytest.importorskip("mir_eval.transcription")
    rng = np.random.default_rng(seed)
    ours, theirs = times(seed, 80, 4.0), times(seed + 50, 80, 4.0)
    a, b = rng.integers(60, 64, 80).astype(float), rng.uniform(60, 64, 80)
    hz = lambda p: 440 * 2 ** ((p - 69) / 12)  # noqa: E731
    wanted = transcription.match_notes(
        np.c_[theirs, theirs + 0.1], hz(b), np.c_[ours, ours + 0.1], hz(a), offset_ratio=None
    )
    found = match_notes((ours, a), (theirs, b))
    assert found.ours.size == len(wanted)
    assert np.all(np.abs(a[found.ours] - b[found.theirs]) <= 0.5 + 1e-9)


def beats(at, values=None):
    at = np.asarray(at, dtype=float)
    return Track(BEATS, Events.from_columns(at, None, np.arange(at.size) % 4 + 1 if values is None else values))


def test_beats_missing_and_extra_are_told_with_their_times():
    found = compare(BEATS, beats([1.0, 2.01, 3.0, 3.5]), beats([1.0, 2.0, 3.0, 4.0]))
    assert found.main == ("f_measure", 0.75)
    assert found.theirs.times[found.matching.missing].tolist() == [4.0]
    assert found.ours.times[found.matching.extra].tolist() == [3.5]
    assert found.deviations() == pytest.approx([0.0, 0.01, 0.0])
    assert found.figures["absolute_95_ms"] == pytest.approx(9.0)
    wide = compare(BEATS, beats([1.0, 2.01, 3.0, 3.5]), beats([1.0, 2.0, 3.0, 4.0]), 0.6)
    assert wide.figures["f_measure"] == 1.0


def test_only_what_is_inside_a_span_is_judged():
    found = compare(BEATS, beats([0.5, 6.0, 7.0]), beats([1.5, 6.0, 7.0]), inside=(5.0, 100.0))
    assert found.figures["f_measure"] == 1.0


def test_downbeats_are_compared_by_their_place_in_the_bar():
    ours, theirs = beats([1, 2, 3, 4], [1, 2, 1, 2]), beats([1, 2, 3, 4], [2, 1, 2, 1])
    assert compare(BEATS, ours, theirs).figures["f_measure"] == 1.0
    assert compare(DOWNBEATS, ours, theirs).figures["f_measure"] == 0.0


def test_nothing_beside_nothing_is_no_agreement():
    assert compare(BEATS, None, None).figures["f_measure"] == 0.0
    assert compare(CHORDS, None, beats([])).figures == {}


def test_pitch_has_the_figures_of_mir_eval():
    melody = pytest.importorskip("mir_eval.melody")
    rng = np.random.default_rng(3)
    theirs = np.where(rng.random(500) < 0.7, 220 * 2 ** (rng.normal(0, 0.3, 500)), np.nan)
    ours = theirs * 2 ** (rng.normal(0, 0.03, 500) + (rng.random(500) < 0.1))
    ours[rng.random(500) < 0.1] = np.nan
    ours[rng.random(500) < 0.05] = 300.0
    found = compare(PITCH, Track(PITCH, curve=Curve(ours, 100.0)), Track(PITCH, curve=Curve(theirs, 100.0)))
    zeros = [np.nan_to_num(x) for x in (theirs, ours)]
    t = np.arange(500) / 100
    wanted = melody.evaluate(t, zeros[0], t, zeros[1])
    for name, key in (
        ("raw_pitch_accuracy", "Raw Pitch Accuracy"), ("raw_chroma_accuracy", "Raw Chroma Accuracy"),
        ("voicing_recall", "Voicing Recall"), ("voicing_false_alarm", "Voicing False Alarm"),
        ("overall_accuracy", "Overall Accuracy"),
    ):  # fmt: skip
        assert found.figures[name] == pytest.approx(wanted[key]), name
    assert found.curve.unit == "cents"
    assert len(found.spans)


def regions(kind, *rows):
    return Track(kind, Events([Event(a, b - a, label=label) for a, b, label in rows]))


def test_chords_agree_for_a_share_of_the_time_however_they_are_spelt():
    ours = regions(CHORDS, (0, 4, "Db"), (4, 8, "Am"))
    theirs = regions(CHORDS, (0, 4, "C#:maj"), (4, 6, "A"), (6, 8, "Am"))
    found = compare(CHORDS, ours, theirs)
    assert found.figures["overlap"] == pytest.approx(0.75)
    assert found.figures["root_overlap"] == 1.0
    assert [(e.time, e.end, e.label) for e in found.spans] == [(4.0, 6.0, "Am ≠ A")]
    assert compare(KEY, regions(KEY, (0, 8, "8A")), regions(KEY, (0, 8, "A minor"))).figures["overlap"] == 1.0


def test_sections_are_compared_by_borders_and_by_what_repeats():
    segment = pytest.importorskip("mir_eval.segment")
    ours = regions(SECTIONS, (0, 10, "A"), (10, 20, "B"), (20, 30, "A"))
    theirs = regions(SECTIONS, (0, 10, "x"), (10, 22, "y"), (22, 30, "x"))
    found = compare(SECTIONS, ours, theirs)
    assert found.figures["f_measure"] == pytest.approx(0.75)
    spans = [np.c_[t.events.times, t.events.times + t.events.durations] for t in (theirs, ours)]
    wanted = segment.pairwise(spans[0], list(theirs.events.labels), spans[1], list(ours.events.labels))[2]
    assert found.figures["pairwise_f"] == pytest.approx(wanted, abs=0.01)


def recording(*tracks):
    return Analysis(AudioFacts("a.wav", sample_rate=1000, n_samples=60_000), {t.kind: t for t in tracks})


def test_what_both_have_can_be_compared():
    ours = recording(beats([1, 2, 3]), regions(KEY, (0, 9, "C major")))
    assert comparable(ours, {BEATS: beats([1], [2])}) == [BEATS]
    assert comparable(ours, ours.tracks) == [BEATS, DOWNBEATS, KEY]


def test_an_alignment_moves_a_layer_and_back():
    found = Alignment(2.0, 1.25)
    moved = found.applied(regions(CHORDS, (4, 8, "C")))
    assert [(e.time, e.end) for e in moved.events] == [(7.0, 12.0)]
    assert found.to_theirs(found.to_ours([1.0, 5.0])) == pytest.approx([1.0, 5.0])
    curve = found.applied(Track(PITCH, curve=Curve(np.ones(5), 100.0, 1.0))).curve
    assert curve.times() == pytest.approx(found.to_ours(1.0 + np.arange(5) / 100))
    assert found.shifted(0.5).offset_s == 2.5
    assert found.shifted(0.5).method == BY_HAND


def test_events_of_theirs_take_the_place_of_ours():
    analysis = recording(beats([1.0, 2.0, 3.0]))
    old = analysis.events(BEATS)[1]
    edit = take_events(analysis, "Take theirs", DOWNBEATS, (old,), (Event(2.05, value=2.0),))
    done = edit.apply(analysis)
    assert done.events(BEATS).times.tolist() == [1.0, 2.05, 3.0]
    assert edit.inverse().apply(done) == analysis


def test_a_span_of_theirs_takes_the_place_of_ours():
    analysis = recording(
        beats([1.0, 2.0, 3.0, 4.0]), regions(CHORDS, (0, 10, "C")), Track(PITCH, curve=Curve(np.full(100, 200.0), 10.0))
    )
    done = take_span(analysis, "t", BEATS, beats([0.9, 1.9, 2.9, 3.9]), 1.5, 3.5).apply(analysis)
    assert done.events(BEATS).times.tolist() == [1.0, 1.9, 2.9, 4.0]
    done = take_span(analysis, "t", CHORDS, regions(CHORDS, (2, 6, "G")), 4, 8).apply(analysis)
    assert [(e.time, e.end, e.label) for e in done.events(CHORDS)] == [(0, 4, "C"), (4, 6, "G"), (8, 10, "C")]
    theirs = Track(PITCH, curve=Curve(np.array([100.0, np.nan]), 1.0, 2.0))
    edit = take_span(analysis, "t", PITCH, theirs, 2.0, 3.0)
    values = edit.apply(analysis).track(PITCH).curve.values
    assert values[20] == 100.0
    assert np.isnan(values[27])
    assert values[19] == values[30] == 200.0
    assert edit.inverse().apply(edit.apply(analysis)).track(PITCH).curve == analysis.track(PITCH).curve


def test_notes_of_another_pitch_are_no_pair():
    ours = Track(NOTES, Events([Event(1.0, 0.5, 60.0), Event(2.0, 0.5, 62.0)]))
    theirs = Track(NOTES, Events([Event(1.02, 0.5, 60.2), Event(2.0, 0.5, 64.0)]))
    found = compare(NOTES, ours, theirs)
    assert found.figures["f_measure"] == 0.5
    assert found.figures["mean_ms"] == pytest.approx(-20.0)
