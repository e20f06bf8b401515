"""Bring a file in: tried first, then imported, by the same steps; a trial rolls each batch back."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import transaction
from django.db.models import Q

from zhike.core import bulk
from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.core.jobs import operations as jobs
from zhike.core.jobs import rules as turns
from zhike.core.jobs import running
from zhike.core.notices import operations as notices
from zhike.exchange import permissions, spools
from zhike.exchange.columns import Layout, Refused
from zhike.exchange.faults import keep_cells, write_faults
from zhike.exchange.kinds import Kind, Outcome, kinds
from zhike.exchange.models import ImportRun
from zhike.exchange.preparing import Batch, Preparing
from zhike.exchange.reading import Plan, ReadingFailed, read_in_child
from zhike.exchange.spool import Fault, Head, Spool
from zhike.exchange.undoing import follow_up
from zhike.phrases import Phrase

Progress = Callable[[int, int], None]
SHOWN_FAULTS = 50
FINISHED = (
    *("state", "rows", "progress", "created", "updated", "skipped", "errored", "notes"),
    *("ended_at", "error_file"),
)
TITLE = Phrase("Import of %(file)s")
STOPPED = Phrase("It was stopped. What is in stays in; import the same file again, no row is doubled.")
TOLD = {
    ImportRun.State.CHECKED: Phrase("Your import of %(file)s has been tried; look at it and confirm"),
    ImportRun.State.DONE: Phrase("Your import of %(file)s is done"),
    ImportRun.State.REFUSED: Phrase("Your import of %(file)s could not be read"),
    ImportRun.State.BROKEN: Phrase("Your import of %(file)s broke off"),
}
BROKEN_OFF = Phrase("It broke off. What is in stays in; import the same file again, no row is doubled.")


@transaction.atomic
def check(*, run: ImportRun, by: User, at: datetime) -> bool:
    """Have a worker try a file as its plan says; nothing is written. False when it is under way or done by now.

    Raises:
        PermissionDenied: the role may not import.
    """
    access.require(by, permissions.IMPORT)
    turn = run.turn + 1
    still_open = ImportRun.objects.filter(pk=run.pk, state__in=ImportRun.OPEN, changes=None, turn=run.turn)
    if not still_open.update(state=ImportRun.State.CHECKING, turn=turn, progress=0, ended_at=None):
        return False
    run.state, run.turn = ImportRun.State.CHECKING, turn
    _enqueue(run, by=by, at=at)
    return True


@transaction.atomic
def confirm(*, run: ImportRun, by: User, at: datetime) -> bool:
    """Have a worker import what was tried, or carry on what broke off; asking twice imports once.

    Raises:
        PermissionDenied: the role may not import.
    """
    access.require(by, permissions.IMPORT)
    ready = Q(state=ImportRun.State.CHECKED)
    if run.may_go_on:
        ready |= Q(state=ImportRun.State.BROKEN)
    turn = run.turn + 1
    tried = ImportRun.objects.filter(ready, pk=run.pk, turn=run.turn)
    if not tried.update(state=ImportRun.State.IMPORTING, turn=turn, progress=0, ended_at=None):
        return False
    run.state, run.turn = ImportRun.State.IMPORTING, turn
    _enqueue(run, by=by, at=at)
    return True


def import_file(
    *,
    kind: str,
    path: Path,
    by: User | None,
    dry_run: bool = False,
    options: Mapping[str, str] | None = None,
    plan: Plan | None = None,
    at: datetime,
    progress: Progress | None = None,
    is_demo: bool = False,
) -> ImportRun:
    """Try or import a file here and now; what no plan says is understood from the file.

    Raises:
        PermissionDenied: the user's role may not import.
        Refused: the file as a whole cannot be read; the phrase names the place and the remedy.
    """
    access.require(by, permissions.IMPORT)
    state = ImportRun.State.CHECKING if dry_run else ImportRun.State.IMPORTING
    with path.open("rb") as file:
        run = new_run(kind=kind, file=File(file), filename=_printable(path), by=by, options=options or {}, state=state)
    run.is_demo, run.plan = is_demo, plan.as_json() if plan else {}
    run.save()
    try:
        carry_out(run, at=at, progress=progress)
    except BaseException:  # also when somebody presses Ctrl-C
        _end(run, ImportRun.State.BROKEN, at=at)
        raise
    if run.state in (ImportRun.State.REFUSED, ImportRun.State.BROKEN):
        raise Refused(Phrase(**run.notes["refusal"]))
    return run


def carry_out(run: ImportRun, *, at: datetime, progress: Progress | None = None) -> None:
    """Do what the run's state asks for; an import that was killed goes on behind the last batch it has written."""
    kind = kinds()[run.kind]
    _begin(run)
    source, layout = Path(run.source.path), kind.layout_for(run.by)
    with (
        tempfile.TemporaryDirectory(prefix="zhike-import-") as place,
        Preparing(kind.preparation, source=source) as preparing,
    ):
        try:
            path = spools.find(run, layout) or _read(run, layout, source=source, progress=progress)
            with Spool(path) as spool:
                batches = preparing.batches(path, after=run.reached.get("key", ""))
                tally = _write_batches(run, kind, batches, spool=spool, progress=progress)
                _give_back_faults(run, spool, source=source, scratch=Path(place))
                _finish(run, spool.head(), tally=tally, total=spool.counts().rows, at=at)
        except Refused as refused:
            _end(run, ImportRun.State.REFUSED, at=at, phrase=refused.phrase)
        except ReadingFailed:
            _end(run, ImportRun.State.BROKEN, at=at, phrase=BROKEN_OFF)
    if run.state == ImportRun.State.DONE:
        spools.forget(run)


def _read(run: ImportRun, layout: Layout, *, source: Path, progress: Progress | None) -> Path:
    """Read the source, by the run's plan, into a spool of its own.

    A spool that is lost takes what was said of the rows with it, so the run begins at the first row again: it knows
    what it has written, and says the same of it.
    """
    run.reached = {}
    ImportRun.objects.filter(pk=run.pk).update(reached=run.reached)
    plan = Plan.from_json(run.plan) if run.plan else None
    with spools.draft() as draft:
        read_in_child(source, draft, layout=layout, plan=plan, name=run.source_name, progress=_reading(run, progress))
        return spools.put(draft, run, layout)


def end_stopped(run: ImportRun, *, at: datetime) -> None:
    """Note that somebody has stopped the run."""
    _end(run, ImportRun.State.BROKEN, at=at, phrase=STOPPED)


def note_trouble(run: ImportRun) -> None:
    """Let the page say that the worker failed and will come back to it."""
    run.notes["trouble"] = True
    ImportRun.objects.filter(pk=run.pk).update(notes=run.notes)


@transaction.atomic
def _begin(run: ImportRun) -> None:
    """Open the change set that an undo takes back; a run that begins again goes on with its own."""
    if run.state == ImportRun.State.IMPORTING and run.changes is None:
        run.changes = audit.open_batch(by=run.by, action="imported")
        run.save(update_fields=["changes"])


def _enqueue(run: ImportRun, *, by: User, at: datetime) -> None:
    jobs.enqueue(
        name=ImportRun.JOB,
        payload={"run_id": run.pk},
        at=at,
        unique_key=run.job_key,
        by=by,
        priority=turns.SOMEBODY_WAITS,
        title=TITLE.given(file=run.source_name),
        link=run.get_absolute_url(),
    )


def new_run(
    *, kind: str, file: File[bytes], filename: str, by: User | None, options: Mapping[str, str], state: str
) -> ImportRun:
    """Keep a file for a run that is not saved yet; only the choices that its kind offers are kept."""
    chosen = {option.name: options.get(option.name, option.default) for option in kinds()[kind].options}
    run = ImportRun(kind=kind, by=by, source_name=filename[-200:], options=chosen, state=state)
    run.source.save(filename, file, save=False)
    return run


def _printable(path: Path) -> str:
    """Name a file whose name the file system holds in no known encoding."""
    return path.name.encode(errors="replace").decode()


def _reading(run: ImportRun, progress: Progress | None) -> Callable[[int], None]:
    def note(rows: int) -> None:
        ImportRun.objects.filter(pk=run.pk).update(rows=rows)
        running.progress(0, rows)
        if progress:
            progress(0, rows)

    return note


def _write_batches(
    run: ImportRun, kind: Kind, batches: Iterator[Batch], *, spool: Spool, progress: Progress | None
) -> Counter[str]:
    """Write batch after batch, each in a short transaction of its own, and count what became of the rows.

    How far it has come is written with the batch: what is in the books is never written or counted again.
    """
    reached, dry_run = dict(run.reached), run.state == ImportRun.State.CHECKING
    tally, total = Counter[str](reached.get("tally", {})), spool.counts().rows
    done = spool.held() + reached.get("rows", 0)
    spool.forget_faults(after=reached.get("key", ""))
    ImportRun.objects.filter(pk=run.pk).update(rows=total)
    for batch in batches:
        with transaction.atomic():
            bulk.alone("import")
            running.fence()
            outcomes = kind.write(batch.prepared, run, spool)
            spool.add_faults(filter(None, map(_fault, outcomes)))
            tally.update(outcome.result for outcome in outcomes)
            done += batch.rows
            reached = {"key": batch.last, "rows": reached.get("rows", 0) + batch.rows, "tally": dict(tally)}
            if dry_run:
                transaction.set_rollback(True)
            else:
                ImportRun.objects.filter(pk=run.pk).update(reached=reached, progress=done)
        if dry_run:
            ImportRun.objects.filter(pk=run.pk).update(progress=done)
        running.progress(done, total)
        if progress:
            progress(done, total)
    return tally


def _fault(outcome: Outcome) -> Fault | None:
    """Note why a row stays out, or what is to be looked at of one that goes in."""
    if outcome.reason is None:
        return None
    return Fault(outcome.line, outcome.column, outcome.reason, "error" if outcome.result == "errored" else "warning")


def _give_back_faults(run: ImportRun, spool: Spool, *, source: Path, scratch: Path) -> None:
    """Store the bad rows as a file, and the first of their reasons for the page."""
    head = spool.head()
    told = islice(spool.told(), SHOWN_FAULTS)
    run.notes = {"faults": [[f.line, f.column, f.phrase.text, dict(f.phrase.values)] for f in told]}
    run.error_file = ""
    if next(spool.faults(), None) is not None:
        target = scratch / f"errors.{head.suffix}"
        write_faults(source, spool, target)
        with target.open("rb") as file:
            run.error_file.save(target.name, File(file), save=False)
    if run.state == ImportRun.State.CHECKING:
        keep_cells(source, spool, scratch=scratch)


@transaction.atomic
def _finish(run: ImportRun, head: Head, *, tally: Counter[str], total: int, at: datetime) -> None:
    dry_run = run.state == ImportRun.State.CHECKING
    run.state = ImportRun.State.CHECKED if dry_run else ImportRun.State.DONE
    run.rows = run.progress = total
    run.created, run.updated, run.skipped = tally["created"], tally["updated"], tally["skipped"]
    run.errored = total - run.created - run.updated - run.skipped
    run.notes |= notes_of(head)
    run.ended_at = at
    run.save(update_fields=FINISHED)
    _tell(run, at=at)
    if dry_run:
        return
    audit.record(by=run.by, action="imported", about=run)
    follow_up(at=at)


def notes_of(head: Head) -> dict[str, Any]:
    """Keep of a file's head what its pages tell."""
    return {
        "ignored": list(head.ignored),
        "matched": list(head.matched),
        "mapped": [list(each) for each in head.mapped],
        "tables": list(head.tables),
        "left_out": [list(each) for each in head.left_out],
        "left_out_counts": head.left_out_counts,
        "remarks": [list(each) for each in head.remarks],
    }


@transaction.atomic
def _end(run: ImportRun, state: ImportRun.State, *, at: datetime, phrase: Phrase = BROKEN_OFF) -> None:
    """Note that a run has ended without coming to its end, and why."""
    run.state, run.ended_at = state, at
    run.notes = {"refusal": {"text": phrase.text, "values": dict(phrase.values)}}
    run.save(update_fields=["state", "ended_at", "notes"])
    _tell(run, at=at)
    if run.changes is not None:  # what is in stays in
        follow_up(at=at)


def _tell(run: ImportRun, *, at: datetime) -> None:
    """Let who brought the file know how far it has come."""
    if run.by is not None:
        told = TOLD[ImportRun.State(run.state)].given(file=run.source_name)
        notices.tell([run.by], told, key=f"import {run.pk} {run.state}", at=at, url=run.get_absolute_url())
