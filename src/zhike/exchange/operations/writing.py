"""Write the rows of a run, batch after batch."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from zhike.core import bulk
from zhike.core.jobs import running
from zhike.exchange.kinds import Kind, Outcome
from zhike.exchange.models import ImportRun
from zhike.exchange.preparing import Batch
from zhike.exchange.spool import Fault, Spool

Progress = Callable[[int, int], None]


def write_batches(
    run: ImportRun, kind: Kind, batches: Iterator[Batch], *, spool: Spool, progress: Progress | None
) -> Counter[str]:
    """Write batch after batch, each in a short transaction of its own, and count what became of the rows.

    How far it has come is written with the batch: what is in the books is never written or counted again.
    """
    reached, dry_run = dict(run.reached), run.state == ImportRun.State.CHECKING
    tally, total = Counter[str](reached.get("tally", {})), spool.counts().rows
    done = spool.held() + reached.get("rows", 0)
    ImportRun.objects.filter(pk=run.pk).update(rows=total)
    for batch in batches:
        with transaction.atomic():
            bulk.alone("import")
            running.fence()
            outcomes = kind.write(batch.prepared, run, spool)
            spool.add_faults(filter(None, map(fault_of, outcomes)))
            tally.update(outcome.result for outcome in outcomes)
            done += batch.rows
            reached = {"key": batch.last, "rows": reached.get("rows", 0) + batch.rows, "tally": dict(tally)}
            if dry_run:
                transaction.set_rollback(True)
            else:
                _note(run, reached=reached, progress=done)
        if dry_run:
            _note(run, progress=done)
        running.progress(done, total)
        if progress:
            progress(done, total)
    return tally


def _note(run: ImportRun, **told: Any) -> None:
    """Note how far the run is, and that somebody is at it.

    Raises:
        LostLease: it was carried on by somebody else.
    """
    if not ImportRun.objects.filter(pk=run.pk, turn=run.turn).update(alive_at=Now(), **told):
        raise running.LostLease


def fault_of(outcome: Outcome) -> Fault | None:
    """Note why a row stays out, or what is to be looked at of one that goes in."""
    if outcome.reason is None:
        return None
    phrase, asked = outcome.reason, outcome.question
    if asked is not None:
        becomes = {"becomes": asked.becomes} if asked.becomes else {}
        phrase = phrase.given(**phrase.values, known=asked.known, is_ours=asked.is_ours, **becomes)
    return Fault(outcome.line, outcome.column, phrase, "error" if outcome.result == "errored" else "warning")
