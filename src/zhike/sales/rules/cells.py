"""Cells of papers as numbers and words, and how lines are numbered and added up."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

LARGEST_LINE_NUMBER = 2**31 - 1


def positions(given: Sequence[int | None]) -> list[int] | None:
    """Number the lines: as given if each has a number of its own, in order if none has; else None."""
    if all(number is None for number in given):
        return list(range(1, len(given) + 1))
    numbers = [number for number in given if number is not None]
    return numbers if len(set(numbers)) == len(given) else None


def by_number(rows: Iterable[Any]) -> dict[str, list[Any]]:
    """Put the rows (`exchange.spool.Row`) of each number together."""
    grouped: dict[str, list[Any]] = {}
    for row in rows:
        grouped.setdefault(str(row.values["number"]), []).append(row)
    return grouped


def known_sum(parts: Iterable[int | None]) -> int | None:
    """Add up only when every part is known: one unknown cost makes the whole unknown."""
    total = 0
    for part in parts:
        if part is None:
            return None
        total += part
    return total


def text(values: Mapping[str, Any], name: str) -> str:
    return str(values.get(name) or "")


def whole(value: Any) -> int | None:
    return None if value is None else int(value)


def decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)
