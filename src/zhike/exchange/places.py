"""Where a row stands when a file has several sheets: one number for sheet and line, and one way to say it."""

from collections.abc import Sequence

from zhike.phrases import Phrase, say

LINES = 1 << 40
"""More lines than any sheet has; a place of the first sheet is simply its line."""

_PLACE = Phrase("sheet “%(sheet)s” line %(line)d")


def place_of(table: int, line: int) -> int:
    """Give the number under which a row is kept; its order is that of the file."""
    return table * LINES + line


def table_of(place: int) -> int:
    """Say in which table of the file, counted from 0, a place is."""
    return place // LINES


def line_of(place: int) -> int:
    """Say in which line of its sheet a place is."""
    return place % LINES


def say_place(place: int, tables: Sequence[str]) -> str:
    """Write a place for people; the sheet is named only where several were read."""
    return str(told_place(place, tables))


def told_place(place: int, tables: Sequence[str]) -> int | str:
    """Give what stands for a place in a sentence: the line, or the sheet and the line where several were read."""
    if len(tables) < 2 or table_of(place) >= len(tables):
        return line_of(place)
    return say(_PLACE.given(sheet=tables[table_of(place)], line=line_of(place)))
