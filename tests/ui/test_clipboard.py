"""Markers copied, cut and pasted."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication

from tests.strategies import any_event
from w12studio.domain.analysis import BEATS, TRANSIENTS
from w12studio.domain.clips import Clip
from w12studio.domain.events import Event
from w12studio.ui.clipboard import EVENTS_TYPE, clip_mime, clip_of, events_of_text
from w12studio.ui.session import Selection


def clipboard_text(text):
    QGuiApplication.clipboard().setText(text)


def select(window, kind, *rows):
    events = window.session.analysis.events(kind)
    window.session.select(Selection(kind=kind, events=tuple(events[i] for i in rows)))
    return tuple(events[i] for i in rows)


@given(st.lists(any_event, min_size=1, max_size=6))
def test_events_come_back_from_the_clipboard_as_they_were(qapp, events):
    events = tuple(sorted(events, key=lambda e: (e.time, e.duration)))
    finite = tuple(e for e in events if e.value is None or abs(e.value) < float("inf"))
    assert clip_of(clip_mime(Clip("Cues", finite))) == Clip("Cues", finite)


def test_text_of_several_shapes():
    assert events_of_text("1.5\tin\n3\n\n2,5\tmiddle\n") == (
        Event(1.5, label="in"),
        Event(2.5, label="middle"),
        Event(3.0),
    )
    assert events_of_text("1:02.5\t1:04\tverse") == (Event(62.5, 1.5, label="verse"),)
    for wrong in ("", "hello", "1.0\tx\nhello", "-1\tx", "2\t1\tx", "nan\tx", "1\tx\ty"):
        assert events_of_text(wrong) == (), wrong


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"version": 1}', b'{"version": 1, "kind": "x", "events": [[1, -1]]}']
)
def test_a_clipboard_that_makes_no_sense(qapp, content):
    mime = QMimeData()
    mime.setData(EVENTS_TYPE, content)
    assert clip_of(mime) is None
    mime.setData(EVENTS_TYPE, json.dumps({"version": 9, "kind": "", "events": []}).encode())
    assert clip_of(mime) is None
    assert clip_of(QMimeData()) is None


def test_beats_become_transients_at_the_playhead(loaded):
    beats = select(loaded, BEATS, 2, 3, 4)
    loaded.actions_["copy"].trigger()
    text = QGuiApplication.clipboard().text()
    assert len(text.splitlines()) == 3 and text.startswith(f"{beats[0].time:.6f}\t")
    loaded.timeline.layer_touched.emit(TRANSIENTS)
    before = loaded.session.analysis.events(TRANSIENTS)
    loaded.player.seek(5.01)
    loaded.actions_["paste"].trigger()
    added = [e for e in loaded.session.analysis.events(TRANSIENTS) if e not in list(before)]
    assert [e.time for e in added] == pytest.approx([5.01 + b.time - beats[0].time for b in beats])
    assert all(e.value is None for e in added)
    assert loaded.session.undo_name == "Paste 3 events"
    loaded.session.undo()
    assert loaded.session.analysis.events(TRANSIENTS) == before


def test_cut_and_paste_in_place_is_as_before(loaded):
    before = loaded.session.analysis.events(TRANSIENTS)
    select(loaded, TRANSIENTS, 0, 2)
    loaded.actions_["cut"].trigger()
    assert len(loaded.session.analysis.events(TRANSIENTS)) == len(before) - 2
    assert loaded.session.undo_name == "Cut 2 events"
    loaded.actions_["paste_in_place"].trigger()
    assert loaded.session.analysis.events(TRANSIENTS) == before


def test_what_would_lie_beyond_the_end_is_told(loaded):
    before = loaded.session.analysis.events(TRANSIENTS)
    select(loaded, TRANSIENTS, 0, len(before) - 1)
    loaded.actions_["copy"].trigger()
    loaded.player.seek(loaded.session.duration - 0.01)
    loaded.actions_["paste"].trigger()
    assert len(loaded.session.analysis.events(TRANSIENTS)) == len(before) + 1
    assert any(n.text.startswith("1 of 2 would lie beyond the end") for n in loaded.notices.notices)
    loaded.player.seek(0.0)


def test_text_from_elsewhere_with_labels_makes_a_layer(loaded):
    clipboard_text("1.0\tintro\n2.5\tverse\n")
    loaded.player.seek(0.0)
    loaded.actions_["paste_in_place"].trigger()
    assert list(loaded.session.analysis.events("Pasted")) == [Event(1.0, label="intro"), Event(2.5, label="verse")]
    assert "own:Pasted" in loaded.timeline.lane_names()
    loaded.session.undo()
    assert loaded.session.analysis.track("Pasted") is None
    assert "own:Pasted" not in loaded.timeline.lane_names()


def test_numbers_from_elsewhere_go_where_one_clicked(loaded):
    loaded.timeline.layer_touched.emit(TRANSIENTS)
    clipboard_text("3.111\n3.222\n")
    loaded.actions_["paste_in_place"].trigger()
    assert {3.111, 3.222} <= set(loaded.session.analysis.events(TRANSIENTS).times.tolist())


def test_files_on_the_clipboard_are_opened_all_the_same(loaded, recording, qtbot):
    other = recording("other.wav")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(other))])
    QGuiApplication.clipboard().setMimeData(mime)
    loaded.actions_["paste"].trigger()
    assert any(i.path.name == "other.wav" for i in loaded.queue.items)


def test_a_layer_that_takes_nothing_says_so(loaded):
    clipboard_text("1.0\n")
    loaded.editor.touch("tempo")
    loaded.actions_["paste"].trigger()
    assert "takes no pasted events" in loaded.notices.notices[-1].text
    clipboard_text("nothing of the kind")
    loaded.actions_["paste_in_place"].trigger()
    assert "no markers" in loaded.notices.notices[-1].text
