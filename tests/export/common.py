"""What the tests of the formats share."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, settings

from w12studio.domain.analysis import BEATS, KEY, METER, TEMPO, TRANSIENTS, Analysis, AudioFacts, Source, Track
from w12studio.domain.errors import DocumentError
from w12studio.domain.events import Event, Events
from w12studio.export import registry

#: For properties that write files; the number of examples keeps the whole folder quick.
in_tmp = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
#: The same, at length.
thorough = settings(in_tmp, max_examples=150)


def song(path: str = "song.wav", beats: int = 16) -> Analysis:
    """A recording with all kinds of layers: a pickup, 4/4 at a tempo that drifts, a region and a marker."""
    gaps = 0.5 + 0.02 * np.sin(np.arange(beats))
    times = 0.25 + np.concatenate([[0.0], np.cumsum(gaps[:-1])])
    layers = (
        Track(BEATS, Events.from_columns(times, values=(np.arange(beats) + 2) % 4 + 1.0), source=Source("x")),
        Track(TRANSIENTS, Events.from_columns([0.25, 0.7512345], values=[0.5, 1.0])),
        Track(TEMPO, Events([Event(0.0, 10.0, 119.5)])),
        Track(KEY, Events([Event(0.0, 10.0, None, 0.5, "A minor")])),
        Track(METER, Events([Event(0.0, 10.0, 4.0, None, "4/4")])),
        Track("sections", Events([Event(1.25, 3.0, label="Verse ♪"), Event(4.5, label="drop")])),
    )
    audio = AudioFacts(path, "", 44100, 2, 44100 * 12)
    return Analysis(audio, {t.kind: t for t in layers})


def survives(path: Path, content: bytes, format_name: str) -> None:
    """A reader either understands any bytes or says why not."""
    path.write_bytes(content)
    try:
        assert isinstance(registry.read(path, format_name), tuple)
    except DocumentError as error:
        assert path.name in str(error)
