"""Know the rows of a table that are none: the head again, totals, notes. Every row of a file goes through here."""

from collections.abc import Sequence

from zhike.exchange.columns import Cell
from zhike.exchange.understanding.plans import HEAD_AGAIN, NOTE
from zhike.exchange.understanding.words import (
    EXACT,
    FIRST_LETTERS,
    FIRST_PAIRS,
    filled,
    goes_on,
    group_total,
    is_figure,
    total_or_note,
)

_PHONE_DIGITS = 11


class LeavingOut:
    """Judges row after row of one table."""

    def __init__(self, head: Sequence[Sequence[Cell]]) -> None:
        self._heads = [_texts(cells) for cells in head]
        self._is_below_note = False
        self._firsts = {cells[0] for cells in head if cells and cells[0] not in (None, "")}

    def why(self, cells: Sequence[Cell]) -> str | None:
        """Say why a row is none, None if it is one."""
        if self._is_below_note:
            return self._why_below_note(cells)
        first = cells[0]
        if isinstance(first, str):
            if first and first[0] not in FIRST_LETTERS and first[:2] not in FIRST_PAIRS and first[-1] != "计":
                if first in self._firsts and _texts(cells) in self._heads:
                    return HEAD_AGAIN
                if EXACT.isdisjoint(cells):
                    return None
        elif first is not None and EXACT.isdisjoint(cells):
            return None
        return self._why_indeed(cells)

    def _why_indeed(self, cells: Sequence[Cell]) -> str | None:
        if _texts(cells) in self._heads:
            return HEAD_AGAIN
        why = total_or_note(cells) or group_total(cells)
        self._is_below_note = why == NOTE
        return why

    def _why_below_note(self, cells: Sequence[Cell]) -> str | None:
        """Judge a row after a note: a note may go on over several lines."""
        self._is_below_note = False
        why = self.why(cells)
        if why is None and goes_on(cells):
            self._is_below_note = True
            return NOTE
        return why


def is_bare_total(cells: Sequence[Cell], above: Sequence[Cell]) -> bool:
    """Know a last row that has only figures, and not where the row above it begins: the totals, without the word."""
    words = filled(cells)
    if not words or not filled(above[:1]) or filled(cells[:1]) or not filled(above)[1:]:
        return False
    return all(_is_sum(cell) for cell in words) and 2 * len(words) <= len(filled(above)) + 1


def _is_sum(cell: Cell) -> bool:
    if isinstance(cell, str):
        return is_figure(cell) and sum(char.isdigit() for char in cell) < _PHONE_DIGITS and "-" not in cell[1:]
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _texts(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Give the texts of a row without the empty ones at its end."""
    texts = [str(cell).strip() if cell is not None else "" for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)
