"""Tags: windows, names, the layer, and what there is without weights."""

import threading
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.engine.rhythm_helpers import NotingJob, band, store
from w12studio.domain.analysis import TAGS, Analysis, AudioFacts, Source
from w12studio.domain.curves import Curve
from w12studio.domain.errors import Cancelled, EstimatorError
from w12studio.domain.tags import GENRES, genre_of, tag_scores
from w12studio.engine import registry
from w12studio.engine.messages import Warned
from w12studio.engine.musicnn import MSD_TAGS, MTT_TAGS, PATCH
from w12studio.engine.pipeline import Pipeline, Request
from w12studio.engine.tags import estimate_musicnn, estimate_no_tags, merged, tag_track, windows
from w12studio.engine.workers import WorkerPool


@pytest.mark.parametrize(("seconds", "count"), [(3, 1), (4, 1), (10, 5), (60, 20), (250, 20), (3600, 180)])
def test_windows_are_spread_evenly_over_the_whole_recording(seconds, count):
    n_frames = 1 + seconds * 16_000 // 256
    starts, hop = windows(n_frames)
    assert len(starts) == count
    assert starts[0] == 0
    if count > 1:
        assert starts[-1] == n_frames - PATCH
        assert np.ptp(np.diff(starts)) <= 1
        assert np.diff(starts).mean() == pytest.approx(hop)


def test_tags_that_both_networks_know_are_averaged():
    mtt, msd = np.zeros((2, 50), np.float32), np.zeros((2, 50), np.float32)
    mtt[:, MTT_TAGS.index("rock")], msd[:, MSD_TAGS.index("rock")] = 0.2, 0.6
    msd[:, MSD_TAGS.index("sad")] = 0.5
    names, scores = merged({"MTT_musicnn": mtt, "MSD_musicnn": msd})
    assert len(names) == len(set(names)) == scores.shape[1]
    assert scores[0, names.index("rock")] == pytest.approx(0.4)
    assert scores[1, names.index("sad")] == pytest.approx(0.5)


def test_the_layer_lists_the_best_tags_and_a_genre():
    names = ("piano", "rock", "jazz", "slow", "weird")
    curve = Curve(np.array([[0.9, 0.02, 0.06, 0.3, 0.01], [0.7, 0.02, 0.04, 0.5, 0.01]]), 0.5, bins=names)
    track = tag_track(curve, 12.0, Source("test"))
    assert {e.label: round(e.value, 3) for e in track.events} == {"piano": 0.8, "slow": 0.4, "jazz": 0.05}
    assert {(e.time, e.duration) for e in track.events} == {(0.0, 12.0)}
    analysis = Analysis(AudioFacts("x"), {TAGS: track})
    assert genre_of(analysis).label == "jazz"
    assert genre_of(Analysis(AudioFacts("x"))) is None
    assert tag_scores(track)["slow"] == pytest.approx(0.4)
    assert tag_scores(None) == {}


def test_genres_are_tags():
    assert set(MTT_TAGS + MSD_TAGS) >= GENRES


def test_without_weights_there_is_an_empty_layer_that_says_how_to_fetch_them(tmp_path):
    song = tmp_path / "song.wav"
    soundfile.write(song, band(4.0)[0], 44_100)
    messages = []
    pool = WorkerPool()
    line = Pipeline(pool, song, Request(layers=("tags",)), messages.append, threading.Event())
    try:
        audio = line.read(lambda sha: False)
        analysis = line.analyze(audio)
        Path(audio.store).unlink()
    finally:
        pool.shutdown()
    track = analysis.track(TAGS)
    assert (track.source.estimator, len(track.events), track.curve) == ("no-tags", 0, None)
    assert "Help > Models… or `w12studio models fetch musicnn` brings it" in track.message
    assert track.source.fallback_from == ()
    assert line.clean
    assert not any(isinstance(m, Warned) for m in messages)


def test_who_asks_for_absent_weights_by_name_is_told():
    estimator = registry.ESTIMATORS["musicnn"]
    assert "models fetch musicnn" in registry.missing(estimator)
    stage = next(s for s in registry.STAGES if s.name == "tags")
    assert stage.chain == ("no-tags",)
    assert Request(estimators={"tags": "musicnn"}).chain(stage) == ("musicnn", "no-tags")


def test_fetched_weights_change_the_chain_and_so_what_is_remembered(musicnn_weights):
    stage = next(s for s in registry.STAGES if s.name == "tags")
    assert stage.chain == ("musicnn", "no-tags")


def test_changed_weights_are_not_used(tmp_path, own_folders):
    folder = own_folders / "data" / "models" / "musicnn" / "MTT_musicnn"
    folder.mkdir(parents=True)
    (folder / ".index").write_bytes(b"something else")
    audio = store(tmp_path, band(5.0)[0])
    with pytest.raises(EstimatorError, match="differ from those listed"):
        estimate_musicnn(audio, NotingJob(), {})
    (track,) = estimate_no_tags(audio, NotingJob(), {})
    assert track.message == "No model could tell the tags."


def test_silence_and_what_is_too_short_have_no_tags(tmp_path):
    for reason, samples in (("silent", np.zeros(44_100 * 5)), ("too short", band(2.0)[0][: 44_100 * 2])):
        (track,) = estimate_musicnn(store(tmp_path, samples, name=reason), NotingJob(), {})
        assert reason in track.message
        assert len(track.events) == 0


def test_music_has_tags(tmp_path, musicnn_weights):
    t = np.arange(44_100 * 8) / 44_100
    chord = sum(np.sin(2 * np.pi * f * t) / (1 + i) for i, f in enumerate((220, 277.2, 329.6, 440)))
    audio = store(tmp_path, 0.2 * chord * np.exp(-(t % 2.0) * 2))
    job = NotingJob()
    (track,) = estimate_musicnn(audio, job, {})
    assert track.curve.values.shape == (4, 92)
    assert track.curve.start == pytest.approx(1.496)
    assert np.all((track.curve.values >= 0) & (track.curve.values <= 1))
    scores = tag_scores(track)
    assert scores["slow"] + scores["ambient"] > scores["rock"] + scores["metal"]
    assert len(track.source.weights_sha256) == 64
    assert job.fractions == sorted(job.fractions)
    with pytest.raises(Cancelled):
        estimate_musicnn(audio, NotingJob(cancel_at=0.3), {})
