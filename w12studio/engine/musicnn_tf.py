"""MusiCNN under TensorFlow: the published graph itself, frozen with the weights of its checkpoint.

The default runs our own ONNX graphs (`w12studio.engine.musicnn`), which take a fifth of the time to start; this one is
the reference that tests compare them with, and it can use a GPU.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from w12studio.domain.errors import EstimatorError
from w12studio.engine.musicnn import EMBEDDING_SIZE, MODELS, TAGS, Floats, checkpoint_files

_INPUT, _TRAINING = "model/Placeholder", "model/Placeholder_2"
_TAGS, _EMBEDDING = "model/Sigmoid", "model/dropout_1/cond/Merge"  # without training, dropout passes all
_BATCH = 16


@functools.cache
def _frozen(model: str) -> Any:
    """GraphDef of a network with its weights inside."""
    import tensorflow as tf

    index, _ = checkpoint_files(model)
    meta = tf.compat.v1.MetaGraphDef()
    try:
        meta.ParseFromString(index.with_name(".meta").read_bytes())
        reader = tf.compat.v1.train.NewCheckpointReader(f"{index.parent}/")
        graph = tf.compat.v1.graph_util.extract_sub_graph(meta.graph_def, [_TAGS, _EMBEDDING])
        for node in graph.node:
            node.attr.pop("_output_shapes", None)  # written by TensorFlow 1; today's finds it inconsistent
            if node.op == "VariableV2":
                node.CopyFrom(_constant(node.name, reader.get_tensor(node.name)))
    except Exception as error:
        raise EstimatorError(f"TensorFlow can't read the graph of {model} ({error})") from error
    return graph


def _constant(name: str, value: Any) -> Any:
    """A node that gives a variable's value."""
    import tensorflow as tf

    node = tf.compat.v1.NodeDef(name=name, op="Const")
    node.attr["dtype"].type = tf.as_dtype(value.dtype).as_datatype_enum
    node.attr["value"].tensor.CopyFrom(tf.make_tensor_proto(value))
    return node


def run_musicnn_tf(
    patches: Floats, progress: Callable[[float], object] | None = None
) -> dict[str, tuple[Floats, Floats]]:
    """As `w12studio.engine.musicnn.run_musicnn`."""
    import tensorflow as tf

    out = {}
    for number, model in enumerate(MODELS):
        pieces = [(np.zeros((0, len(TAGS[model])), np.float32), np.zeros((0, EMBEDDING_SIZE), np.float32))]
        with tf.Graph().as_default() as graph, tf.compat.v1.Session(graph=graph) as session:
            tf.import_graph_def(_frozen(model), name="")
            for i in range(0, len(patches), _BATCH):
                feed = {f"{_INPUT}:0": patches[i : i + _BATCH], f"{_TRAINING}:0": False}
                pieces.append(session.run((f"{_TAGS}:0", f"{_EMBEDDING}:0"), feed))
                if progress is not None:
                    progress((number + min(1.0, (i + _BATCH) / len(patches))) / len(MODELS))
        out[model] = (np.concatenate([p[0] for p in pieces]), np.concatenate([p[1] for p in pieces]))
    return out
