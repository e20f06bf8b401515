"""The columns of a file and what they are taken for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from zhike.exchange.columns import LINE_TITLE, REASON_TITLE, Column
from zhike.exchange.deciding import shapes, taking
from zhike.exchange.deciding.pages.choices import layout_of
from zhike.exchange.models import ImportRun
from zhike.exchange.reading import Peek, Plan
from zhike.exchange.understanding.matching import REASONS, Guess

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


def columns(run: ImportRun, *, chosen: Mapping[int, str] | None = None) -> list[ColumnShown]:
    """Answer the columns of a file with what they are taken for; `chosen`: what somebody says just now."""
    peek, plan, layout = Peek.from_json(run.peek), Plan.from_json(run.plan), layout_of(run)
    known = {column.name: column for column in layout.columns}
    mapping = plan.mapping or {} if chosen is None else chosen
    names = taking.colleagues()
    seen = shapes.samples(peek, plan)
    found = []
    for guess in shapes.guessed(peek, plan, layout):
        if (not guess.title and not seen[guess.position]) or guess.title in (LINE_TITLE, REASON_TITLE):
            continue
        column = known.get(mapping.get(guess.position, ""))
        may_be = shapes.meanings(column, names) if column else {}
        words = (
            shapes.words(column, seen[guess.position], known=plan.values.get(column.name, {}), may_be=may_be)
            if column
            else []
        )
        found.append(
            ColumnShown(
                guess.position,
                guess.title,
                seen[guess.position][:SAMPLES],
                column.name if column else "",
                *_certainty(run, guess, column),
                words=tuple(each for each in words if may_be and each.word not in may_be),
                meanings={code: word for word, code in reversed(may_be.items())} if may_be else {},
            )
        )
    return found


def _certainty(run: ImportRun, guess: Guess, column: Column | None) -> tuple[str, str]:
    """Say how sure it is what a column is, and why."""
    if column is None:
        return ("none", _("nobody asks for it")) if guess.column is None else ("chosen", _("you have chosen so"))
    if guess.column != column.name:
        return "chosen", _("as it was saved for such files") if run.is_remembered else _("you have chosen so")
    return shapes.certainty(guess.confidence), _(REASONS[guess.reason].text)
