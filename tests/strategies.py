"""Whole analyses of every kind the model allows, for the tests of documents and edits."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from w12studio.domain.analysis import KINDS, Analysis, AudioFacts, Fact, Source, Track
from w12studio.domain.curves import Curve
from w12studio.domain.events import Event, Events
from w12studio.domain.layers import COLOURS, SHAPES

finite = st.floats(allow_nan=False, allow_infinity=False)
some_times = st.floats(-10, 1e6) | st.floats(0, 10) | st.sampled_from([0.0, 0.1, 1.0])
any_event = st.builds(
    Event,
    some_times,
    st.floats(0, 1e6) | st.just(0.0),
    st.none() | st.floats(allow_nan=False),
    st.none() | st.floats(0, 1),
    st.text(st.characters(), max_size=8),
)
any_events = st.lists(any_event, max_size=12).map(Events)
words = st.text(max_size=8)
sources = st.builds(
    Source,
    words,
    words,
    words,
    st.lists(st.tuples(words, words), max_size=3).map(tuple),
    st.lists(words, max_size=2).map(tuple),
)
audio_facts = st.builds(
    AudioFacts,
    words,
    words,
    st.integers(0, 384_000),
    st.integers(0, 8),
    st.integers(0, 2**40),
    words,
    words,
    st.integers(0, 2**40),
    words,
)


@st.composite
def any_curves(draw: st.DrawFn) -> Curve:
    """One or two dimensions, float32 or float64, with NaN and infinity."""
    shape = draw(hnp.array_shapes(min_dims=1, max_dims=2, min_side=0, max_side=6))
    dtype = draw(st.sampled_from([np.float32, np.float64]))
    values = draw(hnp.arrays(dtype, shape))
    confidence = draw(st.none() | hnp.arrays(dtype, shape[:1], elements=st.floats(0, 1, width=32)))
    rate = draw(st.floats(1e-3, 1e5))
    bins = tuple(draw(words) for _ in range(shape[1])) if len(shape) == 2 and draw(st.booleans()) else ()
    return Curve(values, rate, draw(st.floats(-10, 1e5)), draw(words), confidence, bins)


any_tracks = st.builds(
    Track,
    st.sampled_from(KINDS) | words,
    any_events,
    st.none() | any_curves(),
    sources,
    st.booleans(),
    st.booleans(),
    words,
    facts=st.lists(
        st.builds(Fact, words, st.none() | st.floats(allow_nan=False), st.none() | st.floats(0, 1), words), max_size=3
    ).map(tuple),
    shape=st.just("") | st.sampled_from(SHAPES),
    colour=st.just("") | st.sampled_from(COLOURS),
    first_bar=st.integers(-9, 999),
)
any_analyses = st.builds(
    Analysis,
    audio_facts,
    st.lists(any_tracks, max_size=4).map(lambda tracks: {t.kind: t for t in tracks}),
    st.lists(words, max_size=2).map(tuple),
)
