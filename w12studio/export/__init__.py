"""From an Analysis to the files of other programs, and back: one module a format, and a registry."""
