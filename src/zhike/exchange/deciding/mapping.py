"""Say what the columns of a file and their words are, and have the file tried; a mapping may be kept for the next."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.exchange import operations, permissions
from zhike.exchange.deciding import shapes, taking
from zhike.exchange.deciding.carrying import corrected_as
from zhike.exchange.deciding.questions import Decisions
from zhike.exchange.models import ImportRun, SavedMapping
from zhike.exchange.reading import Peek, Plan

KEPT = "kept a mapping"

Words = Mapping[str, Mapping[str, str]]


@transaction.atomic
def map_and_check(
    *,
    run: ImportRun,
    columns: Mapping[int, str],
    words: Words,
    options: Mapping[str, str],
    keeps: bool,
    by: User,
    at: datetime,
) -> None:
    """Note what the columns of a file are and have it tried like that.

    Raises:
        PermissionDenied: the role may not import.
        Refused: it is under way.
    """
    access.require(by, permissions.IMPORT)
    plan = _mapped(run, columns, words)
    run.plan, run.options = plan.as_json(), {**run.options, **options}
    if keeps:
        _keep(run, plan, by=by, at=at)
    taking.save_open(run)
    operations.check(run=run, by=by, at=at)


@transaction.atomic
def note_mapping(*, run: ImportRun, columns: Mapping[int, str], words: Words, options: Mapping[str, str]) -> None:
    """Note what the columns of a file are; its words are asked about next.

    Raises:
        Refused: it is under way.
    """
    plan = _mapped(run, columns, words)
    run.plan, run.options = plan.as_json(), {**run.options, **options}
    taking.save_open(run)


@transaction.atomic
def correct_and_check(
    *,
    run: ImportRun,
    edits: Mapping[tuple[int, str], str | None],
    dropped: frozenset[int],
    kept: frozenset[int],
    decisions: Decisions | None = None,
    emptied: frozenset[str] = frozenset(),
    noted: frozenset[str] = frozenset(),
    kept_out: frozenset[str] = frozenset(),
    options: Mapping[str, str] | None = None,
    only_changes: bool = False,
    by: User,
    at: datetime,
) -> None:
    """Note what shall stand in some cells, None being what stands there, and which rows stay out; then try again.

    `decisions` say which rows are a record we have. `emptied` are the columns that are left empty where they cannot
    be read, `noted` those of which the remarks then keep what stands there, `kept_out` those whose unreadable rows stay
    out again. `options` are chosen anew. With `only_changes` it is not tried again when all is as it was.

    Raises:
        PermissionDenied: the role may not import.
        Refused: it is under way.
    """
    access.require(by, permissions.IMPORT)
    plan = Plan.from_json(run.plan)
    back = {place: None for place, text in plan.edits.items() if place[1] in kept_out and not text}
    both = {**plan.edits, **edits, **back}
    changed = replace(
        plan,
        edits={place: text for place, text in both.items() if text is not None},
        emptied=(plan.emptied | emptied | noted) - kept_out,
        noted=((plan.noted - emptied) | noted) - kept_out,
        dropped=plan.dropped | dropped,
        kept=plan.kept | kept,
    )
    said = {**run.decisions, **{place: word and list(word) for place, word in (decisions or {}).items()}}
    decided = {place: word for place, word in said.items() if word is not None}
    chosen = {**run.options, **(options or {})}
    if only_changes and (changed, decided, chosen) == (plan, run.decisions, run.options):
        return
    run.plan, run.decisions, run.options = changed.as_json(), decided, chosen
    taking.save_open(run)
    operations.check(run=run, by=by, at=at)


def is_kept(run: ImportRun) -> bool:
    """Say whether who brought the file has had its mapping kept already, on an earlier visit to the page."""
    shape = shapes.shape(Peek.from_json(run.peek), Plan.from_json(run.plan))
    return not run.is_remembered and SavedMapping.objects.filter(kind=run.kind, shape=shape, by=run.by).exists()


def _mapped(run: ImportRun, columns: Mapping[int, str], words: Words) -> Plan:
    before, peek = Plan.from_json(run.plan), Peek.from_json(run.peek)
    plan = replace(before.mapped(columns), titles=shapes.titles(peek, before), values=words)
    return corrected_as(before, plan, was=peek, now=peek)


def _keep(run: ImportRun, plan: Plan, *, by: User, at: datetime) -> None:
    """Let the next file of this shape be read the same way, whoever brings it."""
    peek = Peek.from_json(run.peek)
    kept, _ = SavedMapping.objects.update_or_create(
        kind=run.kind,
        shape=shapes.shape(peek, plan),
        defaults={
            "titles": list(shapes.titles(peek, plan)),
            "columns": [[place, name] for place, name in sorted(plan.columns.items())],
            "words": {name: dict(said) for name, said in plan.values.items()},
            "options": run.options,
            "by": by,
            "at": at,
        },
    )
    audit.record(by=by, action=KEPT, about=kept)
