"""One file a lane: each paints its layer in device pixels, and keeps the picture until something it shows changes."""
