"""Events: order, range queries edge by edge, changed copies."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import any_event, any_events
from w12studio.domain.events import Event, Events

edges = st.floats(-11, 20) | st.sampled_from([0.0, 0.1, 0.2, 0.1 + 0.2, 0.3, 1.0])
small_events = st.lists(
    st.builds(
        Event,
        edges,
        st.sampled_from([0.0, 0.1, 0.2, 5.0]) | st.floats(0, 30),
        st.none() | st.sampled_from([1.0, 2.0, -math.inf]),
        st.none() | st.sampled_from([0.0, 0.5]),
        st.sampled_from(["", "a", "b"]),
    ),
    max_size=15,
)


# -- making ----------------------------------------------------------------------------------------------


@given(st.lists(any_event, max_size=12))
def test_events_come_out_sorted_and_unchanged(rows: list[Event]) -> None:
    events = Events(rows)
    assert sorted(map(repr, rows)) == sorted(map(repr, events))
    assert np.all(np.diff(events.times) >= 0)
    assert list(events) == [events[i] for i in range(len(events))] == events.rows(np.arange(len(events)))
    assert Events(events) == events == Events(reversed(rows))
    assert events == Events.from_columns(
        events.times, events.durations, events.values, events.confidences, events.labels
    )


def test_the_documented_order() -> None:
    rows = [
        Event(0, 0, None, None, "z"),
        Event(0, 0, -math.inf, None, "a"),
        Event(0, 0, 1, None, "a"),
        Event(0, 0, 1, 0.5, "a"),
        Event(0, 0, 1, None, "b"),
        Event(0, 1),
        Event(1),
    ]
    assert list(Events(rows[::-1])) == rows


def test_nan_is_unknown() -> None:
    assert Event(0, 0, math.nan, math.nan) == Event(0)


@pytest.mark.parametrize("time", [math.nan, math.inf])
def test_times_are_finite(time: float) -> None:
    with pytest.raises(ValueError, match="finite time"):
        Event(time)
    with pytest.raises(ValueError, match="finite"):
        Events.from_columns([time])


@pytest.mark.parametrize("duration", [-1.0, math.nan, math.inf])
def test_durations_are_not_negative(duration: float) -> None:
    with pytest.raises(ValueError, match="duration"):
        Event(0, duration)
    with pytest.raises(ValueError, match="durations"):
        Events.from_columns([0], [duration])


def test_columns_of_other_lengths() -> None:
    with pytest.raises(ValueError, match="values must have shape"):
        Events.from_columns([0, 1], values=[1])
    with pytest.raises(ValueError, match="labels must have length 2"):
        Events.from_columns([0, 1], labels=["a"])


@given(any_events)
def test_pickled_events_are_equal_and_read_only(events: Events) -> None:
    again = pickle.loads(pickle.dumps(events))
    assert again == events
    assert hash(again) == hash(events)
    with pytest.raises(ValueError, match="read-only"):
        again.times[...] = 0


def test_columns_are_read_only_copies() -> None:
    times = np.array([1.0, 2.0])
    events = Events.from_columns(times)
    times[0] = 9
    assert events.times.tolist() == [1, 2]
    with pytest.raises(ValueError, match="read-only"):
        events.values[0] = 1


# -- range queries ---------------------------------------------------------------------------------------


@given(small_events, edges, edges)
def test_between(rows: list[Event], a: float, b: float) -> None:
    events = Events(rows)
    assert list(events.between(a, b)) == [e for e in events if a <= e.time < b]
    assert list(events[events.span(a, b)]) == list(events.between(a, b))


@given(small_events, edges, edges)
def test_overlapping(rows: list[Event], a: float, b: float) -> None:
    events = Events(rows)
    wanted = [i for i, e in enumerate(events) if a <= e.time < b or (e.time < b and e.end > a and a < b)]
    assert events.overlapping(a, b).tolist() == wanted


def test_edges_of_between_and_overlapping() -> None:
    events = Events([Event(1.0), Event(2.0), Event(0.0, 1.0), Event(1.0, 1.0)])
    assert [e.time for e in events.between(1.0, 2.0)] == [1.0, 1.0]
    # A region that ends where the span begins is out, one that begins where it ends, too; a point at its start is in.
    assert events.rows(events.overlapping(1.0, 2.0)) == [Event(1.0), Event(1.0, 1.0)]
    assert events.overlapping(1.5, 1.5).tolist() == []
    assert events.overlapping(1.5, 1.6).tolist() == [2]


def test_overlapping_survives_rounding() -> None:
    event = Event(0.1, 0.2)  # ends at 0.30000000000000004
    assert Events([event]).overlapping(0.3, 0.4).tolist() == [0]
    assert Events([event]).overlapping(event.end, 1.0).tolist() == []


@given(small_events, edges)
def test_at_or_before(rows: list[Event], t: float) -> None:
    events = Events(rows)
    wanted = [i for i, e in enumerate(events) if e.time <= t]
    assert events.at_or_before(t) == (wanted[-1] if wanted else -1)


@given(small_events, edges)
def test_nearest(rows: list[Event], t: float) -> None:
    events = Events(rows)
    found = events.nearest(t)
    if not rows:
        assert found == -1
    else:
        assert abs(events[found].time - t) == min(abs(e.time - t) for e in rows)
        assert all(events[i].time < events[found].time for i in range(found))


def test_nearest_takes_the_earlier_of_two() -> None:
    assert Events([Event(1.0), Event(3.0)]).nearest(2.0) == 0
    assert Events([Event(1.0), Event(1.0, 2.0), Event(3.0)]).nearest(1.5) == 0


# -- changed copies --------------------------------------------------------------------------------------


@given(small_events, st.data())
def test_changed_is_taken_back_by_its_opposite(rows: list[Event], data: st.DataObject) -> None:
    events = Events(rows)
    removed = data.draw(st.lists(st.sampled_from(rows), unique_by=id)) if rows else []
    added = data.draw(small_events)
    after = events.changed(removed, added)
    assert len(after) == len(rows) - len(removed) + len(added)
    assert after.changed(added, removed) == events


def test_many_removed_are_matched_one_for_one() -> None:
    rows = [Event(float(i % 50), 0.0, None, None, "x" if i % 3 else "") for i in range(300)]
    events = Events(rows)
    left = events.changed(rows[:200])
    assert sorted(map(repr, left)) == sorted(map(repr, rows[200:]))
    with pytest.raises(KeyError, match="no such event"):
        left.changed(rows[:200])


def test_what_is_not_there_can_not_be_removed() -> None:
    with pytest.raises(KeyError, match="no such event"):
        Events([Event(1)]).changed([Event(1, 0, 2.0)])
    with pytest.raises(KeyError, match="no such event"):
        Events([Event(1)]).changed([Event(1), Event(1)])


@given(small_events, small_events)
def test_differences_are_a_multiset_difference(a: list[Event], b: list[Event]) -> None:
    mine, theirs = Events(a), Events(b)
    gone, new = mine.differences(theirs)
    rest = list(theirs)
    for i in np.setdiff1d(np.arange(len(mine)), gone).tolist():
        rest.remove(mine[i])
    assert sorted(map(repr, rest)) == sorted(repr(theirs[i]) for i in new.tolist())
    assert all(mine[i] not in rest for i in gone.tolist())
    assert mine.changed(mine.rows(gone), theirs.rows(new)) == theirs


def test_a_hundred_thousand_events_change_together() -> None:
    n = 100_000
    events = Events.from_columns(np.arange(n) * 0.036, values=np.arange(n) % 4 + 1)
    other = Events.from_columns(np.arange(n) * 0.036, values=(np.arange(n) + 1) % 4 + 1)
    gone, new = events.differences(other)
    assert gone.size == new.size == n
    assert events.changed(events.rows(gone), other.rows(new)) == other
