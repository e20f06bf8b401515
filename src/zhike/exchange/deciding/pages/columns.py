"""The columns of a file and what they are taken for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from zhike.exchange.columns import LINE_TITLE, REASON_TITLE, Column, folded
from zhike.exchange.deciding import shapes, taking
from zhike.exchange.deciding.pages.choices import layout_of
from zhike.exchange.models import ImportRun
from zhike.exchange.reading import Peek, Plan
from zhike.exchange.understanding.matching import REASONS, Guess
from zhike.phrases import Phrase

SAMPLES = 3


@dataclass(frozen=True)
class ColumnShown:
    """A column of the file and what it is taken for."""

    place: int
    title: str
    samples: tuple[str, ...]
    chosen: str
    certainty: str
    reason: str
    words: tuple[shapes.Word, ...] = ()
    meanings: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    """The sheets that have it, where others that are read have not."""
    is_bound: bool = False
    """A word that means nothing known keeps its row out."""


def columns(run: ImportRun, *, chosen: Mapping[int, str] | None = None) -> list[ColumnShown]:
    """Answer the columns of a file with what they are taken for; `chosen`: what somebody says just now."""
    peek, plan, layout = Peek.from_json(run.peek), Plan.from_json(run.plan), layout_of(run)
    known = {column.name: column for column in layout.columns}
    mapping = plan.columns if chosen is None else chosen
    names = taking.colleagues()
    seen = shapes.samples(peek, plan)
    asked: set[tuple[str, str]] = set()
    sheets = _sheets_of(peek, plan)
    found = []
    for guess in shapes.guessed(peek, plan, layout):
        if (not guess.title and not seen[guess.position]) or guess.title in (LINE_TITLE, REASON_TITLE):
            continue
        column = known.get(mapping.get(guess.position, ""))
        name = column.name if column else ""
        may_be = shapes.meanings(column, names) if column else {}
        words = (
            shapes.words(column, seen[guess.position], known=plan.values.get(column.name, {}), may_be=may_be)
            if column
            else []
        )
        open_words = tuple(e for e in words if may_be and e.word not in may_be and (name, e.word) not in asked)
        asked |= {(name, each.word) for each in open_words}
        found.append(
            ColumnShown(
                guess.position,
                guess.title,
                seen[guess.position][:SAMPLES],
                name,
                *_certainty(run, guess, column, elsewhere=layout.elsewhere),
                words=open_words,
                meanings=_meanings(column, may_be) if column else {},
                sheet=sheets.get(guess.position, ""),
                is_bound=column is not None and _is_bound(column),
            )
        )
    return found


def _meanings(column: Column, may_be: dict[str, str]) -> dict[str, str]:
    """Answer what may be said of a word; one who is no colleague may also be nobody, where the row is whole so."""
    found = {code: word for word, code in reversed(may_be.items())}
    if column.names_colleague and _is_bound(column) and not column.needed:
        return {shapes.NOBODY: _("nobody: leave it empty"), **found}
    return found


def _is_bound(column: Column) -> bool:
    return bool(column.choices) or (column.names_colleague and not column.keeps_strangers)


def _sheets_of(peek: Peek, plan: Plan) -> dict[int, str]:
    """Name the sheets that have a column, where not all of them have it."""
    every = shapes.places(peek, plan)
    found: dict[int, list[str]] = {}
    for sheet, own in every:
        for place in own:
            found.setdefault(place, []).append(sheet)
    return {place: "、".join(names) for place, names in found.items() if len(names) < len(every)}


def _certainty(
    run: ImportRun, guess: Guess, column: Column | None, *, elsewhere: Mapping[str, Phrase]
) -> tuple[str, str]:
    """Say how sure it is what a column is, and why."""
    if column is None and (said := elsewhere.get(folded(guess.title))):
        return "none", _(said.text)
    if column is None:
        return ("none", _("nobody asks for it")) if guess.column is None else ("chosen", _("you have chosen so"))
    if guess.column != column.name:
        return "chosen", _("as it was saved for such files") if run.is_remembered else _("you have chosen so")
    return shapes.certainty(guess.confidence), _(REASONS[guess.reason].text)
