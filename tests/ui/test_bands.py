"""The waveform in bands of frequency."""

from dataclasses import replace

import numpy as np
import pytest

from tests.ui.scenes import Scene, store_audio
from w12studio.domain.analysis import Analysis, AudioFacts
from w12studio.domain.peaks import block_peaks
from w12studio.ui import bands
from w12studio.ui.lanes.base import LaneContext
from w12studio.ui.lanes.waveform import WaveformLane
from w12studio.ui.session import Session
from w12studio.ui.theme import DARK, ThemeController
from w12studio.ui.viewport import Viewport

RATE = 44_100
TONES = {"low": 60.0, "mid": 700.0, "high": 9000.0}


def tones(seconds=2.0):
    """One tone after the other, `seconds` each."""
    t = np.arange(round(seconds * RATE)) / RATE
    return np.concatenate([0.5 * np.sin(2 * np.pi * hz * t) for hz in TONES.values()])[:, None].astype(np.float32)


def test_a_tone_is_in_its_band_and_the_bands_sum_up(tmp_path):
    samples = tones()
    split = np.concatenate(list(bands.filtered(store_audio(tmp_path, samples, RATE))))
    assert split.shape == (samples.shape[0], 3)
    for band, part in enumerate(np.split(split, 3)):
        body = part[RATE // 2 : -RATE // 2]
        rms = 20 * np.log10(np.sqrt((body**2).mean(axis=0)) / (0.5 / np.sqrt(2)))
        assert rms[band] == pytest.approx(0, abs=0.6)
        assert np.delete(rms, band).max() < -20
    assert np.allclose(split.sum(axis=1), samples[:, 0], atol=1e-5)


def test_at_a_crossover_both_neighbours_have_half_the_amplitude(tmp_path):
    t = np.arange(3 * RATE) / RATE
    for hz in bands.CROSSOVERS_HZ:
        audio = store_audio(tmp_path, np.sin(2 * np.pi * hz * t)[:, None], RATE)
        peaks = np.abs(np.concatenate(list(bands.filtered(audio)))[RATE:-RATE]).max(axis=0)
        assert np.sort(peaks)[1:] == pytest.approx([0.5, 0.5], abs=0.02)


def test_blocks_are_filtered_as_if_they_were_one(tmp_path, monkeypatch):
    audio = store_audio(tmp_path, np.random.default_rng(2).normal(0, 0.2, (200_000, 2)).astype(np.float32), RATE)
    small = np.concatenate(list(bands.filtered(audio)))
    monkeypatch.setattr(bands, "_CHUNK", 900 * 256)
    assert np.allclose(np.concatenate(list(bands.filtered(audio))), small, atol=1e-5)


def test_the_thread_makes_the_pyramid_once(qtbot, tmp_path):
    samples = tones()
    audio = store_audio(tmp_path, samples, RATE)
    one, other = bands.Bands(), bands.Bands()
    with qtbot.waitSignal(one.ready):
        one.want(audio)
    assert one.pyramid.n_blocks == -(-samples.shape[0] // 256)
    other.want(audio)
    assert other.pyramid is one.pyramid and other._thread is None
    other.want(None)
    assert other.pyramid is None
    one.want(replace(audio, store=str(tmp_path / "gone.f32")))
    one._thread.wait()
    assert one.pyramid is None
    one.shutdown()


@pytest.fixture(params=["dark", "light"])
def lane(request, qtbot, qapp, tmp_path):
    context = LaneContext(Session(), ThemeController(request.param), Viewport())
    samples = np.repeat(tones(), 2, axis=1)
    audio = store_audio(tmp_path, samples, RATE)
    facts = AudioFacts("x.wav", "", RATE, 2, samples.shape[0])
    Scene(Analysis(facts), block_peaks(samples), audio).open_in(context.session)
    context.viewport = Viewport(duration=audio.duration, width_px=300).fitted()
    it = WaveformLane(context)
    it.resize(300, 121)
    it.refresh()
    with qtbot.waitSignal(it.bands.ready):
        it.set_colours("bands")
    yield it
    it.shutdown()


def drawn(lane):
    lane._render(1.0, lane.context.theme)
    return lane._pixels.copy()


def test_each_band_has_its_colour_at_any_zoom(lane):
    theme, view = lane.context.theme, lane.context.viewport
    middle = round((lane.height - 1) / 2)
    for number, name in enumerate(TONES):
        ink = getattr(theme, f"band_{name}")
        time = 2.0 * number + 1.0
        lane.context.viewport = view
        pixels = drawn(lane)
        column = pixels[:, round(view.time_to_px(time))]
        assert (column[middle - 20 : middle + 20] == ink.rgb()).mean() > 0.7, name
        lane.context.viewport = view.showing(time, time + 0.05)
        parts = np.stack([drawn(lane) >> shift & 0xFF for shift in (16, 8, 0)], axis=-1).astype(int)
        near = {n: np.abs(parts - getattr(theme, f"band_{n}").getRgb()[:3]).max(axis=2) < 12 for n in TONES}
        assert near[name].sum() > 100 and all(near[n].sum() < 5 for n in TONES if n != name), name


def test_the_outline_is_that_of_the_plain_waveform_and_no_band_hides_another(lane):
    ground = lane.context.theme.background.rgb()
    lane.bands.pyramid.base()[...] = np.array([0.2, 0.2, 0.2], np.float32)[:, None] * np.array([-1, 1], np.float32)
    coloured = drawn(lane)
    lane.set_colours("plain")
    assert np.array_equal(coloured != ground, drawn(lane) != ground)
    theme, column = lane.context.theme, coloured[:, 150]
    heights = [int((column == c.rgb()).sum()) for c in (theme.band_low, theme.band_mid, theme.band_high)]
    assert min(heights) > 8 and heights[2] > heights[1] > heights[0]  # equal amplitudes: what is higher counts more


def test_rows_of_channels_keep_their_own_shape(lane):
    lane.set_channel_mode("separate")
    pixels = drawn(lane)
    assert np.array_equal(pixels[:55], pixels[60:115])
    assert (pixels != lane.context.theme.background.rgb()).mean() > 0.2


def test_the_levels_of_the_bands_are_told_and_the_choice_remembered(lane, qtbot):
    text = lane.describe(3.0, 50.0)
    low, mid, high = (float(part.split()[1]) for part in text.split("\n")[1].split(" · "))
    assert mid == pytest.approx(-6, abs=1) and max(low, high) < -25
    other = WaveformLane(lane.context)
    other.refresh()
    other.restore(lane.state())
    assert other.colours == "bands" and other.bands.pyramid is lane.bands.pyramid
    other.restore({"colours": "rainbow"})
    assert other.colours == "bands"
    other.set_colours("plain")
    assert other.bands.pyramid is None and "low" not in other.describe(3.0, 50.0)
    other.shutdown()


def test_a_mixture_lies_between_the_colours():
    inks = np.array([[255, 0, 0], [0, 255, 0], [0, 0, 255]], np.float32)
    red, green, blue = ((bands.blend(np.eye(3, dtype=np.float32), inks) >> shift) & 0xFF for shift in (16, 8, 0))
    assert red.tolist() == [255, 0, 0] and green.tolist() == [0, 255, 0] and blue.tolist() == [0, 0, 255]
    assert DARK.band_low != DARK.band_mid


def test_bands_that_come_too_late_are_another_recordings(qtbot, tmp_path):
    one, two = (
        store_audio(folder, tones(0.2), RATE) for folder in (tmp_path / "one", tmp_path / "two") if not folder.mkdir()
    )
    it = bands.Bands()
    it.want(one)
    it._thread.wait()  # its result is on its way to this thread
    it.want(two)
    with qtbot.waitSignal(it.ready):
        pass
    assert it._audio is two and bands._known.keys() >= {two.store}
    assert bands._known.get(one.store) is not it.pyramid
    it._take(one, it.pyramid)
    assert one.store not in bands._known
    it.shutdown()
