"""Take a list out of the house as a file: permitted, counted, approved when it is large, and noted."""

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from django.db import IntegrityError, transaction
from django.urls import reverse

from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.core.jobs import queries as jobs
from zhike.core.notices import operations as notices
from zhike.exchange import permissions
from zhike.exchange.exporting import MOST_ROWS
from zhike.exchange.exports import keeping, making
from zhike.exchange.exports.listing import Asked, Listed, ViewGone, asked_by
from zhike.exchange.models import Export
from zhike.kit.refusals import FieldRefused
from zhike.phrases import Phrase

AT_ONCE_ROWS = 2_000  # more than that a worker writes while the user does something else
OWN_REQUEST = Phrase("Somebody else has to approve this: it is your own")
ASKED = Phrase("%(by)s asks to export %(rows)d rows")
GRANTED = Phrase("%(by)s lets you export %(rows)d rows")
REFUSED = Phrase("%(by)s does not let you export %(rows)d rows")
DECIDED = Phrase("This was decided already")
NOT_AGAIN = Phrase("This is under way")
OTHER_RIGHTS = Phrase("Your rights have changed since this file was made, so it is gone: export it again.")
RESUMED = (Export.State.FAILED, Export.State.STOPPED, Export.State.GRANTED)


@dataclass(frozen=True)
class Taken:
    """What became of the wish for a list: a file here and now, a note of it, or neither as a reason is missing."""

    rows: int
    file: IO[bytes] | None = None
    export: Export | None = None


def take(*, asked: Asked, reason: str, by: User, at: datetime) -> Taken:
    """Give a short list at once, have a worker write a longer one, ask for approval of a large one.

    Raises:
        PermissionDenied: the role may not export this list.
        FieldRefused: the kind of file has no room for it.
    """
    listed = Listed(asked, by=by)
    access.require(by, listed.screen.export)
    rows = listed.count()
    if asked.file_kind == "xlsx" and rows > MOST_ROWS:
        raise FieldRefused("", making.TOO_LONG)
    if rows > making.FREE_ROWS:
        return Taken(rows, export=_ask(asked, rows=rows, reason=reason, by=by, at=at) if reason else None)
    if rows > AT_ONCE_ROWS:
        return Taken(rows, export=_begin(asked, rows=rows, by=by, at=at))
    return Taken(rows, file=_write_here(listed, by=by, at=at))


def take_again(*, export: Export, reason: str, by: User, at: datetime) -> Taken:
    """Make an own export once more; one that did not come about needs no second approval while the first covers it.

    Raises:
        PermissionDenied: the role may not export this list any more.
        FieldRefused: it is under way, its view is gone, or the kind of file has no room for it.
    """
    if export.state in Export.OPEN:
        raise FieldRefused("", NOT_AGAIN)
    asked, was_approved = asked_by(export), export.is_large and export.state in RESUMED
    try:
        if was_approved and making.is_approved(export, rows=Listed(asked, by=by).count(), at=at):
            return Taken(export.rows, export=_resume(export, by=by, at=at))
        return take(asked=asked, reason=reason, by=by, at=at)
    except ViewGone as gone:
        raise FieldRefused("", making.NO_VIEW) from gone


@transaction.atomic
def decide(*, export: Export, is_granted: bool, by: User, at: datetime) -> Export:
    """Grant or refuse a large export; once it is granted a worker makes the file.

    Raises:
        PermissionDenied: the role may not approve exports.
        FieldRefused: it is the user's own, or was decided already.
    """
    access.require(by, permissions.APPROVE_EXPORTS)
    current = Export.objects.select_for_update(of=("self",)).select_related("by").get(pk=export.pk)
    if current.state != Export.State.ASKED:
        raise FieldRefused("", DECIDED)
    if current.by_id == by.pk:
        raise FieldRefused("", OWN_REQUEST)
    current.state = Export.State.MAKING if is_granted else Export.State.REFUSED
    current.decided_by, current.decided_at = by, at
    current.save(update_fields=["state", "decided_by", "decided_at"])
    audit.record(by=by, action="granted an export" if is_granted else "refused an export", about=current)
    decided = (GRANTED if is_granted else REFUSED).given(by=by.name, rows=current.rows)
    notices.tell([current.by], decided, key=f"export decided {current.pk}", at=at, url=reverse("exchange:own_exports"))
    if is_granted:
        making.enqueue(current, at=at)
    return current


@transaction.atomic
def fetch(*, export: Export, by: User, at: datetime) -> Path | None:
    """Answer where the file of an own export is, and note who fetched it; nothing when it is no longer there.

    A file that was made by other rights goes; the export says why.

    Raises:
        PermissionDenied: the role may not export this list any more.
    """
    listed = Listed(asked_by(export), by=by)
    access.require(by, listed.screen.export)
    if not keeping.is_kept(export.file, until=export.until_at, at=at):
        return None
    if not _has_rights_of(export, listed):
        _withdraw(export)
        return None
    audit.record(by=by, action="fetched an export", about=export)
    return keeping.folder() / export.file


def _has_rights_of(export: Export, listed: Listed) -> bool:
    try:
        return listed.rights == export.rights
    except ViewGone:
        return False


def _withdraw(export: Export) -> None:
    """Let go of a file that shows more or less than its owner may have now, and say so among the own exports."""
    file = keeping.folder() / export.file
    export.file, export.until_at, export.fault = "", None, {"text": OTHER_RIGHTS.text, "values": {}}
    export.save(update_fields=["file", "until_at", "fault"])
    transaction.on_commit(lambda: file.unlink(missing_ok=True), robust=True)


def _write_here(listed: Listed, *, by: User, at: datetime) -> IO[bytes]:
    """Write the file and note who took what; it stays readable after its folder is gone."""
    with tempfile.TemporaryDirectory(prefix="zhike-export-") as place:
        target = Path(place) / f"export{making.SUFFIXES[listed.asked.file_kind]}"
        making.write(listed, target, at=at)
        _note(listed, digest=keeping.fingerprint(target), by=by, at=at)
        return target.open("rb")


@transaction.atomic
def _note(listed: Listed, *, digest: str, by: User, at: datetime) -> None:
    export = _new(listed.asked, rows=listed.written, state=Export.State.DONE, by=by, at=at)
    export.sha256 = digest
    export.save()
    audit.record(by=by, action="exported", about=export, fields=export.columns)


@transaction.atomic
def _begin(asked: Asked, *, rows: int, by: User, at: datetime) -> Export:
    export, is_new = _opened(_new(asked, rows=rows, state=Export.State.MAKING, by=by, at=at))
    if is_new:
        making.enqueue(export, at=at)
    return export


@transaction.atomic
def _ask(asked: Asked, *, rows: int, reason: str, by: User, at: datetime) -> Export:
    """Ask that a large list may be taken out once."""
    export, is_new = _opened(_new(asked, rows=rows, state=Export.State.ASKED, by=by, at=at, reason=reason))
    if is_new:
        audit.record(by=by, action="asked to export", about=export)
        approvers = [each for each in access.holders(permissions.APPROVE_EXPORTS) if each.pk != by.pk]
        told = ASKED.given(by=by.name, rows=rows)
        notices.tell(approvers, told, key=f"export asked {export.pk}", at=at, url=reverse("exchange:exports"))
    return export


@transaction.atomic
def _resume(export: Export, *, by: User, at: datetime) -> Export:
    access.require(by, Listed(asked_by(export), by=by).screen.export)
    current = Export.objects.select_for_update(of=("self",)).select_related("by").get(pk=export.pk)
    if current.state != export.state:
        raise FieldRefused("", NOT_AGAIN)
    if _other_open(current) is not None:
        raise FieldRefused("", NOT_AGAIN)
    current.state, current.fault, current.turn = Export.State.MAKING, {}, current.turn + 1
    current.save(update_fields=["state", "fault", "turn"])
    making.enqueue(current, at=at)
    return current


def _new(asked: Asked, *, rows: int, state: Export.State, by: User, at: datetime, reason: str = "") -> Export:
    return Export(
        by=by,
        at=at,
        screen=asked.screen,
        query=asked.query,
        columns=list(asked.columns),
        file_kind=asked.file_kind,
        fingerprint=asked.fingerprint,
        rows=rows,
        reason=reason,
        state=state,
    )


def _opened(export: Export) -> tuple[Export, bool]:
    """Keep a new wish, unless the same one is under way already: who presses twice has one file made."""
    known = _other_open(export)
    if known is not None and jobs.is_parked(known.job_key):  # it has failed too often to go on by itself
        making.end(known, Export.State.FAILED, phrase=making.GAVE_UP, at=export.at)
        known = None
    if known is not None:
        return known, False
    try:
        with transaction.atomic():
            export.save()
    except IntegrityError:  # pressed twice at the same moment
        return Export.objects.get(by=export.by, fingerprint=export.fingerprint, state__in=Export.OPEN), False
    return export, True


def _other_open(export: Export) -> Export | None:
    found = Export.objects.filter(by_id=export.by_id, fingerprint=export.fingerprint, state__in=Export.OPEN)
    return found.exclude(fingerprint="").exclude(pk=export.pk).select_related("by").first()
