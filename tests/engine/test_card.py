"""The card: five numbers that follow from the other layers, or a reason why they don't."""

from dataclasses import replace

import numpy as np
import pytest

from w12studio.domain.analysis import BEATS, CARD, KEY, TAGS, TEMPO, Analysis, AudioFacts, Source, Track
from w12studio.domain.curves import Curve
from w12studio.domain.events import Event, Events
from w12studio.domain.facts import FACTS
from w12studio.engine.card import ACOUSTIC, MOOD, PACE, VOICE, card_track
from w12studio.engine.derived import FOLLOWERS, following_tracks
from w12studio.engine.musicnn import MSD_TAGS, MTT_TAGS

NAMES = tuple(dict.fromkeys(MTT_TAGS + MSD_TAGS))


def tags(**heard):
    """A TAGS layer: what is heard, by tag (``_`` for a blank), the rest hardly."""
    scores = dict.fromkeys(NAMES, 0.005) | {k.replace("_", " "): v for k, v in heard.items()}
    curve = Curve(np.tile(list(scores.values()), (3, 1)), 0.1, unit="probability", bins=tuple(scores))
    return Track(TAGS, curve=curve, source=Source("musicnn"))


def analysis(layer=None, key="C major", key_confidence=0.9, bpm=120.0, beat_confidence=0.9):
    beats = Events.from_columns(
        np.arange(0, 30, 60 / bpm), confidences=np.full(len(np.arange(0, 30, 60 / bpm)), beat_confidence)
    )
    layers = [
        Track(KEY, Events([Event(0.0, 30.0, None, key_confidence, key)])),
        Track(TEMPO, Events([Event(0.0, 30.0, bpm)])),
        Track(BEATS, beats),
        *([] if layer is None else [layer]),
    ]
    return Analysis(AudioFacts("song", sample_rate=44_100, n_samples=44_100 * 30), {t.kind: t for t in layers})


def value(name, **of):
    (fact,) = (f for f in card_track(analysis(**of)).facts if f.name == name)
    return fact.value


def test_there_is_a_card_where_there_are_tags():
    assert card_track(analysis()) is None
    track = card_track(analysis(tags()))
    assert track.kind == CARD and len(track.events) == 0 and track.curve is None
    assert {f.name for f in track.facts} == {
        "happiness", "acousticness", "instrumentalness", "speechiness", "liveness",
    }  # fmt: skip
    for fact in track.facts:
        if fact.value is not None:
            assert FACTS[fact.name].low <= fact.value <= FACTS[fact.name].high
            assert 0 < fact.confidence <= 0.8


def test_tags_and_scales_agree_on_names():
    for scale in (VOICE, ACOUSTIC, MOOD, PACE):
        assert set(scale.much + scale.little) <= set(NAMES)
        assert not set(scale.much) & set(scale.little)


def test_major_and_fast_is_happier_than_minor_and_slow():
    happy = value("happiness", layer=tags(happy=0.02, fast=0.2), bpm=140.0)
    sad = value("happiness", layer=tags(sad=0.03, slow=0.3), key="A minor", bpm=60.0)
    assert happy > 80 and sad < 20
    plain = value("happiness", layer=tags(), bpm=100.0)
    assert plain > value("happiness", layer=tags(), bpm=70.0)
    assert plain > value("happiness", layer=tags(), bpm=100.0, key="C minor")
    assert plain > value("happiness", layer=tags(slow=0.3, sad=0.05), bpm=100.0)
    unsure = value("happiness", layer=tags(), bpm=100.0, key="C minor", key_confidence=0.1)
    assert value("happiness", layer=tags(), bpm=100.0, key="C minor") < unsure < plain


def test_instruments_decide_what_is_acoustic():
    piano, club = tags(piano=0.4, classical=0.4), tags(techno=0.5, electronic=0.4, beat=0.3)
    assert value("acousticness", layer=piano) > 80
    assert value("acousticness", layer=club) < 20


def test_voices_decide_what_is_instrumental_and_spoken():
    nobody, singer = tags(no_vocals=0.1, instrumental=0.2), tags(vocal=0.3, female=0.4, woman=0.3, singing=0.2)
    assert value("instrumentalness", layer=nobody) > 80
    assert value("instrumentalness", layer=singer) < 20
    assert value("speechiness", layer=nobody, beat_confidence=0.5, key_confidence=0.2) < 5
    assert value("speechiness", layer=singer, beat_confidence=0.9) < 5
    assert value("speechiness", layer=singer, beat_confidence=0.55, key_confidence=0.9) < 10
    assert value("speechiness", layer=singer, beat_confidence=0.55, key_confidence=0.2) > 80


def test_speech_is_neither_happy_nor_acoustic():
    talk = analysis(tags(voice=0.4, man=0.4, vocal=0.3), beat_confidence=0.55, key_confidence=0.2)
    facts = {f.name: f for f in card_track(talk).facts}
    for name in ("happiness", "acousticness"):
        assert facts[name].value is None and facts[name].reason == "The recording is mostly speech."
    assert facts["instrumentalness"].value < 20


def test_an_audience_is_never_claimed():
    (fact,) = (f for f in card_track(analysis(tags(quiet=0.9))).facts if f.name == "liveness")
    assert fact.value is None and fact.confidence is None
    assert "No model" in fact.reason


def test_without_tags_values_are_absent_with_the_reason():
    empty = Track(TAGS, message="Tags need a model: `w12studio models fetch musicnn` brings them.")
    track = card_track(analysis(empty))
    facts = {f.name: f for f in track.facts}
    for name in ("acousticness", "instrumentalness", "speechiness"):
        assert facts[name].value is None and facts[name].reason == empty.message
    assert facts["happiness"].value > 50
    assert facts["happiness"].confidence < 0.3 and "alone" in facts["happiness"].reason
    assert track.message == empty.message


def test_tags_of_another_model_are_not_mistaken():
    curve = Curve(np.array([[0.9, 0.1]]), 1.0, bins=("happy", "sad"))
    facts = {f.name: f for f in card_track(analysis(Track(TAGS, curve=curve))).facts}
    assert facts["acousticness"].value is None and "MusiCNN" in facts["acousticness"].reason


def test_what_is_not_known_of_key_and_tempo():
    bare = replace(analysis(tags()), tracks={TAGS: tags()})
    facts = {f.name: f for f in card_track(bare).facts}
    assert facts["happiness"].value is None
    assert facts["speechiness"].value is None and "beats and the key" in facts["speechiness"].reason
    assert facts["acousticness"].value is not None


def test_beats_without_confidence_are_a_persons_and_count_as_steady():
    own = analysis(tags(vocal=0.5, voice=0.5))
    own = own.with_track(Track(BEATS, Events.from_columns(np.arange(0.0, 30.0, 0.5))))
    (fact,) = (f for f in card_track(own).facts if f.name == "speechiness")
    assert fact.value < 5


@pytest.mark.parametrize("kind", [TAGS, KEY, TEMPO, BEATS])
def test_the_card_follows_its_layers(kind):
    assert CARD in [f.kind for f in FOLLOWERS]
    (new,) = [t for t in following_tracks(analysis(tags()), {kind}) if t.kind == CARD]
    assert new.facts
    assert following_tracks(analysis(tags()).with_track(new), {kind}) == []


def test_a_corrected_key_changes_the_card():
    before = analysis(tags())
    before = before.with_track(card_track(before))
    after = before.with_track(Track(KEY, Events([Event(0.0, 30.0, None, 1.0, "C minor")]), edited=True))
    (new,) = [t for t in following_tracks(after, {KEY}) if t.kind == CARD]
    assert new.facts[0].value < before.fact("happiness").value
