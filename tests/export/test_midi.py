"""MIDI files as two independent readers, mido and pretty_midi, see them."""

from __future__ import annotations

from pathlib import Path

import mido
import numpy as np
import pretty_midi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.export.common import in_tmp
from tests.export.strategies import analyses, beat_events
from w12studio.domain.analysis import (
    BEATS,
    KEY,
    METER,
    NOTES,
    PITCH,
    TRANSIENTS,
    Analysis,
    AudioFacts,
    Track,
)
from w12studio.domain.curves import Curve
from w12studio.domain.errors import DocumentError, ExportError
from w12studio.domain.events import Event, Events
from w12studio.export import midi, midi_read
from w12studio.export.registry import read, write


def analysis_of(*tracks: Track, duration: float = 10.0) -> Analysis:
    audio = AudioFacts("song.wav", sample_rate=44100, n_samples=int(duration * 44100))
    return Analysis(audio, {t.kind: t for t in tracks})


def beats_track(times: list[float] | np.ndarray, per_bar: int = 4) -> Track:
    values = np.arange(len(times)) % per_bar + 1
    return Track(BEATS, Events.from_columns(times, values=values))


def absolute(path: Path) -> list[tuple[float, mido.Message]]:
    """Messages with their time as mido's own player computes it."""
    now, out = 0.0, []
    for message in mido.MidiFile(path, charset="utf-8"):
        now += message.time
        out.append((now, message))
    return out


@in_tmp
@given(beat_events(), st.sampled_from([("4/4", 4.0), ("6/8", 2.0), ("7/8", 7.0)]))
def test_mido_and_pretty_midi_hear_every_beat_in_time(tmp_path: Path, beats: Events, meter: tuple[str, float]) -> None:
    track = Track(METER, Events([Event(0, 1, meter[1], None, meter[0])]))
    path = tmp_path / "x.mid"
    report = write(analysis_of(Track(BEATS, beats), track), path, "midi", overwrite=True)
    assert report.max_timing_error_s < 1e-4
    clicks = [t for t, m in absolute(path) if m.type == "note_on"]
    assert np.abs(np.array(clicks) - beats.times).max() < 1e-3
    if beats.times[-1] < 2000:  # pretty_midi refuses files of more than ten million ticks
        song = pretty_midi.PrettyMIDI(str(path))
        notes = sorted(n.start for i in song.instruments for n in i.notes)
        assert np.abs(np.array(notes) - beats.times).max() < 1e-3


def test_an_hour_of_drifting_tempo(tmp_path: Path) -> None:
    seconds = np.linspace(0, 3600, 400_000)
    bpm = 120 + 25 * np.sin(seconds / 97) + 3 * np.sin(seconds / 5)
    phase = np.cumsum(bpm / 60 * (seconds[1] - seconds[0]))
    times = np.interp(np.arange(1, int(phase[-1])), phase, seconds)
    analysis = analysis_of(beats_track(times), duration=3600)
    report = write(analysis, tmp_path / "hour.mid", "midi")
    assert len(times) > 7000
    assert report.max_timing_error_s < 1e-5
    song = pretty_midi.PrettyMIDI(str(tmp_path / "hour.mid"))
    starts = np.sort([n.start for n in song.instruments[0].notes])
    assert np.abs(starts - times).max() < 1e-3
    down = song.get_downbeats()
    assert np.abs(down[np.searchsorted(down, times[::4] - 1e-3)] - times[::4]).max() < 1e-3


@in_tmp
@given(beat_events(120), st.sampled_from([1, 2, 10, 50]))
def test_few_tempi_keep_every_beat_within_the_bound(tmp_path: Path, beats: Events, error_ms: int) -> None:
    path = tmp_path / "x.mid"
    report = write(analysis_of(Track(BEATS, beats)), path, "midi", {"error_ms": error_ms}, overwrite=True)
    assert report.max_timing_error_s <= error_ms / 1000
    clicks = [t for t, m in absolute(path) if m.type == "note_on"]
    assert np.abs(np.array(clicks) - beats.times).max() <= error_ms / 1000 + 1e-6


def test_beats_on_frames_of_a_steady_tempo_need_one_tempo_change(tmp_path: Path) -> None:
    analysis = analysis_of(beats_track(np.round(0.37 + np.arange(600) * 60 / 174, 2)), duration=210.0)

    def tempi(error_ms: int) -> list[float]:
        path = tmp_path / "x.mid"
        write(analysis, path, "midi", {"error_ms": error_ms}, overwrite=True)
        return [mido.tempo2bpm(m.tempo) for _, m in absolute(path) if m.type == "set_tempo"]

    assert len(tempi(0)) > 300
    few = tempi(15)
    assert len(few) <= 3 and few[-1] == pytest.approx(174, rel=1e-3)  # one leads in
    options = midi.FORMAT.parse_options({"error_ms": 15})
    assert midi.foresee(analysis, options) == f"{len(few)} tempo changes keep 600 beats within 15 ms of their time."
    assert "exactly in time" in midi.foresee(analysis, midi.FORMAT.parse_options({}))
    assert midi.foresee(analysis_of(), options) == "There are no beats to follow."


def test_the_file_is_format_1_and_starts_with_the_tempo_map(tmp_path: Path) -> None:
    analysis = analysis_of(beats_track(np.arange(8) * 0.5))
    write(analysis, tmp_path / "x.mid", "midi")
    song = mido.MidiFile(tmp_path / "x.mid")
    assert (song.type, song.ticks_per_beat) == (1, 960)
    assert {m.type for m in song.tracks[0]} >= {"set_tempo", "time_signature"}
    assert not any(m.type in ("set_tempo", "time_signature") for t in song.tracks[1:] for m in t)
    assert song.length == pytest.approx(10.0, abs=1e-3)


def test_downbeats_click_differently_and_on_channel_10(tmp_path: Path) -> None:
    write(analysis_of(beats_track(np.arange(8) * 0.5)), tmp_path / "x.mid", "midi")
    notes = [m for _, m in absolute(tmp_path / "x.mid") if m.type == "note_on"]
    assert [m.note for m in notes] == [76, 77, 77, 77] * 2
    assert {m.channel for m in notes} == {9}


def test_markers_and_keys_in_any_script(tmp_path: Path) -> None:
    keys = Track(KEY, Events([Event(0, 4, label="Eb minor"), Event(4, 4, label="G# major"), Event(6, label="?")]))
    mine = Track("mine", Events([Event(1.5, label="Σολ 🥁"), Event(2.5, 1.0)]))
    report = write(analysis_of(keys, mine, beats_track([0, 0.5, 1])), tmp_path / "x.mid", "midi")
    seen = absolute(tmp_path / "x.mid")
    assert [m.key for _, m in seen if m.type == "key_signature"] == ["Ebm", "Ab"]
    marks = {m.text: t for t, m in seen if m.type == "marker"}
    assert marks["Σολ 🥁"] == pytest.approx(1.5, abs=1e-3)
    assert set(marks) == {"Eb minor", "G# major", "?", "Σολ 🥁", "mine"}
    assert any("1 region of mine" in s for s in report.lost)
    assert any("1 key without a signature" in s for s in report.lost)


def test_transients_are_as_loud_as_they_are_strong(tmp_path: Path) -> None:
    hits = Track(TRANSIENTS, Events([Event(0.1, 0, 0.0), Event(0.2, 0, 1.0), Event(0.3)]))
    write(analysis_of(hits), tmp_path / "x.mid", "midi")
    notes = [(t, m.velocity) for t, m in absolute(tmp_path / "x.mid") if m.type == "note_on"]
    assert [v for _, v in notes] == [1, 127, 96]
    assert [t for t, _ in notes] == pytest.approx([0.1, 0.2, 0.3], abs=3e-4)


def test_without_beats_the_tempo_is_120_and_times_are_right(tmp_path: Path) -> None:
    hits = Track(TRANSIENTS, Events.from_columns([0.123, 3599.9876, 40_000.5]))
    report = write(analysis_of(hits, duration=43_000), tmp_path / "x.mid", "midi")
    assert report.max_timing_error_s <= 0.5 * 0.5 / 960 + 1e-6
    assert any("120 BPM" in s for s in report.notes)
    starts = [t for t, m in absolute(tmp_path / "x.mid") if m.type == "note_on"]
    assert starts == pytest.approx([0.123, 3599.9876, 40_000.5], abs=3e-4)


def test_notes_with_a_bend(tmp_path: Path) -> None:
    notes = Track(NOTES, Events([Event(1, 0.5, 60.25), Event(2, 0.5, 72.0), Event(3, 1, None)]))
    report = write(analysis_of(notes), tmp_path / "x.mid", "midi")
    assert any("1 note without a pitch" in s for s in report.lost)
    layers = {t.kind: t.events for t in read(tmp_path / "x.mid")}
    assert layers[NOTES].values == pytest.approx([60.25, 72.0], abs=0.002)
    assert layers[NOTES].durations == pytest.approx([0.5, 0.5], abs=1e-3)
    song = pretty_midi.PrettyMIDI(str(tmp_path / "x.mid"))
    assert [n.pitch for n in song.instruments[0].notes] == [60, 72]


def test_overlapping_notes_get_no_bend(tmp_path: Path) -> None:
    notes = Track(NOTES, Events([Event(1, 2, 60.25), Event(2, 1, 64.0)]))
    write(analysis_of(notes), tmp_path / "x.mid", "midi")
    assert not [m for _, m in absolute(tmp_path / "x.mid") if m.type == "pitchwheel"]


def test_a_sung_curve_becomes_notes_with_vibrato(tmp_path: Path) -> None:
    n = np.arange(100)
    number = np.where(n < 50, 69 + 0.3 * np.sin(n), 74.0)
    number[:5] = np.nan
    curve = Curve(440 * 2 ** ((number - 69) / 12), 100.0, 0.0, "Hz")
    write(analysis_of(Track(PITCH, curve=curve)), tmp_path / "x.mid", "midi")
    seen = absolute(tmp_path / "x.mid")
    on = [(t, m.note) for t, m in seen if m.type == "note_on"]
    assert [k for _, k in on] == [69, 74]
    assert [t for t, _ in on] == pytest.approx([0.05, 0.5], abs=3e-4)
    bends = [m.pitch / 8192 * 12 for t, m in seen if m.type == "pitchwheel" and t < 0.499]
    assert len(bends) > 30
    assert max(bends) == pytest.approx(0.3, abs=0.02)


def test_a_note_over_everything_for_live(tmp_path: Path) -> None:
    write(analysis_of(beats_track([0.5, 1.0])), tmp_path / "x.mid", "midi", {"span_note": "yes"})
    track = mido.MidiFile(tmp_path / "x.mid").tracks[-1]
    on, off = (m for m in track if m.type in ("note_on", "note_off"))
    assert on.time == 0
    assert off.time > 9 * 1900


def test_what_can_not_be_placed_is_said(tmp_path: Path) -> None:
    beats = Events.from_columns([-1.0, 0.5, 0.5, 1.0, 1e9], values=[4, 1, 1, 2, 3])
    report = write(analysis_of(Track(BEATS, beats)), tmp_path / "x.mid", "midi")
    assert any("2 events of beats before 0 s or after 100 hours" in s for s in report.lost)
    assert any("1 beat at the time of another one" in s for s in report.lost)


@in_tmp
@given(analyses())
def test_any_analysis_is_written_and_checked(tmp_path: Path, analysis: Analysis) -> None:
    report = write(analysis, tmp_path / "x.mid", "midi", overwrite=True)
    bound = max([1e-3, *midi_read.load(tmp_path / "x.mid").half_tick(np.array([0.0, 1e9]))])
    assert report.max_timing_error_s <= max(bound, 0.009)
    layers = {t.kind: t.events for t in read(tmp_path / "x.mid")}
    if BEATS in analysis.tracks:
        assert layers[BEATS].times == pytest.approx(analysis.events(BEATS).times, abs=1e-4)
        downs = analysis.events(BEATS).times[analysis.events(BEATS).values == 1]
        found = layers[BEATS].times[layers[BEATS].values == 1]
        assert all(np.abs(found - time).min() < 1e-4 for time in downs)


def test_a_wrong_tempo_is_found_out(tmp_path: Path) -> None:
    analysis = analysis_of(beats_track(np.arange(8) * 0.5))
    settings_ = midi.FORMAT.parse_options({"click": False})
    content = midi.render(analysis, settings_).files[0][1]
    wrong = content.replace((500_000).to_bytes(3, "big"), (501_000).to_bytes(3, "big"))
    assert wrong != content
    (tmp_path / "x.mid").write_bytes(wrong)
    with pytest.raises(ExportError, match="off by"):
        midi.verify([tmp_path / "x.mid"], analysis, settings_)


@in_tmp
@given(st.binary(max_size=200), st.integers(0, 400), st.booleans())
def test_damaged_files_raise_document_errors(tmp_path: Path, junk: bytes, cut: int, head: bool) -> None:
    rendered = midi.render(
        analysis_of(beats_track(np.arange(8) * 0.5), Track("mine", Events([Event(1, label="ä")]))),
        midi.FORMAT.parse_options(None),
    )
    content = rendered.files[0][1][:cut] + junk if head else junk
    path = tmp_path / "x.mid"
    path.write_bytes(content)
    try:
        assert isinstance(read(path), tuple)
    except DocumentError as error:
        assert "x.mid" in str(error)


def test_smpte_time_is_refused(tmp_path: Path) -> None:
    head = b"MThd" + bytes((0, 0, 0, 6, 0, 1, 0, 1, 0xE7, 0x28))
    (tmp_path / "x.mid").write_bytes(head + b"MTrk" + bytes((0, 0, 0, 4, 0, 0xFF, 0x2F, 0)))
    with pytest.raises(DocumentError, match="SMPTE"):
        read(tmp_path / "x.mid")


def test_beats_of_a_foreign_file_come_from_its_tempo_map(tmp_path: Path) -> None:
    song = mido.MidiFile(ticks_per_beat=96)
    song.tracks.append(
        mido.MidiTrack(
            [
                mido.MetaMessage("time_signature", numerator=3, denominator=4),
                mido.MetaMessage("set_tempo", tempo=600_000),
                mido.Message("note_on", note=60, time=0),
                mido.Message("note_off", note=60, time=96 * 6),
            ]
        )
    )
    song.save(tmp_path / "x.mid")
    beats = next(t.events for t in read(tmp_path / "x.mid") if t.kind == BEATS)
    assert beats.times == pytest.approx(np.arange(7) * 0.6)
    assert beats.values.tolist() == [1, 2, 3, 1, 2, 3, 1]
