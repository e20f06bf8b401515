"""Several columns of a file that are one of ours: their texts are put together, each under its own title."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhike.exchange.columns import Cell, Column, Layout, folded
from zhike.exchange.parsing.cells import BadCell, cleaned, written


@dataclass(frozen=True)
class Join:
    """Where the parts of one column stand, each with what is written before it, and where all of it is read."""

    home: int
    parts: tuple[tuple[int, str], ...]
    keeps_lines: bool

    def put(self, cells: list[Cell]) -> None:
        """Let the cell that is read have the texts of all parts; one that is no text is left to be complained of."""
        found: list[str] = []
        for position, before in self.parts:
            text = written(cells[position]).strip() if position < len(cells) else ""
            try:
                clean = cleaned(text, keeps_lines=self.keeps_lines)
            except BadCell:
                found = [text]
                break
            if clean:
                found.append(before + clean)
        if found and found != [written(cells[self.home]).strip() if self.home < len(cells) else ""]:
            cells += [None] * (self.home + 1 - len(cells))
            cells[self.home] = ("\n" if self.keeps_lines else "；").join(found)


def joins_of(
    layout: Layout, positions: Mapping[str, int], further: Mapping[int, str], *, titles: Sequence[str]
) -> list[Join]:
    """Find which columns of a file are put together: those that stand at `further` places besides their own."""
    found = []
    for name in dict.fromkeys(further.values()):
        column, home = layout.column(name), positions[name]
        places = sorted([home, *(place for place, joined in further.items() if joined == name)])
        found.append(Join(home, tuple((place, _before(place, column, titles)) for place in places), column.keeps_lines))
    return found


def _before(place: int, column: Column, titles: Sequence[str]) -> str:
    """Write the title of a part, unless it is but another word for the column."""
    title = titles[place].strip() if place < len(titles) else ""
    return f"{title}：" if title and folded(title) not in map(folded, (column.title, *column.synonyms)) else ""
