"""Performances to sound, by fluidsynth and the General MIDI sound fonts of Debian."""

from __future__ import annotations

from functools import cache

import fluidsynth
import mido
import numpy as np

RATE = 44100
FONTS = (
    "/usr/share/sounds/sf2/FluidR3_GM.sf2",
    "/usr/share/sounds/sf2/TimGM6mb.sf2",
    "/usr/share/sounds/sf3/MuseScore_General_Lite.sf3",
)

Timed = tuple[float, mido.Message]


def part(notes: list, channel: int, program: int, volume: int = 100, pan: int = 64) -> list[Timed]:
    """Messages of (on, off, pitch, velocity, ...) notes on a channel."""
    out = [
        (0.0, mido.Message("program_change", channel=channel, program=program)),
        (0.0, mido.Message("control_change", channel=channel, control=7, value=volume)),
        (0.0, mido.Message("control_change", channel=channel, control=10, value=pan)),
    ]
    for on, off, pitch, velocity, *_ in notes:
        out.append((on, mido.Message("note_on", channel=channel, note=int(pitch), velocity=int(velocity))))
        out.append((max(off, on + 0.03), mido.Message("note_off", channel=channel, note=int(pitch))))
    return out


@cache
def _synth(font: str) -> fluidsynth.Synth:
    """A synthesiser with a sound font, which stays: to read a font takes up to 7 s."""
    synth = fluidsynth.Synth(gain=0.3, samplerate=float(RATE))
    synth.setting("synth.chorus.active", 0)
    number = synth.sfload(font)
    for channel in range(16):
        synth.program_select(channel, number, 128 if channel == 9 else 0, 0)
    return synth


def _send(synth: fluidsynth.Synth, message: mido.Message) -> None:
    if message.type == "program_change":
        synth.program_change(message.channel, message.program)
    elif message.type == "control_change":
        synth.cc(message.channel, message.control, message.value)
    elif message.type == "note_on":
        synth.noteon(message.channel, message.note, message.velocity)
    else:
        synth.noteoff(message.channel, message.note)


def synthesise(events: list[Timed], seconds: float, rng: np.random.Generator) -> np.ndarray:
    """Mono float32 samples of the messages, of that length, with a random font, reverberation, tone and noise."""
    font = FONTS[int(rng.integers(len(FONTS)))]
    order = {"program_change": 0, "control_change": 1, "note_off": 2, "note_on": 3}
    events = sorted((e for e in events if e[0] < seconds), key=lambda e: (round(e[0] * 1000), order[e[1].type]))
    synth = _synth(font)
    synth.system_reset()
    synth.set_reverb(*((0.2, 0.0, 0.5, 0.9) if rng.random() < 0.7 else (0.0, 0.0, 0.0, 0.0)))
    pieces, done = [], 0
    for time, message in events:
        at = int(time * RATE)
        if at > done:
            pieces.append(synth.get_samples(at - done))
            done = at
        _send(synth, message)
    pieces.append(synth.get_samples(max(1, int(seconds * RATE) - done)))
    audio = np.concatenate(pieces).reshape(-1, 2).mean(axis=1) / 32768
    count = int(seconds * RATE)
    audio = np.pad(audio, (0, max(0, count - audio.size)))[:count].astype(np.float64)
    return _coloured(audio, rng)


def _coloured(audio: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A random room, tone and noise, as recordings have them; a third stays clean."""
    if rng.random() < 0.66:
        size = 1 << int(audio.size + 2 * RATE - 1).bit_length()
        spectrum = np.fft.rfft(audio, size)
        hz = np.fft.rfftfreq(size, 1 / RATE)
        tilt = rng.normal(0, 3.0) * np.log2(np.maximum(hz, 40) / 800)
        bumps = sum(rng.normal(0, 4) * np.exp(-0.5 * (np.log2(np.maximum(hz, 20) / f)) ** 2) for f in (120, 500, 2000))
        if rng.random() < 0.25:
            tilt = tilt - 40 * (hz > rng.uniform(3000, 9000))
        spectrum *= 10 ** ((tilt + bumps) / 20)
        if rng.random() < 0.4:
            length = int(RATE * rng.uniform(0.3, 1.8))
            room = rng.normal(0, 1, length) * 10 ** (-3 * np.arange(length) / length)
            room *= rng.uniform(0.1, 0.6) / np.sqrt((room**2).sum())
            room[0] += 1
            spectrum *= np.fft.rfft(room, size)
        audio = np.fft.irfft(spectrum, size)[: audio.size]
        level = np.sqrt((audio**2).mean()) * 10 ** (rng.uniform(-60, -28) / 20)
        audio = audio + rng.normal(0, level + 1e-9, audio.size)
    peak = np.abs(audio).max()
    return (audio / max(peak, 1e-9) * 10 ** (rng.uniform(-12, -0.3) / 20)).astype(np.float32)
