import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from w12studio.domain.events import Event
from w12studio.ui.marker_text import CSV_TYPE, events_csv, events_mime, events_text


def test_points_are_seconds_and_label():
    events = [Event(2.0, value=2.0), Event(1.5, value=1.0), Event(3.25, label="drop"), Event(4.0)]
    assert events_text(events) == "1.500000\t1\n2.000000\t2\n3.250000\tdrop\n4.000000\t\n"
    assert events_text([]) == ""


def test_regions_are_start_end_and_label():
    events = [Event(0.0, 12.5, label="A"), Event(12.5, label="here")]
    assert events_text(events) == "0.000000\t12.500000\tA\n12.500000\t12.500000\there\n"


@given(st.lists(st.tuples(st.floats(0, 1e5), st.text(max_size=20)), max_size=8))
def test_no_label_makes_another_line_or_column(rows):
    lines = events_text([Event(t, label=label) for t, label in rows]).split("\n")
    assert len(lines) == len(rows) + 1 and lines[-1] == ""
    assert all(line.count("\t") == 1 for line in lines[:-1])


def test_a_spreadsheet_gets_every_column():
    events = [Event(1.0, value=1.0, confidence=0.9), Event(2.0, 0.5, label='a, "b"')]
    rows = list(csv.reader(io.StringIO(events_csv(events))))
    assert rows == [
        ["time", "duration", "value", "confidence", "label"],
        ["1.000000", "0.000000", "1", "0.900", ""],
        ["2.000000", "0.500000", "", "", 'a, "b"'],
    ]
    mime = events_mime(events)
    assert mime.text() == events_text(events)
    assert bytes(mime.data(CSV_TYPE).data()).decode() == events_csv(events)
