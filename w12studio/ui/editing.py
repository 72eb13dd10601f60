"""What the editing actions do: corrections at the playhead and of the selection, each one undoable step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from w12studio.domain import edits
from w12studio.domain.analysis import BEATS, TRANSIENTS, Analysis
from w12studio.domain.edits import Edit
from w12studio.domain.events import Event
from w12studio.domain.layers import POINTS, is_own, shape_of
from w12studio.domain.meters import Meter
from w12studio.domain.own_events import added_event
from w12studio.domain.pins import PINS
from w12studio.domain.regions import TILED
from w12studio.ui.doubt import doubtful_places
from w12studio.ui.pin_commands import PinCommands
from w12studio.ui.player import Player
from w12studio.ui.session import Selection, Session
from w12studio.ui.summary import inside_title
from w12studio.ui.texts import plural, tr, translated

_SAME_PLACE_S = 1e-4


class Editor:
    """Edits the open recording. GUI thread."""

    def __init__(self, session: Session, player: Player) -> None:
        self._session = session
        self._player = player
        self._layer = BEATS
        self._selected = session.selection
        self.say = PinCommands(session)
        session.selection_changed.connect(self._selection_changed)

    def touch(self, kind: str) -> None:
        """A layer was pointed at: from now on it is the `current` one."""
        self._layer = kind

    def _selection_changed(self) -> None:
        chosen, before = self._session.selection, self._selected
        self._selected = chosen
        if chosen.kind and (chosen.kind, chosen.events) != (before.kind, before.events):
            self._layer = chosen.kind

    @property
    def current(self) -> str:
        """The layer that was selected in, or pointed at, last; beats at first."""
        analysis = self._session.analysis
        return self._layer if analysis is not None and analysis.track(self._layer) is not None else BEATS

    @property
    def layer(self) -> str:
        """The layer that new markers go to: the current one where it takes single markers, else beats."""
        kind = self.current
        return kind if kind in (BEATS, TRANSIENTS) or is_own(kind) else BEATS

    def add_marker(self) -> None:
        """Add a marker at the playhead (where it is heard, while playing); in a layer of regions over the selected
        span, where there is one."""
        analysis, kind, span = self._session.analysis, self.layer, self._session.selection
        if analysis is not None and is_own(kind):
            start, end = (span.start, span.end) if span.has_span else (self._player.position, None)
            if shape_of(analysis.tracks[kind]) == POINTS:
                start, end = self._player.position, None
            self._session.apply(added_event(analysis, kind, start, end=end))
        else:
            self._edit(lambda a: edits.add_event(a, kind, self._player.position))

    def delete(self, name: str = "") -> None:
        """Delete the selected markers; pins are taken away, and the beats that they held solved anew. Where pitch is
        selected, its frames become unvoiced. ``name``: for the undo menu."""
        chosen = self._session.selection
        if self._session.pitching.is_selected:
            self._session.pitching.delete()
        elif chosen.kind == PINS:
            self._session.pinning.unpin(chosen.events)
        elif chosen.events:
            self._edit(lambda a: _named(edits.delete_events(a, chosen.kind, chosen.events), name))

    def nudge(self, seconds: float) -> None:
        """Move the selected markers by some time, kept inside the recording and in their order."""
        chosen = self._session.selection
        if not chosen.events:
            return
        first = min(e.time for e in chosen.events)
        last = max(e.end if is_own(chosen.kind) else e.time for e in chosen.events)
        shift = min(max(seconds, -first), max(self._session.duration - last, 0.0))
        if chosen.kind == PINS:
            moved = [replace(e, time=e.time + shift) for e in chosen.events]
            name = tr("Move pin {label}", label=translated(moved[0].label))
            if len(moved) > 1:
                name = plural("Move {n} pin", "Move {n} pins", len(moved))
            self._session.pinning.change(name, chosen.events, moved)
            return
        kind = chosen.kind
        self._edit(
            lambda a: edits.move_events(a, tr("Nudge {layer}", layer=inside_title(kind)), kind, chosen.events, shift)
        )
        if kind in TILED and self._session.analysis is not None:  # their neighbours changed, too: these stay selected
            events = self._session.analysis.events(kind)
            rows = {i for e in chosen.events if (i := events.nearest(e.time + shift)) >= 0}
            self._session.select(replace(chosen, events=tuple(events[i] for i in sorted(rows))))

    @property
    def place(self) -> float:
        """Where a command about beats applies, in s: at the selected beat or pin, else at the playhead."""
        chosen = self._session.selection
        if chosen.kind in (BEATS, PINS) and chosen.events:
            return chosen.events[0].time
        return self._player.position

    def set_downbeat(self) -> None:
        """Pin the selected beat, or the one nearest to the playhead, as a downbeat."""
        self.say.downbeat(self.place)

    def set_meter(self, meter: Meter) -> None:
        """Pin a meter from the selected beat, or the one nearest to the playhead, on."""
        self.say.meter(self.place, meter)

    def pin_beat(self) -> None:
        """Pin a beat at the playhead (where it is heard, while playing)."""
        if self._session.analysis is not None:
            self.say.beat(self._player.position)

    def shift_downbeat(self, beats: int) -> None:
        """Move every downbeat by a number of beats."""
        self._edit(lambda a: edits.shift_downbeat(a, beats))

    def halve(self) -> None:
        """Half the tempo."""
        self._edit(edits.halve_beats)

    def double(self) -> None:
        """Twice the tempo."""
        self._edit(edits.double_beats)

    def unpin_all(self) -> None:
        """Take all pins away."""
        if self._session.analysis is not None:
            self._session.pinning.unpin(tuple(self._session.analysis.events(PINS)))

    def select_all(self) -> None:
        """Select every marker of the layer (those inside the selected span, where there is one)."""
        analysis, span = self._session.analysis, self._session.selection
        if analysis is None:
            return
        events = analysis.events(self.current)
        if span.has_span:
            events = events.between(span.start, span.end)
        self._select(tuple(events))

    def select_inverse(self) -> None:
        """Select every marker of the layer that is not selected."""
        analysis, chosen = self._session.analysis, self._session.selection
        if analysis is not None:
            now = set(chosen.events) if chosen.kind == self.current else set()
            self._select(tuple(e for e in analysis.events(self.current) if e not in now))

    def select_in_span(self) -> None:
        """Select every marker of the layer that begins or lasts inside the selected span, or among the selected
        ones: from the first to the last of them."""
        analysis, chosen = self._session.analysis, self._session.selection
        if analysis is None or not (chosen.has_span or chosen.events):
            return
        events = analysis.events(self.current)
        start, end = chosen.start, chosen.end
        if not chosen.has_span:
            start, end = min(e.time for e in chosen.events), max(e.time for e in chosen.events)
            end = float(np.nextafter(end, np.inf))
        self._select(tuple(events.rows(events.overlapping(start, end))))

    def _select(self, events: tuple[Event, ...]) -> None:
        kind = self.current if events else ""
        self._session.select(replace(self._session.selection, kind=kind, events=events))

    def select_none(self) -> None:
        """Clear the selection."""
        self._session.select(Selection())

    def step(self, direction: int) -> float | None:
        """Time of the next (1) or previous (-1) event of the layer from the playhead, now selected; None at an end."""
        analysis = self._session.analysis
        if analysis is None:
            return None
        times = analysis.events(self.layer).times
        now = self._player.position
        found = times[times > now + _SAME_PLACE_S][:1] if direction > 0 else times[times < now - _SAME_PLACE_S][-1:]
        return self._go(analysis, self.layer, found)

    def step_doubt(self, direction: int) -> float | None:
        """Time of the next (1) or previous (-1) doubtful place from the playhead, its first marker now selected;
        from the other end again where there is none. None where nothing is doubtful."""
        analysis = self._session.analysis
        if analysis is None:
            return None
        starts = np.array([p.start for p in doubtful_places(analysis.events(self.layer))])
        now = self._player.position
        if direction > 0:
            beyond = starts[starts > now + _SAME_PLACE_S][:1]
            return self._go(analysis, self.layer, beyond if beyond.size else starts[:1])
        beyond = starts[starts < now - _SAME_PLACE_S][-1:]
        return self._go(analysis, self.layer, beyond if beyond.size else starts[-1:])

    def _go(self, analysis: Analysis, kind: str, times: np.ndarray) -> float | None:
        if not times.size:
            return None
        event: Event = analysis.events(kind)[analysis.events(kind).nearest(float(times[0]))]
        self._session.select(replace(self._session.selection, kind=kind, events=(event,)))
        return event.time

    def _edit(self, make: Callable[[Analysis], Edit]) -> None:
        if self._session.analysis is not None:
            self._session.apply(make(self._session.analysis))


def _named(edit: Edit, name: str) -> Edit:
    """The edit under another name; "" leaves it its own."""
    return replace(edit, name=name) if name else edit
