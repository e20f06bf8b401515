"""What was typed on the page of a trial."""

from collections.abc import Mapping

from zhike.exchange import spools
from zhike.exchange.deciding import pages
from zhike.exchange.deciding.questions import is_question, put_together
from zhike.exchange.models import ImportRun
from zhike.exchange.reading import Plan
from zhike.exchange.spool import Spool

LONGEST_CELL = 4_000


def corrections(data: Mapping[str, str], run: ImportRun) -> dict[tuple[int, str], str | None]:
    """Read which cells were changed on the page of a trial, None where one is again as it stands in the file."""
    names = Plan.from_json(run.plan).columns
    typed: dict[tuple[int, int], str] = {}
    for key, text in data.items():
        head, _, place = key.partition("-")
        row, _, position = place.partition("-")
        if head == "cell" and row.isdigit() and position.isdigit() and int(position) in names:
            typed[int(row), int(position)] = str(text).replace("\r\n", "\n")[:LONGEST_CELL]
    stands = pages.stands(run, sorted({row for row, _ in typed}))
    cells = {
        (row, names[position]): None if _cell(stands.get(row, []), position) == text else text
        for (row, position), text in typed.items()
    }
    return cells | put_together(data, run)


def _cell(cells: list[str], position: int) -> str | None:
    return cells[position].replace("\r\n", "\n") if position < len(cells) else None


def emptied(names: list[str], run: ImportRun) -> dict[tuple[int, str], str | None]:
    """Answer which cells become empty as nothing that stands there can be written into the books."""
    layout, place = pages.layout_of(run), spools.find(run, pages.layout_of(run))
    wanted = {column.title: column.name for column in layout.columns if column.name in names}
    if place is None or not wanted:
        return {}
    with Spool(place) as spool:
        unread = {(column, text) for grade, column, text, _ in spool.head().remarks if grade == "error"}
        return {
            (fault.line, wanted[fault.column]): ""
            for fault in spool.faults("error")
            if fault.column in wanted
            and layout.may_lack(wanted[fault.column])
            and (fault.column, fault.phrase.text) not in unread
            and not is_question(fault)
        }


def places(values: list[str]) -> frozenset[int]:
    """Read the places of ticked rows."""
    return frozenset(int(value) for value in values if value.isdigit())
