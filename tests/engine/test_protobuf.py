"""Protocol buffers read without TensorFlow: graphs, and whatever else a file may be."""

import contextlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.model_graphs import EMBEDDING, PLACEHOLDER, field, head_graph, varint, vggish_graph
from w12studio.engine import protobuf
from w12studio.engine.protobuf import graph_nodes


def test_nodes_of_a_graph():
    found = graph_nodes(vggish_graph(np.zeros((64, 128))))
    assert found[PLACEHOLDER] == "Placeholder"
    assert found[EMBEDDING] == "MatMul"
    assert graph_nodes(memoryview(head_graph(np.zeros((4, 2)))))["model/Softmax"] == "Softmax"


@given(st.integers(0, 2**63))
def test_numbers(number):
    assert protobuf.varint(varint(number) + b"more", 0) == (number, len(varint(number)))


def test_fields_of_every_kind():
    message = field(1, 300) + bytes([2 << 3 | 1]) + bytes(8) + field(3, b"abc") + bytes([4 << 3 | 5]) + bytes(4)
    assert list(protobuf.fields_of(message)) == [(1, 300), (3, b"abc")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no nodes"),
        (b"<html>", "broken|breaks off"),
        (b"\xff" * 100_000, "too long"),
        (head_graph(np.zeros((4, 2)))[:-3], "breaks off"),
        (field(1, field(1, b"name without an operation")), "no name"),
        (field(1, field(1, b"\xff\xfe") + field(2, b"Const")), "decode"),
    ],
)
def test_what_is_no_graph_says_so(content, says):
    with pytest.raises(ValueError, match=says):
        graph_nodes(content)


@given(st.binary(max_size=200), st.integers(0, 2000))
def test_nothing_else_ever_happens(noise, at):
    graph = head_graph(np.ones((8, 2)))
    for content in (noise, graph[:at] + noise + graph[at + len(noise) :]):
        with contextlib.suppress(ValueError):
            graph_nodes(content)
