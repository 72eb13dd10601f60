"""What the window needs to let a recording be heard."""

from w12studio.domain.analysis import BEATS, LOUDNESS, NOTES, PITCH, TRANSIENTS
from w12studio.domain.pins import PINS
from w12studio.engine.sound.band import Band
from w12studio.engine.sound.layers import CLICKS, PARTS, Heard, Levels
from w12studio.engine.sound.renderer import Renderer
from w12studio.engine.sound.stretch_server import Stretcher, StretchServer, stretch_here
from w12studio.engine.sound.stretching import FASTEST, SLOWEST

#: Layers whose change changes what is heard.
HEARD_KINDS = frozenset({BEATS, TRANSIENTS, PINS, PITCH, NOTES, LOUDNESS})

__all__ = [
    "CLICKS",
    "FASTEST",
    "HEARD_KINDS",
    "PARTS",
    "SLOWEST",
    "Band",
    "Heard",
    "Levels",
    "Renderer",
    "StretchServer",
    "Stretcher",
    "stretch_here",
]
