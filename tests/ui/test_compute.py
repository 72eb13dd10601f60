"""Computing a layer with an estimator of one's choice; where models run, and how busy the card is."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.fakes import audio_store, beat_times, facts_of, open_and_wait
from w12studio import service
from w12studio.domain import edits, pins
from w12studio.domain.analysis import BEATS, KEY, NOTES, PITCH, TEMPO, TRANSIENTS, Analysis, Source, Track
from w12studio.domain.bar_edits import numbered_from
from w12studio.domain.curves import Curve
from w12studio.domain.events import Events
from w12studio.engine.registry import ESTIMATORS, STAGES
from w12studio.ui.chosen import Chosen
from w12studio.ui.dialogs.compute import ComputeDialog, duration_text
from w12studio.ui.gpu_monitor import GpuMonitor, monitor_text
from w12studio.ui.settings import Settings


def choose(window, kind):
    window.dialogs.compute(kind)
    return window.findChildren(ComputeDialog)[-1]


def pick(dialog, name):
    rows = range(dialog.estimators.count())
    row = next(r for r in rows if dialog.estimators.item(r).data(Qt.ItemDataRole.UserRole).name == name)
    dialog.estimators.setCurrentRow(row)


def finish(window, qtbot):
    qtbot.waitUntil(lambda: not any(i.active for i in window.queue.items))


@pytest.fixture
def with_pitch(window, qtbot, recording, engine, monkeypatch):
    """A window with a recording that has a pitch; asked for pitch alone, the engine finds another one."""

    def pitch_of(hz, name):
        curve = Curve(np.full(1000, hz), 100.0, unit="Hz")
        notes = Events.from_columns([1.0], [2.0], [69.0])
        return [Track(PITCH, curve=curve, source=Source(name)), Track(NOTES, notes, source=Source(name))]

    def analyze(path, request, on_message, cancel):
        if request.layers != ("pitch",):
            analysis = engine(path, request, on_message, cancel)
            for track in pitch_of(220.0, "swift-f0"):
                on_message(service.TrackUpdated(track))
                analysis = analysis.with_track(track)
            return analysis
        engine.requests.append((path, request))
        audio = audio_store()
        on_message(service.AudioReady(facts_of(path), audio))
        QApplication.instance().thread().msleep(50)
        assert Path(audio.store).exists()  # nobody deletes what an estimator still reads
        analysis = Analysis(facts_of(path))
        for track in pitch_of(440.0, request.estimators["pitch"]):
            on_message(service.TrackUpdated(replace(track, complete=False)))
            on_message(service.TrackUpdated(track))
            analysis = analysis.with_track(track)
        return analysis

    monkeypatch.setattr(window.thread_, "_analyze", analyze)
    open_and_wait(window, qtbot, recording())
    return window


def test_another_estimator_is_one_undo_step(with_pitch, qtbot, engine):
    window = with_pitch
    dialog = choose(window, PITCH)
    pick(dialog, "pyin")
    dialog.accept()
    finish(window, qtbot)
    request = engine.requests[-1][1]
    assert request.layers == ("pitch",) and dict(request.estimators) == {"pitch": "pyin"}
    assert window.session.analysis.track(PITCH).source.estimator == "pyin"
    assert window.session.analysis.track(NOTES).source.estimator == "pyin"
    assert not window.session.analysis.track(PITCH).edited
    assert window.session.undo_name == "Compute pitch with pYIN (librosa)"
    window.session.undo()
    assert window.session.analysis.track(PITCH).source.estimator == "swift-f0"
    assert window.session.analysis.track(NOTES).source.estimator == "swift-f0"
    assert len(list((service.cache_dir() / "audio").glob("*.f32"))) == 1


def test_corrections_are_replaced_after_a_warning_and_come_back(with_pitch, qtbot):
    window = with_pitch
    edit = edits.add_event(window.session.analysis, NOTES, 5.0)
    window.session.apply(edit)
    dialog = choose(window, PITCH)
    assert "replaces your corrections" in dialog.note.text()
    pick(dialog, "pyin")
    dialog.accept()
    finish(window, qtbot)
    assert not window.session.analysis.track(NOTES).edited
    window.session.undo()
    assert len(window.session.analysis.events(NOTES)) == 2 and window.session.analysis.track(NOTES).edited


def test_a_recording_that_was_left_meanwhile_gets_it_too(with_pitch, qtbot, recording):
    window = with_pitch
    first = window.queue.current
    dialog = choose(window, PITCH)
    pick(dialog, "pyin")
    dialog.accept()
    open_and_wait(window, qtbot, recording("other.wav"))
    assert window.queue.current is not first
    assert first.analysis.track(PITCH).source.estimator == "pyin" and first.unsaved
    assert window.session.analysis.track(PITCH).source.estimator == "swift-f0"


def test_what_follows_it_follows_in_a_recording_that_was_left(window, qtbot, recording, engine):
    engine.go.set()
    open_and_wait(window, qtbot, recording("quick.wav"))
    window.session.apply(edits.halve_beats(window.session.analysis))
    first, slow = window.queue.current, window.session.analysis.events(TEMPO)[0].value
    engine.go.clear()
    choose(window, BEATS).accept()
    window.queue.open(*window.queue.add([recording("other.wav")]))
    engine.go.set()
    finish(window, qtbot)
    assert window.queue.current is not first
    assert first.analysis.events(TEMPO)[0].value == pytest.approx(2 * slow)


def test_a_layer_waits_for_the_analysis_that_is_under_way(window, qtbot, recording, engine):
    window.files.open_paths([recording("slow.wav")])
    qtbot.waitUntil(lambda: len(engine.requests) == 1)
    choose(window, KEY).accept()
    engine.go.set()
    finish(window, qtbot)
    assert [r.layers for _, r in engine.requests] == [service.LAYERS, ("key",)]
    assert len(window.session.analysis.events(BEATS))  # the analysis was not cut off


def test_a_layer_that_waits_is_cancelled_with_the_analysis(window, qtbot, recording, engine):
    window.files.open_paths([recording("slow.wav")])
    qtbot.waitUntil(lambda: len(engine.requests) == 1)
    choose(window, KEY).accept()
    window.queue.cancel(window.queue.current)
    finish(window, qtbot)
    qtbot.wait(50)
    assert len(engine.requests) == 1


def test_new_beats_follow_the_pins(loaded, qtbot, solver):
    solver.obey()
    loaded.session.pin(pins.beat(2.1))
    dialog = choose(loaded, BEATS)
    dialog.accept()
    finish(loaded, qtbot)
    qtbot.waitUntil(lambda: 2.1 in beat_times(loaded))


def test_every_stage_and_estimator_is_offered_with_why_it_is_absent(loaded):
    dialog = choose(loaded, KEY)
    assert dialog.stage.stage == "key"
    assert [dialog.layer.itemData(i) for i in range(dialog.layer.count())] == [s.name for s in STAGES]
    for i, stage in enumerate(STAGES):
        dialog.layer.setCurrentIndex(i)
        items = [dialog.estimators.item(r) for r in range(dialog.estimators.count())]
        assert [x.data(Qt.ItemDataRole.UserRole).name for x in items] == list(stage.estimators)
        for item in items:
            absent = item.data(Qt.ItemDataRole.UserRole).absent
            assert bool(item.flags() & Qt.ItemFlag.ItemIsEnabled) is not bool(absent)
            assert absent in item.text()
    dialog.show()
    assert not dialog.estimators.horizontalScrollBar().isVisible()


def test_options_are_shown_where_they_are_known(loaded):
    dialog = choose(loaded, PITCH)
    pick(dialog, "swift-f0")
    assert not any(w.isVisible() for row in dialog.rows.values() for w in row)
    assert dialog.options() == {}
    pick(dialog, "crepe-tiny")
    assert all(w.isVisible() for row in dialog.rows.values() for w in row)
    dialog.hop.setValue(5)
    dialog.decoder.setCurrentIndex(1)
    dialog.precision.setCurrentIndex(1)
    assert dialog.options() == {"hop_ms": "5", "decoder": "viterbi", "precision": "mixed"}
    dialog.device.setCurrentIndex(1)
    with_choice = []
    dialog.chosen.disconnect()
    dialog.chosen.connect(with_choice.append)
    dialog.accept()
    request = with_choice[0].request()
    assert request.device == "cpu" and dict(request.options)["hop_ms"] == "5"


def test_finer_frames_take_longer(loaded):
    audio = loaded.session.analysis.audio
    hour = replace(loaded.session.analysis, audio=replace(audio, n_samples=audio.sample_rate * 3600))
    dialog = ComputeDialog(hour, PITCH, "auto", loaded)
    pick(dialog, "crepe-tiny")
    cost, item = dialog.choice.cost, dialog.estimators.currentItem()
    other = dialog.estimators.item(0).text()
    for hop in (5.0, 20.0):
        dialog.hop.setValue(hop)
        assert item.text().split("\n")[1].startswith(duration_text(cost * 3600 * 10 / hop))
    assert dialog.estimators.item(0).text().split("\n")[0] == other.split("\n")[0]


def test_layers_know_their_stage():
    assert [service.stage_of(k) for k in (BEATS, "tempo", "meter", TRANSIENTS, NOTES)] == [
        "beats", "beats", "beats", "transients", "pitch",
    ]  # fmt: skip
    assert service.stage_of("my own") == ""
    assert all(e.options == () for n, e in ESTIMATORS.items() if not n.startswith("crepe"))


def test_a_lane_offers_its_estimators(loaded, qtbot):
    headers = loaded.timeline.headers
    lane = headers.header("pitch").lane
    action = next(a for a in headers.menu_for(lane).actions() if a.text() == "Compute with…")
    action.trigger()
    assert loaded.findChildren(ComputeDialog)[-1].stage.stage == "pitch"
    waveform = headers.header("waveform").lane
    assert not any(a.text() == "Compute with…" for a in headers.menu_for(waveform).actions())


@pytest.mark.parametrize(("seconds", "text"), [(0.2, "about a second"), (12.4, "about 12 s"), (125, "about 2:05 min")])
def test_durations_are_said_plainly(seconds, text):
    assert duration_text(seconds) == text


# -- where models run ------------------------------------------------------------------------------------------


def test_the_device_is_remembered_and_asked_for(make_window, qtbot, recording, engine):
    window = make_window()
    window.menus.fill_devices()
    titles = [a.text().replace("&", "") for a in window.menus.devices.actions()]
    assert titles == ["Automatic", "Processor", "Graphics card"]
    window.menus.devices.actions()[1].trigger()
    open_and_wait(window, qtbot, recording())
    assert engine.requests[-1][1].device == "cpu"
    window.settings.sync()
    assert make_window().queue.device == "cpu"


def test_where_models_run_stands_with_what_analyses(window):
    menu = next(a.menu() for a in window.menuBar().actions() if a.text().replace("&", "") == "File")
    titles = [a.text().replace("&", "") for a in menu.actions()]
    at = titles.index("Run models on")
    assert titles[at - 1 : at + 3] == ["Compute a layer with…", "Run models on", "", "Next recording"]


def test_a_device_that_makes_no_sense_counts_as_automatic(make_window):
    settings = Settings()
    settings.set("device", "toaster")
    settings.sync()
    assert make_window().queue.device == "auto"


def test_single_cards_are_offered_where_there_are_several(window, monkeypatch):
    monkeypatch.setattr(service, "gpu_utilisation", lambda: [Busy("A100"), Busy("T4")])
    window.menus.fill_devices()
    titles = [a.text().replace("&", "") for a in window.menus.devices.actions()]
    assert titles[3:] == ["Graphics card 0: A100", "Graphics card 1: T4"]


# -- the monitor -----------------------------------------------------------------------------------------------


@dataclass
class Busy:
    name: str
    load: float = 0.431
    memory_used: int = 5 << 30
    memory_total: int = 80 << 30


def test_the_monitor_tells_load_and_memory(qtbot):
    asked = []

    def ask():
        asked.append(1)
        return [Busy("NVIDIA H100")]

    monitor = GpuMonitor(ask)
    qtbot.addWidget(monitor)
    monitor.show()
    qtbot.waitUntil(lambda: monitor.text() == "GPU 43% · 5.0 of 80 GB")
    assert monitor.toolTip() == "NVIDIA H100"
    monitor._timer.timeout.emit()
    qtbot.waitUntil(lambda: len(asked) == 2)
    monitor.hide()
    assert not monitor._timer.isActive()
    monitor.shutdown()
    assert monitor_text([Busy("a", 0.0), Busy("b", 1.0)]) == "GPU 0 0% · 5.0 of 80 GB   GPU 1 100% · 5.0 of 80 GB"


@pytest.mark.parametrize("answer", [None, [], RuntimeError("the driver is gone")])
def test_without_a_card_the_monitor_is_empty_and_asks_once(qtbot, answer):
    asked = []

    def ask():
        asked.append(1)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monitor = GpuMonitor(ask)
    qtbot.addWidget(monitor)
    monitor.show()
    qtbot.waitUntil(lambda: monitor._absent)
    assert monitor.text() == "" and not monitor._timer.isActive()
    monitor.hide()
    monitor.show()
    assert len(asked) == 1
    monitor.shutdown()


def test_bars_keep_their_numbers_when_beats_are_computed_anew():
    beats = Track(BEATS, Events.from_columns([1.0, 2.0, 3.0, 4.0], values=[1, 2, 1, 2]))
    analysis = Analysis(facts_of(Path("x.wav"))).with_track(beats)
    analysis = numbered_from(analysis, 1.0, 17).apply(analysis)
    stage = next(c for c in service.all_choices() if BEATS in c.kinds)
    chosen = Chosen(stage, stage.choices[0], {}, "cpu")
    chosen.take(replace(beats, events=Events.from_columns([1.5, 2.5], values=[1, 2])))
    edit = chosen.edit(analysis)
    done = edit.apply(analysis)
    assert done.events(BEATS).times.tolist() == [1.5, 2.5] and done.track(BEATS).first_bar == 17
    assert edit.inverse().apply(done) == analysis
