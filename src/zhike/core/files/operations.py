"""Attach files to records, take them away, bring them back; what became of it all is tidied in batches."""

import errno
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model

from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.core.files import rules, storing
from zhike.core.files.kinds import FileKind, kinds
from zhike.core.files.models import Attachment
from zhike.core.files.rules import Refused
from zhike.phrases import Phrase

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

FIELD = "attachment"  # under which the audit keeps a file's name
NO_ROOM = Phrase("“%(name)s” was not kept: the disk of the server is full. Tell your administrator, then try again.")
TOO_MANY = Phrase("“%(name)s” was not kept: a record takes %(most)d files. Take away what is not needed any more.")
TOO_MANY_AT_ONCE = Phrase("“%(name)s” was not kept: choose at most %(most)d files at a time.")
BUSY = Phrase("“%(name)s” was not kept: try it once more.")
_FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True)
class Outcome:
    """What became of an upload: the good ones are kept, the others named with a remedy."""

    kept: list[Attachment] = field(default_factory=list)
    refused: list[Phrase] = field(default_factory=list)


def attach(
    *, kind: str, object_id: int, uploads: "Sequence[UploadedFile[bytes]]", key: str, by: User, at: datetime
) -> Outcome:
    """Attach files to a record, each in a transaction of its own; the same `key` attaches the same file once.

    Raises:
        PermissionDenied: the role may not change records of this kind.
        ObjectDoesNotExist: there is no such record that the user may change.
    """
    told = kinds()[kind]
    access.require(by, told.edit)
    record = told.editable_rows(for_user=by).get(pk=object_id)
    outcome = Outcome()
    for place, upload in enumerate(uploads):
        name = rules.clean_name(upload.name or "")
        try:
            if place >= rules.AT_ONCE:
                raise Refused(TOO_MANY_AT_ONCE.given(name=name, most=rules.AT_ONCE))
            own_key = _key(key, kind, record.pk, by.pk, name)
            outcome.kept.append(_attach_one(kind, record, upload, name=name, key=own_key, by=by, at=at))
        except Refused as refused:
            outcome.refused.append(refused.phrase)
    return outcome


@transaction.atomic
def remove(*, kind: str, object_id: int, attachment: int, by: User, at: datetime) -> Attachment:
    """Take an attachment away; done twice it is done once.

    Raises:
        PermissionDenied: the role may not change records of this kind.
        ObjectDoesNotExist: there is no such attachment of a record that the user may change.
    """
    told, record, found = _held(kind, object_id, attachment, by=by)
    if found.removed_at is None:
        found.removed_at, found.removed_by = at, by
        found.save(update_fields=["removed_at", "removed_by"])
        _note("file taken away", told, record, before=found.name, after=None, by=by)
    return found


@transaction.atomic
def restore(*, kind: str, object_id: int, attachment: int, by: User, at: datetime) -> Attachment:
    """Bring an attachment back that was taken away not too long ago.

    Raises:
        PermissionDenied: the role may not change records of this kind.
        ObjectDoesNotExist: there is none that the user may bring back.
        Refused: the record has as many as it takes.
    """
    told, record, found = _held(kind, object_id, attachment, by=by)
    if found.removed_at is None:
        return found
    if not found.may_come_back(at):
        raise Attachment.DoesNotExist
    _require_room(kind, record, found.name)
    found.removed_at, found.removed_by = None, None
    found.save(update_fields=["removed_at", "removed_by"])
    _note("file brought back", told, record, before=None, after=found.name, by=by)
    return found


def tidy(*, at: datetime, has_to_stop: Callable[[], bool] = lambda: False) -> None:
    """Forget attachments taken away long ago, and contents that nothing refers to; a batch in a transaction."""
    for step in (_forget_removed, storing.forget_unused, storing.adopt_strays):
        while not has_to_stop() and step(at=at):
            pass


@transaction.atomic
def _forget_removed(*, at: datetime) -> int:
    over = Attachment.objects.filter(removed_at__lte=at - rules.KEPT).order_by("pk")
    ids = list(over.select_for_update().values_list("pk", flat=True)[: storing.BATCH])
    Attachment.objects.filter(pk__in=ids).delete()
    return len(ids)


def _attach_one(
    kind: str, record: Model, upload: "UploadedFile[bytes]", *, name: str, key: str, by: User, at: datetime
) -> Attachment:
    """Write the content first, outside any transaction, then attach it."""
    content: Any = upload
    found = rules.look(name, content, size=upload.size or 0, most=settings.ATTACHMENT_LIMIT_BYTES)
    for _try in range(storing.TRIES):
        try:
            return _attached(kind, record.pk, storing.write(content, mime=found.mime), name=name, key=key, by=by, at=at)
        except storing.Vanished:
            continue
        except OSError as error:
            if error.errno in _FULL:
                raise Refused(NO_ROOM.given(name=name)) from error
            raise
    raise Refused(BUSY.given(name=name))


@transaction.atomic
def _attached(
    kind: str, object_id: int, written: storing.Written, *, name: str, key: str, by: User, at: datetime
) -> Attachment:
    told = kinds()[kind]
    record = told.editable_rows(for_user=by).select_for_update(of=("self",)).get(pk=object_id)
    own_key = hashlib.sha256(f"{key} {written.sha256}".encode()).hexdigest()
    if found := Attachment.objects.filter(key=own_key).first():
        return found
    _require_room(kind, record, name)
    blob = storing.claim(written)
    made = Attachment.objects.create(kind=kind, object_id=object_id, blob=blob, name=name, by=by, at=at, key=own_key)
    _note("file attached", told, record, before=None, after=name, by=by)
    return made


def _held(kind: str, object_id: int, attachment: int, *, by: User) -> tuple[FileKind, Model, Attachment]:
    told = kinds()[kind]
    access.require(by, told.edit)
    record = told.editable_rows(for_user=by).select_for_update(of=("self",)).get(pk=object_id)
    own = Attachment.objects.select_for_update(of=("self",)).select_related("blob")
    return told, record, own.get(kind=kind, object_id=object_id, pk=attachment)


def _require_room(kind: str, record: Model, name: str) -> None:
    count = Attachment.objects.filter(kind=kind, object_id=record.pk, removed_at=None).count()
    if count >= rules.ON_A_RECORD:
        raise Refused(TOO_MANY.given(name=name, most=rules.ON_A_RECORD))


def _key(*parts: object) -> str:
    return "\n".join(str(part) for part in parts)


def _note(action: str, told: FileKind, record: Model, *, before: str | None, after: str | None, by: User) -> None:
    audit.record(by=by, action=action, about=record, changes={FIELD: (before, after)}, subject=told.subject_of(record))
