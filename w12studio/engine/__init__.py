"""From audio to Analysis."""
