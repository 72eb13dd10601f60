"""Colour maps of the spectrogram."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray

from w12studio.ui.spectrogram_tiles import level_db
from w12studio.ui.texts import later
from w12studio.ui.theme import Theme

#: Names in settings, and for people. Viridis, magma and cividis rise evenly in lightness, so they read the same with
#: every kind of colour vision (Nuñez, Anderton and Renslow, "Optimizing colormaps ...", 2018).
MAPS = {
    "theme": later("As the theme"),
    "viridis": later("Viridis"),
    "magma": later("Magma"),
    "cividis": later("Cividis"),
    "grey": later("Grey"),
}
_DARK = ("#1b1f3f", "#3d2a70", "#8a3583", "#d9566b", "#f6a04f", "#fff3c4")
_LIGHT = ("#eef0fa", "#c9cfee", "#9c95d6", "#8a4fa8", "#7d1f5f", "#3a0a2a")


def colour_map(name: str, theme: Theme) -> NDArray[np.uint8]:
    """256 colours from silence to the loudest, shape (256, 3); unknown names count as "theme"."""
    if name == "grey":
        stops = [theme.background.name(), theme.text.name()]
    elif name in ("viridis", "magma", "cividis"):
        return np.asarray(pg.colormap.get(name).getLookupTable(nPts=256, alpha=False))
    else:
        stops = [theme.background.name(), *(_DARK if theme.is_dark else _LIGHT)]
    return np.asarray(pg.ColorMap(np.linspace(0, 1, len(stops)), stops).getLookupTable(nPts=256, alpha=False))


def colour_table(name: str, theme: Theme, range_db: float, gain_db: float) -> NDArray[np.uint32]:
    """Opaque RGB32 of a tile's levels 0..255: ``gain_db`` below full scale is the loudest colour, ``range_db`` below
    that and all that is softer the first."""
    share = np.clip((level_db(np.arange(256)) + gain_db + range_db) / range_db, 0, 1)  # type: ignore[arg-type]
    red, green, blue = colour_map(name, theme)[np.rint(share * 255).astype(np.intp)].astype(np.uint32).T
    return np.asarray(0xFF000000 | red << 16 | green << 8 | blue, dtype=np.uint32)
