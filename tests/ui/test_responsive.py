"""What Python may do while the window is open."""

import gc
import sys

import pytest

from w12studio.ui.app import make_application
from w12studio.ui.responsive import set_aside


@pytest.fixture(autouse=True)
def as_before():
    interval, thresholds = sys.getswitchinterval(), gc.get_threshold()
    yield
    sys.setswitchinterval(interval)
    gc.set_threshold(*thresholds)
    gc.unfreeze()


def test_what_is_set_aside_is_not_searched_and_new_garbage_is():
    gc.unfreeze()
    before, frozen = gc.get_threshold()[2], gc.get_freeze_count()
    set_aside()
    assert gc.get_freeze_count() > frozen + 1000 and gc.get_threshold()[2] > before
    loop = []
    loop.append(loop)
    del loop
    assert gc.collect() >= 1


def test_the_application_shares_pythons_lock_in_short_turns(qapp, monkeypatch):
    monkeypatch.setattr("w12studio.ui.app._choose_font", lambda app: None)
    make_application()
    assert sys.getswitchinterval() <= 0.001
