"""How much of a file is read before it is refused."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The largest table that is read: what is larger is refused with a remedy."""

    max_rows: int = 2_000_000
    max_columns: int = 200
    max_sheets: int = 500
    max_uncompressed: int = 2 * 1024**3
    max_entries: int = 10_000
    max_whole: int = 40 * 1024**2
    """Bytes of a file, unpacked, that a library reads as a whole: .xls, .xlsb, .ods and web pages."""
    max_text: int = 1_000_000
    """Characters of one cell, or of one line of a text file."""
