"""JAMS files as the jams package sees them."""

from __future__ import annotations

import json
from pathlib import Path

import jams
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.export.common import in_tmp
from tests.export.strategies import analyses
from w12studio.domain.analysis import (
    BEATS,
    KEY,
    METER,
    NOTES,
    PITCH,
    TEMPO,
    TRANSIENTS,
    Analysis,
    AudioFacts,
    Source,
    Track,
)
from w12studio.domain.curves import Curve
from w12studio.domain.errors import DocumentError
from w12studio.domain.events import Event, Events
from w12studio.export.registry import read, write


def example() -> Analysis:
    curve = Curve(np.array([220.0, np.nan, 440.0]), 100.0, 0.0, "Hz", np.array([0.9, 0.1, 0.8]))
    beats = Events.from_columns(np.arange(6) * 0.5 + 0.1, values=[3, 1, 2, 3, 1, 2], confidences=[0.5] * 6)
    tracks = [
        Track(BEATS, beats, source=Source("madmom", "0.17")),
        Track(TRANSIENTS, Events([Event(0.1, 0, 0.7)])),
        Track(TEMPO, Events([Event(0, 3, 120.0, 0.8), Event(3, 3, 121.0), Event(6, 1)])),
        Track(KEY, Events([Event(0, 3, None, 0.5, "Bb minor"), Event(3, 3, label="strange")])),
        Track(NOTES, Events([Event(1, 1, 60.5)])),
        Track(METER, Events([Event(0, 6, 3.0, None, "3/8")])),
        Track(PITCH, curve=curve),
        Track("verse", Events([Event(1, 2, None, None, "Strophe ♪")])),
        Track("cue", Events([Event(1, 0, 5.0, None, "drop")])),
    ]
    return Analysis(AudioFacts("song.wav", "ab", 100, 1, 1000), {t.kind: t for t in tracks})


def load(path: Path) -> dict[str, jams.Annotation]:
    return {a.namespace: a for a in jams.load(str(path), validate=False).annotations}


def test_namespaces_and_values(tmp_path: Path) -> None:
    report = write(example(), tmp_path / "a.jams", "jams")
    found = load(tmp_path / "a.jams")
    assert [o.value for o in found["beat"].data] == [3, 1, 2, 3, 1, 2]
    positions = [o.value for o in found["beat_position"].data]
    assert positions[0] == {"position": 3, "measure": 0, "num_beats": 3, "beat_units": 8}
    assert [p["measure"] for p in positions] == [0, 1, 1, 1, 2, 2]
    assert [o.value for o in found["key_mode"].data] == ["Bb:minor", "N"]
    assert [(o.value, o.confidence) for o in found["tempo"].data] == [(120.0, 0.8), (121.0, 0.0)]
    assert [o.value["voiced"] for o in found["pitch_contour"].data] == [True, False, True]
    assert found["note_midi"].data[0].value == 60.5
    assert found["segment_open"].data[0].value in ("Strophe ♪", "3/8")
    assert found["tag_open"].data[0].value == "drop"
    assert found["beat"].annotation_metadata.annotator["estimator"] == "madmom"
    sentences = " ".join(report.lost)
    for part in (
        "1 event of tempo without a value",
        "1 key that JAMS",
        "the unknown confidence of every tempo",
        "1 event of cue",
    ):
        assert part in sentences


def test_the_file_is_valid_and_reads_back(tmp_path: Path) -> None:
    report = write(example(), tmp_path / "a.jams", "jams")
    assert report.max_timing_error_s < 1e-9
    layers = {t.kind: t for t in read(tmp_path / "a.jams")}
    original = example().tracks
    assert layers[BEATS].events == original[BEATS].events
    assert layers[TRANSIENTS].events == original[TRANSIENTS].events
    assert layers[NOTES].events == original[NOTES].events
    assert layers["verse"].events == original["verse"].events
    assert layers[KEY].events.labels == ("Bb minor", "N")
    curve = layers[PITCH].curve
    assert np.array_equal(curve.values, original[PITCH].curve.values, equal_nan=True)
    assert curve.frame_rate == pytest.approx(100)
    assert curve.confidence == pytest.approx([0.9, 0.1, 0.8])


@in_tmp
@given(analyses())
def test_any_analysis_is_valid_jams(tmp_path: Path, analysis: Analysis) -> None:
    report = write(analysis, tmp_path / "a.jams", "jams", overwrite=True)
    assert report.max_timing_error_s < 1e-6
    layers = {t.kind: t for t in read(tmp_path / "a.jams")}
    for kind in (BEATS, TRANSIENTS):
        if kind in analysis.tracks:
            mine = layers[kind].events
            assert mine.times.tolist() == analysis.events(kind).times.tolist()
            assert np.array_equal(mine.values, analysis.events(kind).values, equal_nan=True)


def test_a_contour_with_gaps_comes_onto_even_frames(tmp_path: Path) -> None:
    rows = [
        {"time": t, "duration": 0.0, "confidence": 1.0, "value": {"index": 0, "frequency": f, "voiced": True}}
        for t, f in ((0.0, 100.0), (0.01, 101.0), (0.02, 102.0), (0.05, 105.0))
    ]
    document = {"annotations": [{"namespace": "pitch_contour", "data": rows}], "file_metadata": {}}
    (tmp_path / "a.jams").write_text(json.dumps(document))
    curve = read(tmp_path / "a.jams")[0].curve
    assert np.array_equal(curve.values, [100, 101, 102, np.nan, np.nan, 105], equal_nan=True)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
rows = st.fixed_dictionaries(
    {"time": st.floats() | json_values, "duration": st.floats() | json_values, "confidence": json_values},
    optional={
        "value": json_values
        | st.fixed_dictionaries({"index": st.just(0), "frequency": st.floats(), "voiced": st.booleans()})
    },
)


@in_tmp
@given(
    json_values
    | st.fixed_dictionaries(
        {
            "annotations": json_values
            | st.lists(
                st.fixed_dictionaries(
                    {
                        "namespace": st.sampled_from(["beat", "key_mode", "pitch_contour", "tag_open"]) | json_values,
                        "data": json_values | st.lists(rows, max_size=3),
                    },
                    optional={"sandbox": json_values, "annotation_metadata": json_values},
                ),
                max_size=3,
            )
        }
    )
)
def test_anything_else_is_a_document_error(tmp_path: Path, value: object) -> None:
    (tmp_path / "a.jams").write_text(json.dumps(value))
    try:
        assert isinstance(read(tmp_path / "a.jams"), tuple)
    except DocumentError as error:
        assert "a.jams" in str(error)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"{}"])
def test_no_json(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.jams").write_bytes(content)
    with pytest.raises(DocumentError):
        read(tmp_path / "a.jams")
