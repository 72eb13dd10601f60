"""Protocol buffers, as far as TensorFlow's files need them: read without TensorFlow.

Reference: the encoding as described at protobuf.dev. Graphs: TensorFlow, ``core/framework/graph.proto``.
"""

from __future__ import annotations

from collections.abc import Iterator

Buffer = bytes | memoryview


def graph_nodes(graph: Buffer) -> dict[str, str]:
    """Operations of a TensorFlow GraphDef by the names of their nodes.

    Raises
    ------
    ValueError
        Where the bytes are no graph.
    """
    out = {}
    try:
        for number, node in fields_of(memoryview(graph)):  # slices of it copy no weights
            if number == 1 and not isinstance(node, int):
                parts = {n: v for n, v in fields_of(node) if n in (1, 2)}
                name, op = parts.get(1), parts.get(2)
                if name is None or isinstance(name, int) or op is None or isinstance(op, int):
                    raise ValueError("a node has no name")
                out[bytes(name).decode()] = bytes(op).decode()
    except IndexError as error:
        raise ValueError("it breaks off") from error
    if not out:
        raise ValueError("it has no nodes")
    return out


def fields_of(message: Buffer) -> Iterator[tuple[int, int | Buffer]]:
    """Numbers and values of a message: int where they are varints, a slice where they have a length.

    Raises
    ------
    ValueError, IndexError
        Where the bytes are no message.
    """
    at = 0
    while at < len(message):
        tag, at = varint(message, at)
        kind = tag & 7
        if kind == 0:
            value, at = varint(message, at)
            yield tag >> 3, value
        elif kind == 2:
            length, at = varint(message, at)
            if at + length > len(message):
                raise ValueError("it breaks off")
            yield tag >> 3, message[at : at + length]
            at += length
        elif kind in (1, 5):
            at += 8 if kind == 1 else 4
        else:
            raise ValueError("a record is broken")


def varint(data: Buffer, at: int) -> tuple[int, int]:
    """A number in seven bits a byte, and where it ends.

    Raises
    ------
    ValueError, IndexError
        Where it has more than 64 bits, or breaks off.
    """
    value = shift = 0
    while shift < 64:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
    raise ValueError("a number is too long")
