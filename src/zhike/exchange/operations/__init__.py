"""Bring a file in: tried first, then imported, by the same steps; a trial rolls each batch back."""

import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from django.core.files import File
from django.db.models.functions import Now

from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.jobs import running
from zhike.exchange import permissions, spools
from zhike.exchange.child import collect_seldom
from zhike.exchange.columns import Layout, Refused
from zhike.exchange.kinds import kinds
from zhike.exchange.models import ImportRun
from zhike.exchange.operations.abandoned import end_abandoned
from zhike.exchange.operations.asking import check, confirm
from zhike.exchange.operations.beginning import begin, new_run
from zhike.exchange.operations.ending import end, end_stopped, finish, note_trouble, notes_of
from zhike.exchange.operations.giving_back import give_back_faults
from zhike.exchange.operations.looking import look_at_halves
from zhike.exchange.operations.stopping import stop
from zhike.exchange.operations.writing import Progress, write_batches
from zhike.exchange.preparing import Preparing
from zhike.exchange.reading import Plan, ReadingFailed, read_in_child
from zhike.exchange.spool import Spool
from zhike.phrases import Phrase

__all__ = [
    "carry_out",
    "check",
    "confirm",
    "end_abandoned",
    "end_stopped",
    "import_file",
    "new_run",
    "note_trouble",
    "notes_of",
    "stop",
]

CARRIED_ON = Phrase("It seemed to have broken off, and somebody has carried it on from its page.")


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
    except running.LostLease:
        raise Refused(CARRIED_ON) from None
    except BaseException:  # also when somebody presses Ctrl-C
        end(run, ImportRun.State.BROKEN, at=at)
        raise
    if run.state in (ImportRun.State.REFUSED, ImportRun.State.BROKEN):
        raise Refused(Phrase(**run.notes["refusal"]))
    return run


def carry_out(run: ImportRun, *, at: datetime, progress: Progress | None = None) -> None:
    """Do what the run's state asks for; an import that was killed goes on behind the last batch it has written."""
    kind = kinds()[run.kind]
    collect_seldom()
    begin(run)
    source, layout = Path(run.source.path), kind.layout_for(run.by)
    with (
        tempfile.TemporaryDirectory(prefix="zhike-import-") as place,
        Preparing(kind.preparation.chosen(run.options), source=source) as preparing,
    ):
        try:
            path = spools.find(run, layout) or _read(run, layout, source=source, progress=progress)
            with Spool(path) as spool:
                after = run.reached.get("key", "")
                spool.forget_faults(after=after)
                if kind.look_through:
                    kind.look_through(run, spool)
                look_at_halves(run, kind, spool=spool)
                batches = preparing.batches(path, after=after)
                tally = write_batches(run, kind, batches, spool=spool, progress=progress)
                give_back_faults(run, spool, source=source, scratch=Path(place))
                finish(run, spool.head(), tally=tally, total=spool.counts().rows, at=at)
        except Refused as refused:
            end(run, ImportRun.State.REFUSED, at=at, phrase=refused.phrase)
        except ReadingFailed:
            end(run, ImportRun.State.BROKEN, at=at)
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


def _reading(run: ImportRun, progress: Progress | None) -> Callable[[int], None]:
    def note(rows: int) -> None:
        ImportRun.objects.filter(pk=run.pk).update(rows=rows, alive_at=Now())
        running.progress(0, rows)
        if progress:
            progress(0, rows)

    return note


def _printable(path: Path) -> str:
    """Name a file whose name the file system holds in no known encoding."""
    return path.name.encode(errors="replace").decode()
