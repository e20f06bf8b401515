"""The work in the background, as administrators watch it."""
