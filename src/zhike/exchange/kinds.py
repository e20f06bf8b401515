"""What an app says about a kind of file it can bring in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from zhike.core.fields import queries as fields
from zhike.core.fields import rules
from zhike.core.fields.rules.types import CHOICE, DATE, FILE, FORMULA, LONG_TEXT, LONG_TEXT_LONGEST, PERSON
from zhike.exchange.columns import Column, Layout
from zhike.exchange.preparing import Preparation
from zhike.exchange.spool import Spool
from zhike.phrases import Phrase

if TYPE_CHECKING:
    from zhike.core.accounts.models import User
    from zhike.core.fields.models import Definition
    from zhike.exchange.models import ImportRun

Result = Literal["created", "updated", "skipped", "errored"]
SAME, ANOTHER, LEAVE_OUT = "same", "another", "out"
"""What may be decided about a row that is perhaps a record we have."""

PAIRED = "of"
"""Among the values of what is said of a row that makes a record though it looks like another: what it is called."""


def about_name(name: str) -> str:
    """Answer under which key it is kept what was decided about all rows that call a record so."""
    return f"={name}"


@dataclass(frozen=True)
class Question:
    """Whether a row means a record we have: its id, and whether who brings the file may see it.

    Or an earlier row of the file: its place below 0, and what then `becomes` of the row's cells, by column.
    """

    known: int
    is_ours: bool
    becomes: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of one row of the file; `question`: what may be decided about it on the page of a trial."""

    line: int
    result: Result
    reason: Phrase | None = None
    column: str = ""
    question: Question | None = None


def errored(lines: Iterable[int], reason: Phrase, column: str = "") -> list[Outcome]:
    """Say of all these lines of the file that they stay out, and why."""
    return [Outcome(line, "errored", reason, column) for line in lines]


@dataclass(frozen=True)
class Option:
    """A choice the person who imports makes: its name, its words, what may be chosen, the first is the default."""

    name: str
    title: Promise
    choices: Mapping[str, Promise]
    helps: Mapping[str, str] = field(default_factory=dict)
    """Under which choice rows go in of which this is said."""

    @property
    def default(self) -> str:
        return next(iter(self.choices))

    @property
    def offered(self) -> str:
        """What a person is offered first: what overwrites nothing, where there is such a choice."""
        return "fill" if "fill" in self.choices else self.default


@dataclass(frozen=True)
class Kind:
    """A kind of file: its columns, and the operation that writes a batch of whole groups.

    What `preparation` makes of a batch, ahead of time and in another process, is given to `write` together with the
    run and the whole file, and `write` says for each row what became of it. It may run twice with the same rows. A
    row's outcome must not depend on the batches before it: a trial rolls them back.
    """

    name: str
    title: Promise
    layout: Layout
    preparation: Preparation
    write: Callable[[Any, "ImportRun", Spool], list[Outcome]]
    options: tuple[Option, ...] = field(default=())
    look_through: Callable[["ImportRun", Spool], None] | None = None
    """Notes what must be known of the whole file before its first batch is written, outside of any transaction."""
    custom: str = ""  # the kind of record whose custom fields are columns too

    def layout_for(self, user: "User | None") -> Layout:
        """Answer the columns a user may bring: the kind's own, and the custom fields that are hers to change."""
        if not self.custom:
            return self.layout
        theirs = [
            each
            for each in fields.editable(fields.definitions(self.custom), user=user)
            if each.type not in (FILE, FORMULA)
        ]
        more = tuple(_column(each) for each in theirs)
        return replace(self.layout, columns=(*self.layout.columns, *more))


def _column(field: "Definition") -> Column:
    """Make a column of a custom field; what its cells mean, days apart, is judged when they are written."""
    return Column(
        field.name,
        field.title,
        "date" if field.type == DATE else "text",
        longest=LONG_TEXT_LONGEST,
        offers=tuple(each.title for each in rules.offered(field)) if field.type == CHOICE else (),
        names_colleague=field.type == PERSON,
        takes_many=field.type == LONG_TEXT,
        by_title=True,
        takes_years=True,
    )


def kinds() -> dict[str, Kind]:
    """Answer the kinds the configuration lists, by name."""
    return {name: import_string(path) for name, path in settings.ZHIKE_IMPORT_KINDS.items()}
