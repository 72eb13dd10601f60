import numpy as np
import pytest

from w12studio.domain.events import Events
from w12studio.ui.doubt import doubt_columns, doubtful_places
from w12studio.ui.viewport import Viewport


def beats(confidences):
    n = len(confidences)
    return Events.from_columns(0.5 * np.arange(n), confidences=confidences)


def test_runs_of_doubtful_beats_are_one_place():
    places = doubtful_places(beats([0.9, 0.4, 0.9, 0.3, 0.9, 0.9, 0.9, 0.1]))
    assert [(p.start, p.end, p.n_doubtful, p.least) for p in places] == [(0.5, 1.5, 2, 0.3), (3.5, 3.5, 1, 0.1)]
    assert [(p.first, p.last) for p in places] == [(1, 3), (7, 7)]


@pytest.mark.parametrize("confidences", [[], [0.75, 1.0], [np.nan, np.nan]])
def test_nothing_is_doubtful_where_all_is_sure_or_nothing_known(confidences):
    assert doubtful_places(beats(confidences)) == []


def test_doubt_runs_from_beat_to_beat():
    events = beats([1.0, 0.0, 1.0])
    view = Viewport(0.0, 0.1, 10, 1.0)
    assert doubt_columns(events, view, 10) == pytest.approx([0.1, 0.3, 0.5, 0.7, 0.9, 1.0, 0.7, 0.5, 0.3, 0.1])


def test_the_most_doubtful_of_a_column_counts():
    events = beats([1.0, 0.0, 1.0, 1.0])
    assert doubt_columns(events, Viewport(0.0, 1.0, 2, 2.0), 2).max() == 1.0


def test_doubt_is_not_known_without_beats_before_the_first_and_in_pauses():
    view = Viewport(0.0, 0.1, 100, 10.0)
    assert not doubt_columns(Events(), view, 100).any()
    assert not doubt_columns(beats([np.nan, np.nan]), view, 100).any()
    events = Events.from_columns([3.0, 9.0], confidences=[0.0, 0.0])
    inked = np.flatnonzero(doubt_columns(events, view, 100))
    assert set(inked.tolist()) <= {29, 30, 89, 90}
