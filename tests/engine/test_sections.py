"""Sections of pieces whose form is known, and how they follow the downbeats."""

from dataclasses import replace
from itertools import count

import mir_eval
import numpy as np
import pytest

from tests.engine.rhythm_helpers import NotingJob, awkward_recordings, store
from w12studio.domain.analysis import BEATS, SECTIONS, Analysis, AudioFacts, Source, Track
from w12studio.domain.errors import Cancelled
from w12studio.domain.events import Events
from w12studio.engine.derived import following_tracks
from w12studio.engine.section_snap import boundaries_of, snapped_sections
from w12studio.engine.sections import estimate_sections

RATE = 22_050
#: By letter: chords (root above C3, minor or not), a bar each, and the instrument.
PARTS = {
    "A": (((0, False), (9, True), (5, False), (7, False)), "pad"),
    "B": (((2, True), (7, False), (4, True), (9, True)), "bright"),
    "C": (((8, False), (10, False), (3, False), (0, True)), "organ"),
    "D": (((5, False), (0, False), (2, True), (10, False)), "pluck"),
}


def voice(instrument, hz, t, beat_s, bar_s):
    if instrument == "pad":
        sound = sum(np.sin(2 * np.pi * hz * h * t + h) / h**2 for h in range(1, 5))
        return sound * np.minimum(1, np.minimum(t, bar_s - t) / 0.2)
    if instrument == "bright":
        return 0.5 * sum(np.sin(2 * np.pi * hz * h * t) / h**0.5 for h in range(1, 14)) * np.exp(-(t % beat_s) / 0.25)
    if instrument == "organ":
        return 0.4 * sum(np.sin(2 * np.pi * hz * h * t) for h in (1, 2, 4, 8))
    return np.sin(4 * np.pi * hz * t) * np.exp(-(t % (beat_s / 2)) / 0.1)


def piece(form, bpm=120.0, bars=8, seed=0, instrument=None):
    """A piece of that form: samples, and the times at which its parts begin, and its end."""
    rng = np.random.default_rng(seed)
    beat_s, bar_s = 60 / bpm, 240 / bpm
    t = np.arange(int(bar_s * RATE)) / RATE
    out = np.zeros(int(len(form) * bars * bar_s * RATE) + RATE)
    for number, letter in enumerate(form):
        chords, usual = PARTS[letter]
        for bar in range(bars):
            root, minor = chords[bar % 4]
            hz = [440 * 2 ** ((48 + root + p - 69) / 12) for p in (0, 3 if minor else 4, 7)]
            i = int((number * bars + bar) * bar_s * RATE)
            out[i : i + t.size] += sum(voice(instrument or usual, f, t, beat_s, bar_s) for f in hz)
    out = out[:-RATE] + rng.normal(0, 0.002, out.size - RATE)
    return (0.3 * out / np.abs(out).max()).astype(np.float32), np.arange(len(form) + 1) * bars * bar_s


_NUMBERS = count()  # what was mixed down is remembered by the name of the store


def sections(tmp_path, samples, job=None):
    audio = store(tmp_path, samples, RATE, name=f"audio{next(_NUMBERS)}")
    (track,) = estimate_sections(audio, job or NotingJob(), {})
    return track


def scores(track, form, times):
    """Hit rates at 0.5 and 3 s, and pairwise agreement of labels; neighbours of one letter are one section."""
    starts = [i for i in range(len(form)) if not i or form[i] != form[i - 1]]
    reference = np.array([[times[i], times[j]] for i, j in zip(starts, [*starts[1:], len(form)], strict=True)])
    letters = [form[i] for i in starts]
    found = np.stack([track.events.times, track.events.times + track.events.durations], axis=1)
    reference[-1, 1] = found[-1, 1]
    hits = [mir_eval.segment.detection(reference, found, window=w, trim=True)[2] for w in (0.5, 3)]
    return (*hits, mir_eval.segment.pairwise(reference, letters, found, list(track.events.labels))[2])


FORMS = ("ABAB", "ABCB", "ABACA", "AABB", "ABCABD")


@pytest.mark.parametrize("bpm", [90, 120])
def test_forms_are_found(tmp_path, bpm):
    found = []
    for form in FORMS:
        samples, times = piece(form, bpm, seed=bpm)
        found.append(scores(sections(tmp_path, samples), form, times))
    half, three, agreement = np.mean(found, axis=0)
    assert half > 0.8 and three > 0.95 and agreement > 0.93


def test_letters_and_regions(tmp_path):
    samples, times = piece("ABAB")
    track = sections(tmp_path, samples)
    assert track.kind == SECTIONS and track.events.labels == ("A", "B", "A", "B")
    ends = track.events.times + track.events.durations
    assert track.events.times[0] == 0 and np.allclose(ends[:-1], track.events.times[1:])
    assert ends[-1] == pytest.approx(samples.size / RATE)
    assert np.isnan(track.events.confidences[0])
    assert ((track.events.confidences[1:] > 0) & (track.events.confidences[1:] <= 1)).all()
    assert np.allclose(track.events.times[1:], times[1:-1], atol=0.3)


def test_a_change_of_chords_alone_is_found_less_exactly(tmp_path):
    found = []
    for form in ("ABAB", "ABACA", "AABB"):
        samples, times = piece(form, 120, seed=1, instrument="pad")
        found.append(scores(sections(tmp_path, samples), form, times))
    _, three, agreement = np.mean(found, axis=0)
    assert three > 0.5 and agreement > 0.7


def test_one_loop_is_one_section(tmp_path):
    samples, _ = piece("AAAA")
    track = sections(tmp_path, samples)
    assert track.events.labels == ("A",) and track.events.durations[0] == pytest.approx(samples.size / RATE)
    assert "No change" in track.message


@pytest.mark.parametrize("name", awkward_recordings())
def test_no_music_is_no_error(tmp_path, name):
    samples, rate = awkward_recordings()[name]
    (track,) = estimate_sections(store(tmp_path, samples, rate), NotingJob(), {})
    assert not len(track.events) and track.message.endswith(".")


@pytest.mark.parametrize("sound", ["noise", "tone", "click", "hum"])
def test_what_never_changes_is_one_section(tmp_path, sound):
    t, rng = np.arange(60 * RATE) / RATE, np.random.default_rng(0)
    samples = {
        "noise": rng.normal(0, 0.1, t.size), "tone": 0.3 * np.sin(2764.6 * t), "click": (t == t[RATE * 7]) * 0.9,
        "hum": 0.3 * np.sin(314.16 * t) + rng.normal(0, 1e-4, t.size),
    }[sound]  # fmt: skip
    track = sections(tmp_path, samples.astype(np.float32))
    assert track.events.labels == ("A",) and track.message


def test_a_long_silence_inside(tmp_path):
    samples, _ = piece("AB")
    track = sections(tmp_path, np.concatenate([samples, np.zeros(20 * RATE, np.float32), samples]))
    assert len(track.events) >= 3 and np.isfinite(track.curve.values).all()


def test_stereo_and_surround(tmp_path):
    samples, times = piece("AB", 120)
    wide = np.stack([samples] * 6, axis=1)
    (track,) = estimate_sections(store(tmp_path, wide, RATE), NotingJob(), {})
    assert np.allclose(track.events.times[1:], times[1:-1], atol=0.5)


def test_can_be_cancelled(tmp_path):
    with pytest.raises(Cancelled):
        sections(tmp_path, piece("AB")[0], NotingJob(cancel_at=0.3))


# -- downbeats -----------------------------------------------------------------------------------------------------


def analysis(track, beats=None, **marks):
    a = Analysis(AudioFacts("x.wav", sample_rate=RATE, channels=1, n_samples=64 * RATE), {SECTIONS: track})
    if beats is None:
        return a
    events = Events.from_columns(beats, values=np.arange(len(beats)) % 4 + 1)
    return a.with_track(Track(BEATS, events, source=Source("x"), **marks))


@pytest.fixture(scope="module")
def abab(tmp_path_factory):
    return sections(tmp_path_factory.mktemp("abab"), piece("ABAB")[0])


def off_grid(track, first_s, bar_s=2.0):
    """How far boundaries are from downbeats at most, in s."""
    return np.abs((track.events.times[1:] - first_s + bar_s / 2) % bar_s - bar_s / 2).max()


def test_boundaries_go_to_downbeats_and_back(abab):
    found = boundaries_of(abab)
    assert np.array_equal(found, abab.events.times[1:])
    early = snapped_sections(analysis(abab, np.arange(0.2, 64, 0.5)))
    assert off_grid(early, 0.2) < 1e-9 and np.abs(early.events.times[1:] - found).max() < 1.1
    assert early.events.labels == abab.events.labels and np.array_equal(boundaries_of(early), found)
    later = snapped_sections(analysis(early, np.arange(0.7, 64, 0.5)))  # corrected beats: anew from the sound
    assert off_grid(later, 0.7) < 1e-9
    assert later == snapped_sections(analysis(abab, np.arange(0.7, 64, 0.5)))
    assert snapped_sections(analysis(later)).events == abab.events
    ends = later.events.times + later.events.durations
    assert np.allclose(ends[:-1], later.events.times[1:])


def test_quick_beats_and_far_downbeats_move_nothing(abab):
    assert snapped_sections(analysis(abab, np.arange(0.2, 64, 0.5), provisional=True)).events == abab.events
    assert snapped_sections(analysis(abab, np.array([0.0, 1.0, 2.0, 3.0, 60.0]))).events == abab.events
    assert snapped_sections(Analysis(AudioFacts("x"))) is None


def test_two_boundaries_never_meet(abab):
    confidence = np.zeros(640)
    confidence[[160, 170, 320]] = 0.5
    curve = replace(abab.curve, values=np.zeros(640), confidence=confidence)
    close = replace(abab, curve=curve, events=replace_times(abab.events, [0, 16.0, 17.0, 32.0]))
    found = snapped_sections(analysis(close, np.arange(0.4, 64, 1.0)))
    assert (found.events.durations > 0).all() and len(found.events) == 4


def replace_times(events, times):
    return Events.from_columns(times, np.diff([*times, 64.0]), None, events.confidences, events.labels)


def test_what_a_person_edited_stays(abab):
    edited = analysis(replace(abab, edited=True), np.arange(0.2, 64, 0.5))
    assert following_tracks(edited, {BEATS}) == []
    (moved,) = following_tracks(analysis(abab, np.arange(0.2, 64, 0.5)), {BEATS})
    assert moved.kind == SECTIONS
    assert following_tracks(analysis(moved, np.arange(0.2, 64, 0.5)), {BEATS}) == []
    own = Track(SECTIONS, Events.from_columns([0, 10], [10, 54], labels=["verse", "chorus"]))
    assert following_tracks(analysis(own, np.arange(0.2, 64, 0.5)), {BEATS}) == []
