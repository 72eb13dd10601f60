"""Small TensorFlow graphs with the names and shapes of the published ones, written without TensorFlow."""

import struct

import numpy as np

PLACEHOLDER, EMBEDDING, SOFTMAX = "model/Placeholder", "model/vggish/embeddings", "model/Softmax"


def varint(number):
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def field(number, value):
    """A field of a message: an int, or bytes with their length."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def shape_of(shape):
    return b"".join(field(2, field(1, d & (1 << 64) - 1)) for d in shape)


def node(name, op, inputs=(), **attributes):
    """A NodeDef; attributes are ready AttrValues."""
    out = field(1, name.encode()) + field(2, op.encode()) + b"".join(field(3, i.encode()) for i in inputs)
    for key, value in attributes.items():
        out += field(5, field(1, key.encode()) + field(2, value))
    return field(1, out)


FLOAT, INT = field(6, 1), field(6, 3)


def constant(name, array):
    array = np.asarray(array)
    dtype = 1 if array.dtype == np.float32 else 3
    content = array.astype("<f4" if dtype == 1 else "<i4").tobytes()
    tensor = field(1, dtype) + field(2, shape_of(array.shape)) + field(4, content)
    return node(name, "Const", dtype=field(6, dtype), value=field(8, tensor))


def placeholder(*shape):
    return node(PLACEHOLDER, "Placeholder", dtype=FLOAT, shape=field(7, shape_of(shape)))


def vggish_graph(weights):
    """(n, 96, 64) -> its mean over time times ``weights``, shape (64, 128)."""
    return b"".join(
        (
            placeholder(-1, 96, 64),
            constant("model/axis", np.array([1], np.int32)),
            node("model/mean", "Mean", (PLACEHOLDER, "model/axis"), T=FLOAT, Tidx=INT),
            constant("model/weights", np.asarray(weights, np.float32)),
            node(EMBEDDING, "MatMul", ("model/mean", "model/weights"), T=FLOAT),
        )
    )


def head_graph(weights):
    """(n, 128) -> softmax of it times ``weights``, shape (128, n_classes)."""
    weights = np.asarray(weights, np.float32)
    return b"".join(
        (
            placeholder(-1, weights.shape[0]),
            constant("model/weights", weights),
            node("model/logits", "MatMul", (PLACEHOLDER, "model/weights"), T=FLOAT),
            node(SOFTMAX, "Softmax", ("model/logits",), T=FLOAT),
        )
    )


def checkpoint_index(variables):
    """A checkpoint's index and data of float32 ``variables``, as TensorFlow writes them."""
    data, entries = b"", []
    for name in sorted(variables):
        array = np.asarray(variables[name], "<f4")
        dims = b"".join(field(2, field(1, d)) for d in array.shape)
        value = field(1, 1) + field(2, dims) + (field(4, len(data)) if data else b"") + field(5, array.nbytes)
        entries.append((name.encode(), value + bytes([6 << 3 | 5]) + bytes(4)))
        data += array.tobytes()
    first = block([(b"", field(1, 1)), *entries])
    table = first + b"\0" + bytes(4)
    empty, at = block([]), len(table)
    table += empty + b"\0" + bytes(4)
    places, index_at = block([(entries[-1][0], varint(0) + varint(len(first)))]), len(table)
    table += places + b"\0" + bytes(4)
    footer = varint(at) + varint(len(empty)) + varint(index_at) + varint(len(places))
    return table + footer.ljust(40, b"\0") + struct.pack("<Q", 0xDB4775248B80FB57), data


def block(records):
    """A block of LevelDB's table, each key without what it shares with the one before."""
    out, last = b"", b""
    for key, value in records:
        shared = 0
        while shared < min(len(key), len(last)) and key[shared] == last[shared]:
            shared += 1
        out += varint(shared) + varint(len(key) - shared) + varint(len(value)) + key[shared:] + value
        last = key
    return out + struct.pack("<II", 0, 1)
