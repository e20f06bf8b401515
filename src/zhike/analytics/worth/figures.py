"""Check the figures that the formulas of worth are given, and say which one cannot be."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zhike.analytics.lifetime.history import Floats, Ints

Flags = NDArray[np.bool_]

LARGEST = 1e18
"""No figure of a company is larger, and no formula of worth leaves the numbers with one that is not."""
_SUMMED = 2.0**62
TINY = 1e-9
"""Shares that are products of decimal fractions are off by less than this."""


class BadFigures(ValueError):
    """Figures that no formula can be used on; the message names which one, where, and what is expected."""


@dataclass(frozen=True)
class Span:
    """What is known only to lie between two numbers, both included.

    Attributes:
        low: the smaller number.
        high: the larger one.
    """

    low: float
    high: float

    def __mul__(self, other: "Span | float") -> "Span":
        by = other if isinstance(other, Span) else Span(other, other)
        return Span(self.low * by.low, self.high * by.high)

    def __add__(self, other: "Span | float") -> "Span":
        more = other if isinstance(other, Span) else Span(other, other)
        return Span(self.low + more.low, self.high + more.high)


def floats(name: str, values: ArrayLike) -> Floats:
    """Answer figures as float64; a missing one stays NaN.

    Raises:
        BadFigures: one is text or anything else that is no number.
    """
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as problem:
        raise BadFigures(f"{name}: numbers are expected") from problem


def numbers(name: str, values: ArrayLike, *, least: float = -LARGEST, most: float = LARGEST) -> Floats:
    """Answer figures of any shape as float64.

    Raises:
        BadFigures: one is no number, not finite, below the least or above the most.
    """
    found = floats(name, values)
    _refuse(name, ~np.isfinite(found), "a finite number is expected")
    _refuse(name, (found < least) | (found > most), f"expected from {least:g} to {most:g}")
    return found


def number(name: str, value: float, *, least: float = -LARGEST, most: float = LARGEST) -> float:
    """Answer one figure.

    Raises:
        BadFigures: it is no single number, not finite or out of its limits.
    """
    found = numbers(name, value, least=least, most=most)
    if found.ndim:
        raise BadFigures(f"{name}: one number is expected")
    return float(found)


def whole(name: str, value: float, *, least: float = 0, most: float = LARGEST) -> int:
    """Answer one whole number.

    Raises:
        BadFigures: it is no whole number or out of its limits.
    """
    found = number(name, value, least=least, most=most)
    if found != int(found):
        raise BadFigures(f"{name}: a whole number is expected, not {found:g}")
    return int(found)


def together(**parts: Floats) -> None:
    """Refuse figures that cannot be taken together, one by one or one with all.

    Raises:
        BadFigures: two shapes do not fit.
    """
    try:
        np.broadcast_shapes(*(part.shape for part in parts.values()))
    except ValueError as problem:
        shapes = ", ".join(f"{name} has {part.shape}" for name, part in parts.items())
        raise BadFigures(f"rows of one length, or single numbers, are expected: {shapes}") from problem


def row(name: str, values: ArrayLike, *, least: float = -LARGEST, most: float = LARGEST) -> Floats:
    """Answer (n,) figures, n ≥ 1.

    Raises:
        BadFigures: they are not flat, there is none, or one cannot be.
    """
    found = numbers(name, values, least=least, most=most)
    if found.ndim != 1 or not len(found):
        raise BadFigures(f"{name}: a flat row of at least one number is expected")
    return found


def cents(name: str, values: ArrayLike, *, least: float = -LARGEST) -> Ints:
    """Answer (n,) money in whole 分.

    Raises:
        BadFigures: one is not whole, too large to be exact, or below the least; or all are too large to be summed.
    """
    found = row(name, values, least=max(least, -(2.0**53)), most=2.0**53)
    _refuse(name, found != np.floor(found), "whole 分 are expected")
    if np.abs(found).sum() >= _SUMMED:
        raise BadFigures(f"{name}: sums below {_SUMMED:g} 分 are expected")
    return found.astype(np.int64)


def flags(name: str, values: ArrayLike) -> Flags:
    """Answer (n,) marks.

    Raises:
        BadFigures: one is not true or false, or they are not flat.
    """
    found = np.asarray(values)
    if found.ndim != 1 or (len(found) and found.dtype != np.bool_):
        raise BadFigures(f"{name}: a flat row of true and false is expected")
    return found.astype(np.bool_)


def even(**rows: Floats | Ints | Flags) -> None:
    """Refuse rows that are not of one length.

    Raises:
        BadFigures: two lengths differ.
    """
    lengths = {name: len(values) for name, values in rows.items()}
    if len(set(lengths.values())) > 1:
        raise BadFigures("rows of one length are expected: " + ", ".join(f"{k} has {n}" for k, n in lengths.items()))


def span(name: str, value: Span | float, *, least: float = 0.0, most: float = LARGEST) -> Span:
    """Answer what lies between two numbers; a single number is known exactly.

    Raises:
        BadFigures: an end cannot be, or the low one lies above the high one.
    """
    low, high = (value.low, value.high) if isinstance(value, Span) else (value, value)
    found = Span(number(name, low, least=least, most=most), number(name, high, least=least, most=most))
    if found.low > found.high:
        raise BadFigures(f"{name}: the low end {low:g} must not lie above the high end {high:g}")
    return found


def rounded(values: Floats) -> Ints:
    """Round money to whole 分, halves away from zero."""
    found = np.sign(values) * np.floor(np.abs(values) + 0.5 + TINY)
    return found.astype(np.int64)


def _refuse(name: str, wrong: Flags, expected: str) -> None:
    if wrong.any():
        where = f" (row {int(np.argmax(wrong))})" if wrong.ndim else ""
        raise BadFigures(f"{name}: {expected}{where}")
