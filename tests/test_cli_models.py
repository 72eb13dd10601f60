"""``w12studio models`` on the command line."""

import json

import numpy as np
import pytest
import soundfile

from tests.engine.rhythm_helpers import band
from w12studio import service
from w12studio.cli import main
from w12studio.domain.analysis import CARD, TAGS, Analysis, AudioFacts, Fact, Track
from w12studio.domain.events import Events


def test_models_are_listed(capsys):
    assert main(["models"]) == 0
    text = capsys.readouterr().out
    assert "swift-f0" in text and "w12studio models fetch musicnn" in text and "no commercial use" in text
    assert main(["models", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {"name", "task", "source", "sha256", "licence", "size", "citation", "status"} <= set(listed[0])


def test_verify_fails_where_something_is_wrong(capsys):
    assert main(["models", "verify", "swift-f0"]) == 0
    assert main(["models", "verify", "musicnn"]) == 1
    assert "musicnn: the weights musicnn are not installed" in capsys.readouterr().out


def test_paths_and_mistakes(capsys, tmp_path):
    assert main(["models", "path", "swift-f0"]) == 0
    assert capsys.readouterr().out.strip().endswith("model.onnx")
    assert main(["models", "path", "nothing"]) == 2
    assert main(["models", "fetch", "vggish", "--from", str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert "there is no model 'nothing'" in error and "audioset-vggish-3.pb" in error


def test_tags_and_facts_are_in_the_summary():
    tags = Track(TAGS, Events.from_columns([0.0, 0.0], [9.0, 9.0], [0.5, 0.25], None, ["piano", "jazz"]))
    card = Track(CARD, facts=(Fact("happiness", 61.5, 0.4), Fact("liveness", reason="unknown")))
    summary = service.summary_of(Analysis(AudioFacts("x"), {TAGS: tags, CARD: card}))
    assert summary["genre"] == "jazz"
    assert summary["tags"] == {"piano": 0.5, "jazz": 0.25}
    assert summary["facts"] == {"happiness": 61.5, "liveness": None}


def test_a_recording_is_embedded(tmp_path, capsys, musicnn_weights):
    song = tmp_path / "song.wav"
    soundfile.write(song, band(6.0)[0], 44_100)
    assert main(["models", "embed", str(song)]) == 0
    with np.load(tmp_path / "song.musicnn.npz") as found:
        assert sorted(found) == ["MSD_musicnn", "MTT_musicnn", "times"]
        assert found["MSD_musicnn"].shape == (len(found["times"]), 200)
        assert found["times"][0] == pytest.approx(1.496)
    assert main(["models", "embed", str(song)]) == 2
    assert "there is such a file already" in capsys.readouterr().err


def test_embedding_without_weights_says_how_to_fetch_them(tmp_path, capsys):
    song = tmp_path / "song.wav"
    soundfile.write(song, band(4.0)[0], 44_100)
    assert main(["models", "embed", str(song)]) == 2
    assert "w12studio models fetch musicnn" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["song.wav"]
