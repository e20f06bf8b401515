"""Contents on their way into storage and out of it again; an upload and the tidying may meet at any moment.

A content is written first and claimed by its row afterwards, in the transaction that refers to it. The tidying holds
the row while it removes row and file together, so that whoever claims it meanwhile waits, sees that the file has gone
and writes it again.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from django.core.files import File
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now

from zhike.core.files import rules
from zhike.core.files.models import Blob, blob_storage

FOLDER = "blobs"
BATCH = 100
TRIES = 3
_BLOCK = 1 << 20


class Vanished(Exception):
    """The file was tidied away between its writing and its claim: write it again."""


@dataclass(frozen=True)
class Written:
    """A content that lies in storage."""

    sha256: str
    name: str
    size: int
    mime: str


def keep(file: BinaryIO, *, mime: str) -> Blob:
    """Write a content and claim it; for callers that have a transaction of their own around all."""
    for _try in range(TRIES):
        try:
            return claim(write(file, mime=mime))
        except Vanished:
            continue
    raise Vanished


def write(file: BinaryIO, *, mime: str) -> Written:
    """Put a content into storage unless it is there; no row knows of it yet.

    Raises:
        OSError: there is no room; nothing of it stays.
    """
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while block := file.read(_BLOCK):
        digest.update(block)
        size += len(block)
    sha256 = digest.hexdigest()
    known = Blob.objects.filter(sha256=sha256).first()
    name = str(known.file.name) if known else name_of(sha256)
    if not blob_storage().exists(name):
        file.seek(0)
        blob_storage().save(name, File(file))
    return Written(sha256, name, size, mime)


@transaction.atomic
def claim(written: Written) -> Blob:
    """Answer the row of a content, which counts as used from now on by the database's clock.

    Raises:
        Vanished: it was tidied away meanwhile.
    """
    Blob.objects.bulk_create(
        [Blob(sha256=written.sha256, file=written.name, size=written.size, mime=written.mime, used_at=Now())],
        update_conflicts=True,
        unique_fields=["sha256"],
        update_fields=["used_at"],
    )
    blob = Blob.objects.get(sha256=written.sha256)
    if not blob_storage().exists(str(blob.file.name)):
        raise Vanished
    return blob


@transaction.atomic
def forget_unused(*, at: datetime) -> int:
    """Remove some contents that nothing refers to, file and row; 0 when none is left."""
    found = list(_unused(at).select_for_update().order_by("pk")[:BATCH])
    Blob.objects.filter(pk__in=[blob.pk for blob in found]).delete()
    for blob in found:
        blob_storage().delete(str(blob.file.name))
    return len(found)


def adopt_strays(*, at: datetime) -> int:
    """Give files that no row knows, left by an upload that was broken off, a row: they go when it has aged.

    Drafts of files are removed at once when they are old.
    """
    storage, count = blob_storage(), 0
    for folder in _folders(storage):
        _, names = storage.listdir(folder)
        for name in (f"{folder}/{each}" for each in names if each.endswith(".part")):
            if _is_old(storage, name, at):
                storage.delete(name)
        hashes = {f"{folder[-2:]}{each}": f"{folder}/{each}" for each in names if "." not in each}
        known = set(Blob.objects.filter(sha256__startswith=folder[-2:]).values_list("sha256", flat=True))
        strays = [sha256 for sha256 in sorted(hashes.keys() - known) if _is_old(storage, hashes[sha256], at)]
        count += len(_adopt(storage, {sha256: hashes[sha256] for sha256 in strays[:BATCH]}, at))
    return count


def name_of(sha256: str) -> str:
    return f"{FOLDER}/{sha256[:2]}/{sha256[2:]}"


def _unused(at: datetime) -> QuerySet[Blob]:
    found = Blob.objects.filter(used_at__lt=at - rules.IN_HAND)
    for model, name in _references():
        found = found.filter(~Exists(model._default_manager.filter(**{name: OuterRef("pk")})))
    return found


def _references() -> Iterator[tuple[Any, str]]:
    """Name every foreign key to a content, of whichever app."""
    for relation in Blob._meta.get_fields(include_hidden=True):
        if relation.one_to_many and relation.auto_created:
            yield relation.related_model, relation.field.name  # type: ignore[union-attr]


def _adopt(storage: Storage, strays: dict[str, str], at: datetime) -> list[Blob]:
    mime = "application/octet-stream"
    rows = [Blob(sha256=h, file=n, size=storage.size(n), mime=mime, used_at=at) for h, n in strays.items()]
    return Blob.objects.bulk_create(rows, ignore_conflicts=True)


def _folders(storage: Storage) -> list[str]:
    if not storage.exists(FOLDER):
        return []
    folders, _ = storage.listdir(FOLDER)
    return [f"{FOLDER}/{name}" for name in sorted(folders) if len(name) == 2]


def _is_old(storage: Storage, name: str, at: datetime) -> bool:
    try:
        return storage.get_modified_time(name) < at - rules.IN_HAND
    except FileNotFoundError:
        return False
