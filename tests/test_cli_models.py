"""``w12studio models`` on the command line."""

import json

from w12studio.cli import main


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
