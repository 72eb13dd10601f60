"""The pyramid against minima and maxima found the plain way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from w12studio.domain.peaks import BASE_BLOCK, FACTOR, PeakPyramid, block_peaks, sample_columns

seeds = st.integers(0, 2**32 - 1)


def plain(rows: np.ndarray, start: float, step: float, n_columns: int) -> np.ndarray:
    """Columns the plain way: rows from the one at a column's left edge to before the next column's."""
    out = np.full((n_columns, rows.shape[1], 2), np.nan, dtype=np.float32)
    for i in range(n_columns):
        a, b = int(np.floor(start + step * i)), int(np.floor(start + step * (i + 1)))
        part = rows[max(a, 0) : max(b, a + 1, 0)]
        if part.size:
            out[i, :, 0], out[i, :, 1] = part[:, :, 0].min(axis=0), part[:, :, 1].max(axis=0)
    return out


def levels_of(base: np.ndarray, level: int) -> np.ndarray:
    """A level of the pyramid the plain way; its last block may be made of fewer."""
    for _ in range(level):
        parts = [base[i : i + FACTOR] for i in range(0, len(base), FACTOR)]
        base = np.stack([np.stack([p[:, :, 0].min(axis=0), p[:, :, 1].max(axis=0)], axis=1) for p in parts])
    return base


@given(seeds, st.integers(0, 1000), st.integers(1, 3), st.integers(1, 300))
def test_block_peaks(seed: int, n: int, channels: int, block: int) -> None:
    samples = np.random.default_rng(seed).standard_normal((n, channels)).astype(np.float32)
    found = block_peaks(samples, block)
    assert found.shape == (-(-n // block), channels, 2)
    for i in range(found.shape[0]):
        part = samples[i * block : (i + 1) * block]
        assert np.array_equal(found[i, :, 0], part.min(axis=0))
        assert np.array_equal(found[i, :, 1], part.max(axis=0))


def test_a_bad_sample_counts_as_silence_and_hides_nothing() -> None:
    samples = np.array([[0.5], [np.nan], [-0.25], [np.inf], [0.75], [0.5]])
    assert block_peaks(samples, 3).tolist() == [[[-0.25, 0.5]], [[0.0, 0.75]]]


@given(seeds, st.lists(st.integers(0, 900), max_size=6), st.integers(1, 2))
def test_growing_gives_the_same_as_all_at_once(seed: int, sizes: list[int], channels: int) -> None:
    random = np.random.default_rng(seed)
    grown = PeakPyramid(channels)
    parts = [random.standard_normal((size, channels, 2)).astype(np.float32) for size in sizes]
    for part in parts:
        grown.append(part)
    base = np.concatenate([*parts, np.zeros((0, channels, 2), dtype=np.float32)])
    assert np.array_equal(grown.base(), base)
    assert grown.n_blocks == len(base)
    grown.close()
    whole = PeakPyramid.from_base(base)
    for step in (256, 1024, 5000, 70_000):
        n = int(len(base) * BASE_BLOCK / step) + 3
        found = grown.columns(-step, step, n)
        assert np.array_equal(found, whole.columns(-step, step, n), equal_nan=True)


@given(seeds, st.integers(0, 5000), st.floats(-3e5, 1.5e6), st.floats(256, 3e5), st.integers(0, 40))
def test_columns_are_the_plain_minima_and_maxima(
    seed: int, blocks: int, start: float, step: float, n_columns: int
) -> None:
    base = np.random.default_rng(seed).standard_normal((blocks, 1, 2)).astype(np.float32)
    found = PeakPyramid.from_base(base).columns(start, step, n_columns)
    # A level is only there where it saves something: from 256 blocks on.
    level = 0
    while BASE_BLOCK * FACTOR ** (level + 1) <= step and len(levels_of(base, level)) > FACTOR * 64:
        level += 1
    block = BASE_BLOCK * FACTOR**level
    wanted = plain(levels_of(base, level), start / block, step / block, n_columns)
    assert np.array_equal(found, wanted, equal_nan=True)


@given(seeds, st.integers(1, 400), st.integers(-50, 450), st.floats(0.05, 30), st.integers(1, 60))
def test_sample_columns(seed: int, n: int, start: int, step: float, n_columns: int) -> None:
    samples = np.random.default_rng(seed).standard_normal((n, 2)).astype(np.float32)
    found = sample_columns(samples, 100, 100 + start, step, n_columns)
    wanted = plain(np.stack([samples, samples], axis=2), start, step, n_columns)
    assert np.array_equal(found, wanted, equal_nan=True)


@pytest.mark.parametrize("blocks", [0, 1, 256, 257, 1025, 4097])
def test_the_last_partial_block_is_seen_at_every_zoom(blocks: int) -> None:
    base = np.zeros((blocks, 1, 2), dtype=np.float32)
    if blocks:
        base[-1] = (-1, 1)
    pyramid = PeakPyramid.from_base(base)
    for level in range(6):
        step = BASE_BLOCK * FACTOR**level
        found = pyramid.columns(0, step, blocks // FACTOR**level + 2)
        assert np.nanmin(found, initial=0) == (-1 if blocks else 0)
        assert np.nanmax(found, initial=0) == (1 if blocks else 0)


def test_what_is_not_decoded_yet_is_nan() -> None:
    pyramid = PeakPyramid(1, 100_000)
    pyramid.append(np.ones((10, 1, 2), dtype=np.float32))
    columns = pyramid.columns(0, 256, 20)
    assert not np.isnan(columns[:10]).any()
    assert np.isnan(columns[10:]).all()
