from dataclasses import replace

from w12studio.domain.analysis import KEY, LOCAL_KEYS, Analysis, AudioFacts, Source, Track
from w12studio.domain.edits import edit_events
from w12studio.domain.events import Event, Events
from w12studio.engine.derived import followed
from w12studio.engine.whole_key import FOLLOWS, following_key

FACTS = AudioFacts("a.wav", "", 44100, 2, 44100 * 100, "WAV", "PCM")
FOUND = Track(
    KEY,
    Events([Event(0.0, 100.0, None, 0.62, "A minor")]),
    source=Source("w12-key", "1", "", (("a", "b"),)),
    message="Runner-up: C major (30%).",
)


def analysis_of(*regions, key=FOUND, edited=False):
    events = Events([Event(t, d, None, 0.8, label) for t, d, label in regions])
    tracks = [t for t in (key, Track(LOCAL_KEYS, events, edited=edited)) if t is not None]
    return Analysis(FACTS, {t.kind: t for t in tracks})


def renamed(analysis, index, label):
    old = analysis.events(LOCAL_KEYS)[index]
    return edit_events(analysis, "Rename key", LOCAL_KEYS, [old], [replace(old, label=label, confidence=1.0)])


def test_the_key_of_the_whole_follows_a_correction_and_comes_back_with_undo():
    before = analysis_of((0.0, 30.0, "C major"), (30.0, 70.0, "A minor"))
    edit = renamed(before, 1, "E minor")
    corrected, kinds = followed(edit.apply(before), edit.kinds)
    assert KEY in kinds
    assert corrected.events(KEY).labels == ("E minor",)
    assert corrected.events(KEY)[0].confidence == 1.0
    assert not corrected.tracks[KEY].edited and corrected.tracks[KEY].message == FOLLOWS
    again, _ = followed(edit.inverse().apply(corrected), edit.kinds)
    assert again.tracks[KEY] == FOUND


def test_the_longest_wins_over_all_its_regions():
    analysis = analysis_of((0, 30, "C major"), (30, 40, "G major"), (70, 30, "C major"), edited=True)
    assert following_key(analysis).events.labels == ("C major",)


def test_a_key_that_a_person_set_stays():
    own = replace(FOUND, edited=True)
    before = analysis_of((0.0, 100.0, "A minor"), key=own)
    edit = renamed(before, 0, "E minor")
    after, kinds = followed(edit.apply(before), edit.kinds)
    assert KEY not in kinds and after.tracks[KEY] == own


def test_nothing_follows_from_keys_that_nobody_corrected():
    analysis = analysis_of((0.0, 100.0, "E minor"))
    assert following_key(analysis) == FOUND
    assert following_key(analysis_of((0.0, 100.0, "E minor"), key=None)) is None


def test_without_a_key_of_the_whole_corrected_keys_make_one():
    made = following_key(analysis_of((0.0, 100.0, "E minor"), key=None, edited=True))
    assert made.events.labels == ("E minor",)
