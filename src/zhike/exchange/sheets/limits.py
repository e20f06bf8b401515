"""How much of a file is read before it is refused."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The largest table that is read: what is larger is refused with a remedy."""

    max_rows: int = 2_000_000
    max_columns: int = 200
    max_uncompressed: int = 2 * 1024**3
    max_entries: int = 10_000
    max_text: int = 1_000_000
    """Characters of one cell, or of one line of a text file."""
