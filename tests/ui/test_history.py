"""The history of edits."""

from w12studio.domain import edits
from w12studio.ui.panels.history import BEGINNING
from w12studio.ui.theme import current

KIND = "beats"


def names(panel):
    return [panel.list.item(i).text() for i in range(panel.list.count())]


def test_edits_are_listed_and_a_click_goes_there(loaded):
    panel, session = loaded.history, loaded.session
    assert names(panel) == [] and not panel.hint.isHidden()
    before = session.analysis.events(KIND)
    for time in (3.31, 4.32, 5.33):
        session.apply(edits.add_event(session.analysis, KIND, time))
    session.apply(edits.delete_events(session.analysis, KIND, [session.analysis.events(KIND)[0]]))
    assert names(panel) == [BEGINNING, "Add beat", "Add beat", "Add beat", "Delete beat"]
    assert panel.list.currentRow() == 4
    panel._go(1)
    assert 3.31 in session.analysis.events(KIND).times and 4.32 not in session.analysis.events(KIND).times
    assert panel.list.currentRow() == 1 and len(names(panel)) == 5
    assert panel.list.item(2).foreground().color() == current().text_muted
    assert panel.list.item(1).foreground().color() == current().text
    panel.list.itemClicked.emit(panel.list.item(3))
    assert 5.33 in session.analysis.events(KIND).times
    panel._go(0)
    assert session.analysis.events(KIND) == before
    session.apply(edits.add_event(session.analysis, KIND, 6.1))
    assert names(panel) == [BEGINNING, "Add beat"]


def test_another_recording_has_a_history_of_its_own(loaded, qtbot, recording):
    from tests.ui.fakes import open_and_wait

    loaded.session.apply(edits.add_event(loaded.session.analysis, KIND, 3.3))
    loaded.session.undo()
    assert len(names(loaded.history)) == 2
    open_and_wait(loaded, qtbot, recording("other.wav"))
    assert names(loaded.history) == []
