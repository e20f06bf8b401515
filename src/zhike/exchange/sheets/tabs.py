"""What every kind of file is opened as: sheets that can be walked, as often as wanted, row by row."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field

from zhike.exchange.columns import Cell

Line = tuple[int, Sequence[Cell]]
"""The number of a row in its sheet, and its cells."""

NAMED_PLACES = 5


@dataclass
class Facts:
    """What was noticed while a sheet was walked and is no part of its values."""

    formulas: int = 0
    links: int = 0
    """Formulas that take their value from another file; the value the spreadsheet saved is read."""
    uncalculated: int = 0
    """Formulas without a saved value: their cells are read as empty."""
    uncalculated_at: list[str] = field(default_factory=list)
    hidden_rows: int = 0
    hidden_columns: int = 0
    broken_characters: int = 0
    """Characters of value zero, left out of a text file."""

    def clear(self) -> None:
        """Forget what was noticed on an earlier walk."""
        vars(self).update(vars(Facts()))

    def note_uncalculated(self, place: str) -> None:
        """Count a formula without a value, and remember where the first ones stand."""
        self.uncalculated += 1
        if len(self.uncalculated_at) < NAMED_PLACES:
            self.uncalculated_at.append(place)


@dataclass(frozen=True)
class Tab:
    """One sheet of a file, or the only table of it."""

    name: str
    opened: Callable[[Facts], Iterator[Line]] = field(repr=False)
    is_hidden: bool = False
    from_1904: bool = False
    blank: Cell = None
    facts: Facts = field(default_factory=Facts)

    def walk(self) -> Generator[Line]:
        """Give the rows that hold anything, from the first; what is noticed on the way is counted anew.

        Raises:
            Refused: the sheet is damaged, or a cell is longer than the limit.
        """
        self.facts.clear()
        return ((line, cells) for line, cells in self.opened(self.facts) if has_words(cells))


@dataclass(frozen=True)
class Book:
    """A file that is open."""

    kind: str
    tabs: tuple[Tab, ...]
    encoding: str = ""
    delimiter: str = ""
    passed_over: tuple[str, ...] = ()
    """Files in an archive that hold no table."""


def has_words(cells: Sequence[Cell]) -> bool:
    """Tell a row with anything in it from a blank one."""
    for cell in cells:  # noqa: SIM110 - asked of every row, it ends at the first cell before `any` would have begun
        if cell is not None and (not isinstance(cell, str) or cell.strip()):
            return True
    return False
