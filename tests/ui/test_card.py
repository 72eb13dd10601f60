"""The card in the side panel."""

import pytest
from PySide6.QtWidgets import QApplication

from w12studio import service
from w12studio.domain.analysis import CARD, TAGS, Analysis, AudioFacts, Fact, Track
from w12studio.domain.events import Events
from w12studio.ui.panels.card import CardSection, fact_text, fact_tip, tag_text
from w12studio.ui.summary import count_text

FACTS = (
    Fact("happiness", 72.4, 0.8),
    Fact("speechiness", 3.0, 0.4),
    Fact("liveness", None, None, "Nothing at hand tells an audience."),
)


def analysis_of(*facts, tags=()):
    found = [Track(CARD, facts=facts)] if facts else []
    if tags:
        n = len(tags)
        events = Events.from_columns([0.0] * n, [9.0] * n, [s for _, s in tags], labels=[t for t, _ in tags])
        found.append(Track(TAGS, events))
    return Analysis(AudioFacts("x.wav"), {t.kind: t for t in found})


@pytest.fixture
def card(qtbot, themes):
    section = CardSection()
    qtbot.addWidget(section)
    section.resize(280, 400)
    section.show()
    return section


def shown(card):
    return {n: v.text() for n, (t, _, v) in card._rows.items() if not v.isHidden() and not t.isHidden()}


def test_a_level_just_below_zero_has_no_sign():
    assert fact_text("true_peak", Fact("true_peak", -0.04)) == "0.0 dBTP"


def test_scores_have_bars_and_absent_ones_their_reason(card):
    card.show_analysis(analysis_of(*FACTS))
    assert shown(card) == {"happiness": "72", "speechiness": "3", "liveness": "–"}
    _, bar, value = card._rows["happiness"]
    assert bar.share == pytest.approx(0.724) and bar.confidence == 0.8
    assert value.accessibleName() == "Happiness: 72"
    _, bar, value = card._rows["liveness"]
    assert bar.isHidden() and "Nothing at hand" in value.toolTip()
    assert value.accessibleName() == "Liveness: unknown"


def test_a_bar_is_as_long_as_the_score(card):
    card.show_analysis(analysis_of(*FACTS))
    QApplication.processEvents()
    _, bar, _ = card._rows["happiness"]
    image = bar.grab().toImage()
    y = image.height() // 2
    row = [image.pixelColor(x, y) for x in range(2, image.width() - 2)]
    changes = [i for i in range(1, len(row)) if row[i] != row[i - 1]]
    assert changes and changes[-1] / len(row) == pytest.approx(0.724, abs=0.05)


def test_bars_are_long_and_equal_beside_wide_levels_in_a_narrow_panel(card):
    card.resize(230, 400)
    card.show_analysis(analysis_of(*FACTS, Fact("true_peak", -17.63), Fact("instrumentalness", 100.0)))
    QApplication.processEvents()
    bars = [card._rows[n][1] for n in ("happiness", "speechiness", "instrumentalness")]
    assert len({(b.x(), b.width()) for b in bars}) == 1 and bars[0].width() >= 40
    ends = {v.geometry().right() for _, _, v in card._rows.values()}
    assert len(ends) == 1 and shown(card)["true_peak"] == "-17.6 dBTP"


def test_nothing_is_drawn_for_zero(card):
    card.show_analysis(analysis_of(Fact("happiness", 0.0, 0.8)))
    QApplication.processEvents()
    _, bar, _ = card._rows["happiness"]
    image = bar.grab().toImage()
    y = image.height() // 2
    assert len({image.pixel(x, y) for x in range(4, image.width() - 4)}) == 1


def test_a_reason_that_several_share_is_said_once(card):
    why = "Tags need a model: <fetch> it & try again."
    card.show_analysis(analysis_of(Fact("happiness", reason=why), Fact("speechiness", reason=why), FACTS[2]))
    assert card.missing.text() == f"Happiness, speechiness: {why}" and card.missing.isVisible()
    assert shown(card) == {"liveness": "–"}
    card.show_analysis(analysis_of(*FACTS))
    assert card.missing.isHidden() and set(shown(card)) == {"happiness", "speechiness", "liveness"}


def test_a_hover_begins_with_what_is_asked_first(card):
    meaning = service.FACTS["happiness"].meaning
    assert fact_tip("happiness", Fact("happiness", 50.0, 0.5, "From mode alone.")).startswith(meaning)
    assert fact_tip("happiness", Fact("happiness", None, None, "It is silent.")).startswith("It is silent.")
    card.show_analysis(analysis_of(Fact("happiness", 50.0, 0.5, "a < b & c")))
    assert "a &lt; b &amp; c" in card._rows["happiness"][0].toolTip()


def test_facts_that_go_are_hidden(card):
    card.show_analysis(analysis_of(*FACTS))
    card.show_analysis(analysis_of(FACTS[0]))
    assert list(shown(card)) == ["happiness"]
    card.show_analysis(None)
    assert card.isHidden()


def test_tags_are_named_strongest_first(card):
    tags = [(f"tag {i}", i / 10) for i in range(9)]
    analysis = analysis_of(tags=tags)
    assert tag_text(analysis) == "Tags: tag 8 80%, tag 7 70%, tag 6 60%, tag 5 50%, tag 4 40%, tag 3 30%"
    card.show_analysis(analysis)
    assert card.tags.isVisible() and not card.isHidden()


@pytest.mark.parametrize("name", list(service.FACTS))
def test_every_fact_is_explained(name):
    info = service.FACTS[name]
    assert info.low < info.high
    tip = fact_tip(name, Fact(name, info.high, 0.5))
    for part in (info.computed_from, info.validated, info.fails, "50% sure"):
        assert part and part in tip
    text = fact_text(name, Fact(name, 12.345))
    assert text == "12" if not info.unit else text.endswith(info.unit)


def test_layers_of_facts_say_how_many_are_known():
    assert count_text(Track(CARD, facts=FACTS)) == "2 values"
    assert count_text(Track(CARD, facts=FACTS[1:])) == "1 value"
    assert count_text(Track(CARD, facts=FACTS[2:])) == "0 events"
