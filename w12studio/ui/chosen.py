"""Layers computed anew by an estimator that a person chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from w12studio import service
from w12studio.domain.analysis import BEATS, Analysis, Track
from w12studio.domain.edits import CompoundEdit, replace_track
from w12studio.ui.texts import inside, tr, translated


class Chosen:
    """What was asked for, and what has come of it so far.

    Parameters
    ----------
    choices : Choices
        The stage.
    choice : Choice
        The estimator.
    options : mapping
        As `Request.options`.
    device : str
    """

    def __init__(
        self, choices: service.Choices, choice: service.Choice, options: Mapping[str, str], device: str
    ) -> None:
        self._choices, self._choice = choices, choice
        self._options, self._device = dict(options), device
        self._found: dict[str, Track] = {}

    def request(self) -> service.Request:
        """What the engine is asked."""
        stage = self._choices.stage
        return service.Request((stage,), self._device, {stage: self._choice.name}, self._options, keep_audio=True)

    @property
    def title(self) -> str:
        """Name of the estimator."""
        return self._choice.title

    @property
    def found(self) -> dict[str, Track]:
        """The layers that have come, by kind."""
        return dict(self._found)

    def take(self, track: Track) -> None:
        """A layer came from the engine; those of other stages (a quick grid, a tempo) are not wanted."""
        if track.complete and not track.provisional and track.kind in self._choices.kinds:
            self._found[track.kind] = track

    def edit(self, analysis: Analysis) -> CompoundEdit:
        """The edit that puts what was found in place of what is there; nothing where nothing was found."""
        name = tr(
            "Compute {layer} with {title}",
            layer=inside(translated(self._choices.title)),
            title=translated(self._choice.title),
        )
        beats = analysis.track(BEATS)
        first_bar = 1 if beats is None else beats.first_bar  # which a person chose
        found = (replace(t, first_bar=first_bar) if t.kind == BEATS else t for t in self._found.values())
        return CompoundEdit(name, tuple(replace_track(analysis, name, track, by_hand=False) for track in found))
