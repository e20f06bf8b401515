"""Take an import back: what it made goes, what it changed becomes as before; what others did since stays and is named.

Each app takes back its own kinds of record, some at a time (`ZHIKE_TAKE_BACK`, the higher apps first): a record that
another one refers to goes only after that one. A killed undo begins again and finds less to do.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import PROTECT, ForeignObjectRel, Model, QuerySet

from zhike.core.audit import queries as log
from zhike.core.bulk import Among
from zhike.exchange.undoing.asking import ask_undo, undo_here
from zhike.exchange.undoing.following import follow_up
from zhike.exchange.undoing.steps import Kept, Step, Undo
from zhike.exchange.undoing.taking_back import end_stopped, undo
from zhike.phrases import Phrase

__all__ = [
    "AT_ONCE",
    "EDITED",
    "Kept",
    "Step",
    "Undo",
    "ask_undo",
    "end_stopped",
    "follow_up",
    "references",
    "take_back_made",
    "undo",
    "undo_here",
]

AT_ONCE = 100
EDITED = Phrase("it was changed since")
REFERRED = Phrase("%(kind)s refers to it")
Record = TypeVar("Record", bound=Model)


def take_back_made(
    rows: QuerySet[Record],
    undo: Undo,
    below: int | None,
    *,
    remove: Callable[[Sequence[Record]], None],
    parts: Iterable[type[Model]] = (),
    further: Callable[[Sequence[int], Undo], Mapping[int, Phrase]] = lambda ids, undo: {},
) -> Step:
    """Remove the next records that the run has made, but for those that were changed since or are referred to.

    What refers to one by CASCADE goes with it, and so do the kinds of record among `parts`; PROTECT keeps it, and so
    does what `further` answers for their ids.
    """
    made = rows.filter(origin=undo.run, **({"pk__lt": below} if below else {}))
    found = list(made.select_for_update(of=("self",)).order_by("-pk")[:AT_ONCE])
    if not found:
        return Step()
    ids = [each.pk for each in found]
    reasons = {**_reasons(type(found[0]), ids, undo, parts=tuple(parts)), **further(ids, undo)}
    gone = [each for each in found if each.pk not in reasons]
    remove(gone)
    kept = [Kept(str(each), _page_of(each), reasons[each.pk]) for each in found if each.pk in reasons]
    return Step(found[-1].pk, len(gone), kept)


def _reasons(
    model: type[Model], ids: Sequence[int], undo: Undo, *, parts: tuple[type[Model], ...]
) -> dict[int, Phrase]:
    """Say which of these records stay, and why."""
    return references(model, ids, parts=parts) | dict.fromkeys(
        log.changed_since(model, ids, besides=undo.run.changes), EDITED
    )


def references(model: type[Model], ids: Sequence[int], *, parts: Iterable[type[Model]] = ()) -> dict[int, Phrase]:
    """Answer which of these records others refer to by PROTECT, the kinds among `parts` left out."""
    left_out = tuple(parts)
    return {
        pk: REFERRED.given(kind=str(relation.related_model._meta.verbose_name))
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel)
        and relation.on_delete is PROTECT
        and relation.related_model not in left_out
        for pk in _referred(relation, ids)
    }


def _referred(relation: Any, ids: Sequence[int]) -> set[int]:
    column = relation.field.attname
    rows = relation.related_model._base_manager.filter(Among(column, ids))
    return set(rows.values_list(column, flat=True))


def _page_of(record: Any) -> str:
    return str(record.get_absolute_url()) if hasattr(record, "get_absolute_url") else ""
