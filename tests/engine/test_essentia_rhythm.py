"""Essentia's estimators, in a process of their own: it must not meet TensorFlow in this one."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Essentia has no wheels for Windows")

SCRIPT = """
import json, sys, tempfile
from pathlib import Path
from tests.engine.rhythm_helpers import NotingJob, awkward_recordings, band, store
from tests.engine.test_key import cadence
from w12studio.engine.registry_rhythm import QUICK_ESTIMATORS, RHYTHM_ESTIMATORS

recordings = {"band": (band(20.0)[0], 44100), "cadence": (cadence(9, True), 44100), **awkward_recordings()}
result = {}
with tempfile.TemporaryDirectory() as folder:
    for estimator in (*RHYTHM_ESTIMATORS, *QUICK_ESTIMATORS):
        if estimator.family != "essentia":
            continue
        for name, (samples, rate) in recordings.items():
            (track,) = estimator.load()(store(Path(folder), samples, rate, name), NotingJob(), {})
            events = track.events
            result[f"{estimator.name}/{name}"] = {
                "kind": track.kind, "times": events.times.tolist(), "values": events.values.tolist(),
                "labels": events.labels, "confidences": events.confidences.tolist(), "message": track.message,
            }
print(json.dumps(result))
"""


@pytest.fixture(scope="module")
def results():
    """What every estimator of Essentia says of every recording."""
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=root, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.slow
def test_beats(results):
    found = results["essentia-beats/band"]
    assert np.median(np.diff(found["times"])) == pytest.approx(0.5, rel=0.03)
    assert set(found["values"]) == {1.0, 2.0, 3.0, 4.0}
    assert "check the downbeats" in found["message"]


@pytest.mark.slow
def test_the_quick_grid(results):
    found = results["quick-essentia/band"]
    assert np.median(np.diff(found["times"])) == pytest.approx(0.5, rel=0.03)
    assert set(found["values"]) == {1.0, 2.0, 3.0, 4.0}


@pytest.mark.slow
def test_onsets(results):
    found = results["essentia-onsets/band"]
    assert 60 <= len(found["times"]) <= 100
    assert all(0 <= value <= 1 for value in found["values"])


@pytest.mark.slow
def test_key(results):
    assert results["essentia-key/cadence"]["labels"] == ["A minor"]


@pytest.mark.slow
def test_no_music_is_no_error(results):
    for name, found in results.items():
        assert found["labels"] or found["message"].endswith("."), name
        assert all(0 <= c <= 1 for c in found["confidences"] if not np.isnan(c)), name
        if name.split("/")[1] in ("nothing", "one sample", "silence", "0.3 s", "0.05 s"):
            assert not found["times"] and found["message"].endswith("."), name
