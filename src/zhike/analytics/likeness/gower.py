"""The nearest customers by Gower's distance over mixed columns, some values missing, in bounded memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from zhike.analytics.likeness.table import BadTable, Column, Floats, Ints, refuse_strange, refuse_uneven

ASKED_AT_ONCE = 128
REFERENCES_AT_ONCE = 8_192
PRECISION = 1 << 30
ROW_BITS = 32
NO_WIDTH = 1e-12
"""Stands for a range of 0: the least difference counts whole."""

Scale = Literal["range", "robust"]
Coded = list[tuple[Floats, Floats, float, bool]]
"""For each column: values of the asked and of the reference customers, NaN where missing; weight; is it a number."""


@dataclass(frozen=True, eq=False)
class Alike:
    """The k nearest reference customers of each of n customers.

    Attributes:
        peers: (n, k) their rows in the reference, nearest first; of two equally near the earlier row.
        distances: (n, k) Gower's distance, from 0 (equal in all that is known of both) to 1.
        why: (n, columns) how much each column adds to the likeness, the mean over the peers; a row adds up to
            1 − its mean distance.
        names: the columns' names.
    """

    peers: Ints
    distances: Floats
    why: Floats
    names: tuple[str, ...]

    def reasons(self, row: int) -> list[tuple[str, float]]:
        """Answer what makes one customer's peers like it, most important first."""
        order = np.argsort(-self.why[row], kind="stable")
        return [(self.names[each], float(self.why[row, each])) for each in order if self.why[row, each] > 0]


def nearest(asked: Sequence[Column], reference: Sequence[Column], *, k: int = 5, scale: Scale = "range") -> Alike:
    """Find the k reference customers that each asked customer is most like.

    Two categories differ by 0 or 1; two numbers by their difference as a share of the reference's range, 1 at most.
    A column that is missing on either side does not count; two customers of whom nothing is known in common are 1
    apart. At most ASKED_AT_ONCE × REFERENCES_AT_ONCE distances are held at a time.

    Args:
        asked: columns of n customers.
        reference: the same columns of m customers.
        k: peers wanted; all m where the reference is smaller.
        scale: "range" divides by highest − lowest, "robust" by the width of the middle 80 %.

    Raises:
        BadTable: columns differ, are uneven, or there is no reference customer.

    Source: Gower, "A general coefficient of similarity and some of its properties", Biometrics 27(4) 1971, § 2.
    """
    refuse_strange(reference, asked)
    n, m = refuse_uneven(asked), refuse_uneven(reference)
    if not m or k < 1:
        raise BadTable("one reference customer at least is expected, and k ≥ 1")
    coded = [_coded(here, there, scale) for here, there in zip(asked, reference, strict=True)]
    parts = [
        _block(coded, slice(at, min(at + ASKED_AT_ONCE, n)), min(k, m)) for at in range(0, max(n, 1), ASKED_AT_ONCE)
    ]
    peers, distances, why = (np.concatenate(each) for each in zip(*parts, strict=True))
    return Alike(peers, distances, why, tuple(each.name for each in reference))


def _coded(asked: Column, reference: Column, scale: Scale) -> tuple[Floats, Floats, float, bool]:
    if reference.numeric:
        width = _width(reference.values[reference.known], scale)
        with np.errstate(over="ignore"):
            return asked.values / width, reference.values / width, reference.weight, True
    _, codes = np.unique(np.concatenate([asked.values, reference.values]), return_inverse=True)
    known = np.concatenate([asked.known, reference.known])
    values = np.where(known, codes, np.nan).astype(np.float64)
    return values[: len(asked)], values[len(asked) :], reference.weight, False


def _width(values: Floats, scale: Scale) -> float:
    """Answer by what differences are divided; where all are equal any difference counts whole."""
    if not len(values):
        return 1.0
    ends = (10, 90) if scale == "robust" else (0, 100)
    low, high = np.percentile(values, ends)
    if high <= low:
        low, high = float(values.min()), float(values.max())
    return float(high - low) or max(1.0, abs(float(low))) * NO_WIDTH


def _block(coded: Coded, rows: slice, k: int) -> tuple[Ints, Floats, Floats]:
    """Keep the k smallest keys, which are the distance and the row in one number, over pieces of the reference."""
    pieces = [(here[rows, None], there, weight, numeric) for here, there, weight, numeric in coded]
    m = len(coded[0][1])
    best = np.empty((len(pieces[0][0]), 0), dtype=np.int64)
    for at in range(0, m, REFERENCES_AT_ONCE):
        piece = slice(at, at + REFERENCES_AT_ONCE)
        keys = _keys([(here, there[None, piece], weight, numeric) for here, there, weight, numeric in pieces], at)
        both = np.concatenate([best, keys], axis=1)
        best = np.partition(both, k - 1, axis=1)[:, :k] if both.shape[1] > k else both
    peers: Ints = np.sort(best, axis=1) & ((1 << ROW_BITS) - 1)
    return (peers, *_explained([(here, there[peers], weight, numeric) for here, there, weight, numeric in pieces]))


def _keys(coded: Coded, first: int) -> Ints:
    apart, counted = np.zeros((1, 1)), np.zeros((1, 1))
    for here, there, weight, numeric in coded:
        known, differs = _differences(here, there, numeric=numeric)
        apart = apart + weight * differs
        counted = counted + weight * known
    distance = np.where(counted > 0, apart / np.where(counted > 0, counted, 1), 1.0)
    rows = np.arange(first, first + distance.shape[1], dtype=np.int64)
    keys: Ints = (np.rint(distance * PRECISION).astype(np.int64) << ROW_BITS) | rows
    return keys


def _differences(here: Floats, there: Floats, *, numeric: bool) -> tuple[Floats, Floats]:
    """Answer where both are known (1 or 0) and by how much they differ there (0 elsewhere).

    Where nothing is missing, which is quicker, a single 1 stands for "everywhere".
    """
    if np.isfinite(here).all() and np.isfinite(there).all():
        gap = np.minimum(np.abs(here - there), 1) if numeric else np.not_equal(here, there).astype(np.float64)
        return np.ones((1, 1)), gap
    with np.errstate(invalid="ignore", over="ignore"):
        gap = np.abs(here - there)
    known = ~(np.isnan(here) | np.isnan(there))
    gap = np.where(known & ~np.isnan(gap), np.minimum(gap, 1) if numeric else gap > 0, 0.0)
    return known.astype(np.float64), np.asarray(gap, dtype=np.float64)


def _explained(coded: Coded) -> tuple[Floats, Floats]:
    """Answer (n, k) exact distances and (n, columns) what each column adds to the likeness."""
    found = [(weight, *_differences(here, there, numeric=numeric)) for here, there, weight, numeric in coded]
    counted = sum((weight * known for weight, known, _ in found), start=np.zeros(1))
    divisor = np.where(counted > 0, counted, 1)
    alike = np.stack([weight * (known - gap) / divisor for weight, known, gap in found], axis=-1)
    distances: Floats = np.clip(1 - alike.sum(axis=-1), 0, 1)
    return distances, alike.mean(axis=1)
