"""What each action of the window does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from w12studio import service
from w12studio.domain.meters import METERS
from w12studio.ui import actions as act
from w12studio.ui.marker_menu import ask_tempo

if TYPE_CHECKING:
    from w12studio.ui.main_window import MainWindow

PITCH_ZOOM = 1.5
READINGS = range(1, act.MOST_READINGS + 1)


def handlers(window: MainWindow) -> Mapping[str, Callable[[], object]]:
    """What to call for each action, by its name in `actions.SPECS`; a test compares the two."""
    pitch, own = window.session.pitching, window.correcting.own
    t, p, e, f, n = window.timeline, window.player, window.editor, window.files, window.navigator
    d = window.dialogs
    return {
        "open": f.ask_open,
        "open_folder": f.ask_open_folder,
        "demo": lambda: f.open_paths([service.demo_path()]),
        "save": f.save,
        "save_as": f.save_as,
        "export": d.export,
        "import_layers": window.importer.ask,
        "save_picture": d.save_picture,
        "copy_picture": d.copy_picture,
        "analyze_again": window.queue.analyze_again,
        "compute_with": d.compute,
        "next_recording": lambda: window.open_neighbour(1),
        "previous_recording": lambda: window.open_neighbour(-1),
        "quit": window.close,
        "undo": window.session.undo,
        "redo": window.session.redo,
        "add_marker": e.add_marker,
        "delete": e.delete,
        "select_all": e.select_all,
        "select_none": window.escape,
        "snap": window.set_snap,
        "downbeat": e.set_downbeat,
        "shift_left": lambda: e.shift_downbeat(-1),
        "shift_right": lambda: e.shift_downbeat(1),
        "halve": e.halve,
        "double": e.double,
        "tap": window.tap_along.tap,
        "pin_beat": e.pin_beat,
        "no_beat": lambda: e.say.no_beat(e.place),
        "tempo_here": lambda: ask_tempo(window, window.session, e.place),
        "straighten": e.say.straighten,
        **{act.meter_action(m): partial(e.set_meter, m) for m in METERS},
        **{f"reading_{n}": partial(window.take_number, n) for n in READINGS},
        "unpin_all": e.unpin_all,
        "octave_up": lambda: own.transpose(12) or pitch.shift(12),
        "octave_down": lambda: own.transpose(-12) or pitch.shift(-12),
        "semitone_up": lambda: own.transpose(1) or pitch.shift(1),
        "semitone_down": lambda: own.transpose(-1) or pitch.shift(-1),
        "find_candidates": pitch.find,
        **{f"candidate_{n}": partial(pitch.take, n) for n in range(1, service.MOST_CANDIDATES + 1)},
        "pencil": lambda: pitch.set_pencil(window.actions_["pencil"].isChecked()),
        "delete_pitch": pitch.delete,
        "pitch_zoom_in": lambda: t.zoom_pitch(PITCH_ZOOM),
        "pitch_zoom_out": lambda: t.zoom_pitch(1 / PITCH_ZOOM),
        "pitch_fit": t.reset_pitch,
        "zoom_in": t.zoom_in,
        "zoom_out": t.zoom_out,
        "fit": t.fit,
        "zoom_selection": t.zoom_to_selection,
        "zoom_back": t.zoom_back,
        "follow": lambda: window.settings.set("follow", window.actions_["follow"].isChecked()),
        "play": p.toggle,
        "stop": p.stop,
        "loop": lambda: n.set_looping(window.actions_["loop"].isChecked()),
        "loop_selection": n.loop_selection,
        "go_to": d.go_to,
        **window.listening.handlers(),
        "to_start": n.to_start,
        "to_end": n.to_end,
        "previous_event": lambda: n.step(-1),
        "next_event": lambda: n.step(1),
        "next_doubt": lambda: n.step_doubt(1),
        "previous_doubt": lambda: n.step_doubt(-1),
        **window.compare.handlers(),
        **window.everyday.handlers(),
        "palette": d.palette,
        "shortcuts": d.shortcuts,
        "doctor": d.doctor,
        "models": d.models,
        "open_log": d.open_log,
        "about": d.about,
        **window.correcting.handlers(),
    }
