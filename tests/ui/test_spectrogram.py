"""The spectrogram: scales, tiles and their pyramid, the cache, and the lane's picture and words."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QMenu, QSlider

from tests.ui.scenes import Scene, store_audio
from w12studio.domain.analysis import Analysis, AudioFacts
from w12studio.domain.peaks import block_peaks
from w12studio.ui import spectrogram_tiles as tiles
from w12studio.ui.frequency_scale import SCALES, note_frequencies, round_frequencies, spaced
from w12studio.ui.lanes.base import LaneContext
from w12studio.ui.lanes.spectrogram import TICK_PX, SpectrogramLane
from w12studio.ui.session import Session
from w12studio.ui.spectrogram_colours import MAPS, colour_map, colour_table
from w12studio.ui.spectrogram_tiles import TileKey
from w12studio.ui.theme import DARK, LIGHT, ThemeController, contrast
from w12studio.ui.tile_cache import TileCache
from w12studio.ui.tile_painter import fitted, picked
from w12studio.ui.viewport import Viewport

NAMES = list(SCALES)


def tone(seconds, rate, hz):
    return np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate)[:, None].astype(np.float32)


def built(cache, qtbot, key):
    """The exact tile, made by the cache's thread."""
    cache.want([key])
    qtbot.waitUntil(lambda: not cache.busy, timeout=10_000)
    return cache._store.get(key, old=False)


@pytest.fixture
def cache(qapp):
    made = []

    def make(audio, **kwargs):
        made.append(TileCache(**kwargs))
        made[-1].set_audio(audio)
        return made[-1]

    yield make
    for each in made:
        each.shutdown()


# -- scales ------------------------------------------------------------------------------------------------------


@given(st.sampled_from(NAMES), st.floats(0, 1), st.sampled_from([8000, 44_100, 96_000]))
def test_a_scale_and_its_inverse(name, share, rate):
    hz = SCALES[name].hz_of(share, rate)
    assert SCALES[name].lowest_hz - 1e-6 <= hz <= rate / 2 + 1e-6
    assert SCALES[name].share_of(hz, rate) == pytest.approx(share, abs=1e-6)


def test_scales_are_what_they_are_called():
    def share(name, hz):
        return float(SCALES[name].share_of(hz, 44_100))

    assert share("linear", 11_025) == pytest.approx(0.5)
    assert share("log", 400) - share("log", 200) == pytest.approx(share("log", 8000) - share("log", 4000))
    mel = np.diff([share("mel", hz) for hz in (700 * (2**n - 1) for n in range(1, 5))])
    assert np.allclose(mel, mel[0])  # 1 + f / 700 doubles each time


@given(st.sampled_from(NAMES), st.floats(0, 0.95), st.floats(0.03, 1), st.integers(56, 900), st.booleans())
def test_marks_of_the_axis_have_room_for_their_labels(name, low, span, height, notes):
    scale, high = SCALES[name], min(low + span, 1.0)
    ends = scale.hz_of(np.array([low, high]), 44_100)

    def place(hz):
        return float((scale.share_of(hz, 44_100) - low) / (high - low)) * height

    marks = spaced((note_frequencies if notes else round_frequencies)(*ends), place, TICK_PX)
    places = sorted(map(place, marks))
    assert np.all(np.diff(places) >= TICK_PX - 1e-9)
    assert all(-1e-6 <= p <= height + 1e-6 for p in places)


def test_marks_are_those_one_expects():
    def marks(name, height, notes=False, ends=None):
        scale = SCALES[name]
        ends = ends or scale.hz_of(np.array([0, 1]), 44_100)
        low, high = scale.share_of(np.array(ends), 44_100)
        kinds = (note_frequencies if notes else round_frequencies)(*ends)
        return sorted(spaced(kinds, lambda hz: float((scale.share_of(hz, 44_100) - low) / (high - low)) * height, 13))

    assert marks("log", 100) == [100, 1000, 10_000]
    assert marks("log", 200) == [50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000]
    assert marks("linear", 100) == [5000, 10_000, 15_000, 20_000]
    assert marks("log", 100, ends=(400, 800)) == [400, 450, 500, 600, 700, 800]
    octaves = [round(69 + 12 * np.log2(hz / 440)) for hz in marks("log", 100, notes=True)]
    assert octaves == [36, 60, 84, 108, 132]


# -- tiles -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("hz", [110.0, 1000.0, 6000.0])
@pytest.mark.parametrize("level", [0, 2, 4, 7])
def test_a_tone_is_brightest_in_the_row_of_its_frequency(tmp_path, cache, qtbot, name, hz, level):
    audio = store_audio(tmp_path, tone(30, 22_050, hz), 22_050)
    tile = built(cache(audio), qtbot, TileKey(level, 0, name))
    frequencies = tiles.row_frequencies(22_050, name)
    brightest = int(tile[:, 20].argmax())
    assert abs(frequencies[brightest] - hz) < max(15, hz * 0.02, 2 * np.diff(frequencies)[brightest - 1])
    assert float(tiles.level_db(tile[:, 20].max())) == pytest.approx(0, abs=2.5)  # a full-scale sine


@pytest.mark.parametrize("level", [0, 3, 4, 6, 9])
def test_a_click_lies_in_its_column_and_is_never_skipped(tmp_path, cache, qtbot, level):
    rate, length = 22_050, 40
    rng = np.random.default_rng(level)
    kept = cache(None)
    for at in rng.integers(rate, (length - 1) * rate, 3).tolist():
        samples = np.zeros((rate * length, 1), np.float32)
        samples[at] = 1.0
        kept.set_audio(store_audio(tmp_path, samples, rate))
        column = at / rate / tiles.column_s(level)
        first = int(column // tiles.TILE_COLUMNS)
        sums = built(kept, qtbot, TileKey(level, first)).astype(int).sum(axis=0)
        brightest = np.flatnonzero(sums == sums.max()) + first * tiles.TILE_COLUMNS
        assert sums.max() > 3 * np.median(sums) + 1000
        assert np.abs(brightest + 0.5 - column).min() <= 1.5


def test_tiles_past_the_end_are_silent(tmp_path, cache, qtbot):
    audio = store_audio(tmp_path, np.ones((1000, 1)), 22_050)
    assert not tiles.compute_tile(audio, TileKey(0, 50)).any()
    assert not built(cache(audio), qtbot, TileKey(6, 50)).any()


def test_levels_follow_the_zoom_and_windows_the_level():
    for seconds in (0.002, 0.02, 2.5):
        assert tiles.column_s(tiles.level_for(seconds)) <= seconds < 2 * tiles.column_s(tiles.level_for(seconds))
    short = [tiles.window_lengths(level, 44_100)[0] for level in range(8)]
    assert short == sorted(short) and short[0] < short[4] == short[7]
    assert tiles.window_lengths(0, 96_000) == tuple(2 * n for n in tiles.window_lengths(0, 44_100))
    for level in range(tiles.GROUND + 1):  # windows overlap, so that nothing lies between them
        assert tiles.column_s(level) * 44_100 <= tiles.window_lengths(level, 44_100)[0] / 2


def test_two_tiles_become_one_of_the_next_level():
    left, right = np.zeros((1, 4), np.uint8), np.full((1, 4), 100, np.uint8)
    left[0, 1] = 200
    assert tiles.joined(left, right).tolist() == [[150, 0, 100, 100]]


# -- the cache ---------------------------------------------------------------------------------------------------


def test_the_cache_forgets_the_oldest(qtbot, tmp_path, cache):
    audio = store_audio(tmp_path, np.zeros((22_050 * 4, 1)), 22_050)
    kept = cache(audio, capacity_bytes=2 * tiles.N_ROWS * tiles.TILE_COLUMNS)
    keys = [TileKey(2, i) for i in range(3)]
    kept.want(keys)
    qtbot.waitUntil(lambda: not kept.busy, timeout=5000)
    assert kept.get(keys[0]) is None
    assert kept.get(keys[1]) is not None and kept.get(keys[2]) is not None
    kept.set_audio(None)
    assert kept.get(keys[2]) is None


def test_a_sketch_comes_first_and_gives_way(qtbot, tmp_path, cache):
    audio = store_audio(tmp_path, tone(60, 8000, 500), 8000)
    kept, key = cache(audio), TileKey(tiles.SKETCHED, 0)
    seen = []
    kept._thread.done.connect(lambda _generation, done: seen.append(done))
    kept.want([key])
    qtbot.waitUntil(lambda: len(seen) == 2, timeout=10_000)
    assert [k.sketch for k in seen] == [True, False]
    assert kept._store.get(key.sketched) is None and kept.get(key) is not None


def test_tiles_of_the_same_file_stay_until_there_are_new_ones(qtbot, tmp_path, cache):
    audio = replace(store_audio(tmp_path, tone(2, 8000, 500), 8000), source="a.wav")
    kept, key = cache(audio), TileKey(3, 0)
    first = built(kept, qtbot, key)
    kept.set_audio(replace(audio))
    assert kept.get(key) is first
    assert built(kept, qtbot, key) is not first
    kept.set_audio(replace(audio, source="b.wav"))
    assert kept.get(key) is None


# -- pixels ------------------------------------------------------------------------------------------------------


@given(st.integers(8, 300), st.floats(0, 0.9), st.floats(0.02, 1))
def test_no_row_is_lost_when_there_are_fewer_pixels(n, low, span):
    rows = 120
    edges = np.linspace(low, min(low + span, 1), n + 1) * (rows - 1)
    if np.diff(edges).max() < 1:
        return
    for row in range(int(np.ceil(edges[0])), int(edges[-1])):
        tile = np.zeros((rows, 1), np.uint8)
        tile[row] = 255
        out = fitted(tile, edges)
        assert out.shape == (n, 1) and out.max() == 255
        at = n - 1 - int(out[:, 0].argmax())
        assert abs((edges[at] + edges[at + 1]) / 2 - row) <= np.diff(edges)[0] / 2 + 1


@given(st.floats(1, 2), st.floats(0, 1))
def test_no_column_is_lost_when_there_are_fewer_pixels(step, first):
    tile = np.arange(128, dtype=np.uint8)[None]
    place = np.arange(first, 127, step)
    out = np.zeros(int(128 / step) + 2)
    seen = picked(tile, place, step)[0]
    covered = {c for p in place for c in range(int(p), min(int(np.ceil(p + step - 1e-9)), 128))}
    assert covered >= set(range(int(first), 127))
    for p, value in zip(place, seen, strict=True):
        assert value == min(int(p + (int(np.ceil(step - 1e-9)) - 1)), 127)
    assert out.size >= seen.size


@pytest.fixture
def lane(qapp, tmp_path):
    made = []

    def make(samples, rate=22_050, seconds=None, theme="dark"):
        context = LaneContext(Session(), ThemeController(theme), Viewport())
        audio = replace(store_audio(tmp_path, samples, rate), source="x.wav")
        facts = AudioFacts("x.wav", "", rate, samples.shape[1], samples.shape[0])
        Scene(Analysis(facts), block_peaks(samples), audio).open_in(context.session)
        context.viewport = Viewport(duration=audio.duration, width_px=400).showing(*(seconds or (0, audio.duration)))
        made.append(SpectrogramLane(context))
        made[-1].resize(400, 201)
        made[-1].refresh()
        return made[-1]

    yield make
    for each in made:
        each.shutdown()


def rendered(lane, qtbot=None):
    lane._render(1.0, lane.context.theme)
    if qtbot is not None:
        lane._ask()
        qtbot.waitUntil(lambda: not lane.cache.busy, timeout=10_000)
        lane._render(1.0, lane.context.theme)
    return lane._pixels[: lane.height - 1].copy()


@pytest.mark.parametrize("name", NAMES)
def test_a_tone_is_drawn_and_read_out_where_its_frequency_is(lane, qtbot, name):
    it = lane(0.5 * tone(8, 22_050, 440), seconds=(2, 4))
    it.set_scale(name)
    pixels = rendered(it, qtbot)
    brightness = (pixels & 0xFF).astype(int) + (pixels >> 8 & 0xFF) + (pixels >> 16 & 0xFF)
    y = int(brightness[:, 200].argmax())
    assert abs(y - it.y_at(440)) <= 3
    assert it.hz_at(it.y_at(440)) == pytest.approx(440)
    said = it.describe(3.0, it.y_at(440))
    assert said.startswith("440.0 Hz · A4 · -") and -8.5 <= float(said.split()[-2]) <= -5


def test_zooming_frequencies_keeps_the_one_under_the_pointer(lane):
    it = lane(tone(1, 22_050, 440))
    for y, factor in ((60, 3.0), (120, 2.0), (30, 0.7)):
        hz = it.hz_at(y)
        it.zoom_values(factor, y)
        assert it.hz_at(y) == pytest.approx(hz, rel=1e-6)
    before = it.hz_at(100)
    it.pan_values(20)
    assert it.hz_at(120) == pytest.approx(before, rel=1e-6)
    it.reset_values()
    assert it.hz_at(it.height - 1) == pytest.approx(30) and it.hz_at(0) == pytest.approx(11_025)


def test_another_scale_shows_the_same_frequencies_and_is_never_blank(lane, qtbot):
    it = lane(tone(8, 22_050, 440), seconds=(1, 7))
    it.zoom_values(3.0, 150)
    rendered(it, qtbot)
    ends = it.hz_at(it.height - 1), it.hz_at(0)
    it.set_scale("mel")
    assert (it.hz_at(it.height - 1), it.hz_at(0)) == pytest.approx(ends, rel=1e-6)
    at_once = rendered(it)  # none of the new tiles is there
    y = round(it.y_at(440))
    assert np.all(at_once[y - 2 : y + 3].max(axis=0) != it.context.theme.background.rgb())
    assert (at_once[5] == at_once[5, 0]).mean() > 0.9
    fresh = rendered(it, qtbot)
    assert abs(int(np.argmax(fresh[:, 200] & 0xFF)) - int(np.argmax(at_once[:, 200] & 0xFF))) <= 4


def test_an_analysis_anew_and_a_zoom_never_blank_the_picture(lane, qtbot):
    it = lane(0.4 * np.random.default_rng(1).normal(0, 1, (22_050 * 20, 1)).astype(np.float32))
    ground = it.context.theme.background.rgb()
    assert (rendered(it, qtbot) != ground).mean() > 0.9
    session = it.context.session
    session.set_audio(replace(session.audio))
    it.refresh()
    assert (rendered(it) != ground).mean() > 0.9
    for start, end in ((8.0, 9.0), (8.2, 8.21), (3.0, 17.0)):
        it.context.viewport = it.context.viewport.showing(start, end)
        assert (rendered(it) != ground).mean() > 0.9


def test_another_recording_does_not_show_the_one_before(lane, qtbot):
    it = lane(tone(4, 22_050, 440))
    rendered(it, qtbot)
    session = it.context.session
    session.set_audio(replace(session.audio, source="other.wav"))
    it.refresh()
    assert np.all(rendered(it) == it.context.theme.background.rgb())


def test_the_menu_changes_how_it_looks_and_is_remembered(lane, qtbot):
    it = lane(tone(2, 22_050, 440))
    before = rendered(it, qtbot)
    menu = QMenu()
    it.fill_menu(menu)
    inner = {a.text(): a.menu() for a in menu.actions() if a.menu()}
    for title, entry in (("Colours", "Cividis"), ("Axis", "Notes"), ("Frequency scale", "Linear")):
        next(a for a in inner[title].actions() if a.text() == entry).trigger()
    sliders = {s.accessibleName(): s for s in menu.findChildren(QSlider)}
    sliders["Gain"].setValue(20)
    sliders["Dynamic range"].setValue(50)
    assert not np.array_equal(rendered(it, qtbot), before)
    assert it.axis_ticks()[0].label.startswith("C") and it.subtitle() == "Linear, -70 to -20 dB"
    other = lane(tone(2, 22_050, 440))
    other.restore(it.state())
    assert other.state() == it.state()
    other.restore({"scale": "bark", "colours": 3, "range_db": np.nan, "gain_db": 1e9, "range": [3, "a"], "axis": None})
    assert other.scale.name == "log" and other.colours == "cividis" and other.gain_db == 60
    menu.deleteLater()


# -- colours -----------------------------------------------------------------------------------------------------


def test_gain_and_range_say_which_levels_are_told_apart():
    table = colour_table("grey", DARK, 60, 20)
    db = tiles.level_db(np.arange(256))
    assert np.all(table[db <= -80.5] == table[0]) and np.all(table[db >= -19.5] == table[-1])
    assert np.unique(table[(db > -79) & (db < -21)]).size > 100


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
@pytest.mark.parametrize("name", list(MAPS))
def test_louder_is_always_lighter_or_always_darker(theme, name):
    """So that no map needs colour vision."""
    rgb = colour_map(name, theme) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    luminance = linear @ [0.2126, 0.7152, 0.0722]
    steps = np.diff(luminance[::8])
    assert np.all(steps > 0) or np.all(steps < 0)
    assert contrast(theme.background, theme.text) > 10 and np.ptp(luminance) > 0.5
