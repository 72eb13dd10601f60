"""The project format: exact round trips, and nothing but DocumentError for what is broken."""

from __future__ import annotations

import base64
import copy
import json
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import any_analyses
from w12studio.domain.analysis import Analysis, AudioFacts, Source, Track
from w12studio.domain.curves import Curve
from w12studio.domain.document import MAX_CURVE_BYTES, from_bytes, from_document, to_bytes, to_document
from w12studio.domain.errors import DocumentError
from w12studio.domain.events import Event, Events

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def example() -> Analysis:
    return Analysis(
        AudioFacts("a/song.mp3", "ab" * 32, 44100, 2, 441_000, "MP3", "MPEG layer III", 5_000_000, "zero"),
        {
            "beats": Track(
                "beats",
                Events([Event(0.1, 0, 1.0, 0.9, "x"), Event(0.1 + 0.2, 0, None, None)]),
                Curve(np.array([0.1, np.nan, 1.0], dtype=np.float32), 100.0, 0.005, "probability"),
                Source("madmom-downbeats", "0.17", "ff", (("fps", "100"),), ("other: out of memory",)),
                edited=True,
                complete=False,
                message="doubtful",
            ),
            "mine": Track("mine"),
        },
        ("one warning",),
    )


@given(any_analyses)
def test_round_trip_is_identity(analysis: Analysis) -> None:
    again, view = from_bytes(to_bytes(analysis, {"zoom": 1.5}))
    assert again == analysis
    assert view == {"zoom": 1.5}
    for kind, track in analysis.tracks.items():
        if track.curve is not None:
            assert again.tracks[kind].curve.values.dtype == track.curve.values.dtype
            assert again.tracks[kind].curve.values.tobytes() == track.curve.values.tobytes()


def test_the_dict_itself_is_json_and_leaves_defaults_out() -> None:
    document = to_document(example())
    assert from_document(json.loads(json.dumps(document, allow_nan=False))) == example()
    assert set(document["tracks"][0]["events"]) == {"time", "value", "confidence", "label"}
    assert document["tracks"][0]["events"]["value"] == [1.0, None]
    assert document["tracks"][1]["events"] == {"time": []}
    assert "curve" not in document["tracks"][1]


def test_unknown_fields_are_ignored() -> None:
    document = to_document(example())
    document["colour"] = document["audio"]["mood"] = document["tracks"][0]["events"]["x"] = 1
    assert from_document(document) == example()


@given(json_values)
def test_any_json_gives_a_document_error(value: object) -> None:
    with pytest.raises(DocumentError):
        from_document(value)
    head = {"format": "w12studio-project", "schema": 1, "audio": {"path": "x"}}
    for key in ("schema", "audio", "tracks", "warnings"):
        try:
            assert isinstance(from_document({**head, key: value}), Analysis)
        except DocumentError as error:
            assert str(error)


def _paths(node: Any, prefix: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [p for key, child in items for p in [(*prefix, key), *_paths(child, (*prefix, key))]]


@given(st.data())
def test_a_project_with_one_wrong_field(data: st.DataObject) -> None:
    document = copy.deepcopy(to_document(example()))
    path = data.draw(st.sampled_from(_paths(document)))
    node = document
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = data.draw(json_values | st.sampled_from([-1, 10**400, float("inf"), "<f8", [2**40, 1]]))
    try:
        assert isinstance(from_document(document), Analysis)
    except DocumentError as error:
        assert "\n" not in str(error)


@given(st.binary(max_size=40) | st.text(max_size=40).map(lambda s: s.encode("utf-8", "replace")))
def test_any_bytes(content: bytes) -> None:
    with pytest.raises(DocumentError):
        from_bytes(content)


def test_deep_nesting() -> None:
    with pytest.raises(DocumentError):
        from_bytes(b"[" * 200_000)


def test_a_later_schema_says_to_update() -> None:
    document = {**to_document(example()), "schema": 2, "generator": "W12 Studio 9.0"}
    with pytest.raises(DocumentError, match=r"later version.*9\.0.*Update"):
        from_document(document, "song.w12")


def _with_curve(**changes: Any) -> dict[str, Any]:
    document = to_document(example())
    document["tracks"][0]["curve"].update(changes)
    return document


def test_a_zlib_bomb_is_not_unpacked() -> None:
    bomb = base64.b64encode(zlib.compress(bytes(50_000_000), 9)).decode()
    with pytest.raises(DocumentError, match=r"curve\.data does not have the size"):
        from_document(_with_curve(data=bomb))
    with pytest.raises(DocumentError, match="larger than any recording"):
        from_document(_with_curve(data=bomb, shape=[MAX_CURVE_BYTES]))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"data": "!!"}, "can't be unpacked"),
        ({"data": base64.b64encode(b"no zlib").decode()}, "can't be unpacked"),
        ({"dtype": "<i4"}, "dtype is none of"),
        ({"shape": [3.0]}, "whole numbers"),
        ({"shape": [-3]}, "whole numbers"),
        ({"shape": [1, 1, 3]}, "one or two"),
        ({"frame_rate": 0}, "frame rate"),
        ({"start": None}, "finite"),
    ],
)
def test_broken_curves_name_the_place(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(DocumentError, match=rf"tracks\[0\]\.curve.*{sentence}"):
        from_document(_with_curve(**changes))


def test_one_layer_twice() -> None:
    document = to_document(example())
    document["tracks"].append(document["tracks"][0])
    with pytest.raises(DocumentError, match="there twice"):
        from_document(document)
