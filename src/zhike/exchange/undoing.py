"""Take an import back: what it made goes, what it changed becomes as before; what others did since stays and is named.

Each app takes back its own kinds of record, some at a time (`ZHIKE_TAKE_BACK`, the higher apps first): a record that
another one refers to goes only after that one. A killed undo begins again and finds less to do.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import PROTECT, F, ForeignObjectRel, Model, QuerySet
from django.utils.module_loading import import_string

from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.core.audit import queries as log
from zhike.core.audit.models import Batch
from zhike.core.bulk import Among
from zhike.core.jobs import operations as jobs
from zhike.core.jobs import rules as turns
from zhike.core.jobs import running
from zhike.core.notices import operations as notices
from zhike.exchange import permissions
from zhike.exchange.models import ImportRun
from zhike.phrases import Phrase

AT_ONCE = 100
NAMED = 50
EDITED = Phrase("it was changed since")
REFERRED = Phrase("%(kind)s refers to it")
TITLE = Phrase("Undo of the import of %(file)s")
TOLD = Phrase("The import of %(file)s is undone: %(count)d records are as before, %(kept)d were kept")
Record = TypeVar("Record", bound=Model)


@dataclass(frozen=True)
class Kept:
    """A record that an undo has left as it is, and why."""

    words: str
    url: str
    reason: Phrase


@dataclass(frozen=True)
class Step:
    """What became of the next records, from the newest on: `last` is the id to go on below, None at the end."""

    last: int | None = None
    back: int = 0
    kept: Sequence[Kept] = ()


@dataclass(frozen=True)
class Undo:
    """An undo at work: the run it takes back, the change set that notes it, who wished for it and when."""

    run: ImportRun
    back: Batch
    by: User
    at: datetime
    kept: list[Kept] = field(default_factory=list)


TakeBack = Callable[[Undo, int | None], Step]


@transaction.atomic
def ask_undo(*, run: ImportRun, by: User, at: datetime) -> bool:
    """Have a worker take an import back; asking twice does it once.

    Raises:
        PermissionDenied: the role may not import.
    """
    access.require(by, permissions.IMPORT)
    current = ImportRun.objects.select_for_update().get(pk=run.pk)
    if not current.may_be_undone:
        return False
    current.state, current.undone_by, current.undone_at = ImportRun.State.UNDOING, by, at
    current.turn += 1
    current.save(update_fields=["state", "turn", "undone_by", "undone_at"])
    jobs.enqueue(
        name=ImportRun.UNDO,
        payload={"run_id": run.pk},
        at=at,
        unique_key=current.job_key,
        by=by,
        priority=turns.SOMEBODY_WAITS,
        title=TITLE.given(file=run.source_name),
        link=run.get_absolute_url(),
    )
    return True


def undo_here(*, run: ImportRun, by: User, at: datetime) -> None:
    """Take an import back here and now.

    Raises:
        PermissionDenied: the role may not import.
    """
    access.require(by, permissions.IMPORT)
    run.state, run.undone_by, run.undone_at, run.turn = ImportRun.State.UNDOING, by, at, run.turn + 1
    run.save(update_fields=["state", "undone_by", "undone_at", "turn"])
    undo(run, by=by, at=at)


def undo(run: ImportRun, *, by: User, at: datetime) -> None:
    """Take back what the run has left in the books."""
    undo = Undo(run, audit.open_batch(by=by, action=log.UNDONE), by, at)
    for path in settings.ZHIKE_TAKE_BACK:
        take_back: TakeBack = import_string(path)
        last: int | None = None
        while (last := _step(undo, take_back, last)) is not None:
            running.progress(run.undone, max(run.created + run.updated, run.undone))
    _finish(undo)


def follow_up(*, at: datetime) -> None:
    """Have done what follows each import and each undo, however far they came: figures, search."""
    for name in settings.ZHIKE_AFTER_IMPORT:
        jobs.enqueue(name=name, payload={}, at=at)


def _step(undo: Undo, take_back: TakeBack, last: int | None) -> int | None:
    with transaction.atomic():
        running.fence()
        step = take_back(undo, last)
        ImportRun.objects.filter(pk=undo.run.pk).update(undone=F("undone") + step.back)
    undo.run.undone += step.back
    undo.kept.extend(step.kept)
    return step.last


@transaction.atomic
def _finish(undo: Undo) -> None:
    run, kept = undo.run, undo.kept
    run.state, run.ended_at = ImportRun.State.UNDONE, undo.at
    run.notes["kept"] = [[k.words, k.url, k.reason.text, dict(k.reason.values)] for k in kept[:NAMED]]
    run.notes["kept_count"] = len(kept)
    run.save(update_fields=["state", "ended_at", "notes"])
    if run.changes is not None:
        audit.close_undone(run.changes, at=undo.at)
    audit.record(by=undo.by, action="import undone", about=run)
    follow_up(at=undo.at)
    told = TOLD.given(file=run.source_name, count=run.undone, kept=len(kept))
    key = f"import undone {run.pk} {undo.back.pk}"
    notices.tell([undo.by], told, key=key, at=undo.at, url=run.get_absolute_url())


@transaction.atomic
def end_stopped(run: ImportRun, *, at: datetime) -> None:
    """Note that somebody has stopped the undo: the rest may be taken back later."""
    run.state = ImportRun.State.DONE
    run.save(update_fields=["state"])
    follow_up(at=at)


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
