"""Exports that take their time: made by a worker, kept for some days, or written into a folder on certain days."""
