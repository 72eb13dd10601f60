"""Sections of a recording: where it changes (`w12studio.engine.section_novelty`), and which parts are alike.

Peaks of the novelty are boundaries. Sections whose patterns are found in each other get one letter; letters are given
in the order of time, and a variant ("A'") to what is nearly alike. Chords and colour decide, not melody or words: two
verses over the same chords with another melody are one letter, and a key change makes another.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import SECTIONS, Source, Track
from w12studio.domain.curves import Curve
from w12studio.domain.events import Events
from w12studio.engine.estimator import Job
from w12studio.engine.flux import nothing_to_hear
from w12studio.engine.section_features import FRAME_RATE, SAMPLE_RATE, section_features
from w12studio.engine.section_novelty import novelty_curve, patterns, unlikeness
from w12studio.engine.sources import part_of, source_of
from w12studio.engine.store import SharedAudio

Floats = NDArray[np.floating]

#: Shortest recording that is looked at, and shortest section, in s.
_LEAST_S, _SHORTEST_S = 20.0, 8.0
#: Novelty that a boundary has at least, alone and beside the 90th percentile of the recording's; and that one has of
#: which there is no doubt.
_LEAST_NOVELTY, _LEAST_SHARE, _SURE_NOVELTY = 0.6, 0.4, 4.0
#: At most so many boundaries, and one more every so many s: people mark 5 to 12 sections in a song.
_FEW, _EVERY_S = 2, 25.0
#: Unlikeness of sections below which they are the same, or variants of each other.
_SAME, _VARIANT = 0.2, 0.33
#: Letters, and variants of each: what is neither of the first two is "A''".
_MOST, _MOST_VARIANTS = 26, 2


def estimate_sections(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """Sections by novelty and likeness of harmony, colour and level.

    Returns
    -------
    list of Track
        One SECTIONS track. Events: regions that cover the recording without gaps, labelled "A", "B", "A'" ...;
        confidence = how strong the change at their beginning is, 0..1, no probability; unknown for the first. Curve:
        the novelty, 10 frames a second, whose ``confidence`` is above 0 at the frames of the boundaries (and there
        only): `w12studio.engine.section_snap` moves the events to downbeats and finds the boundaries again by it.
    """
    job.progress(0.0)
    source = source_of("w12-sections", params)
    samples = audio.mono(SAMPLE_RATE)
    reason = nothing_to_hear(samples, SAMPLE_RATE, _LEAST_S)
    if reason:
        return [Track(SECTIONS, source=source, message=reason)]
    features = section_features(samples, part_of(job, 0.1, 0.8))
    novelty = novelty_curve(features)
    job.progress(0.9)
    frames, labels = labelled(features, _boundaries(novelty))
    return [_track(frames, labels, novelty, audio.duration, source)]


def _boundaries(novelty: Floats) -> NDArray[np.int64]:
    """Frames of the peaks of the novelty, the strongest first in claiming the 8 s around them."""
    n, reach = len(novelty), round(_SHORTEST_S * FRAME_RATE)
    candidates = np.flatnonzero((novelty[1:-1] >= novelty[:-2]) & (novelty[1:-1] > novelty[2:])) + 1
    least = max(_LEAST_NOVELTY, _LEAST_SHARE * float(np.percentile(novelty, 90)))
    most = min(_MOST - 1, int(_FEW + n / FRAME_RATE / _EVERY_S))
    kept: list[int] = []
    for frame in candidates[np.argsort(novelty[candidates])[::-1]]:
        if novelty[frame] < least or len(kept) == most:
            break
        if reach <= frame <= n - reach and all(abs(frame - other) >= reach for other in kept):
            kept.append(int(frame))
    return np.array(sorted(kept), dtype=np.int64)


def labelled(features: Floats, frames: NDArray[np.int64]) -> tuple[NDArray[np.int64], list[str]]:
    """Letters of the sections between boundaries; neighbours with the same label become one.

    Returns
    -------
    frames : ndarray of int, shape (n,)
        The boundaries that remain.
    labels : list of str, length n + 1
    """
    edges = np.concatenate([[0], frames, [len(features)]])
    same, alike = _clusters(unlikeness(patterns(features), edges / FRAME_RATE))
    letters: dict[int, str] = {}
    variants: dict[int, list[int]] = {}
    labels = []
    for group, variant in zip(alike, same, strict=True):
        letter = letters.setdefault(group, chr(ord("A") + len(letters)))
        seen = variants.setdefault(group, [])
        if variant not in seen:
            seen.append(variant)
        labels.append(letter + "'" * min(seen.index(variant), _MOST_VARIANTS))
    kept = [i for i in range(len(frames)) if labels[i] != labels[i + 1]]
    return frames[kept], [labels[0], *(labels[i + 1] for i in kept)]


def _clusters(distances: Floats) -> tuple[list[int], list[int]]:
    """Numbers of the clusters of sections that are the same, and of those that are alike, by average linkage."""
    groups = [[i] for i in range(len(distances))]
    found = []
    for limit in (_SAME, _VARIANT):
        while len(groups) > 1:
            least, i, j = min(
                (float(distances[np.ix_(a, b)].mean()), i, j)
                for i, a in enumerate(groups)
                for j, b in enumerate(groups[:i])
            )
            if least > limit:
                break
            groups[j] = groups[j] + groups[i]
            del groups[i]
        numbers = [0] * len(distances)
        for number, members in enumerate(groups):
            for member in members:
                numbers[member] = number
        found.append(numbers)
    return found[0], found[1]


def _track(
    frames: NDArray[np.int64], labels: list[str], novelty: NDArray[np.float32], duration: float, source: Source
) -> Track:
    strength = np.clip(novelty[frames] / _SURE_NOVELTY, 0.05, 1.0)
    marked = np.zeros(len(novelty), np.float32)
    marked[frames] = strength
    times = np.concatenate([[0.0], frames / FRAME_RATE])
    events = Events.from_columns(
        times, np.diff(np.append(times, duration)), None, np.concatenate([[np.nan], strength]), labels
    )
    message = "" if len(frames) else "No change was found that would make a second section."
    return Track(
        SECTIONS, events, Curve(novelty, FRAME_RATE, unit="novelty", confidence=marked), source, message=message
    )
