"""Tiles of the spectrogram, computed on a thread of their own and kept while there is room."""

from __future__ import annotations

import threading
from collections import OrderedDict

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QThread, Signal

from w12studio.service import SharedAudio
from w12studio.ui import spectrogram_tiles as tiles
from w12studio.ui.spectrogram_tiles import GROUND, SKETCHED, TileKey

CAPACITY_BYTES = 128 << 20
_TILE_BYTES = tiles.N_ROWS * tiles.TILE_COLUMNS

Tile = NDArray[np.uint8]


class TileStore:
    """Tiles by key, those used last kept. Any thread.

    Tiles of a recording that is decoded anew stay until there are others: they are *old*, shown but not built upon.
    """

    def __init__(self, capacity: int) -> None:
        self._lock = threading.Lock()
        self._tiles: OrderedDict[TileKey, tuple[int, Tile]] = OrderedDict()
        self._capacity = capacity
        self._generation = 0

    def renew(self, keep: bool) -> int:
        """Begin a new generation; the tiles so far become old, or go. Gives the generation's number."""
        with self._lock:
            self._generation += 1
            if not keep:
                self._tiles.clear()
            return self._generation

    def get(self, key: TileKey, old: bool = True) -> Tile | None:
        """A tile, or None where it is not there."""
        with self._lock:
            found = self._tiles.get(key)
            if found is None or not (old or found[0] == self._generation):
                return None
            self._tiles.move_to_end(key)
            return found[1]

    def put(self, generation: int, key: TileKey, tile: Tile) -> bool:
        """Keep a tile; False where its recording is no longer the one."""
        with self._lock:
            if generation != self._generation:
                return False
            self._tiles[key] = (generation, tile)
            self._tiles.move_to_end(key)
            if not key.sketch:
                self._tiles.pop(key.sketched, None)
            while len(self._tiles) > self._capacity:
                self._tiles.popitem(last=False)
            return True


class TileThread(QThread):
    """Computes the tiles that were asked for last, in the order in which they were asked for; sketches come first."""

    #: generation and TileKey of a tile that was asked for, and is in the store now
    done = Signal(int, object)

    def __init__(self, store: TileStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._condition = threading.Condition()
        self._wanted: list[TileKey] = []
        self._audio: SharedAudio | None = None
        self._generation = 0
        self._asked = 0
        self._stopped = False

    def set_audio(self, audio: SharedAudio | None, generation: int) -> None:
        """Work on another recording. Any thread."""
        with self._condition:
            self._audio, self._generation = audio, generation
            self._wanted = []
            self._asked += 1

    def want(self, keys: list[TileKey]) -> None:
        """Compute these, instead of whatever was waiting. Any thread."""
        sketches = [k.sketched for k in keys if k.level >= SKETCHED and self._store.get(k.sketched, old=False) is None]
        with self._condition:
            self._wanted = sketches + list(keys)
            self._asked += 1
            self._condition.notify()

    def stop(self) -> None:
        """End the thread and wait for it."""
        with self._condition:
            self._stopped = True
            self._asked += 1
            self._condition.notify()
        self.wait()

    def run(self) -> None:
        """The thread's work; not to be called."""
        while True:
            with self._condition:
                while not self._stopped and not (self._wanted and self._audio):
                    self._condition.wait()
                if self._stopped:
                    return
                key, audio, generation = self._wanted.pop(0), self._audio, self._generation
                asked = self._asked
            assert audio is not None
            try:
                tile = self._build(audio, key, generation, asked)
            except OSError:  # the recording was closed and its store deleted in the meantime
                continue
            if tile is not None:
                self.done.emit(generation, key)

    def _build(self, audio: SharedAudio, key: TileKey, generation: int, asked: int) -> Tile | None:
        """A tile and all below it that are missing; None where something else was asked for meanwhile."""
        found = self._store.get(key, old=False)
        if found is not None:
            return found
        if self._asked != asked:
            return None
        if key.index * tiles.tile_s(key.level) >= audio.duration:
            tile = np.zeros((tiles.N_ROWS, tiles.TILE_COLUMNS), dtype=np.uint8)
        elif key.level <= GROUND or key.sketch:
            tile = tiles.compute_tile(audio, key)
        else:
            parts = [self._build(audio, child, generation, asked) for child in key.children]
            if any(part is None for part in parts):
                return None
            tile = tiles.joined(*parts)  # type: ignore[arg-type]
        return tile if self._store.put(generation, key, tile) else None


class TileCache(QObject):
    """The tiles of the open recording; asks the thread for what is missing. GUI thread.

    Parameters
    ----------
    capacity_bytes : int
        Room for tiles; the ones used last are kept.
    """

    #: one or more tiles arrived
    grown = Signal()

    def __init__(self, capacity_bytes: int = CAPACITY_BYTES, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = TileStore(max(capacity_bytes // _TILE_BYTES, 1))
        self._missing: set[TileKey] = set()
        self._thread: TileThread | None = None
        self._generation = 0
        self.audio: SharedAudio | None = None

    def set_audio(self, audio: SharedAudio | None) -> None:
        """Show another recording; tiles of the same file stay in view until it has new ones."""
        if audio is self.audio:
            return
        before, self.audio = self.audio, audio
        same = before is not None and audio is not None and (before.source, before.n_samples, before.sample_rate) == (
            audio.source, audio.n_samples, audio.sample_rate,
        )  # fmt: skip
        self._missing = set()
        self._generation = self._store.renew(keep=same)
        if self._thread is None and audio is not None:
            self._thread = TileThread(self._store)
            self._thread.setObjectName("spectrogram")
            self._thread.done.connect(self._take)
            self._thread.start(QThread.Priority.LowPriority)
        if self._thread is not None:
            self._thread.set_audio(audio, self._generation)

    def get(self, key: TileKey) -> Tile | None:
        """The tile, an old one of the same file, or its sketch; None while none of them is there."""
        found = self._store.get(key)
        return found if found is not None else self._store.get(key.sketched)

    def want(self, keys: list[TileKey]) -> None:
        """Have these computed, and nothing else that was asked for before."""
        if self._thread is not None:
            missing = [k for k in keys if self._store.get(k, old=False) is None]
            self._missing = set(missing)
            self._thread.want(missing)

    @property
    def busy(self) -> bool:
        """Whether tiles that were asked for are still missing."""
        return bool(self._missing)

    def shutdown(self) -> None:
        """End the thread."""
        if self._thread is not None:
            self._thread.done.disconnect(self._take)
            self._thread.stop()
            self._thread = None

    def _take(self, generation: int, key: TileKey) -> None:
        if generation == self._generation:
            self._missing.discard(key)
            self.grown.emit()
