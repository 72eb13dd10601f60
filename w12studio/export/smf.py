"""Bytes of a standard MIDI file, format 1.

Source: Standard MIDI Files 1.0, RP-001 (MIDI Manufacturers Association).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

#: One event: tick, order among events of the same tick, and its bytes without the delta time.
Message = tuple[int, int, bytes]

#: Largest delta time that a variable-length number of four bytes holds.
MAX_DELTA = 0x0FFFFFFF
_FILLER = b"\xff\x01\x00"

META_ORDER, CONTROL_ORDER, NOTE_OFF_ORDER, BEND_ORDER, NOTE_ON_ORDER = range(5)


def variable(number: int) -> bytes:
    """A variable-length number, 0..`MAX_DELTA`."""
    out = [number & 0x7F]
    while number := number >> 7:
        out.append(number & 0x7F | 0x80)
    return bytes(reversed(out))


def meta(tick: int, kind: int, data: bytes) -> Message:
    """A meta event ``FF kind``."""
    return tick, META_ORDER, bytes((0xFF, kind)) + variable(len(data)) + data


def text(tick: int, kind: int, words: str) -> Message:
    """A text meta event (3 name, 6 marker) in UTF-8."""
    return meta(tick, kind, words.encode("utf-8"))


def tempo(tick: int, us_per_quarter: int) -> Message:
    """``FF 51``: microseconds a quarter note, 24 bits."""
    return meta(tick, 0x51, us_per_quarter.to_bytes(3, "big"))


def time_signature(tick: int, numerator: int, denominator: int) -> Message:
    """``FF 58``; the metronome clicks once a denominator note."""
    power = denominator.bit_length() - 1
    clocks = max(1, min(255, 96 // denominator))
    return meta(tick, 0x58, bytes((numerator, power, clocks, 8)))


def key_signature(tick: int, sharps: int, minor: bool) -> Message:
    """``FF 59``: sharps positive, flats negative."""
    return meta(tick, 0x59, struct.pack(">bB", sharps, minor))


def note(start: int, end: int, channel: int, key: int, velocity: int) -> tuple[Message, Message]:
    """Note on and note off."""
    return (
        (start, NOTE_ON_ORDER, bytes((0x90 | channel, key, velocity))),
        (end, NOTE_OFF_ORDER, bytes((0x80 | channel, key, 0))),
    )


def control(tick: int, channel: int, number: int, value: int) -> Message:
    """Control change."""
    return tick, CONTROL_ORDER, bytes((0xB0 | channel, number, value))


def bend(tick: int, channel: int, amount: int) -> Message:
    """Pitch bend, -8192..8191."""
    value = amount + 8192
    return tick, BEND_ORDER, bytes((0xE0 | channel, value & 0x7F, value >> 7))


def _track(messages: Sequence[Message], end: int) -> bytes:
    body = bytearray()
    now = 0
    ordered = sorted(messages, key=lambda m: m[:2])
    for tick, _, data in [*ordered, (max(end, ordered[-1][0] if ordered else 0), 0, b"\xff\x2f\x00")]:
        while tick - now > MAX_DELTA:  # longer than a delta time holds: an empty text in between
            body += variable(MAX_DELTA) + _FILLER
            now += MAX_DELTA
        body += variable(tick - now) + data
        now = tick
    return b"MTrk" + struct.pack(">L", len(body)) + bytes(body)


def assemble(tracks: Sequence[Sequence[Message]], ticks_per_quarter: int, end: int) -> bytes:
    """The whole file; every track ends at tick ``end`` or at its own last event, whichever is later."""
    head = b"MThd" + struct.pack(">LHHH", 6, 1, len(tracks), ticks_per_quarter)
    return head + b"".join(_track(messages, end) for messages in tracks)
