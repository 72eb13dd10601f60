import threading

from w12studio.domain.errors import W12Error
from w12studio.ui.latest import LatestCall


def test_the_last_call_wins(qtbot):
    latest, go, done = LatestCall("test"), threading.Event(), []
    latest.ask(lambda: go.wait(5), lambda _: done.append("first"), done.append)
    latest.ask(lambda: "never run", done.append, done.append)
    latest.ask(lambda: "last", done.append, done.append)
    go.set()
    qtbot.waitUntil(lambda: not latest.busy)
    latest.shutdown()
    assert done == ["last"]


def test_a_quick_result_is_there_at_once_and_only_once(qtbot):
    latest, done = LatestCall("test"), []
    latest.ask(lambda: 7, done.append, done.append, patience_s=10)
    assert done == [7] and not latest.busy
    qtbot.wait(20)
    assert done == [7]
    latest.shutdown()


def test_what_goes_wrong_arrives_as_a_sentence(qtbot, caplog):
    latest, failed = LatestCall("test"), []

    def refuse():
        raise W12Error("there is no sun", advice="Wait for the day.")

    latest.ask(refuse, print, failed.append, patience_s=10)
    latest.ask(lambda: 1 / 0, print, failed.append, patience_s=10)
    latest.shutdown()
    assert str(failed[0]) == "there is no sun. Wait for the day."
    assert "ZeroDivisionError" in str(failed[1])


def test_nothing_arrives_after_the_end(qtbot):
    latest, go, done = LatestCall("test"), threading.Event(), []
    latest.ask(lambda: go.wait(5), done.append, done.append)
    go.set()
    latest.shutdown()
    qtbot.wait(20)
    assert done == []
