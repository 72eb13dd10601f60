"""Comparing from the command line and as a library: files of markers, projects, recordings."""

import json
import threading

import numpy as np
import pytest
import soundfile

from w12studio import cli, service
from w12studio.domain.alignment import BY_HAND, ONSETS, SOUND, Alignment
from w12studio.domain.analysis import BEATS, KEY, PITCH, Analysis, AudioFacts, Track
from w12studio.domain.errors import AudioError, Cancelled, W12Error
from w12studio.domain.events import Event, Events
from w12studio.service import comparing as module

RATE = 16_000


@pytest.fixture
def no_workers_left():
    yield
    service.shutdown()


def beats(times):
    at = np.asarray(times, dtype=float)
    return Track(BEATS, Events.from_columns(at, None, np.arange(at.size) % 4 + 1))


def side(path, *tracks, sha="", recording=None, seconds=60):
    audio = AudioFacts(str(path), sha, 1000, 1, seconds * 1000)
    return service.Side(path, Analysis(audio, {t.kind: t for t in tracks}), recording)


@pytest.fixture
def files(tmp_path):
    """A project and a reference as text, of which one beat is missing, one is extra, and the rest late."""
    ours, theirs = np.arange(1, 21) * 0.5, np.append(np.delete(np.arange(1, 21) * 0.5, 4) + 0.01, 11.0)
    key = Track(KEY, Events([Event(0.0, 12.0, label="A minor")]))
    audio = AudioFacts(str(tmp_path / "song.wav"), "", 1000, 1, 12_000)
    project, reference = tmp_path / "song.w12", tmp_path / "ears.csv"
    service.save_project(Analysis(audio, {BEATS: beats(ours), KEY: key}), project)
    service.export(Analysis(audio, {BEATS: beats(theirs)}), reference, "csv")
    return project, reference


def test_a_project_is_compared_with_a_reference(files, capsys):
    assert cli.main(["compare", *map(str, files)]) == 0
    printed = capsys.readouterr().out
    assert "F 0.950  P 0.950  R 0.950" in printed
    assert "19 matched, 1 missing, 1 extra; median -10.0 ms" in printed
    assert "Downbeats" in printed
    assert "Key" not in printed


def test_everything_as_json(files, capsys):
    assert cli.main(["compare", *map(str, files), "--json", "--layer", "beats"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert list(printed["layers"]) == [BEATS]
    found = printed["layers"][BEATS]
    assert found["missing"] == [11.0]
    assert found["extra"] == [2.5]
    assert found["matched"][0] == [0.5, 0.51]
    assert found["figures"]["absolute_95_ms"] == pytest.approx(10.0)
    assert "alignment" not in printed


def test_tolerance_offset_and_a_beginning_that_is_left_out(files, capsys):
    assert cli.main(["compare", *map(str, files), "--json", "--tolerance", "5"]) == 0
    assert json.loads(capsys.readouterr().out)["layers"][BEATS]["figures"]["matched"] == 0
    assert cli.main(["compare", *map(str, files), "--json", "--tolerance", "5", "--offset", "-0.01"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["layers"][BEATS]["figures"]["matched"] == 19
    assert printed["alignment"] == {
        "offset_s": -0.01, "rate": 1.0, "method": BY_HAND, "confidence": 0.0, "spread_s": None,
    }  # fmt: skip
    assert cli.main(["compare", *map(str, files), "--json", "--skip", "5"]) == 0
    assert json.loads(capsys.readouterr().out)["layers"][BEATS]["extra"] == []


def test_what_can_not_be_compared_gets_a_sentence(files, tmp_path, capsys):
    assert cli.main(["compare", str(files[0]), str(tmp_path / "none.csv")]) == 2
    assert cli.main(["compare", *map(str, files), "--layer", "chords"]) == 2
    assert "no layer in common" in capsys.readouterr().err
    assert cli.main(["compare", *map(str, files), "--tolerance", "0"]) == 2


def test_regions_and_curves_are_told_by_their_time(tmp_path, capsys):
    ours = Track(KEY, Events([Event(0.0, 12.0, label="A minor")]))
    theirs = Track(KEY, Events([Event(0.0, 9.0, label="A minor"), Event(9.0, 3.0, label="C major")]))
    audio = AudioFacts("a.wav", "", 1000, 1, 12_000)
    for name, track in (("a.w12", ours), ("b.w12", theirs)):
        service.save_project(Analysis(audio, {KEY: track}), tmp_path / name)
    assert cli.main(["compare", str(tmp_path / "a.w12"), str(tmp_path / "b.w12")]) == 0
    printed = capsys.readouterr().out
    assert "overlap 0.750" in printed
    assert "they differ for 0:03.0 in 1 place\n" in printed


def test_two_recordings_are_judged_where_both_sound(tmp_path):
    ours = side(tmp_path / "a.wav", beats(np.arange(0, 60)), recording=tmp_path / "a.wav")
    theirs = side(tmp_path / "b.wav", beats(np.arange(0, 20)), recording=tmp_path / "b.wav", seconds=20)
    done = service.compare_sides(ours, theirs, [BEATS], alignment=Alignment(10.0))
    (found,) = done.differences
    assert found.figures["f_measure"] == 1.0
    assert found.figures["matched"] == 20
    late = service.compare_sides(ours, theirs, [BEATS], inside=(25.0, 99.0), alignment=Alignment(10.0))
    assert late.differences[0].figures["matched"] == 5


def test_a_layer_of_another_name_counts_as_the_one_that_is_wanted():
    odd = {"taps": Track("taps", Events.from_columns([1.0, 2.0])), PITCH: Track(PITCH)}
    assert set(service.tracks_as(odd, BEATS)) == {BEATS, PITCH}
    assert set(service.tracks_as(odd | {"more": odd["taps"]}, BEATS)) == {"taps", "more", PITCH}


def test_one_and_the_same_recording_needs_no_alignment(tmp_path):
    a, b = side(tmp_path / "a.w12", sha="1"), side(tmp_path / "b.w12", sha="1")
    assert service.same_recording(a, b)
    assert not service.same_recording(a, side(tmp_path / "b.w12", sha="2", recording=a.recording))
    same = tmp_path / "a.wav"
    assert service.same_recording(side(same, recording=same), side(same, recording=same))
    assert not service.same_recording(side(same), side(same))


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (Alignment(), "beginning to beginning"),
        (Alignment(5.5, 1.0, SOUND, 1.0, 0.0002), "begins at +5.5000 s, to about 0.2 ms"),
        (
            Alignment(0.0, 1.033, SOUND, 0.5, 0.0),
            "in 50% of the places looked at: theirs begins at +0.0000 s and runs",
        ),
        (
            Alignment(-1.0, 0.9, ONSETS, 0.8, 0.01),
            "not the same sound: theirs begins at -1.000 s and runs 10.000 % s",
        ),
        (Alignment(2.0, 1.0, BY_HAND), "by hand: theirs begins at +2.000 s."),
    ],
)
def test_an_alignment_is_said_in_a_sentence(found, text):
    assert text in service.alignment_text(found)


@pytest.fixture
def recordings(tmp_path):
    """Bursts of noise, and the same from 3 s on."""
    rng = np.random.default_rng(0)
    n = RATE * 24
    sound = rng.normal(0, 0.1, n) * (np.sin(np.cumsum(rng.normal(0, 0.004, n))) > 0.3)
    ours, theirs = tmp_path / "a.wav", tmp_path / "b.wav"
    soundfile.write(ours, sound, RATE)
    soundfile.write(theirs, sound[RATE * 3 :], RATE)
    return ours, theirs


def test_recordings_are_aligned_in_a_worker(recordings, no_workers_left):
    said = []
    found = service.align(*recordings, said.append)
    assert found.method == SOUND
    assert found.offset_s == pytest.approx(3.0, abs=2e-4)
    assert said == sorted(said)
    assert not list((service.cache_dir() / "audio").iterdir())
    audio = service.analyze(recordings[0], service.Request(layers=(), keep_audio=True, use_cache=False))
    assert audio.duration == 24.0


def test_a_copy_of_theirs_on_our_time(recordings, no_workers_left):
    kept = []
    request = service.Request(layers=(), keep_audio=True, use_cache=False)
    service.analyze(recordings[0], request, kept.append)
    ours = next(m.audio for m in kept if isinstance(m, service.AudioReady))
    copy = service.sound_on_our_time(ours, recordings[1], Alignment(3.0))
    inside = slice(RATE * 4, RATE * 5)
    assert np.array_equal(copy.samples()[inside], ours.samples()[inside])
    assert not copy.samples()[:RATE].any()
    for one in (ours, copy):
        service.release_audio(one)


def test_a_cancel_and_a_file_that_is_not_there(recordings, tmp_path, no_workers_left):
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        service.align(*recordings, cancel=cancel)
    ours = service.SharedAudio("", RATE, 1, RATE)
    with pytest.raises(Cancelled):
        service.sound_on_our_time(ours, recordings[1], Alignment(3.0), cancel)
    with pytest.raises(AudioError, match="no such file"):
        service.align(recordings[0], tmp_path / "none.wav")
    (tmp_path / "letter.wav").write_text("Dear Sir or Madam, " * 50)
    with pytest.raises(AudioError):
        service.align(recordings[0], tmp_path / "letter.wav")


def test_recordings_on_the_command_line(recordings, capsys, monkeypatch, no_workers_left):
    def analyze(path, request, *_):
        assert request.layers == ("beats",)
        at = np.arange(4, 23) + (0.0 if path.name == "a.wav" else -3.0)
        return Analysis(AudioFacts(str(path), path.name, RATE, 1, soundfile.info(path).frames), {BEATS: beats(at)})

    monkeypatch.setattr(module.analyzing, "analyze", analyze)
    assert cli.main(["compare", *map(str, recordings), "--layer", "beats"]) == 0
    printed = capsys.readouterr().out
    assert "The same sound: theirs begins at +3.0000 s" in printed
    assert "F 1.000" in printed
    monkeypatch.setattr(service, "align", lambda *_: Alignment())
    assert cli.main(["compare", *map(str, recordings), "--layer", "beats"]) == 1
    assert "Nothing was found" in capsys.readouterr().out


def test_nothing_in_common_is_an_error(tmp_path):
    ours, theirs = side(tmp_path / "a", beats([1.0])), side(tmp_path / "b")
    with pytest.raises(W12Error, match="no layer in common"):
        service.compare_sides(ours, theirs)
