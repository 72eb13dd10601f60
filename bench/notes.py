"""Notes of a single voice: precision and recall, with and without the transients, on melodies whose notes are known.

    python bench/notes.py FOLDER [--seconds 40] [--json FILE]

FOLDER holds MIDI files with a track named MELODY. Each melody is played alone on eight instruments by FluidSynth
(three soundfonts in turn). A note is found when its onset is within 50 ms and its pitch within 50 cents, and, in the
last column, when its end fits too (50 ms or a fifth of its length), as mir_eval counts.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections import defaultdict
from pathlib import Path

import common
import mir_eval
import numpy as np
import pretty_midi
import soundfile

from w12studio.domain.analysis import PITCH, TRANSIENTS, Track
from w12studio.domain.events import Events
from w12studio.engine.notes import notes_from_f0
from w12studio.engine.registry import ESTIMATORS
from w12studio.engine.store import SharedAudio
from w12studio.engine.workers import WorkerPool

PROGRAMS = {
    "piano": 0,
    "vibraphone": 11,
    "guitar": 24,
    "violin": 40,
    "choir": 52,
    "trumpet": 56,
    "sax": 65,
    "flute": 73,
}
SOUNDFONTS = ("/usr/share/sounds/sf2/FluidR3_GM.sf2", "/usr/share/sounds/sf2/TimGM6mb.sf2",
              "/usr/share/sounds/sf3/MuseScore_General_Lite.sf3")  # fmt: skip


def melody(midi: Path, seconds: float) -> list[pretty_midi.Note]:
    """The first ``seconds`` s of a melody, without overlaps, from its first note on."""
    tracks = pretty_midi.PrettyMIDI(str(midi)).instruments
    notes = sorted(next(i.notes for i in tracks if i.name == "MELODY"), key=lambda n: (n.start, -n.pitch))
    out: list[pretty_midi.Note] = []
    for note in notes:
        start, end = note.start - notes[0].start + 0.5, note.end - notes[0].start + 0.5
        if end > seconds or (out and start < out[-1].start + 0.03):
            continue
        if out:
            out[-1].end = min(out[-1].end, start)
        out.append(pretty_midi.Note(note.velocity, note.pitch, start, end))
    return out


def rendered(notes: list[pretty_midi.Note], program: int, soundfont: str, folder: Path, name: str) -> SharedAudio:
    """The melody as FluidSynth plays it, in a store of its own: workers remember what they computed by its name."""
    song = pretty_midi.PrettyMIDI()
    song.instruments.append(pretty_midi.Instrument(program))
    song.instruments[0].notes = notes
    midi, wav, store = (folder / f"{name}.{s}" for s in ("mid", "wav", "f32"))
    song.write(str(midi))
    subprocess.run(["fluidsynth", "-ni", "-q", "-g", "0.6", "-r", "44100", "-F", wav, soundfont, midi], check=True)
    samples, rate = soundfile.read(wav, dtype="float32")
    mono = samples.mean(axis=1)
    mono.tofile(store)
    return SharedAudio(str(store), rate, 1, len(mono), str(wav))


def answer(pool: WorkerPool, name: str, audio: SharedAudio) -> list[Track]:
    """What an estimator finds."""
    estimator = ESTIMATORS[name]
    task = pool.submit(estimator.family, "w12studio.engine.tasks:run_estimator", estimator, audio, {})
    while True:
        for event in pool.poll(0.05):
            if event.task_id == task and event.kind == "done":
                return event.payload
            if event.task_id == task and event.kind in ("failed", "died"):
                raise SystemExit(f"{name}: {event.payload}")


def scores(truth: list[pretty_midi.Note], found: Events) -> tuple[float, float, float, float]:
    """Precision, recall, F-measure by onset and pitch, and F-measure with the ends."""
    times = np.array([(n.start, n.end) for n in truth])
    hz = 440 * 2 ** ((np.array([n.pitch for n in truth]) - 69) / 12)
    if not len(found):
        return 0.0, 0.0, 0.0, 0.0
    spans = np.stack([found.times, found.times + np.maximum(found.durations, 1e-3)], axis=1)
    found_hz = 440 * 2 ** ((found.values - 69) / 12)
    p, r, f, _ = mir_eval.transcription.precision_recall_f1_overlap(times, hz, spans, found_hz, offset_ratio=None)
    whole = mir_eval.transcription.precision_recall_f1_overlap(times, hz, spans, found_hz)[2]
    return p, r, f, whole


def main() -> None:
    """Command line; see the head of the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=40.0)
    args = parser.parse_args()
    songs = sorted(args.folder.glob("*.mid"))
    rows: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    pool = WorkerPool()
    try:
        with tempfile.TemporaryDirectory() as scratch:
            for i, (name, program) in enumerate(PROGRAMS.items()):
                for j, song in enumerate(songs):
                    notes = melody(song, args.seconds)
                    audio = rendered(notes, program, SOUNDFONTS[(i + j) % 3], Path(scratch), f"{name}{j}")
                    curve = next(t.curve for t in answer(pool, "swift-f0", audio) if t.kind == PITCH)
                    onsets = next(t.events for t in answer(pool, "madmom-onsets", audio) if t.kind == TRANSIENTS)
                    assert curve is not None
                    rows[f"{name}, curve alone"].append(scores(notes, notes_from_f0(curve)))
                    rows[f"{name}, with transients"].append(scores(notes, notes_from_f0(curve, onsets)))
    finally:
        pool.shutdown()
    for how in ("curve alone", "with transients"):
        rows[f"all, {how}"] = [r for k, found in rows.items() if k.endswith(how) for r in found]
    table = ["| instrument | how | precision | recall | F | F with ends |", "| --- | --- | --- | --- | --- | --- |"]
    for key in sorted(rows, key=lambda k: (k.startswith("all"), k)):
        instrument, how = key.split(", ")
        cells = [instrument, how, *(f"{x:.3f}" for x in np.mean(rows[key], axis=0))]
        table.append(f"| {' | '.join(cells)} |")
    head = f"`python bench/notes.py FOLDER` on {common.machine()}; {len(songs)} melodies on each instrument."
    common.record("notes", head + "\n\n" + "\n".join(table))


if __name__ == "__main__":
    main()
