"""Source (who computed it), Track (one layer), Analysis (all layers of a recording)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from w12studio.domain.curves import Curve
from w12studio.domain.events import Events

#: Kinds of layers, in the order in which a reader expects them.
BEATS = "beats"
TRANSIENTS = "transients"
TEMPO = "tempo"
PITCH = "pitch"
NOTES = "notes"
KEY = "key"
METER = "meter"
CHORDS = "chords"
LOCAL_KEYS = "local_keys"
SECTIONS = "sections"
LOUDNESS = "loudness"
DANCEABILITY = "danceability"
TAGS = "tags"
CARD = "card"
KINDS = (
    BEATS, TRANSIENTS, TEMPO, PITCH, NOTES, KEY, METER,
    CHORDS, LOCAL_KEYS, SECTIONS, LOUDNESS, DANCEABILITY, TAGS, CARD,
)  # fmt: skip

TITLES = MappingProxyType(
    {
        BEATS: "Beats",
        TRANSIENTS: "Transients",
        TEMPO: "Tempo",
        PITCH: "Pitch",
        NOTES: "Notes",
        KEY: "Key",
        METER: "Meter",
        CHORDS: "Chords",
        LOCAL_KEYS: "Key over time",
        SECTIONS: "Sections",
        LOUDNESS: "Loudness",
        DANCEABILITY: "Danceability",
        TAGS: "Tags",
        CARD: "Card",
    }
)


@dataclass(frozen=True, slots=True)
class Source:
    """Who computed a layer, so that a result can be judged and repeated.

    Attributes
    ----------
    estimator : str
        e.g. "madmom-downbeats"; "user" for what was made by hand; "import" for what was read from a file.
    version : str
    weights_sha256 : str
        Of the model's weights; empty where there are none.
    params : tuple of (str, str)
    fallback_from : tuple of str
        Estimators that were asked first, each with the reason it failed: ``"name: reason"``.
    """

    estimator: str
    version: str = ""
    weights_sha256: str = ""
    params: tuple[tuple[str, str], ...] = ()
    fallback_from: tuple[str, ...] = ()

    def describe(self) -> str:
        """One line for people, e.g. "madmom-downbeats 0.17"."""
        return f"{self.estimator} {self.version}".strip()


@dataclass(frozen=True, slots=True)
class Fact:
    """A number about a whole recording, e.g. its integrated loudness or its danceability.

    Attributes
    ----------
    name : str
        e.g. "integrated_loudness"; `w12studio.domain.facts` tells what each means.
    value : float or None
        None: it could not be computed, and ``reason`` says why.
    confidence : float or None
        0..1.
    reason : str
        Why there is no value, or why it is doubtful, as a sentence for people.
    """

    name: str
    value: float | None = None
    confidence: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Track:
    """One layer: events, a curve, or both.

    Attributes
    ----------
    kind : str
        One of `KINDS`, or a name of the user's own.
    events : Events
        beats: value = place in the bar, 1 = downbeat. transients: value = strength 0..1. tempo: one region
        over the span it holds for, value in BPM. key: regions labelled "A minor". meter: regions labelled "4/4",
        value = beats a bar. notes: value = fractional MIDI number. chords: regions labelled "C", "Am", "G7".
        local_keys: regions labelled "A minor". sections: regions labelled "A", "B" ... tags: one over the whole
        recording each, value = score 0..1. card, danceability, loudness: none.
    curve : Curve or None
        pitch: f0 in Hz. tempo: BPM over time. beats, transients: the activation. key (one frame), chords,
        local_keys, tags: a column of probabilities each (`Curve.bins` names them). loudness: LUFS, momentary and
        short-term.
    source : Source
    edited : bool
        True once a person changed it; a new analysis must not replace it unasked.
    complete : bool
        False while results still stream in.
    message : str
        Why it is empty or doubtful, for people; "" where there is nothing to say.
    provisional : bool
        True for a quick guess that is shown until the layer itself is known: never saved, remembered or exported.
    facts : tuple of Fact
        Numbers about the whole recording that its source found.
    shape : str
        Of a layer of the user's own: one of `w12studio.domain.layers.SHAPES`; "" of others, or where the events say it.
    colour : str
        Of a layer of the user's own: one of `w12studio.domain.layers.COLOURS`; "" where none was chosen.
    first_bar : int
        beats: the number of the bar that begins at the first downbeat.
    """

    kind: str
    events: Events = field(default_factory=Events)
    curve: Curve | None = None
    source: Source = field(default_factory=lambda: Source("user"))
    edited: bool = False
    complete: bool = True
    message: str = ""
    provisional: bool = False
    facts: tuple[Fact, ...] = ()
    shape: str = ""
    colour: str = ""
    first_bar: int = 1


@dataclass(frozen=True, slots=True)
class AudioFacts:
    """What a file says about itself.

    Attributes
    ----------
    path : str
        As the user gave it; where it lay when it was analysed.
    sha256 : str
        Of the whole file's bytes; finds it again when it was moved. Empty until known.
    sample_rate : int
        Hz, of the file.
    channels : int
    n_samples : int
        A channel, after encoder delay and padding were removed. While a stream is read: so far, or an estimate.
    container, codec : str
        e.g. "MP3", "MPEG layer III".
    size_bytes : int
    time_zero : str
        Which decoder's zero the times refer to, e.g. "libsndfile 1.2.2, encoder delay removed".
    """

    path: str
    sha256: str = ""
    sample_rate: int = 0
    channels: int = 0
    n_samples: int = 0
    container: str = ""
    codec: str = ""
    size_bytes: int = 0
    time_zero: str = ""

    @property
    def duration(self) -> float:
        """Length in s."""
        return self.n_samples / self.sample_rate if self.sample_rate else 0.0


@dataclass(frozen=True, slots=True)
class Analysis:
    """All layers of a recording. Frozen: an edit returns a new one.

    Attributes
    ----------
    audio : AudioFacts
    tracks : mapping of str to Track
        By kind, read-only.
    warnings : tuple of str
        Sentences for people: fallbacks, layers that could not be computed.
    """

    audio: AudioFacts
    tracks: Mapping[str, Track] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "tracks", MappingProxyType(dict(self.tracks)))

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Analysis, (self.audio, dict(self.tracks), self.warnings)

    @property
    def duration(self) -> float:
        """Length in s."""
        return self.audio.duration

    @property
    def sample_rate(self) -> int:
        """Hz, of the file."""
        return self.audio.sample_rate

    def track(self, kind: str) -> Track | None:
        """The layer of that kind, or None."""
        return self.tracks.get(kind)

    def events(self, kind: str) -> Events:
        """The events of a layer; empty where there is no such layer."""
        track = self.tracks.get(kind)
        return Events() if track is None else track.events

    def fact(self, name: str) -> Fact | None:
        """The fact of that name, of whichever layer has it; None where there is none."""
        return next((f for t in self.tracks.values() for f in t.facts if f.name == name), None)

    def with_track(self, track: Track) -> Analysis:
        """A copy in which ``track`` stands in place of the layer of its kind."""
        return replace(self, tracks={**self.tracks, track.kind: track})

    def without_track(self, kind: str) -> Analysis:
        """A copy without the layer of that kind."""
        return replace(self, tracks={k: t for k, t in self.tracks.items() if k != kind})

    def settled(self) -> Analysis:
        """A copy without provisional layers; itself where there are none."""
        kept = {k: t for k, t in self.tracks.items() if not t.provisional}
        return self if len(kept) == len(self.tracks) else replace(self, tracks=kept)

    def accepted(self) -> Analysis:
        """A copy in which provisional layers count as found, for nothing better is to come."""
        found = {k: replace(t, provisional=False, complete=True) for k, t in self.tracks.items() if t.provisional}
        return replace(self, tracks={**self.tracks, **found}) if found else self

    def with_warning(self, text: str) -> Analysis:
        """A copy with one more warning (each is said once)."""
        return self if text in self.warnings else replace(self, warnings=(*self.warnings, text))
