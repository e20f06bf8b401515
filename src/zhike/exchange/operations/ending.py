"""Note how a run has ended, and tell who brought the file."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction

from zhike.core.audit import operations as audit
from zhike.core.notices import operations as notices
from zhike.exchange.models import ImportRun
from zhike.exchange.spool import Head
from zhike.exchange.undoing import follow_up
from zhike.phrases import Phrase

FINISHED = (
    *("state", "rows", "progress", "created", "updated", "skipped", "errored", "notes"),
    *("ended_at", "error_file"),
)
STOPPED = Phrase("It was stopped. What is in stays in; it can be carried on where it stopped, or taken back.")
TRIAL_STOPPED = Phrase("The trial was stopped.")
BROKEN_OFF = Phrase(
    "It broke off. What is in stays in; on the page of this import it can be carried on where it stopped, "
    "and no row is doubled."
)
NOTHING_IN = Phrase("It broke off before anything was written: try it again.")
TOLD = {
    ImportRun.State.CHECKED: Phrase("Your import of %(file)s has been tried; look at it and confirm"),
    ImportRun.State.DONE: Phrase("Your import of %(file)s is done"),
    ImportRun.State.REFUSED: Phrase("Your import of %(file)s could not be read"),
    ImportRun.State.BROKEN: Phrase("Your import of %(file)s broke off"),
}


@transaction.atomic
def finish(run: ImportRun, head: Head, *, tally: Counter[str], total: int, at: datetime) -> None:
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
def end(run: ImportRun, state: ImportRun.State, *, at: datetime, phrase: Phrase | None = None) -> None:
    """Note that a run has ended without coming to its end, and why; unless said otherwise it broke off."""
    phrase = phrase or (BROKEN_OFF if run.changes_id else NOTHING_IN)
    run.state, run.ended_at = state, at
    run.notes = {"refusal": {"text": phrase.text, "values": dict(phrase.values)}}
    run.save(update_fields=["state", "ended_at", "notes"])
    _tell(run, at=at)
    if run.changes is not None:  # what is in stays in
        follow_up(at=at)


def end_stopped(run: ImportRun, *, at: datetime) -> None:
    """Note that somebody has stopped the run."""
    end(run, ImportRun.State.BROKEN, at=at, phrase=STOPPED if run.changes_id else TRIAL_STOPPED)


def note_trouble(run: ImportRun) -> None:
    """Let the page say that the worker failed and will come back to it."""
    run.notes["trouble"] = True
    ImportRun.objects.filter(pk=run.pk).update(notes=run.notes)


def notice_key(run: ImportRun, state: str) -> str:
    """Answer under which key it is told that a run has come so far."""
    return f"import {run.pk} {state}"


def _tell(run: ImportRun, *, at: datetime) -> None:
    """Let who brought the file know how far it has come."""
    if run.by is not None:
        told = TOLD[ImportRun.State(run.state)].given(file=run.source_name)
        notices.tell([run.by], told, key=notice_key(run, run.state), at=at, url=run.get_absolute_url())
