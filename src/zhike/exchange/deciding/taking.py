"""Take an uploaded file: it is looked at and kept, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from django.core.files import File
from django.db import OperationalError, transaction

from zhike.core.access import queries as access
from zhike.core.accounts import queries as accounts
from zhike.core.accounts.models import User
from zhike.core.outages import Outage, outage
from zhike.exchange import operations, permissions
from zhike.exchange.columns import Layout, Refused
from zhike.exchange.deciding import shapes
from zhike.exchange.deciding.carrying import corrected_as
from zhike.exchange.kinds import kinds
from zhike.exchange.models import ImportRun, SavedMapping
from zhike.exchange.reading import Peek, Plan, ReadingFailed, peek_in_child
from zhike.exchange.understanding.plans import TablePlan, plan_of
from zhike.phrases import Phrase

FAILED = Phrase("The file could not be looked at: save it again in Excel or WPS as .xlsx and try that.")
MOST_HEARD = 30
TOLD = ("peek", "plan", "options", "decisions", "is_remembered", "turn", "state")
NO_ROWS = Phrase("None of the chosen sheets has a head: choose the line with the column names.")
CHANGED = Phrase("This import has gone on meanwhile: look at it again.")


def take(*, kind: str, file: File[bytes], filename: str, by: User, options: Mapping[str, str]) -> ImportRun:
    """Keep an uploaded file and say what it seems to be; nothing is read to its end.

    Raises:
        PermissionDenied: the role may not import.
        Refused: it is no table that can be read; nothing of it is kept.
    """
    access.require(by, permissions.IMPORT)
    run = operations.new_run(
        kind=kind, file=file, filename=filename, by=by, options=options, state=ImportRun.State.READ
    )
    try:
        layout = kinds()[kind].layout_for(by)
        _understand(run, _look(run, layout), layout)
        with transaction.atomic():  # begun after the file is in its place: copying it may take long
            run.save()
    except Refused:
        run.source.delete(save=False)
        raise
    except OperationalError as error:
        if outage(error) == Outage.DISK_FULL:
            run.source.delete(save=False)
        raise
    return run


def read_as(*, run: ImportRun, tables: Plan, heads: Mapping[int, tuple[int, int]], by: User) -> None:
    """Note what is read of a file: `tables` says which parts of it, `heads` where the heads are that somebody chose.

    What was mapped stays as long as the columns are the same.

    Raises:
        PermissionDenied: the role may not import.
        Refused: it cannot be read like that, or it is under way.
    """
    access.require(by, permissions.IMPORT)
    layout = kinds()[run.kind].layout_for(run.by)
    before, was = Plan.from_json(run.plan), Peek.from_json(run.peek)
    peek = was
    if heads or tables.encoding != before.encoding:
        peek = _look(run, layout, encoding=tables.encoding, heads=heads)
        tables = replace(tables, tables=tuple(_with_head(table, peek, heads) for table in tables.tables))
    if not all(peek.understanding.tables[table.table].titles for table in tables.tables):
        raise Refused(NO_ROWS)
    if shapes.titles(peek, tables) == shapes.titles(was, before):
        found, run.peek = before, peek.as_json()
    else:
        _understand(run, peek, layout, chosen=[table.table for table in tables.tables])
        found = Plan.from_json(run.plan)
        found = found if run.is_remembered else shapes.carried_over(before, found)
    plan = replace(tables, titles=found.titles, mapping=found.mapping, also=found.also, values=found.values)
    same_sheets = [table.table for table in plan.tables] == [table.table for table in before.tables]
    run.plan = corrected_as(before, plan, was=was, now=peek).as_json()
    run.decisions = {about: said for about, said in run.decisions.items() if same_sheets or not about.isdigit()}
    save_open(run, state=ImportRun.State.READ)


def save_open(run: ImportRun, *, state: ImportRun.State | None = None) -> None:
    """Write down what was decided about a run that is still open.

    Raises:
        Refused: it has gone on meanwhile, perhaps by a click in another window.
    """
    run.turn, run.state = run.turn + 1, state or run.state
    told = {name: getattr(run, name) for name in TOLD}
    still_open = ImportRun.objects.filter(pk=run.pk, state__in=ImportRun.OPEN, changes=None, turn=run.turn - 1)
    if not still_open.update(**told):
        raise Refused(CHANGED)


def colleagues() -> dict[str, str]:
    """Answer by what a file may name each colleague, and the user name that is meant."""
    users = list(accounts.active_users())
    return {user.name: user.username for user in users} | {user.username: user.username for user in users}


def _look(
    run: ImportRun, layout: Layout, *, encoding: str = "", heads: Mapping[int, tuple[int, int]] | None = None
) -> Peek:
    try:
        return peek_in_child(Path(run.source.path), layout, name=run.source_name, encoding=encoding, heads=heads or {})
    except ReadingFailed:
        raise Refused(FAILED) from None


def _understand(run: ImportRun, peek: Peek, layout: Layout, *, chosen: Sequence[int] = ()) -> None:
    """Propose how to read the file: as one of the same shape was read before, or as is guessed."""
    run.peek = peek.as_json()
    if chosen:
        peek = replace(peek, understanding=replace(peek.understanding, chosen=tuple(chosen)))
    plan = plan_of(peek.understanding)
    kept = SavedMapping.objects.filter(kind=run.kind, shape=shapes.shape(peek, plan)).first()
    saved = shapes.Saved({int(place): name for place, name in kept.columns}, kept.words) if kept else None
    found = colleagues()
    run.plan = shapes.proposal(peek, layout, saved=saved, colleagues=found, said=_said_before(run, found)).as_json()
    run.is_remembered = kept is not None
    if kept is None:
        return
    for option in kinds()[run.kind].options:
        if run.options.get(option.name) == option.offered:  # whoever has chosen something else has had a reason
            run.options = {**run.options, option.name: kept.options.get(option.name, option.default)}


def _said_before(run: ImportRun, found: Mapping[str, str]) -> dict[str, str]:
    """Answer whom names mean, as the same colleague has said of files of any kind that went in; the latest counts."""
    earlier = ImportRun.objects.filter(by=run.by, state=ImportRun.State.DONE).order_by("-pk")[:MOST_HEARD]
    naming = {name: {c.name for c in kind.layout.columns if c.names_colleague} for name, kind in kinds().items()}
    meant: dict[str, str] = {}
    for kind, plan in earlier.values_list("kind", "plan"):
        for name in naming.get(kind, set()) & {*plan.get("values", {})}:
            meant = {**plan["values"][name], **meant}
    return {word: user for word, user in meant.items() if user in found.values()}


def _with_head(table: TablePlan, peek: Peek, heads: Mapping[int, tuple[int, int]]) -> TablePlan:
    """Let a table begin below the head that was chosen for it."""
    if table.table not in heads:
        return table
    found = peek.understanding.tables[table.table]
    return replace(
        table,
        head_line=found.head_line,
        head_lines=found.head_lines,
        first_line=table.first_line or found.first_line or None,
        unit=found.unit,
    )
