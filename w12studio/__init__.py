"""W12 Studio: see, hear and correct the musical time of a recording."""

__version__ = "0.1.0"
