"""Tables on a terminal: a Chinese character is as wide as two others."""

from collections.abc import Sequence
from unicodedata import east_asian_width


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Write rows of equal length with their cells below each other."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return [
        "  " + "  ".join(cell + " " * (wide - _width(cell)) for cell, wide in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
