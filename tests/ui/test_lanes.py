"""What lanes draw, judged by their pixels."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from tests.ui.scenes import Scene, store_audio, synthetic_scene
from w12studio.domain.analysis import NOTES, PITCH, TRANSIENTS, Analysis, AudioFacts, Track
from w12studio.domain.curves import Curve
from w12studio.domain.events import Events
from w12studio.domain.peaks import block_peaks
from w12studio.ui.curve_columns import CurveColumns, column_spans
from w12studio.ui.lanes.base import LaneContext
from w12studio.ui.lanes.markers import TransientsLane, mean_per_column, strongest_per_column
from w12studio.ui.lanes.pitch import PitchLane
from w12studio.ui.lanes.waveform import SINC_TAPS, WaveformLane, reconstructed
from w12studio.ui.loudness import MeanSquares, mean_squares
from w12studio.ui.note_names import hz_to_midi, note_and_cents
from w12studio.ui.raster import image_pixels, paint_columns
from w12studio.ui.recording_pass import RecordingPass
from w12studio.ui.session import Session
from w12studio.ui.theme import ThemeController
from w12studio.ui.viewport import Viewport

BLACK, WHITE = 0xFF000000, 0xFFFFFFFF


def canvas(height, width):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    return image, image_pixels(image)


def test_columns_are_filled_and_their_ends_blended():
    _image, pixels = canvas(10, 5)
    top = np.array([2.0, 2.5, np.nan, 4.25, -3.0])
    bottom = np.array([5.0, 4.0, np.nan, 4.75, 50.0])
    paint_columns(pixels, top, bottom, QColor("white"))
    grey = pixels & 0xFF
    assert grey[:, 0].tolist() == [0, 0, 255, 255, 255, 0, 0, 0, 0, 0]
    assert grey[2, 1] == pytest.approx(128, abs=2)
    assert grey[3, 1] == 255
    assert not grey[:, 2].any()
    assert grey[4, 3] == pytest.approx(128, abs=2)
    assert np.all(grey[:, 4] == 255)


def test_few_columns_are_painted_like_many():
    _a, many = canvas(20, 40)
    _b, few = canvas(20, 40)
    top, bottom = np.full(40, np.nan), np.full(40, np.nan)
    top[7], bottom[7] = 3.5, 9.25
    paint_columns(few, top, bottom, QColor("white"))
    full_top, full_bottom = np.full(40, 3.5), np.full(40, 9.25)
    paint_columns(many, full_top, full_bottom, QColor("white"))
    assert np.array_equal(few[:, 7], many[:, 7])
    assert np.all(few[:, [6, 8]] == BLACK)


def click_scene(folder, rate, click, n):
    samples = np.zeros((n, 1), np.float32)
    samples[click] = 1.0
    audio = store_audio(folder, samples, rate)
    facts = AudioFacts("click.wav", "", rate, 1, n)
    return Scene(Analysis(facts), block_peaks(samples), audio)


@pytest.fixture
def context(qapp):
    return LaneContext(Session(), ThemeController("dark"), Viewport())


@pytest.mark.parametrize("dpr", [1.0, 2.0])
@pytest.mark.parametrize("span", [20.0, 4.0, 0.5, 0.02])
def test_a_click_is_drawn_in_the_column_of_its_sample(context, tmp_path, span, dpr):
    rate, click, width = 44_100, 517_317, 1000
    scene = click_scene(tmp_path, rate, click, 20 * rate)
    scene.open_in(context.session)
    view = Viewport(duration=20.0, width_px=width).fitted()
    time = click / rate
    view = view.showing(time - span / 3, time + span * 2 / 3)
    context.viewport = view
    lane = WaveformLane(context)
    lane.resize(width, 101)
    lane._render(dpr, context.theme)
    lane.shutdown()
    ground = context.theme.background.rgb()
    high = np.flatnonzero(
        lane.frame.pixels[round(10 * dpr)] != ground
    )  # far from the middle: only the click gets there
    at = int(np.floor(view.time_to_px(time) * dpr))
    step = view.seconds_per_px * rate / dpr
    reach = int(np.ceil((256 if step >= 256 else 1) / step))  # a block of peaks, or a lobe of the curve
    assert at in high
    assert high.size and high.min() >= at - reach and high.max() <= at + reach


def test_single_samples_lie_on_the_reconstructed_curve():
    rng = np.random.default_rng(3)
    samples = rng.normal(0, 0.3, (200, 2)).astype(np.float32)
    there = reconstructed(samples, 1000, np.arange(1050.0, 1100.0))
    assert np.allclose(there, samples[50:100], atol=1e-6)


@pytest.mark.parametrize(("cycles", "error"), [(0.0, 1e-4), (0.11, 1e-3), (0.25, 1e-3), (0.4, 2e-3), (0.48, 1e-2)])
def test_the_reconstructed_curve_is_that_of_a_band_limited_sound(cycles, error):
    n, places = np.arange(400), np.linspace(150, 250, 777)
    tone = np.cos(2 * np.pi * cycles * n + 0.3)[:, None]
    expected = np.cos(2 * np.pi * cycles * places + 0.3)
    assert np.abs(reconstructed(tone, 0, places)[:, 0] - expected).max() < error


def test_the_curve_is_right_at_the_ends_of_a_recording():
    """Beyond them is silence, wherever the piece of the recording begins that is at hand."""
    samples = np.random.default_rng(5).normal(0, 0.3, (300, 2)).astype(np.float32)
    longer = np.pad(samples, ((500, 500), (0, 0)))
    for places in (np.linspace(0, 20, 333), np.linspace(280, 299, 333)):
        expected = reconstructed(longer, -500, places)
        assert np.allclose(reconstructed(samples, 0, places), expected, atol=1e-6)
    middle = np.linspace(140, 160, 100)
    piece = samples[140 - SINC_TAPS : 160 + SINC_TAPS]
    assert np.allclose(reconstructed(piece, 140 - SINC_TAPS, middle), reconstructed(samples, 0, middle), atol=1e-6)


@pytest.mark.parametrize("place", ["start", "end"])
def test_dots_lie_on_the_curve_at_the_ends_of_a_recording(context, tmp_path, place):
    rate, n = 8000, 8000
    samples = np.full((n, 1), 0.5, np.float32)
    audio = store_audio(tmp_path, samples, rate)
    scene = Scene(Analysis(AudioFacts("x.wav", "", rate, 1, n)), block_peaks(samples), audio)
    scene.open_in(context.session)
    view = Viewport(duration=1.0, width_px=600)
    context.viewport = view.showing(0.0, 15 / rate) if place == "start" else view.showing(1 - 15 / rate, 1.0)
    lane = WaveformLane(context)
    lane.resize(600, 101)
    lane._render(1.0, context.theme)
    lane.shutdown()
    inked = lane._pixels[:99] == context.theme.waveform.rgb()
    for sample in range(15) if place == "start" else range(n - 15, n):
        x = round(context.viewport.time_to_px(sample / rate))
        rows = np.flatnonzero(inked[:, max(x - 2, 0) : x + 3].any(axis=1))
        assert rows.size and abs(rows.mean() - (50 - 0.5 * 47)) < 1.5, sample
    beyond = 1 if place == "start" else inked.shape[1] - 2  # the curve ends with the last sample
    last = context.viewport.time_to_px((n - 1) / rate)
    assert place == "start" or not inked[:, round(last) + 5 : beyond].any()


def test_what_is_not_decoded_yet_is_shown_as_such(context, tmp_path):
    scene = synthetic_scene(tmp_path, 8.0, 16)
    session = context.session
    session.open(scene.analysis)
    session.add_peaks(scene.peaks[: len(scene.peaks) // 2], last=False)
    context.viewport = Viewport(duration=8.0, width_px=800).fitted()
    lane = WaveformLane(context)
    lane.resize(800, 100)
    lane._render(1.0, context.theme)
    waveform = context.theme.waveform.rgb()
    drawn = np.flatnonzero((lane.frame.pixels == waveform).any(axis=0))
    assert drawn.size > 300
    assert drawn.max() <= 402
    assert np.all(lane.frame.pixels[5, 410:] == context.theme.surface.rgb())


def test_separate_channels_have_rows_of_their_own(context, tmp_path):
    synthetic_scene(tmp_path, 4.0, 8).open_in(context.session)
    lane = WaveformLane(context)
    assert lane.n_rows == 1
    lane.restore({"channel_mode": "separate"})
    assert lane.n_rows == 2
    assert lane.state()["channel_mode"] == "separate"


# -- curves ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("span", [3600.0, 60.0, 1.0])
def test_a_curve_keeps_its_extremes_at_any_zoom(span):
    rng = np.random.default_rng(5)
    values = rng.normal(0, 1, 360_000)
    values[180_000] = 99.0
    curve = Curve(values, 100.0)
    columns = CurveColumns(curve).columns(
        Viewport(duration=3600, width_px=900).showing(1800 - span / 2, 1800 + span / 2), 1.0, 900
    )
    assert np.nanmax(columns.high) == 99.0
    assert np.all((columns.low <= columns.high) | np.isnan(columns.low))


def test_a_gap_in_a_curve_stays_empty():
    values = np.full(1000, 60.0)
    values[400:600] = np.nan
    columns = CurveColumns(Curve(values, 100.0)).columns(Viewport(duration=10, width_px=500).fitted(), 1.0, 500)
    assert np.isnan(columns.low[205:295]).all()
    assert not np.isnan(columns.low[:195]).any()


def test_leaps_are_not_joined():
    values = np.where(np.arange(100) < 50, 50.0, 70.0)
    view = Viewport(duration=1.0, width_px=1000).fitted()
    columns = CurveColumns(Curve(values, 100.0), max_step=1.5).columns(view, 1.0, 1000)
    assert np.nanmax(columns.high - columns.low) == 0.0
    joined = CurveColumns(Curve(values, 100.0)).columns(view, 1.0, 1000)
    assert np.nanmax(joined.high - joined.low) > 0


def test_spans_are_at_least_as_thick_as_asked():
    columns = CurveColumns(Curve(np.full(10, 5.0), 10.0)).columns(Viewport(0, 0.1, 10, 1.0), 1.0, 10)
    top, bottom = column_spans(columns, 0.0, 10.0, 100, 3.0)
    assert np.allclose((top + bottom) / 2, 50)
    assert np.allclose(bottom - top, 3.0)


def test_notes_are_named():
    assert note_and_cents(69.0) == "A4"
    assert note_and_cents(60.2) == "C4 +20 ct"
    assert float(hz_to_midi(440.0)) == 69.0
    assert np.isnan(hz_to_midi(0.0))


def test_pitch_reads_out_what_is_under_the_pointer(context, tmp_path):
    facts = AudioFacts("x.wav", "", 44_100, 1, 441_000)
    curve = Curve(np.full(1000, 443.0), 100.0, unit="Hz", confidence=np.full(1000, 0.92))
    context.session.open(Analysis(facts, {PITCH: Track(PITCH, curve=curve)}))
    lane = PitchLane(context)
    lane.refresh()
    lane.resize(800, 101)
    y = lane.y_of(71.3)
    assert lane.describe(5.0, y).split("\n") == [
        "A4 +12 ct · MIDI 69.12 · 443.0 Hz · 92% sure",
        "pointer B4 +30 ct · MIDI 71.30 · 502.5 Hz",
    ]


def test_the_strongest_of_a_column_wins():
    out = strongest_per_column(np.array([-1.0, 2.2, 2.9, 7.0, 12.0]), np.array([1.0, 0.3, 0.8, 0.5, 1.0]), 10)
    assert np.flatnonzero(~np.isnan(out)).tolist() == [2, 7]
    assert out[2] == 0.8


def test_the_mean_of_a_column():
    out = mean_per_column(np.array([-1.0, 2.2, 2.9, 7.0, 12.0]), np.array([1.0, 0.3, 0.8, 0.5, 1.0]), 10)
    assert np.flatnonzero(~np.isnan(out)).tolist() == [2, 7] and out[2] == pytest.approx(0.55)


def test_crowded_transients_show_how_strong_they_are_on_the_whole(context):
    n = 100_000  # fifty a pixel, in the first half mostly weak
    times = np.arange(n) * 0.01
    strength = np.where(np.arange(n) % 50 == 0, 1.0, np.where(times < 500, 0.1, 0.8))
    track = Track(TRANSIENTS, Events.from_columns(times, values=strength))
    context.session.open(Analysis(AudioFacts("x.wav", "", 8000, 1, 8000 * 1000), {TRANSIENTS: track}))
    view = Viewport(duration=1000.0, width_px=2000).fitted()
    lane = TransientsLane(context)
    lane.resize(2000, 101)
    heights = []
    for shown, x in ((view, 500), (view, 1500), (view.showing(0.0, 2.0), 0)):
        context.viewport = shown
        lane._render(1.0, context.theme)
        heights.append(int((lane._pixels[:100, x] != context.theme.background.rgb()).sum()))
    assert heights[0] < 35 and 70 < heights[1] < 90 and heights[2] > 90


def test_columns_beyond_full_scale_are_marked(context, tmp_path):
    samples = np.full((8000, 1), 0.5, np.float32)
    samples[4000] = 1.2
    audio = store_audio(tmp_path, samples, 8000)
    Scene(Analysis(AudioFacts("x.wav", "", 8000, 1, 8000)), block_peaks(samples), audio).open_in(context.session)
    context.viewport = Viewport(duration=1.0, width_px=1000).fitted()
    lane = WaveformLane(context)
    lane.resize(1000, 101)
    lane._render(1.0, context.theme)
    lane.shutdown()
    assert np.flatnonzero(lane._pixels[4] == context.theme.danger.rgb()).tolist() == [500]


# -- the body of the waveform ------------------------------------------------------------------------------------


def test_the_body_is_the_root_mean_square():
    rng = np.random.default_rng(9)
    samples = rng.normal(0, 0.2, (4096, 2)).astype(np.float32)
    rms = MeanSquares.of_samples(samples, 100).rms(100 + 512, 64, 10)
    expected = np.sqrt((samples[512 : 512 + 640].reshape(10, 64, 2) ** 2).mean(axis=1))
    assert np.allclose(rms, expected, atol=1e-6)
    assert np.isnan(MeanSquares.of_samples(samples, 100).rms(-500, 64, 5)).all()


def test_the_thread_finds_the_same_as_the_samples(qtbot, tmp_path):
    rng = np.random.default_rng(10)
    samples = rng.normal(0, 0.2, (300_000, 1)).astype(np.float32)
    thread = RecordingPass(store_audio(tmp_path, samples, 44_100), mean_squares)
    with qtbot.waitSignal(thread.done) as done:
        thread.start()
    thread.stop()
    rms = done.args[1].rms(0, 2560, 117)
    expected = np.sqrt((samples[: 2560 * 117].reshape(117, 2560) ** 2).mean(axis=1))
    assert np.allclose(rms[:, 0], expected, rtol=1e-4)


def test_a_body_that_comes_too_late_is_not_shown(context, tmp_path):
    rng = np.random.default_rng(10)
    one, other = (store_audio(tmp_path, rng.normal(0, 0.2, (n, 1)).astype(np.float32), 44_100) for n in (3000, 4000))
    lane = WaveformLane(context)
    lane._audio = other
    squares = MeanSquares.of_samples(one.read(0, 3000), 0)
    lane._take_squares(one, squares)
    assert lane._squares is None
    lane._take_squares(other, squares)
    assert lane._squares is squares


def test_many_notes_are_tinted_where_they_lie(context):
    n = 1000  # too many for outlines
    facts = AudioFacts("x.wav", "", 44_100, 1, 44_100 * 100)
    notes = Events.from_columns(np.arange(n) * 0.1, np.full(n, 0.05), np.full(n, 60.0))
    context.session.open(Analysis(facts, {NOTES: Track(NOTES, notes)}))
    context.viewport = Viewport(duration=100.0, width_px=4000).fitted()
    lane = PitchLane(context)
    lane.resize(4000, 101)
    lane.refresh()
    lane._render(1.0, context.theme)
    row = lane.frame.pixels[int(lane.y_of(60.0))]
    tinted = row != row[3]  # between two notes
    assert tinted[0] and tinted[1] and not tinted[2] and not tinted[3]
    assert tinted.mean() == pytest.approx(0.5, abs=0.01)
    assert not (lane.frame.pixels[int(lane.y_of(66.0))] != lane.frame.pixels[int(lane.y_of(66.0)), 0]).any()


@pytest.mark.parametrize(("complete", "hint"), [(False, "Waiting for pitch…"), (True, "The recording is silent.")])
def test_a_curve_without_any_pitch_says_why(context, complete, hint):
    curve = Curve(np.full(100, np.nan), 100.0, unit="Hz")
    track = Track(PITCH, curve=curve, message="The recording is silent.", complete=complete)
    context.session.open(Analysis(AudioFacts("x.wav", "", 44_100, 1, 44_100), {PITCH: track}))
    context.viewport = Viewport(duration=1.0, width_px=400).fitted()
    lane = PitchLane(context)
    said = []
    lane.draw_hint = lambda painter, theme, text: said.append(text)
    lane.resize(400, 101)
    lane.refresh()
    lane._render(1.0, context.theme)
    assert said == [hint]
