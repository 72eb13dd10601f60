"""Clips for bench/card.py whose answers are plain: rendered, spoken, sung, with a crowd; and recordings.

Everything is made from a seed or comes from Debian packages (a source that is not installed is left out and named):

    fluidsynth, fluid-soundfont-gm          renderings
    flite, espeak-ng                        speech
    festival, festvox-kallpc16k             singing (its singing mode)
    fillets-ng-data-cs                      recorded speech (Czech)
    wesnoth-1.16-music, neverball-common, singularity-music, supertux-data, fretsonfire-songs-sectoid   music
"""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import mido
import numpy as np
import soundfile
from scipy.signal import fftconvolve, lfilter

RATE = 44_100
LENGTH_S = 30.0
SOUNDFONT = Path("/usr/share/sounds/sf2/FluidR3_GM.sf2")
_SCALES = {"major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 10)}
_WALKS = {"major": ((0, 4, 5, 3), (0, 3, 4, 0), (0, 5, 3, 4)), "minor": ((0, 5, 3, 4), (0, 3, 0, 4), (0, 5, 2, 6))}
#: A bar of drums: beat, General MIDI number, velocity.
_DRUMS = (
    *((hit / 2, 42, 70) for hit in range(8)),
    *((float(hit), 36, 110) for hit in range(4)),
    *((hit, 38, 100) for hit in (1.0, 3.0)),
)
_TEXT = (
    "The committee met on Tuesday and spoke about the weather, the harvest, and the price of bread. Nobody knew what "
    "the answer would be. There were seven people in the room, and each of them had another opinion. "
)
_FLITE = (("slt", "awb", "rms", "kal"), ("kal16",))
_ESPEAK = (("en-us", "en-gb+f3", "de", "fr+f2"), ("it", "es+f4", "en-us+m3", "pl+f1", "pt+m7"))
_WORDS = ("love", "me", "now", "stay", "here", "with", "you", "all", "night", "long", "my", "heart", "will", "go", "on")


@dataclass(frozen=True)
class Clip:
    """A clip and what is true of it: by name of the fact, whether it has much or little of it."""

    name: str
    truth: dict[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Style:
    """How a piece is made: mode, BPM, General MIDI programs of chords, melody and bass, and whether there are drums."""

    mode: str
    bpm: float
    chords: int
    melody: int
    bass: int
    drums: bool = False
    short: bool = False


def make(folder: Path, part: int) -> list[Clip]:
    """All clips of a part as ``folder/NAME.wav``; those that are there already stay.

    The scales of `w12studio.engine.card` were chosen on part 0; part 1 has other seeds, speakers and recordings.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for source in (_renderings, _sung, _spoken, _crowds, _recordings):
        for clip, samples in source(part):
            path = folder / f"{clip.name}.wav"
            if not path.exists():
                whole = np.asarray(samples(), np.float64)[: int(LENGTH_S * RATE)]
                peak = np.abs(whole).max() or 1.0
                soundfile.write(path, whole * (0.8 / peak), RATE)
            made.append(clip)
    return made


Made = Iterator[tuple[Clip, Callable[[], np.ndarray]]]


def _renderings(part: int) -> Made:
    """Pieces that differ in what is asked: mode and tempo for happiness, instruments for acousticness."""
    acoustic = {"chords": (0, 24, 48, 46, 6), "melody": (0, 73, 40, 71, 56), "bass": (32, 42, 43)}
    electronic = {"chords": (81, 90, 89, 95), "melody": (80, 81, 87, 84), "bass": (38, 39)}
    for i in range(12):
        dice = random.Random(1000 * part + i)
        pick = {k: dice.choice(v) for k, v in acoustic.items()}
        bpm = dice.uniform(124, 150)
        yield _rendered(
            f"happy{i:02}", Style("major", bpm, drums=i % 2 == 0, short=True, **pick), 1000 * part + i, happiness=True
        )
        bpm = dice.uniform(52, 70)
        yield _rendered(f"sorrow{i:02}", Style("minor", bpm, **pick), 1000 * part + i, happiness=False)
    for i in range(12):
        dice = random.Random(1000 * part + 100 + i)
        mode, bpm = dice.choice(("major", "minor")), dice.uniform(70, 110)
        pick = {k: dice.choice(v) for k, v in acoustic.items()}
        yield _rendered(f"acoustic{i:02}", Style(mode, bpm, **pick), 1000 * part + 100 + i, acousticness=True)
        pick = {k: dice.choice(v) for k, v in electronic.items()}
        style = Style(mode, dice.uniform(118, 136), drums=True, short=True, **pick)
        yield _rendered(f"dance{i:02}", style, 1000 * part + 100 + i, acousticness=False)


def _rendered(name: str, style: Style, seed: int, **truth: bool) -> tuple[Clip, Callable[[], np.ndarray]]:
    truth |= {"instrumentalness": True, "speechiness": False}
    return Clip(name, truth), lambda: piece(style, seed)


def piece(style: Style, seed: int) -> np.ndarray:
    """A piece of chords, bass, melody and drums, rendered; shape (n,)."""
    dice = random.Random(seed)
    scale, tonic = _SCALES[style.mode], dice.randrange(48, 60)
    walk = dice.choice(_WALKS[style.mode])
    beat = 480
    events: list[tuple[int, int, int, int, int]] = []  # tick, 1 on or 0 off, channel, note, velocity

    def note(channel: int, at: float, length: float, pitch: int, velocity: int) -> None:
        events.append((round(at * beat), 1, channel, pitch, velocity))
        events.append((round((at + length) * beat) - 1, 0, channel, pitch, 0))

    def degree(n: int) -> int:
        return tonic + 12 * (n // 7) + scale[n % 7]

    for bar in range(int(LENGTH_S * style.bpm / 240) + 1):
        root, at = walk[bar % 4], 4.0 * bar
        hits = (0.0, 1.0, 2.0, 3.0) if style.short else (0.0,)
        for hit in hits:
            for n in (0, 2, 4):
                note(0, at + hit, 0.6 if style.short else 3.9, degree(root + n), 64)
        for hit in hits if style.short else (0.0, 2.0):
            note(1, at + hit, 0.9, degree(root) - 12, 80)
        step = 0.5 if style.short else dice.choice((1.0, 2.0))
        spot = 0.0
        while spot < 4.0:
            if dice.random() < 0.85:
                note(
                    2, at + spot, step * 0.9, degree(root + dice.choice((0, 2, 4, 7, 1))) + 12, dice.randrange(76, 100)
                )
            spot += step
        for hit, pitch, velocity in _DRUMS if style.drums else ():
            note(9, at + hit, 0.2, pitch, velocity)
    return _render(events, style, beat)


def _render(events: list[tuple[int, int, int, int, int]], style: Style, beat: int) -> np.ndarray:
    track = mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(style.bpm))])
    for channel, program in enumerate((style.chords, style.bass, style.melody)):
        track.append(mido.Message("program_change", channel=channel, program=program))
    now = 0
    for tick, on, channel, pitch, velocity in sorted(events):
        kind = "note_on" if on else "note_off"
        track.append(mido.Message(kind, channel=channel, note=pitch, velocity=velocity, time=tick - now))
        now = tick
    with tempfile.TemporaryDirectory() as folder:
        midi, wav = Path(folder, "piece.mid"), Path(folder, "piece.wav")
        mido.MidiFile(ticks_per_beat=beat, tracks=[track]).save(midi)
        subprocess.run(
            ["fluidsynth", "-ni", "-q", "-F", str(wav), "-r", str(RATE), str(SOUNDFONT), str(midi)],
            check=True, capture_output=True,
        )  # fmt: skip
        return soundfile.read(wav, always_2d=True)[0].mean(axis=1)


def _sung(part: int) -> Made:
    """Backings with a voice that sings (synthesized), over the loudness of the backing; and a cappella."""
    if not shutil.which("text2wave"):
        return
    for i in range(10):
        style = Style(("major", "minor")[i % 2], 90 + 4 * i, (24, 0, 4, 48, 26)[i % 5], 73, 33, drums=i % 3 > 0)

        def mixed(i: int = i, style: Style = style) -> np.ndarray:
            voice, backing = singing(1000 * part + i), piece(style, 1000 * part + 300 + i)
            n = min(voice.size, backing.size)
            return 1.6 * voice[:n] / _rms(voice) + backing[:n] / _rms(backing)

        yield Clip(f"sung{i:02}", {"instrumentalness": False}), mixed
        if i < 4:
            yield Clip(f"acappella{i:02}", {"instrumentalness": False}), lambda i=i: singing(1000 * part + 50 + i)


def singing(seed: int) -> np.ndarray:
    """30 s of a synthesized voice that sings a melody."""
    dice = random.Random(seed)
    low = dice.randrange(50, 58)
    names = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
    lines = []
    for _ in range(40):
        midi = low + dice.choice((0, 2, 4, 5, 7, 9))
        beats, word = dice.choice(("1.0", "1.0", "2.0")), dice.choice(_WORDS)
        pitch = f"{names[midi % 12]}{midi // 12 - 1}"
        lines.append(f'<PITCH NOTE="{pitch}"><DURATION BEATS="{beats}">{word}</DURATION></PITCH>')
    head = (
        '<?xml version="1.0"?>\n<!DOCTYPE SINGING PUBLIC "-//SINGING//DTD SINGING mark up//EN" "Singing.v0_1.dtd" []>\n'
    )
    text = f'{head}<SINGING BPM="{90 + 4 * (seed % 10)}">{"".join(lines)}</SINGING>'
    with tempfile.TemporaryDirectory() as folder:
        score, wav = Path(folder, "song.xml"), Path(folder, "song.wav")
        score.write_text(text)
        subprocess.run(["text2wave", "-mode", "singing", str(score), "-o", str(wav)], check=True, capture_output=True)
        return _read(wav)


def _spoken(part: int) -> Made:
    """Speech of synthesizers and of actors."""
    truth = {"speechiness": True}
    commands = {f"flite-{v}": ["flite", "-voice", v, "-t", 3 * _TEXT] for v in _FLITE[part]}
    for v in _ESPEAK[part]:
        commands[f"espeak-{v.replace('+', '-')}"] = ["espeak-ng", "-v", v, 3 * _TEXT]
    for name, command in commands.items():
        if shutil.which(command[0]):
            out = "-o" if command[0] == "flite" else "-w"
            yield Clip(f"speech-{name}", truth), lambda c=command, o=out: _spoken_by([c[0], o, "{}", *c[1:]])
    for folder in sorted(f for share in SHARES for f in share.glob("fillets-ng/sound/*/cs"))[2 * part : 40 : 4]:
        lines = sorted(folder.glob("*.ogg"))[:12]
        if len(lines) >= 8:
            yield (
                Clip(f"speech-actors-{folder.parent.name}", truth),
                lambda lines=lines: np.concatenate([_read(p) for p in lines]),
            )


def _spoken_by(command: list[str]) -> np.ndarray:
    with tempfile.TemporaryDirectory() as folder:
        wav = str(Path(folder, "speech.wav"))
        subprocess.run([wav if c == "{}" else c for c in command], check=True, capture_output=True)
        return _read(Path(wav))


def _crowds(part: int) -> Made:
    """The same music dry, and in a hall with a crowd that murmurs, and claps at both ends."""
    music = [p for p in _music() if p[0] in ("wesnoth", "neverball", "sectoid")][part : 24 + part : 2]
    for i, (kind, path) in enumerate(music):
        name = f"{kind}-{path.stem.lower().replace(' ', '')[:12]}-{i}"
        yield Clip(f"dry-{name}", {"liveness": False}), lambda p=path: _read(p, 30.0)
        yield Clip(f"crowd-{name}", {"liveness": True}), lambda p=path, i=i: live(_read(p, 30.0), 1000 * part + i)


def live(dry: np.ndarray, seed: int) -> np.ndarray:
    """Music as in a hall: reverberation of 2 s, a murmuring crowd 20 dB below, applause for 4 s at both ends."""
    dice = np.random.default_rng(seed)
    t = np.arange(2 * RATE) / RATE
    hall = dice.normal(size=t.size) * np.exp(-3.0 * t)
    wet = fftconvolve(dry, hall / np.sqrt(np.sum(hall**2)))[: dry.size]
    murmur = lfilter([1.0], [1.0, -0.95], dice.normal(size=dry.size))
    murmur *= 1.0 + 0.5 * np.sin(np.cumsum(dice.normal(size=dry.size)) / 4000)
    claps = np.zeros(dry.size)
    for start in (0, max(0, dry.size - 4 * RATE)):
        at = start + dice.integers(0, 4 * RATE - 2000, 2500)
        np.add.at(claps, at[at < dry.size], dice.uniform(0.2, 1.0, int((at < dry.size).sum())))
    clap = dice.normal(size=1200) * np.exp(-np.arange(1200) / 250)
    applause = fftconvolve(claps, clap)[: dry.size]
    loud = _rms(dry)
    return dry + 0.7 * wet * loud / _rms(wet) + 0.1 * murmur * loud / _rms(murmur) + applause * loud / _rms(applause)


def _recordings(part: int) -> Made:
    """Music of games: all of it instrumental, orchestral or electronic or metal."""
    kinds = {"wesnoth": True, "neverball": False, "singularity": False, "supertux": None, "sectoid": False}
    count = dict.fromkeys(kinds, 0)
    for kind, path in _music():
        count[kind] += 1
        if not 10 * part < count[kind] <= 10 * (part + 1):
            continue
        truth = {"speechiness": False, "instrumentalness": True}
        if kinds[kind] is not None:
            truth["acousticness"] = bool(kinds[kind])
        yield Clip(f"music-{kind}-{count[kind]:02}", truth), lambda p=path: _read(p, 20.0)


def _music() -> list[tuple[str, Path]]:
    found = []
    for kind, pattern in (
        ("wesnoth", "wesnoth/1.16/data/core/music/*.ogg"),
        ("neverball", "neverball/bgm/*.ogg"),
        ("singularity", "singularity/music/*.ogg"),
        ("supertux", "supertux2/music/*/*.ogg"),
        ("sectoid", "fretsonfire/data/songs/sectoid/*/song.ogg"),
    ):
        paths = sorted(p for share in SHARES for p in share.glob(pattern))
        found += [(kind, p) for p in paths if soundfile.info(p).duration > 55]
    return found


#: Where packages lie; bench/card.py adds a folder into which some were unpacked.
SHARES = [Path("/usr/share/games")]


def _read(path: Path, start_s: float = 0.0) -> np.ndarray:
    """30 s of a file from ``start_s`` on, mono, at 44.1 kHz."""
    import soxr

    rate = soundfile.info(path).samplerate
    samples = soundfile.read(path, int(LENGTH_S * rate), int(start_s * rate), always_2d=True)[0].mean(axis=1)
    return soxr.resample(samples, rate, RATE)


def _rms(samples: np.ndarray) -> float:
    return float(np.sqrt(np.mean(samples**2))) or 1.0
