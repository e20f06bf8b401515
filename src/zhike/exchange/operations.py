"""Bring a file in: tried first, then imported, by the same steps; a trial rolls each batch back."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.core.files import File
from django.db import OperationalError, transaction

from zhike.core import bulk
from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.core.jobs import operations as jobs
from zhike.core.jobs import rules as turns
from zhike.core.jobs import running
from zhike.core.notices import operations as notices
from zhike.core.outages import Outage, outage
from zhike.exchange import permissions
from zhike.exchange.columns import Refused
from zhike.exchange.faults import write_faults
from zhike.exchange.kinds import Kind, kinds
from zhike.exchange.models import ImportRun
from zhike.exchange.preparing import Batch, Preparing
from zhike.exchange.reading import ReadingFailed, read_in_child
from zhike.exchange.spool import Fault, Head, Spool
from zhike.exchange.undoing import follow_up
from zhike.phrases import Phrase

Progress = Callable[[int, int], None]
SHOWN_FAULTS = 50
TITLE = Phrase("Import of %(file)s")
STOPPED = Phrase("It was stopped. What is in stays in; import the same file again, no row is doubled.")
TOLD = {
    ImportRun.State.CHECKED: Phrase("Your import of %(file)s has been tried; look at it and confirm"),
    ImportRun.State.DONE: Phrase("Your import of %(file)s is done"),
    ImportRun.State.REFUSED: Phrase("Your import of %(file)s could not be read"),
    ImportRun.State.BROKEN: Phrase("Your import of %(file)s broke off"),
}
BROKEN_OFF = Phrase("It broke off. What is in stays in; import the same file again, no row is doubled.")


def start_trial(
    *, kind: str, file: File[bytes], filename: str, by: User, options: Mapping[str, str], at: datetime
) -> ImportRun:
    """Keep an uploaded file and have a worker try it; nothing is written before the user has seen the result.

    Raises:
        PermissionDenied: the role may not import.
    """
    access.require(by, permissions.IMPORT)
    run = _new_run(kind=kind, file=file, filename=filename, by=by, options=options, state=ImportRun.State.CHECKING)
    try:
        with transaction.atomic():  # begun after the file is in its place: copying it may take long
            run.save()
            _enqueue(run, by=by, at=at)
    except OperationalError as error:
        if outage(error) == Outage.DISK_FULL:
            run.source.delete(save=False)
        raise
    return run


@transaction.atomic
def confirm(*, run: ImportRun, by: User, at: datetime) -> bool:
    """Have a worker import what was tried; asking twice imports once.

    Raises:
        PermissionDenied: the role may not import.
    """
    access.require(by, permissions.IMPORT)
    tried = ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.CHECKED)
    if not tried.update(state=ImportRun.State.IMPORTING, progress=0, ended_at=None):
        return False
    run.state = ImportRun.State.IMPORTING
    _enqueue(run, by=by, at=at)
    return True


def import_file(
    *,
    kind: str,
    path: Path,
    by: User | None,
    dry_run: bool = False,
    options: Mapping[str, str] | None = None,
    at: datetime,
    progress: Progress | None = None,
    is_demo: bool = False,
) -> ImportRun:
    """Try or import a file here and now.

    Raises:
        PermissionDenied: the user's role may not import.
        Refused: the file as a whole cannot be read; the phrase names the place and the remedy.
    """
    access.require(by, permissions.IMPORT)
    state = ImportRun.State.CHECKING if dry_run else ImportRun.State.IMPORTING
    with path.open("rb") as file:
        run = _new_run(kind=kind, file=File(file), filename=_printable(path), by=by, options=options or {}, state=state)
    run.is_demo = is_demo
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
    """Do what the run's state asks for; a run that was killed does it again from the start without doubling a row."""
    kind = kinds()[run.kind]
    source = Path(run.source.path)
    _begin(run)
    with (
        tempfile.TemporaryDirectory(prefix="zhike-import-") as place,
        Preparing(kind.preparation, source=source) as preparing,
    ):
        path = Path(place) / "spool.sqlite3"
        try:
            head = read_in_child(
                source, path, layout=kind.layout_for(run.by), name=run.source_name, progress=_reading(run, progress)
            )
            with Spool(path) as spool:
                tally = _write_batches(run, kind, preparing.batches(path), spool=spool, progress=progress)
                _give_back_faults(run, spool, source=source, target=Path(place) / f"errors.{head.suffix}")
                _finish(run, head, tally=tally, total=spool.counts().rows, at=at)
        except Refused as refused:
            _end(run, ImportRun.State.REFUSED, at=at, phrase=refused.phrase)
        except ReadingFailed:
            _end(run, ImportRun.State.BROKEN, at=at, phrase=BROKEN_OFF)


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


def _new_run(
    *, kind: str, file: File[bytes], filename: str, by: User | None, options: Mapping[str, str], state: str
) -> ImportRun:
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
    """Write batch after batch, each in a short transaction of its own, and count what became of the rows."""
    tally: Counter[str] = Counter()
    counts, dry_run = spool.counts(), run.state == ImportRun.State.CHECKING
    done = counts.errored
    ImportRun.objects.filter(pk=run.pk).update(rows=counts.rows)
    for batch in batches:
        with transaction.atomic():
            bulk.alone("import")
            running.fence()
            outcomes = kind.write(batch.prepared, run, spool)
            transaction.set_rollback(dry_run)
        tally.update(outcome.result for outcome in outcomes)
        spool.add_faults(Fault(o.line, o.column, o.reason) for o in outcomes if o.reason is not None)
        done += batch.rows
        ImportRun.objects.filter(pk=run.pk).update(progress=done)
        running.progress(done, counts.rows)
        if progress:
            progress(done, counts.rows)
    return tally


def _give_back_faults(run: ImportRun, spool: Spool, *, source: Path, target: Path) -> None:
    """Store the bad rows as a file, and the first of their reasons for the page."""
    faults = islice(spool.faults(), SHOWN_FAULTS)
    run.notes = {"faults": [[f.line, f.column, f.phrase.text, dict(f.phrase.values)] for f in faults]}
    run.error_file = ""
    if not run.notes["faults"]:
        return
    write_faults(source, spool, target)
    with target.open("rb") as file:
        run.error_file.save(target.name, File(file), save=False)


@transaction.atomic
def _finish(run: ImportRun, head: Head, *, tally: Counter[str], total: int, at: datetime) -> None:
    dry_run = run.state == ImportRun.State.CHECKING
    run.state = ImportRun.State.CHECKED if dry_run else ImportRun.State.DONE
    run.rows = run.progress = total
    run.created, run.updated, run.skipped = tally["created"], tally["updated"], tally["skipped"]
    run.errored = total - run.created - run.updated - run.skipped
    run.notes["ignored"], run.notes["matched"] = list(head.ignored), list(head.matched)
    run.ended_at = at
    run.save()
    _tell(run, at=at)
    if dry_run:
        return
    audit.record(by=run.by, action="imported", about=run)
    follow_up(at=at)


@transaction.atomic
def _end(run: ImportRun, state: ImportRun.State, *, at: datetime, phrase: Phrase = BROKEN_OFF) -> None:
    """Note that a run has ended without coming to its end, and why."""
    run.state, run.ended_at = state, at
    run.notes = {"refusal": {"text": phrase.text, "values": dict(phrase.values)}}
    run.save()
    _tell(run, at=at)
    if run.changes is not None:  # what is in stays in
        follow_up(at=at)


def _tell(run: ImportRun, *, at: datetime) -> None:
    """Let who brought the file know how far it has come."""
    if run.by is not None:
        told = TOLD[ImportRun.State(run.state)].given(file=run.source_name)
        notices.tell([run.by], told, key=f"import {run.pk} {run.state}", at=at, url=run.get_absolute_url())
