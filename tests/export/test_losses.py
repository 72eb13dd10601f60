"""What is said about losses: few short sentences, internals left out."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.export.common import song
from w12studio.domain.analysis import BEATS, CARD, PITCH, TEMPO, TRANSIENTS, Analysis, AudioFacts, Fact, Track
from w12studio.domain.curves import Curve
from w12studio.domain.events import Event, Events
from w12studio.export.losses import Losses
from w12studio.export.registry import write


def with_curves() -> Analysis:
    curve = Curve(np.ones(5), 100.0)
    out = Analysis(AudioFacts("song.wav", "", 44100, 2, 44100))
    for kind in (BEATS, TRANSIENTS, TEMPO, PITCH):
        out = out.with_track(Track(kind, Events([Event(0.5, 0.0, 1.0, 0.5)]), curve))
    return out


def test_activations_are_not_worth_a_word_and_the_rest_is_one_sentence(tmp_path: Path) -> None:
    report = write(with_curves(), tmp_path / "a", "audacity")
    assert report.lost == ("Not held: the tempo and pitch curves, confidences.",)
    report = write(with_curves().without_track(TEMPO).without_track(PITCH), tmp_path / "b", "csv")
    assert report.lost == ()


def test_each_kind_of_loss_has_one_sentence() -> None:
    losses = Losses()
    for _ in range(2):
        losses.missing(3, "confidences")
        losses.missing(0, "nothing")
        losses.left_out(1, "transients", "transients")
        losses.changed(1, "1 label")
        losses.curve(Track("x", curve=Curve(np.ones(1), 1.0)))
    assert losses.sentences() == (
        "Not held: the x curve, confidences.",
        "Left out: transients (option transients).",
        "Changed: 1 label.",
    )
    assert Losses().sentences() == ()


def test_labels_that_are_not_text_are_named() -> None:
    bad = song().with_track(Track("mine", Events([Event(1.0, label="\ud800")])))
    assert Losses.of(bad).sentences()[-1].startswith("Changed: 1 label with characters that are not text")


def test_figures_of_the_card_are_held_by_json_alone(tmp_path: Path) -> None:
    card = Track(CARD, facts=(Fact("energy", 60.0), Fact("liveness", None, reason="Nobody knows.")))
    analysis = with_curves().with_track(card)
    for name in ("csv", "jams"):
        assert "the figures of the card" in write(analysis, tmp_path / name, name).lost[0]
    notes = write(analysis, tmp_path / "audacity", "audacity").notes
    assert "The figures of the card stayed out: the format is about places in time." in notes
    assert write(analysis, tmp_path / "json", "json").lost == ()
    absent = with_curves().with_track(Track(CARD, facts=card.facts[1:]))
    assert not any("figures" in x for x in write(absent, tmp_path / "absent", "csv").lost)
