"""What was typed on the page of a trial."""

from collections.abc import Mapping

from zhike.exchange.deciding import pages
from zhike.exchange.models import ImportRun
from zhike.exchange.reading import Plan

LONGEST_CELL = 4_000


def corrections(data: Mapping[str, str], run: ImportRun) -> dict[tuple[int, str], str | None]:
    """Read which cells were changed on the page of a trial, None where one is again as it stands in the file."""
    names = Plan.from_json(run.plan).mapping or {}
    typed: dict[tuple[int, int], str] = {}
    for key, text in data.items():
        head, _, place = key.partition("-")
        row, _, position = place.partition("-")
        if head == "cell" and row.isdigit() and position.isdigit() and int(position) in names:
            typed[int(row), int(position)] = str(text).replace("\r\n", "\n")[:LONGEST_CELL]
    stands = pages.stands(run, sorted({row for row, _ in typed}))
    return {
        (row, names[position]): None if _cell(stands.get(row, []), position) == text else text
        for (row, position), text in typed.items()
    }


def _cell(cells: list[str], position: int) -> str | None:
    return cells[position].replace("\r\n", "\n") if position < len(cells) else None


def places(values: list[str]) -> frozenset[int]:
    """Read the places of ticked rows."""
    return frozenset(int(value) for value in values if value.isdigit())
