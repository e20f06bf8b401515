"""What a benchmark prints: who did it, how well, and how many times better than the peer."""

import os
import sys
import unicodedata
from collections.abc import Iterable, Sequence


def show(title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a small table whose columns line up, 汉字 counted as two."""
    lines = [list(header), *map(list, rows)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    print(f"\n{title}  (load {os.getloadavg()[0]:.1f})")
    for line in lines:
        cells = (cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))
        print("  " + "  ".join(cells).rstrip())
    sys.stdout.flush()


def verdict(*, reached: bool) -> str:
    return "reached" if reached else "MISSED"


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def percentile_95(values: Sequence[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def median_and_95(values: Sequence[float]) -> str:
    """Say how long half of them take at most, and all but one of twenty."""
    return f"{milliseconds(median(values))} / {milliseconds(percentile_95(values))}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
