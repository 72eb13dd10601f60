"""Edits of a span of a curve: corrected frames, of which only the span is kept, as it was and as it is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike

from w12studio.domain.analysis import Analysis
from w12studio.domain.curves import Curve
from w12studio.domain.edits import Edit


@dataclass(frozen=True, slots=True)
class CurveEdit(Edit):
    """Frames of a layer's curve, put in place of those that are there; the layer's events stay. See `change_frames`.

    Attributes
    ----------
    first : int
        Frame of the whole curve that the span begins with, >= 0.
    before, after : Curve
        The span alone; equally long. Its confidence is None where the whole curve has none.
    """

    first: int = field(default=0, kw_only=True)
    before: Curve = field(kw_only=True)
    after: Curve = field(kw_only=True)

    def apply(self, analysis: Analysis) -> Analysis:
        """The analysis with the frames of ``after`` in place.

        Raises
        ------
        KeyError
            When there is no such layer, or its curve does not reach over the span.
        """
        track = analysis.track(self.kind)
        if track is None or track.curve is None:
            raise KeyError(f"no curve in layer {self.kind!r}")
        whole, stop = track.curve, self.first + len(self.after)
        if stop > len(whole):
            raise KeyError(f"the curve of layer {self.kind!r} ends at frame {len(whole)}, before frame {stop}")
        values = whole.values.copy()
        values[self.first : stop] = self.after.values
        confidence = None if whole.confidence is None else whole.confidence.copy()
        if confidence is not None and self.after.confidence is not None:
            confidence[self.first : stop] = self.after.confidence
            confidence.setflags(write=False)
        values.setflags(write=False)
        curve = replace(whole, values=values, confidence=confidence)
        return analysis.with_track(replace(track, curve=curve, edited=self.edited[1]))

    def inverse(self) -> CurveEdit:
        """The edit that brings the frames of ``before`` back."""
        return replace(self, before=self.after, after=self.before, edited=self.edited[::-1])

    @property
    def changes_nothing(self) -> bool:
        """Whether the frames are what they were."""
        return self.before == self.after


def change_frames(
    analysis: Analysis, name: str, kind: str, first: int, values: ArrayLike, confidence: ArrayLike
) -> CurveEdit:
    """An edit that gives a curve other frames from ``first`` on.

    Parameters
    ----------
    analysis : Analysis
    name : str
        For the undo menu.
    kind : str
        The layer.
    first : int
        The first frame that changes, >= 0.
    values : array, shape (n,) or (n, n_bins)
        In the curve's unit, NaN where unvoiced; taken over in the curve's own precision.
    confidence : array, shape (n,)
        0..1; left out where the curve has no confidence.

    Raises
    ------
    KeyError
        When there is no such curve.
    ValueError
        When the frames are not all inside of it, or of another shape than its own.
    """
    track = analysis.track(kind)
    if track is None or track.curve is None:
        raise KeyError(f"no curve in layer {kind!r}")
    whole = track.curve
    new = np.array(values, dtype=whole.values.dtype)
    span = slice(first, first + len(new))
    if first < 0 or span.stop > len(whole) or new.shape[1:] != whole.values.shape[1:]:
        raise ValueError(f"frames {first} to {span.stop} are not those of a curve of {len(whole)} frames")
    start = whole.start + first / whole.frame_rate
    sure = whole.confidence
    before = replace(whole, values=whole.values[span], start=start, confidence=None if sure is None else sure[span])
    given = None if sure is None else np.array(confidence, dtype=sure.dtype)
    return CurveEdit(
        name, kind, edited=(track.edited, True), first=first,
        before=before, after=replace(before, values=new, confidence=given),
    )  # fmt: skip
