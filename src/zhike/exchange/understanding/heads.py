"""Find the head of a table among the first rows of a sheet: below titles, in one line or two."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from zhike.exchange.columns import JOINT, Cell, folded
from zhike.exchange.understanding.words import filled, is_figure, is_label, total_or_note

Row = tuple[int, Sequence[Cell]]

FARTHEST = 40
"""A head stands among this many first rows."""

_BELOW = 25


@dataclass(frozen=True)
class Head:
    """Where a head begins, how many rows it has, and the title of each column."""

    index: int
    height: int
    titles: tuple[str, ...]


def find_head(rows: Sequence[Row], known: frozenset[str]) -> Head | None:
    """Find the head among rows without blank ones; `known` are the folded names that columns may have.

    The first row is the head unless a later one is so more clearly.
    """
    if not rows:
        return None
    near = rows[:FARTHEST]
    scores = [_score(near, index, known) for index in range(len(near))]
    best = max(range(len(near)), key=lambda index: (scores[index], -index))
    if scores[best] <= 0:
        best = 0
    return _with_neighbours(rows, best, known)


def head_at_line(rows: Sequence[Row], line: int, height: int) -> Head | None:
    """Take the head from where somebody says it is, None if the line is blank or not among these rows."""
    index = next((index for index, (at, _) in enumerate(rows) if at == line), None)
    return None if index is None else _head(rows, index, height=height)


def joined_titles(rows: Sequence[Sequence[Cell]]) -> tuple[str, ...]:
    """Join the lines of a head: what spans several columns stands before each of them, as in “联系人/电话”."""
    width = max(map(len, rows), default=0)
    lines = [[_text(row, place) for place in range(width)] for row in rows]
    for line, below in pairwise(lines):
        _spread(line, below)
    titles = [JOINT.join(dict.fromkeys(line[place] for line in lines if line[place])) for place in range(width)]
    while titles and not titles[-1]:
        titles.pop()
    return tuple(titles)


def _spread(line: list[str], below: list[str]) -> None:
    """Write the word of a merged cell into the empty ones right of it, as far as there is a title below."""
    word = ""
    for place, text in enumerate(line):
        if text:
            word = text
        elif below[place]:
            line[place] = word
        else:
            word = ""


def _score(rows: Sequence[Row], index: int, known: frozenset[str]) -> float:
    """Say how much a row is a head: known names, labels, as wide as the rows below, nothing that is data."""
    words = filled(rows[index][1])
    below = [filled(cells) for _, cells in rows[index + 1 : index + 1 + _BELOW]]
    labels = sum(map(is_label, words))
    data = sum(map(is_figure, words))
    matched = len({folded(str(cell)) for cell in words if isinstance(cell, str)} & known)
    width = median([len(cells) for cells in below]) if below else len(words)
    if not words or (len(words) == 1 and width > 1 and below and matched == 0):
        return 0
    coverage = min(1.0, len(words) / max(width, 1))
    distinct = len({str(cell).strip() for cell in words}) / len(words)
    is_note = total_or_note(rows[index][1]) is not None
    likeness = (labels - 2 * data) / len(words) * coverage * distinct
    return 3.0 * matched * coverage + likeness - 2.0 * is_note - 0.02 * index - 0.5 * _looks_like_the_next(rows, index)


def _looks_like_the_next(rows: Sequence[Row], index: int) -> bool:
    """Tell a row of data from a head: the rows below have figures in the same places as it has."""
    if index + 1 >= len(rows):
        return True
    here, next_ = rows[index][1], rows[index + 1][1]
    places = [place for place, cell in enumerate(next_) if is_figure(cell)]
    return bool(places) and any(place < len(here) and is_figure(here[place]) for place in places)


def _with_neighbours(rows: Sequence[Row], best: int, known: frozenset[str]) -> Head:
    if best > 0 and _is_group_line(rows[best - 1][1], rows[best][1], known) and _adjacent(rows, best - 1):
        return _head(rows, best - 1, height=2)
    if best + 1 < len(rows) and _is_second_line(rows, best, known) and _adjacent(rows, best):
        return _head(rows, best, height=2)
    return _head(rows, best, height=1)


def _head(rows: Sequence[Row], index: int, height: int) -> Head:
    return Head(index, height, joined_titles([cells for _, cells in rows[index : index + height]]))


def _adjacent(rows: Sequence[Row], index: int) -> bool:
    return rows[index + 1][0] == rows[index][0] + 1


def _is_group_line(above: Sequence[Cell], head: Sequence[Cell], known: frozenset[str]) -> bool:
    """Tell the upper line of a head, with cells that span several columns, from a title above the table."""
    words = filled(above)
    if len(words) < 2 or not all(map(is_label, words)) or any(":" in str(word) or "：" in str(word) for word in words):
        return False
    gaps = sum(_text(head, place) != "" and not _text(above, place) for place in range(len(head)))
    return gaps > 0 and total_or_note(above) is None and len(filled(head)) >= len(words)


def _is_second_line(rows: Sequence[Row], index: int, known: frozenset[str]) -> bool:
    """Tell the lower line of a head: it fills gaps of the upper one, and is empty where that one spans both lines."""
    upper, lower = rows[index][1], rows[index + 1][1]
    words = filled(lower)
    if not words or not all(map(is_label, words)) or index + 2 >= len(rows):
        return False
    places = range(max(len(upper), len(lower)))
    inner = range(_last(upper) + 2)
    fills = [place for place in inner if _text(lower, place) and not _text(upper, place)]
    spans = [place for place in places if _text(upper, place) and not _text(lower, place)]
    if not fills or not spans:
        return False
    below = rows[index + 2][1]
    return any(_text(below, place) for place in spans) and not any(is_figure(cell) for cell in lower)


def _last(cells: Sequence[Cell]) -> int:
    return max((place for place in range(len(cells)) if _text(cells, place)), default=-1)


def _text(cells: Sequence[Cell], place: int) -> str:
    return str(cells[place]).strip() if place < len(cells) and cells[place] is not None else ""
