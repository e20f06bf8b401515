"""What a trial has found, as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhike.exchange.deciding.choosing import Choice
from zhike.exchange.deciding.names import NameAsked
from zhike.exchange.deciding.pages.looking import Look
from zhike.exchange.deciding.questions import WORDS, Asked, is_question
from zhike.exchange.spool import Asking, Fault

QUESTION: Asking = "question"
ICONS: dict[Asking, str] = {
    "error": "alert-circle",
    QUESTION: "help-circle",
    "warning": "alert-triangle",
    "note": "info-circle",
}


@dataclass(frozen=True)
class Said:
    """A sentence about a row or a cell, with its grade."""

    grade: Asking
    words: str

    @property
    def icon(self) -> str:
        return ICONS[self.grade]


@dataclass(frozen=True)
class CellShown:
    """A cell of a faulty row: as it stands in the file, or as it was corrected."""

    place: int
    title: str
    text: str
    name: str = ""
    faults: tuple[Fault, ...] = ()
    is_edited: bool = False
    is_key: bool = False
    """Says whose row it is."""

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to say or to correct."""
        return not self.name and not self.faults

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing but hints."""
        return not self.name and not self.sentences

    @property
    def has_lines(self) -> bool:
        return "\n" in self.text

    @property
    def sentences(self) -> list[Said]:
        return [Said(grade_of(fault), say_fault(fault)) for fault in self.faults if fault.grade != "note"]

    @property
    def hints(self) -> list[Said]:
        """What need not be read to go on."""
        return [Said("note", say_fault(fault)) for fault in self.faults if fault.grade == "note"]


@dataclass(frozen=True)
class RowShown:
    """A row of which something is said."""

    place: int
    words: str
    cells: tuple[CellShown, ...]
    faults: tuple[Fault, ...]
    is_error: bool
    asked: Asked | None = None

    @property
    def is_asked(self) -> bool:
        """Whether it waits for a decision, about the row or about a name in it, and for nothing else."""
        return not self.is_error and any(grade_of(fault) == QUESTION for fault in self._all_faults)

    @property
    def rest(self) -> list[int]:
        """The cells that a small screen folds away: those nobody need look at, unless hints are all there is."""
        has_more = self.asked is not None or any(fault.grade != "note" for fault in self._all_faults)
        quiet = [cell for cell in self.cells if cell.is_quiet and cell.text and not cell.is_key]
        return [cell.place for cell in quiet if cell.is_plain or has_more]

    @property
    def _all_faults(self) -> list[Fault]:
        return [*self.faults, *(fault for cell in self.cells for fault in cell.faults)]

    @property
    def sentences(self) -> list[Said]:
        """Say what is said of the row as a whole, or of columns that the file has not."""
        return [
            Said(grade_of(fault), f"{fault.column}：{say_fault(fault)}" if fault.column else say_fault(fault))
            for fault in self.faults
        ]


@dataclass(frozen=True)
class MessageShown:
    """Something that is said of one row or of many, in the words of the first."""

    first: Fault
    count: int
    empties: str = ""
    """The column that may be left empty where this is said of it."""
    note: str = ""
    """The title of the column that can keep then what stands there."""
    keeps_out: str = ""
    """The column that is left empty so, and need not be."""
    choice: Choice | None = None
    """What may be chosen so that these rows go in."""

    @property
    def words(self) -> str:
        return say_fault(self.first)

    @property
    def query(self) -> str:
        """What an address asks with for the rows of which this is said."""
        return Look(self.grade, self.first.column).query

    @property
    def grade(self) -> Asking:
        return grade_of(self.first)


@dataclass(frozen=True)
class Checked:
    """What a trial has found."""

    titles: tuple[str, ...]
    messages: list[MessageShown]
    rows: tuple[RowShown, ...]
    count: int
    names: Sequence[NameAsked] = ()

    @property
    def grave_messages(self) -> list[MessageShown]:
        """What has to be read before going on."""
        return [each for each in self.messages if each.grade != "note"]

    @property
    def hints(self) -> list[MessageShown]:
        """What was changed harmlessly."""
        return [each for each in self.messages if each.grade == "note"]

    @property
    def names_open(self) -> list[NameAsked]:
        """The names that wait for an answer."""
        return [each for each in self.names if not each.answer]

    @property
    def names_answered(self) -> list[NameAsked]:
        return [each for each in self.names if each.answer]

    @property
    def has_plain_names(self) -> bool:
        """Whether some of the names can mean one record only."""
        return any(len(each.records) == 1 for each in self.names_open)

    @property
    def may_be_mended(self) -> bool:
        """Whether there is something to type in or to answer."""
        return bool(self.rows or self.names)

    @property
    def says_of_rows(self) -> bool:
        """Whether something is said or asked of a row as a whole."""
        return any(row.faults or row.asked for row in self.rows)

    @property
    def open_questions(self) -> int:
        """How many rows wait for a decision."""
        return sum(each.count for each in self.messages if each.grade == QUESTION)

    def next_part(self, look: Look) -> str:
        """Name the part of the page with the next thing to mend: where one looks, else the names, or what is bad."""
        if self.rows and (look.is_narrow or look.page > 1):
            return "rows"
        if self.names_open:
            return "names"
        if self.open_questions:
            return "questions"
        return "messages" if any(each.grade == "error" for each in self.messages) else "run"

    @property
    def decisions(self) -> dict[str, Promise]:
        return WORDS


def grade_of(fault: Fault) -> Asking:
    """Tell an open question from an error: both keep the row out."""
    return QUESTION if fault.grade == "error" and is_question(fault) else fault.grade


def say_fault(fault: Fault) -> str:
    """Write what is said of a row, in the reader's language."""
    text = _(fault.phrase.text)
    return text % fault.phrase.values if fault.phrase.values else text
