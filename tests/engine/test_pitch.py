"""Pitch and notes: known tones through every tracker, chunks against whole files, odd input."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from w12studio.domain.analysis import NOTES, PITCH, TRANSIENTS, Analysis, AudioFacts, Source, Track
from w12studio.domain.curves import Curve
from w12studio.domain.errors import Cancelled, EstimatorError
from w12studio.domain.events import Events
from w12studio.engine import pitch as pitch_module
from w12studio.engine.derived import following_tracks
from w12studio.engine.estimator import EstimateFunction
from w12studio.engine.notes import notes_from_f0
from w12studio.engine.pitch import estimate_essentia_pitch, estimate_pyin, estimate_swift_f0
from w12studio.engine.pitch_frames import (
    FMIN_HZ,
    FRAME_RATE,
    at_frame_rate,
    mono_blocks,
    repair_harmonics,
    runs_of,
    steady_voicing,
)
from w12studio.engine.store import SharedAudio

NOTHING: Mapping[str, str] = {}
ESTIMATORS = [
    pytest.param(estimate_swift_f0, id="swift-f0"),
    pytest.param(estimate_essentia_pitch, id="essentia"),
    pytest.param(estimate_pyin, id="pyin", marks=pytest.mark.slow),
]


class RecordingJob:
    """Keeps what an estimator reports; stops it after a number of reports where asked."""

    def __init__(self, stop_after: int = 10**9) -> None:
        self.fractions: list[float] = []
        self.emitted: list[Track] = []
        self.stop_after = stop_after

    def progress(self, fraction: float) -> None:
        self.fractions.append(fraction)
        if len(self.fractions) >= self.stop_after:
            raise Cancelled

    def emit(self, track: Track) -> None:
        self.emitted.append(track)


@pytest.fixture(autouse=True)
def need_essentia(request: pytest.FixtureRequest) -> None:
    if "essentia" in request.node.name:
        pytest.importorskip("essentia", reason="Essentia has no package for this system")


def shared(tmp_path: Path, x: np.ndarray, rate: int) -> SharedAudio:
    x = np.asarray(x, dtype=np.float32)
    x = x[:, None] if x.ndim == 1 else x
    path = tmp_path / "store.f32"
    x.tofile(path)
    return SharedAudio(str(path), rate, x.shape[1], len(x))


def tone(f0: np.ndarray, rate: int, harmonics: tuple[float, ...] = (1, 0.6, 0.4, 0.3, 0.2)) -> np.ndarray:
    """A sound whose pitch follows ``f0`` (Hz a sample), silent where it is 0."""
    phase = 2 * np.pi * np.cumsum(f0) / rate
    y = sum(a * np.sin(k * phase) for k, a in enumerate(harmonics, 1) if a)
    return np.where(f0 > 0, 0.2 * y, 0.0)


def melody(rate: int) -> tuple[np.ndarray, list[tuple[float, float, int]]]:
    """f0 a sample, and its notes as (start s, end s, MIDI number): six notes of 0.4 s, 0.1 s apart."""
    notes = [(0.5 + 0.5 * i, 0.9 + 0.5 * i, m) for i, m in enumerate((60, 64, 67, 72, 55, 62))]
    f0 = np.zeros(round(4.0 * rate))
    for start, end, m in notes:
        f0[round(start * rate) : round(end * rate)] = 440 * 2 ** ((m - 69) / 12)
    return f0, notes


def cents(a: np.ndarray, b: np.ndarray | float) -> np.ndarray:
    return 1200 * np.log2(np.asarray(a, dtype=float) / b)


# -- every tracker ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("estimate", ESTIMATORS)
def test_a_melody_gives_its_pitches_and_notes(tmp_path: Path, estimate: EstimateFunction) -> None:
    rate = 44100
    f0, notes = melody(rate)
    job = RecordingJob()
    pitch, found = estimate(shared(tmp_path, np.stack([tone(f0, rate)] * 2, axis=1), rate), job, NOTHING)

    assert (pitch.kind, found.kind, pitch.complete, pitch.message) == (PITCH, NOTES, True, "")
    assert pitch.curve is not None and pitch.curve.unit == "Hz" and pitch.curve.frame_rate == FRAME_RATE
    assert len(pitch.curve) == 400
    for start, end, midi in notes:
        held = pitch.curve.values[pitch.curve.span(start + 0.06, end - 0.06)]
        assert np.abs(cents(held, 440 * 2 ** ((midi - 69) / 12))).max() < 30
    silent = pitch.curve.values[pitch.curve.span(0.0, 0.4)]
    assert np.isnan(silent).all()

    assert [round(v) for v in found.events.values] == [m for _, _, m in notes]
    np.testing.assert_allclose(found.events.times, [a for a, _, _ in notes], atol=0.04)
    np.testing.assert_allclose(found.events.times + found.events.durations, [b for _, b, _ in notes], atol=0.05)
    assert ((found.events.confidences > 0.5) & (found.events.confidences <= 1)).all()

    assert job.fractions == sorted(job.fractions) and job.fractions[-1] == 1.0
    assert pitch.source.version and pitch.source.estimator == found.source.estimator


@pytest.mark.parametrize("estimate", ESTIMATORS)
@pytest.mark.parametrize("rate", [8000, 48000])
def test_times_are_right_at_any_sample_rate(tmp_path: Path, estimate: EstimateFunction, rate: int) -> None:
    """A glide of an octave a second: 10 ms of delay would be 12 cents."""
    t = np.arange(4 * rate) / rate
    pitch, _ = estimate(shared(tmp_path, tone(200 * 2 ** (t / 2), rate), rate), RecordingJob(), NOTHING)
    assert pitch.curve is not None
    span = pitch.curve.span(0.5, 3.5)
    wrong = cents(pitch.curve.values[span], 1.0) - cents(200 * 2 ** (pitch.curve.times()[span] / 2), 1.0)
    assert abs(np.median(wrong)) < 4
    assert np.abs(wrong).max() < 40


@pytest.mark.parametrize("estimate", ESTIMATORS)
@pytest.mark.parametrize(
    ("x", "words"),
    [
        (np.zeros(44100), "silent"),
        (np.full(44100, 0.5), "pitch"),
        (np.zeros(1), "too short"),
        (np.ones(100), "too short"),
        (np.zeros(2300), "silent"),
        (np.full(8000, np.nan), "silent"),
        (np.random.default_rng(0).uniform(-0.5, 0.5, 44100), "No pitch"),
    ],
    ids=["silence", "DC", "one sample", "100 samples", "0.052 s", "NaN", "noise"],
)
def test_nothing_to_find_is_said_and_not_raised(
    tmp_path: Path, estimate: EstimateFunction, x: np.ndarray, words: str
) -> None:
    pitch, notes = estimate(shared(tmp_path, x, 44100), RecordingJob(), NOTHING)
    assert pitch.curve is not None and np.isnan(pitch.curve.values).all()
    assert len(notes.events) == 0
    assert words in pitch.message and notes.message


@pytest.mark.parametrize("estimate", ESTIMATORS)
def test_a_cancel_is_noticed(tmp_path: Path, estimate: EstimateFunction) -> None:
    f0 = np.full(16000 * 20, 220.0)
    job = RecordingJob(stop_after=1)
    with pytest.raises(Cancelled):
        estimate(shared(tmp_path, tone(f0, 16000), 16000), job, NOTHING)
    assert len(job.fractions) == 1 and job.fractions[0] < 1


def test_results_stream_in(tmp_path: Path) -> None:
    f0 = np.full(16000 * 90, 220.0)
    job = RecordingJob()
    pitch, _ = estimate_swift_f0(shared(tmp_path, tone(f0, 16000), 16000), job, NOTHING)
    assert len(job.emitted) >= 3
    lengths = [len(t.curve) for t in job.emitted if t.curve is not None]
    assert lengths == sorted(lengths) and lengths[-1] < len(pitch.curve or ())
    for track in job.emitted:
        assert not track.complete and track.kind == PITCH and track.curve is not None
        same = track.curve.values[: len(track.curve) - 5]  # voicing near the end may change with what follows
        np.testing.assert_array_equal(same, pitch.curve.values[: len(same)])  # type: ignore[union-attr]


@pytest.mark.parametrize("chunk", [40, 97, 10_000])
def test_chunks_equal_one_run_over_the_whole_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    import onnxruntime
    import swift_f0

    rate = 16000
    f0, _ = melody(rate)
    f0 = np.tile(f0, 5)
    x = (tone(f0, rate) + np.random.default_rng(0).normal(0, 0.005, len(f0))).astype(np.float32)
    session = onnxruntime.InferenceSession(
        str(Path(swift_f0.__file__).with_name("model.onnx")), providers=["CPUExecutionProvider"]
    )
    limits = {"fmin": np.array(46.875, np.float32), "fmax": np.array(2093.75, np.float32)}
    whole, prob = (y[0] for y in session.run(["pitch", "confidence"], {"audio": x[None], **limits}))

    monkeypatch.setattr(pitch_module, "_SWIFT_CHUNK", chunk)
    monkeypatch.setattr(pitch_module, "repair_harmonics", lambda f0, *_: f0)
    got: list[tuple[np.ndarray, np.ndarray]] = []
    inner = pitch_module._swift_run
    monkeypatch.setattr(pitch_module, "_swift_run", lambda *a: got.append(inner(*a)) or got[-1])
    estimate_swift_f0(shared(tmp_path, x, rate), RecordingJob(), NOTHING)
    np.testing.assert_allclose(np.concatenate([g[0] for g in got]), whole, rtol=1e-3)
    np.testing.assert_allclose(np.concatenate([g[1] for g in got]), prob, atol=2e-3)


def test_a_missing_model_is_an_estimator_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pitch_module.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(EstimatorError, match="not installed"):
        estimate_swift_f0(shared(tmp_path, np.zeros(16000), 16000), RecordingJob(), NOTHING)


# -- parts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rate", [16000, 44100, 11025])
def test_mono_blocks_join_without_a_seam(tmp_path: Path, rate: int) -> None:
    f = 440.0
    t = np.arange(rate * 20 + 17) / rate
    x = np.stack([np.sin(2 * np.pi * f * t), np.zeros(len(t))], axis=1)
    blocks = list(mono_blocks(shared(tmp_path, x, rate), 16000))
    joined = np.concatenate([b for b, _ in blocks])
    assert len(blocks) == 3 and blocks[-1][1] == 1.0
    assert len(joined) == pytest.approx(len(x) * 16000 / rate, abs=2)
    inner = slice(1000, len(joined) - 1000)
    expected = 0.5 * np.sin(2 * np.pi * f * np.arange(len(joined)) / 16000)
    np.testing.assert_allclose(joined[inner], expected[inner], atol=2e-3)


@settings(max_examples=40)
@given(f0=st.floats(60.0, 300.0), factor=st.integers(1, 6))
def test_a_harmonic_taken_for_the_fundamental_is_repaired(f0: float, factor: int) -> None:
    rate = 16000
    x = tone(np.full(rate // 2, f0), rate, harmonics=(0.5, 0.3, 0.4, 0.3, 0.6, 0.3, 0.2)).astype(np.float32)
    centres = np.array([2000, 4000])
    got = repair_harmonics(np.full(2, f0 * factor), x, centres, rate)
    np.testing.assert_allclose(got, f0, rtol=1e-6)


@settings(max_examples=40)
@given(f0=st.floats(FMIN_HZ * 1.01, 2000.0), tilt=st.floats(0.2, 1.0))
def test_a_right_pitch_is_left_alone(f0: float, tilt: float) -> None:
    rate = 16000
    amplitudes = tuple(tilt**k for k in range(int(min(8, 7000 // f0))))
    x = tone(np.full(rate // 2, f0), rate, harmonics=amplitudes).astype(np.float32)
    got = repair_harmonics(np.array([f0]), x, np.array([4000]), rate)
    np.testing.assert_allclose(got, f0)


def test_a_chord_is_not_taken_for_the_note_below_it() -> None:
    rate = 16000
    x = sum(tone(np.full(rate // 2, f), rate, harmonics=(1, 0.5, 0.25)) for f in (400.0, 500.0, 600.0))
    got = repair_harmonics(np.array([400.0, 500.0]), np.float32(x), np.array([3000, 4000]), rate)
    np.testing.assert_allclose(got, [400, 500])


def test_interpolation_keeps_steps_and_follows_glides() -> None:
    f0 = np.array([100.0, 102.0, 200.0, 200.0])
    values, prob = at_frame_rate(f0, np.array([0.0, 1.0, 1.0, 0.0]), 0.02, 8)
    np.testing.assert_allclose(values, [100, np.sqrt(100 * 102), 102, 102, 200, 200, 200, 200])
    np.testing.assert_allclose(prob, [0, 0.5, 1, 1, 1, 0.5, 0, 0])


@given(st.lists(st.booleans(), max_size=60))
def test_runs_cover_exactly_what_is_true(mask: list[bool]) -> None:
    m = np.array(mask, dtype=bool)
    again = np.zeros(len(m), dtype=bool)
    for start, stop in runs_of(m):
        assert stop > start
        again[start:stop] = True
    np.testing.assert_array_equal(again, m)


def test_voicing_gaps_are_closed_only_where_the_pitch_goes_on() -> None:
    voiced = np.array([1] * 5 + [0] * 2 + [1] * 5 + [0] * 2 + [1] * 5 + [0] * 5 + [1] * 2 + [0] * 4, dtype=bool)
    f0 = np.where(np.arange(len(voiced)) < 12, 220.0, 330.0)
    expected = voiced.copy()
    expected[5:7] = True  # same pitch on both sides
    expected[24:26] = False  # a blip
    np.testing.assert_array_equal(steady_voicing(f0, voiced), expected)


# -- notes -------------------------------------------------------------------------------------------------------


def curve_of(midi: np.ndarray, rate: float = 100.0) -> Curve:
    return Curve(440 * 2 ** ((np.asarray(midi, dtype=float) - 69) / 12), rate, unit="Hz")


def test_notes_of_an_empty_curve() -> None:
    assert len(notes_from_f0(Curve(np.zeros(0), 100.0))) == 0
    assert len(notes_from_f0(Curve(np.full(50, np.nan), 100.0))) == 0


@pytest.mark.parametrize(("depth", "speed"), [(0.3, 4.0), (0.5, 5.5), (1.0, 5.0), (1.0, 7.0)])
def test_vibrato_is_one_note(depth: float, speed: float) -> None:
    t = np.arange(200) / 100
    events = notes_from_f0(curve_of(64 + depth * np.sin(2 * np.pi * speed * t)))
    assert len(events) == 1
    assert events.values[0] == pytest.approx(64, abs=0.15)
    assert events.durations[0] == pytest.approx(1.995)


@settings(max_examples=60)
@given(
    pitches=st.lists(st.integers(40, 90), min_size=1, max_size=8),
    lengths=st.lists(st.integers(18, 60), min_size=8, max_size=8),
    detune=st.floats(-0.3, 0.3),
)
def test_legato_notes_split_where_the_pitch_changes(pitches: list[int], lengths: list[int], detune: float) -> None:
    pitches = [p for i, p in enumerate(pitches) if i == 0 or p != pitches[i - 1]]
    edges = np.concatenate([[0], np.cumsum(lengths[: len(pitches)])])
    events = notes_from_f0(curve_of(np.repeat(pitches, np.diff(edges)) + detune))
    np.testing.assert_allclose(events.values, np.array(pitches) + detune, atol=1e-6)
    np.testing.assert_allclose(events.times, np.maximum(0, (edges[:-1] - 0.5) / 100), atol=1e-9)
    np.testing.assert_allclose(events.times + events.durations, (edges[1:] - 0.5) / 100, atol=1e-9)


def test_short_notes_are_dropped_and_short_slips_do_not_split() -> None:
    midi = np.full(100, np.nan)
    midi[10:14] = 60  # 40 ms
    midi[30:90] = 62
    midi[50:53] = 74  # an octave slip of 30 ms
    events = notes_from_f0(curve_of(midi))
    assert len(events) == 1
    assert events.times[0] == pytest.approx(0.295) and events.values[0] == pytest.approx(62)


def test_confidence_is_the_mean_voicing() -> None:
    curve = Curve(np.full(20, 440.0), 100.0, unit="Hz", confidence=np.linspace(0.5, 1.0, 20))
    events = notes_from_f0(curve)
    assert events.confidences[0] == pytest.approx(0.75)
    assert np.isnan(notes_from_f0(curve_of(np.full(20, 69.0))).confidences[0])


def test_a_slow_slide_is_one_note() -> None:
    events = notes_from_f0(curve_of(60 + np.linspace(0, 0.45, 100)))
    assert len(events) == 1


def test_notes_begin_at_onsets_and_are_struck_again() -> None:
    midi = np.full(120, np.nan)
    midi[10:50], midi[50:110] = 60, 64
    onsets = Events.from_columns([0.05, 0.49, 0.8, 1.05, 1.3])
    events = notes_from_f0(curve_of(midi), onsets)
    np.testing.assert_allclose(events.times, [0.05, 0.49, 0.8], atol=1e-9)  # 1.05 is too near to the end
    np.testing.assert_allclose(events.times + events.durations, [0.49, 0.8, 1.095], atol=1e-9)
    np.testing.assert_allclose(events.values, [60, 64, 64], atol=1e-6)


@settings(max_examples=60)
@given(
    pitches=st.lists(st.integers(40, 90) | st.none(), min_size=1, max_size=8),
    lengths=st.lists(st.integers(2, 60), min_size=8, max_size=8),
    onsets=st.lists(st.floats(0, 5), max_size=30),
)
def test_onsets_keep_notes_in_order_and_apart(
    pitches: list[int | None], lengths: list[int], onsets: list[float]
) -> None:
    midi = np.repeat([np.nan if p is None else float(p) for p in pitches], lengths[: len(pitches)])
    before = notes_from_f0(curve_of(midi))
    after = notes_from_f0(curve_of(midi), Events.from_columns(sorted(onsets)))
    assert len(after) >= len(before)
    assert set(after.values) == set(before.values)
    ends = after.times + after.durations
    assert (after.durations > 0).all()
    assert (ends[:-1] <= after.times[1:] + 1e-9).all()
    assert set(after.times) <= {*before.times, *onsets}  # a note begins where it did, or at an onset


def test_notes_follow_the_transients_of_one_voice_only() -> None:
    midi = np.full(100, 60.0)
    source = Source("swift-f0")
    notes = Track(NOTES, notes_from_f0(curve_of(midi)), source=source)
    analysis = Analysis(
        AudioFacts("x.wav"),
        {
            PITCH: Track(PITCH, curve=curve_of(midi), source=source),
            NOTES: notes,
            TRANSIENTS: Track(TRANSIENTS, Events.from_columns([0.0, 0.5])),
        },
    )
    (made,) = following_tracks(analysis, {TRANSIENTS})
    assert made.events.times.tolist() == [0.0, 0.5] and made.source == source
    assert following_tracks(analysis.with_track(made), {TRANSIENTS}) == []
    edited = analysis.with_track(replace(notes, edited=True))
    assert following_tracks(edited, {TRANSIENTS}) == []
    melody = Source("essentia-melody")
    mixture = analysis.with_track(replace(analysis.tracks[PITCH], source=melody)).with_track(
        replace(notes, source=melody)
    )
    assert following_tracks(mixture, {TRANSIENTS}) == []
