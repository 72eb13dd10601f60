"""VGGish and the published heads on its embedding, under Essentia: danceability, moods, genre, voice.

Their weights are fetched only when the user asks for it (`w12studio models fetch`). A file is compared with the
manifest (or with what the first fetch recorded) and looked into before Essentia gets it, for Essentia ends the whole
process over some graphs that it does not like. It runs in a worker, so even that costs no more than this layer.

References
----------
Alonso-Jiménez, Bogdanov, Pons, Serra: TensorFlow audio models in Essentia, ICASSP 2020. Hershey et al.: CNN
architectures for large-scale audio classification, ICASSP 2017. Classes and names of nodes: the metadata published
beside each head.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import DANCEABILITY, TAGS, Fact, Track
from w12studio.domain.curves import Curve
from w12studio.domain.errors import EstimatorError, W12Error
from w12studio.engine.estimator import Job
from w12studio.engine.fetching import check_graph
from w12studio.engine.flux import nothing_to_hear
from w12studio.engine.sources import part_of, source_of
from w12studio.engine.store import SharedAudio
from w12studio.engine.tags import tag_track
from w12studio.engine.weights import Weights, manifest

Floats = NDArray[np.float32]

SAMPLE_RATE = 16_000
EMBEDDING_SIZE = 128
_EMBEDDING, _SOFTMAX = "model/vggish/embeddings", "model/Softmax"
#: Frames of 10 ms: a patch, and from one to the next (as the heads were trained).
_PATCH, _PATCH_HOP = 96, 93
#: Patches that one call of Essentia gives, so that progress and a cancel are heard.
_PIECE = 32
_LEAST_S = 1.0
#: Classes by head, in the order of its outputs.
HEADS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "vggish-danceability": ("danceable", "not_danceable"),
        "vggish-happy": ("happy", "non_happy"),
        "vggish-sad": ("non_sad", "sad"),
        "vggish-aggressive": ("aggressive", "not_aggressive"),
        "vggish-relaxed": ("non_relaxed", "relaxed"),
        "vggish-acoustic": ("acoustic", "non_acoustic"),
        "vggish-voice": ("instrumental", "voice"),
        "vggish-genre": (
            *("alternative", "blues", "electronic", "folkcountr", "funksoulrnb", "jazz", "pop", "raphiphop", "rock"),
        ),
    }
)
#: The classes of the genre head by the names that MusiCNN's tags have; the others keep theirs.
_NAMES = MappingProxyType({"folkcountr": "folk", "funksoulrnb": "soul", "raphiphop": "hip-hop"})


def estimate_vggish_danceability(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """Danceability, 0..100: the mean probability of the class "danceable" over windows of a second.

    Confidence is the share of windows that lie on the same side of one half as their mean.

    Raises
    ------
    EstimatorError
        When weights are missing, changed or foreign, or Essentia gives up.
    """
    job.progress(0.0)
    samples = audio.mono(SAMPLE_RATE)
    used = (manifest()["vggish"], manifest()["vggish-danceability"])
    source = source_of("vggish-danceability", params, "essentia-tensorflow", _sha256(used))
    reason = nothing_to_hear(samples, SAMPLE_RATE, _LEAST_S)
    if reason:
        return [Track(DANCEABILITY, source=source, message=reason, facts=(Fact("danceability", reason=reason),))]
    found = head_probabilities(used[1], embeddings(audio, part_of(job, 0.0, 0.9)))
    danceable = found[:, HEADS["vggish-danceability"].index("danceable")]
    mean = float(danceable.mean())
    confidence = float(np.mean((danceable >= 0.5) == (mean >= 0.5)))
    return [Track(DANCEABILITY, source=source, facts=(Fact("danceability", 100.0 * mean, confidence),))]


def estimate_vggish_tags(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """Tags by those of the published heads that are installed: moods, genre, voice.

    Raises
    ------
    EstimatorError
        When no head is installed, weights are changed or foreign, or Essentia gives up.
    """
    job.progress(0.0)
    heads = [manifest()[name] for name in HEADS if manifest()[name].installed]
    if not heads:
        raise EstimatorError(
            "none of the heads on VGGish is installed", advice="`w12studio models fetch 'vggish-*'` brings them."
        )
    samples = audio.mono(SAMPLE_RATE)
    source = source_of("vggish-tags", params, "essentia-tensorflow", _sha256((manifest()["vggish"], *heads)))
    reason = nothing_to_hear(samples, SAMPLE_RATE, _LEAST_S)
    if reason:
        return [Track(TAGS, source=source, message=reason)]
    embedded = embeddings(audio, part_of(job, 0.0, 0.9))
    names: list[str] = []
    columns: list[Floats] = []
    for head in heads:
        for name, column in zip(HEADS[head.name], head_probabilities(head, embedded).T, strict=True):
            if not name.startswith(("non_", "not_")):
                names.append(_NAMES.get(name, name))
                columns.append(column)
    curve = Curve(
        np.stack(columns, axis=1), 100.0 / _PATCH_HOP, start=_PATCH / 200, unit="probability", bins=tuple(names)
    )
    return [tag_track(curve, audio.duration, source)]


def _sha256(used: tuple[Weights, ...]) -> str:
    """One hash over those of all weights used."""
    return hashlib.sha256("".join(w.expected_sha256 for w in used).encode()).hexdigest()


def checked_graph(weights: Weights) -> Path:
    """The graph of fetched weights, after it has been compared with what is known of it.

    Raises
    ------
    EstimatorError
        When it is missing, changed, or no graph of the kind expected.
    """
    weights.verify()
    graphs = [path for path in weights.paths() if path.suffix == ".pb"]
    if not graphs:
        raise EstimatorError(f"the weights {weights.name} lack their graph", advice=f"{weights.brought_by}.")
    try:
        check_graph(graphs[0], weights.nodes)
    except W12Error as error:
        raise EstimatorError(error.problem, advice=f"{weights.brought_by} anew.") from error
    return graphs[0]


_EMBEDDED: dict[str, Floats] = {}  # by the audio's store: danceability and tags share it


def embeddings(audio: SharedAudio, progress: Callable[[float], None]) -> Floats:
    """VGGish's embedding of every 0.93 s, shape (n, 128); the last one is kept in this process.

    Raises
    ------
    EstimatorError
        When the graph can't be used or gives something else.
    """
    if audio.store in _EMBEDDED:
        return _EMBEDDED[audio.store]
    path = checked_graph(manifest()["vggish"])
    samples = np.array(audio.mono(SAMPLE_RATE))
    algorithm = _essentia("TensorflowPredictVGGish", path, output=_EMBEDDING, patchSize=_PATCH, patchHopSize=_PATCH_HOP)
    hop, over = _PATCH_HOP * 160, (_PATCH - _PATCH_HOP) * 160 + 400
    found: list[Floats] = []
    for start in range(0, samples.size, _PIECE * hop):
        # Essentia puts silence before what it gets, so a piece begins one patch early and loses that one again.
        early = min(1, start)
        piece = samples[start - early * hop : start + _PIECE * hop + over]
        if found and piece.size < 2 * hop + over:
            break
        piece = np.pad(piece, (0, max(0, hop + over - piece.size)))
        found.append(_run(algorithm, piece)[early : early + _PIECE])
        progress(min(1.0, (start + _PIECE * hop) / samples.size))
    out = _as_table(np.concatenate(found), EMBEDDING_SIZE, path)
    _EMBEDDED.clear()
    _EMBEDDED[audio.store] = out
    return out


def head_probabilities(head: Weights, embedded: Floats) -> Floats:
    """A head's probability for each of its classes (`HEADS`), shape (n, n_classes).

    Raises
    ------
    EstimatorError
        When its graph can't be used, or its description names other classes.
    """
    path, classes = checked_graph(head), HEADS[head.name]
    described = path.with_suffix(".json")
    if described.exists():
        try:
            listed = json.loads(described.read_text(encoding="utf-8"))["classes"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise EstimatorError(f"{described.name} can't be understood ({error})") from error
        if [_letters(c) for c in listed] != [_letters(c) for c in classes]:
            raise EstimatorError(f"{described.name} names other classes ({', '.join(listed)}) than are known here")
    algorithm = _essentia("TensorflowPredict2D", path, output=_SOFTMAX, dimensions=EMBEDDING_SIZE)
    return _as_table(_run(algorithm, embedded), len(classes), path)


def _letters(name: object) -> str:
    """A class's name, as far as the published spellings agree."""
    return str(name).lower().replace("not_", "non_")


def _essentia(kind: str, path: Path, **parameters: Any) -> Any:
    import essentia
    import essentia.standard

    essentia.log.warningActive = False
    essentia.log.infoActive = False
    try:
        return getattr(essentia.standard, kind)(graphFilename=str(path), input="model/Placeholder", **parameters)
    except RuntimeError as error:
        raise EstimatorError(f"Essentia can't load {path.name} ({_short(error)})") from error


def _run(algorithm: Any, values: NDArray[np.float32]) -> Floats:
    try:
        return np.atleast_2d(np.asarray(algorithm(np.ascontiguousarray(values)), np.float32))
    except RuntimeError as error:
        raise EstimatorError(f"Essentia could not run the model ({_short(error)})") from error


def _short(error: Exception) -> str:
    """The first line of what Essentia says."""
    return (str(error).splitlines() or ["no reason given"])[0][:200]


def _as_table(values: Floats, width: int, path: Path) -> Floats:
    if values.ndim != 2 or values.shape[1] != width or not len(values) or not np.isfinite(values).all():
        raise EstimatorError(f"{path.name} gave {values.shape[-1]} numbers a window, not {width} sound ones")
    return values
