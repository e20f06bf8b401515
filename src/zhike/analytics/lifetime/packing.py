"""Repeats, age and last in whole days as one number each, which sorts and compares as the three would."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 8_192
"""Rows worked on at once: their numbers stay in the processor's cache, and are lent by the heap, not the system."""

_BITS = 63


@dataclass(frozen=True, eq=False)
class Packed:
    """Whole numbers in the order of repeats, then of age, then of last.

    Attributes:
        keys: (n,) equal just where all three are.
        bits: how many the age has, and the last.
    """

    keys: NDArray[np.int64]
    bits: int

    def unpacked(self) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
        """Answer (n,) repeats, last and age again."""
        last, age = np.empty(len(self.keys)), np.empty(len(self.keys))
        mask = (1 << self.bits) - 1
        for part in blocks(len(self.keys)):
            last[part] = self.keys[part] & mask
            age[part] = self.keys[part] >> self.bits & mask
        return self.keys >> 2 * self.bits, last, age


def packed(repeats: NDArray[np.int64], last: NDArray[Any], age: NDArray[Any]) -> Packed | None:
    """Pack (n,) numbers ≥ 0; None where they are no whole numbers or too large."""
    bits = int(min(max(last.max(), age.max()), 2.0**_BITS)).bit_length()
    if 2 * bits + int(repeats.max()).bit_length() > _BITS:
        return None
    keys = np.empty(len(repeats), dtype=np.int64)
    for part in blocks(len(keys)):
        low, high = last[part].astype(np.int64), age[part].astype(np.int64)
        if (low != last[part]).any() or (high != age[part]).any():
            return None
        keys[part] = ((repeats[part] << bits | high) << bits) | low
    return Packed(keys, bits)


def blocks(rows: int) -> Iterator[slice]:
    """Cut rows into blocks."""
    return (slice(at, at + BLOCK) for at in range(0, rows, BLOCK))
