"""rekordbox XML and Traktor NML: grids within 2 ms of every beat, read by pyrekordbox, and back."""

from __future__ import annotations

import itertools
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.export.common import in_tmp, song, survives
from tests.export.strategies import analyses, beat_events
from w12studio.domain.analysis import BEATS, KEY, Analysis, AudioFacts, Track
from w12studio.domain.errors import DocumentError
from w12studio.domain.events import Events
from w12studio.domain.keys import Key
from w12studio.export import anchors, rekordbox, traktor
from w12studio.export.base import nearest_errors
from w12studio.export.registry import FORMATS as FORMATS_BY_NAME
from w12studio.export.registry import read, write

FORMATS = ("rekordbox", "traktor")


def hour_of_drift() -> Events:
    random = np.random.default_rng(3)
    n = 7000
    bpm = 120 + 8 * np.sin(np.arange(n) / 900)
    times = 0.4 + np.cumsum(60 / bpm + 0.002 * random.standard_normal(n))
    return Events.from_columns(times, values=np.arange(n) % 4 + 1.0)


@pytest.mark.parametrize("name", FORMATS)
def test_an_hour_of_drifting_tempo_stays_within_two_ms(tmp_path: Path, name: str) -> None:
    beats = hour_of_drift()
    analysis = Analysis(AudioFacts("x.wav", "", 44100, 2, 44100 * 3700), {BEATS: Track(BEATS, beats)})
    report = write(analysis, tmp_path / "a", name)
    assert report.max_timing_error_s < 0.002
    back = {t.kind: t.events for t in read(report.paths[0], name)}[BEATS]
    assert nearest_errors(beats.times, back.times).max() < 0.002
    if name == "rekordbox":
        index = np.searchsorted(back.times, beats.times - 0.01)
        assert np.array_equal(back.values[index], beats.values)


def test_pyrekordbox_reads_what_was_written(tmp_path: Path) -> None:
    rbxml = pytest.importorskip("pyrekordbox.rbxml")
    analysis = song(str(tmp_path / "müsic & more.wav"))
    report = write(analysis, tmp_path / "a", "rekordbox", {"hot_cues": True})
    track = rbxml.RekordboxXml(report.paths[0]).get_track(0)
    assert Path(track["Location"]).name == "müsic & more.wav"
    assert track["Tonality"] == "Am"
    tempos = [(t["Inizio"], t["Bpm"]) for t in track.tempos]
    drawn = anchors.beats_of(tempos, 12.0)
    assert nearest_errors(analysis.events(BEATS).times, drawn).max() < 0.002
    assert track.tempos[0]["Battito"] == 3
    assert {t["Metro"] for t in track.tempos} == {"4/4"}
    marks = [(m["Name"], m["Type"], m["Start"], m["Num"]) for m in track.marks]
    assert marks == [("Verse ♪", "loop", 1.25, 0), ("drop", "cue", 4.5, 1)]


def test_a_steady_tempo_needs_few_markers_and_a_looser_bound_fewer() -> None:
    times = 1.0 + np.arange(2000) * (60 / 123.456)
    assert len(anchors.anchors_of(times, 0.0019, 1e-9, 1e-6)) == 1
    strict, loose = (len(anchors.anchors_of(times, b, 0.001, 0.01)) for b in (0.0019, 0.01))
    assert 1 < loose < strict < 60


@given(beat_events(120), st.sampled_from([(0.001, 0.01), (1e-9, 1e-6)]), st.sampled_from([0.0019, 0.0099]))
def test_every_beat_is_on_the_grid(events: Events, steps: tuple[float, float], bound: float) -> None:
    times = np.unique(events.times)
    found = anchors.anchors_of(times, bound, *steps)
    drawn = np.sort(anchors.beats_of([(a.time, a.bpm) for a in found], float(times[-1]) + 1))
    assert nearest_errors(times, drawn).max() <= bound + 1e-9


def is_anchored(times: np.ndarray, on: tuple[int, ...], bound: float, bpm_step: float) -> bool:
    """Whether some tempi from these beats on keep all beats within a bound; each tempo is sought among all."""
    for i, j in itertools.pairwise([*on, times.size]):
        number, span = np.arange(j - i), times[i:j] - times[i]
        tempi = np.arange(round(40 / bpm_step), round(400 / bpm_step)) * bpm_step
        off = np.abs(number[:, None] * 60 / tempi - span[:, None]).max(axis=0)
        if off.min() > bound - 1e-9:
            return False
    return True


@settings(max_examples=40)
@given(st.lists(st.floats(0.45, 0.55), min_size=1, max_size=6), st.sampled_from([0.003, 0.01, 0.03]))
def test_no_fewer_markers_would_do(intervals: list[float], bound: float) -> None:
    times = np.round(np.concatenate([[0.0], np.cumsum(intervals)]), 3)
    n = times.size
    found = anchors.anchors_of(times, bound, 0.001, 0.25)
    fewer = (some for k in range(len(found) - 1) for some in itertools.combinations(range(1, n), k))
    assert not any(is_anchored(times, (0, *some), bound, 0.25) for some in fewer)


@pytest.mark.parametrize("name", FORMATS)
def test_the_number_of_markers_is_known_before(tmp_path: Path, name: str) -> None:
    analysis = Analysis(AudioFacts("x.wav", "", 44100, 2, 44100 * 3700), {BEATS: Track(BEATS, hour_of_drift())})
    fmt = FORMATS_BY_NAME[name]
    texts = [fmt.foresee(analysis, fmt.parse_options({"error_ms": ms})) for ms in (2, 20)]
    counts = [int(text.split()[0]) for text in texts]
    assert 1 < counts[1] < counts[0] < 7000
    assert texts[1].endswith("grid markers keep 7000 beats within 20 ms of their time.")
    report = write(analysis, tmp_path / "a", name, {"error_ms": 20})
    assert report.notes[0] == f"The grid has {counts[1]} markers."


@pytest.mark.parametrize("name", FORMATS)
@in_tmp
@given(analysis=analyses(), error_ms=st.sampled_from([2, 10]), shift_ms=st.sampled_from([-26, 0, 26]))
def test_any_analysis(tmp_path: Path, name: str, analysis: Analysis, error_ms: int, shift_ms: int) -> None:
    options = {"error_ms": error_ms, "shift_ms": shift_ms}
    report = write(analysis, tmp_path / "a", name, options, overwrite=True)
    assert report.max_timing_error_s <= error_ms / 1000
    back = {t.kind: t.events for t in read(report.paths[0], name)}
    want = np.unique(analysis.events(BEATS).times) + shift_ms / 1000
    want = want[want >= 0]
    if want.size:
        assert nearest_errors(want, back[BEATS].times).max() <= error_ms / 1000


def test_a_last_beat_that_the_grid_draws_behind_the_end_comes_back() -> None:
    drawn = anchors.beats_of([(8.298, 60 / 0.7763)], 9.842)
    assert drawn.tolist() == pytest.approx([8.298, 9.0743, 9.8506])


@pytest.mark.parametrize("name", FORMATS)
def test_the_layers_come_back(tmp_path: Path, name: str) -> None:
    report = write(song(), tmp_path / "a", name)
    back = {t.kind: t.events for t in read(report.paths[0], name)}
    assert back[KEY].labels == ("A minor",)
    assert back["markers"].labels == ("Verse ♪", "drop")
    assert back["markers"].durations.tolist() == pytest.approx([3.0, 0.0])
    assert report.lost[0].startswith("Not held: ")


def test_of_a_collection_the_track_of_the_recording_is_read(tmp_path: Path) -> None:
    first, second = (rekordbox.render(song(f"/m/{n}.wav"), _defaults()).files[0][1] for n in ("one", "two"))
    root, other = ElementTree.fromstring(first), ElementTree.fromstring(second)
    root.find("COLLECTION").extend(list(other.find("COLLECTION")))
    path = tmp_path / "c.xml"
    path.write_bytes(ElementTree.tostring(root))
    with pytest.raises(DocumentError, match="2 tracks with a beat grid"):
        read(path, "rekordbox")
    assert rekordbox.read_for(path, "two.wav", 0.0)[0].kind == BEATS
    with pytest.raises(DocumentError, match="2 tracks"):
        rekordbox.read_for(path, "three.wav", 12.0)


def _defaults() -> dict[str, object]:
    return rekordbox.FORMAT.parse_options(None)


def test_key_numbers_of_traktor() -> None:
    assert [traktor.key_number(Key(*k)) for k in (("C", "major"), ("A", "minor"), ("B", "minor"), ("G#", "minor"))] == [
        0, 21, 23, 20,
    ]  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://x"> %a;]>',
    ],
)
def test_entities_are_refused(tmp_path: Path, name: str, head: str) -> None:
    (tmp_path / "a.xml").write_text(f"{head}<x>&b;</x>")
    with pytest.raises(DocumentError, match="entities"):
        read(tmp_path / "a.xml", name)


@pytest.mark.parametrize("name", FORMATS)
def test_deep_nesting_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.xml").write_text("<x>" * 100_000)
    with pytest.raises(DocumentError, match="far more"):
        read(tmp_path / "a.xml", name)


_VALUES = st.sampled_from(["0", "1", "-1", "nan", "inf", "1e300", "0.001", "", "x", "120", "99999999", "4/4", "0/0"])


@in_tmp
@given(st.lists(st.tuples(_VALUES, _VALUES, _VALUES, _VALUES), max_size=4), _VALUES, st.binary(max_size=30))
def test_malformed_collections(tmp_path: Path, rows: list[tuple[str, ...]], length: str, junk: bytes) -> None:
    tempos = "".join(f'<TEMPO Inizio="{a}" Bpm="{b}" Metro="{c}" Battito="{d}"/>' for a, b, c, d in rows)
    marks = "".join(f'<POSITION_MARK Start="{a}" End="{b}"/>' for a, b, _, _ in rows[:1])
    xml = f'<DJ_PLAYLISTS><TRACK Location="x" TotalTime="{length}">{tempos}{marks}</TRACK></DJ_PLAYLISTS>'
    survives(tmp_path / "a.xml", xml.encode(), "rekordbox")
    cues = "".join(f'<CUE_V2 TYPE="4" START="{a}" LEN="{c}"><GRID BPM="{b}"/></CUE_V2>' for a, b, c, _ in rows)
    nml = f'<NML><ENTRY><LOCATION/><INFO PLAYTIME="{length}"/><MUSICAL_KEY VALUE="{length}"/>{cues}</ENTRY></NML>'
    survives(tmp_path / "a.nml", nml.encode(), "traktor")
    for name in FORMATS:
        survives(tmp_path / "junk", junk, name)
