"""Numbers for names: customers, orders and products as codes 0, 1, 2, … and the labels these stand for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zhike.analytics.lifetime.history import Ints
from zhike.analytics.purchases.ordering import places_in_order, starts_of_runs

MISSING = -1
_BLOCK = 1_000_000
"""Texts looked at in one go: as many Python objects live at once."""


class NoCodes(ValueError):
    """Values that cannot be names; the message says why."""


@dataclass(frozen=True, eq=False)
class Coded:
    """A column of n names with m different ones.

    Attributes:
        codes: (n,) place of each name in labels; -1 where it is missing.
        labels: (m,) the names, rising.
    """

    codes: Ints
    labels: NDArray[Any]

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, rows: "NDArray[np.bool_] | Ints") -> "Coded":
        """Answer some rows; the labels stay."""
        return Coded(self.codes[rows], self.labels)


def code(values: "ArrayLike | Sequence[object] | Coded") -> Coded:
    """Give each different name a code.

    Args:
        values: (n,) whole numbers or texts; what has been coded already comes back as it is. None, NaN, an empty text
            and masked places are missing.

    Raises:
        NoCodes: not flat, numbers and texts mixed, fractions, or numbers beyond 63 bits.
    """
    if isinstance(values, Coded):
        return values
    try:
        array = np.asanyarray(values)
    except ValueError as error:
        raise NoCodes("the values must be a flat array") from error
    if array.ndim != 1:
        raise NoCodes("the values must be a flat array")
    hidden = np.ma.getmaskarray(array) if isinstance(array, np.ma.MaskedArray) else None
    coded = _of_kind(np.asarray(array))
    if hidden is not None:
        coded.codes[hidden] = MISSING
    return coded


def code_together(first: Coded, second: Coded) -> tuple[Coded, Coded]:
    """Give two columns the same codes for the same names.

    Raises:
        NoCodes: one holds numbers and the other texts.
    """
    if (
        len(first.labels)
        and len(second.labels)
        and (first.labels.dtype.kind in "iu") != (second.labels.dtype.kind in "iu")
    ):
        raise NoCodes("one column holds numbers and the other texts")
    filled = [each.labels for each in (first, second) if len(each.labels)]
    both = code(np.concatenate(filled)) if filled else first
    ends = np.append(both.codes[: len(first.labels)], MISSING), np.append(both.codes[len(first.labels) :], MISSING)
    return Coded(ends[0][first.codes], both.labels), Coded(ends[1][second.codes], both.labels)


def _of_kind(values: NDArray[Any]) -> Coded:
    if values.dtype.kind == "u" and len(values) and int(values.max()) >= 2**63:
        raise NoCodes("numbers that name something must be below 2**63; give long ones as text")
    if values.dtype.kind in "iub":
        return _of_whole(values.astype(np.int64, copy=False))
    if values.dtype.kind == "f":
        known = ~np.isnan(values)
        if (values[known] != np.floor(values[known])).any() or (np.abs(values[known]) >= 2**53).any():
            raise NoCodes("numbers that name something must be whole and below 2**53; give long ones as text")
        coded = _of_whole(values[known].astype(np.int64))
        codes = np.full(len(values), MISSING, dtype=np.int64)
        codes[known] = coded.codes
        return Coded(codes, coded.labels)
    if values.dtype.kind in "UOT":
        return _of_texts(values)
    raise NoCodes(f"names must be whole numbers or texts, not {values.dtype}")


def _of_whole(values: Ints) -> Coded:
    if not len(values):
        return Coded(np.zeros(0, dtype=np.int64), values)
    lowest, width = int(values.min()), int(values.max()) - int(values.min()) + 1
    if width > 4 * len(values) + _BLOCK:
        return _of_scattered(values)
    seen = np.zeros(width, dtype=np.bool_)
    seen[values - lowest] = True
    return Coded((np.cumsum(seen) - 1)[values - lowest], np.flatnonzero(seen) + lowest)


def _of_scattered(values: Ints) -> Coded:
    places = places_in_order(values)
    ordered = values[places]
    starts = starts_of_runs(ordered)
    codes = np.empty(len(values), dtype=np.int64)
    codes[places] = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(values)))
    return Coded(codes, ordered[starts])


def _of_texts(values: NDArray[Any]) -> Coded:
    seen: set[Any] = set()
    try:
        for block in _blocks(values):
            seen.update(block)
        known = {each for each in seen if not _is_missing(each)}
        labels = sorted(known)
    except TypeError as error:
        raise NoCodes("names must be all whole numbers or all texts") from error
    if not all(isinstance(each, str) for each in labels) and not all(_is_whole(each) for each in labels):
        raise NoCodes("names must be all whole numbers or all texts")
    places: dict[Any, int] = dict.fromkeys(seen, MISSING) | {each: place for place, each in enumerate(labels)}
    codes = np.concatenate(
        [np.zeros(0, dtype=np.int64)]
        + [np.fromiter(map(places.__getitem__, block), np.int64, len(block)) for block in _blocks(values)]
    )
    return Coded(codes, np.array(labels) if labels else np.zeros(0, dtype=np.str_))


def _blocks(values: NDArray[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), _BLOCK):
        yield values[start : start + _BLOCK].tolist()


def _is_whole(value: object) -> bool:
    return isinstance(value, (int, np.integer)) and abs(int(value)) < 2**63


def _is_missing(value: object) -> bool:
    return value is None or value != value or (isinstance(value, str) and not value.strip())
