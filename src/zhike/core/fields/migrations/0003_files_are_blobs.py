"""Gives each file of a field its content's row. The files stay where they lie; one that was lost has none."""

import hashlib
from typing import Any

from django.core.files.storage import default_storage
from django.db import migrations
from django.db.models.functions import Now

BATCH, BLOCK = 500, 1 << 20


def give_blobs(apps: Any, schema_editor: Any) -> None:
    StoredFile, Blob = apps.get_model("fields", "StoredFile"), apps.get_model("files", "Blob")
    after = 0
    while rows := list(StoredFile.objects.filter(pk__gt=after).order_by("pk")[:BATCH]):
        after = rows[-1].pk
        for stored in rows:
            if (found := _content(stored.file.name)) is not None:
                sha256, size = found
                told = {"file": stored.file.name, "size": size, "mime": "application/octet-stream", "used_at": Now()}
                stored.blob, _is_new = Blob.objects.get_or_create(sha256=sha256, defaults=told)
        StoredFile.objects.bulk_update(rows, ["blob"])


def _content(name: str) -> tuple[str, int] | None:
    """Answer the hash and the size of a file, None where it is not."""
    digest, size = hashlib.sha256(), 0
    try:
        with default_storage.open(name, "rb") as file:
            while block := file.read(BLOCK):
                digest.update(block)
                size += len(block)
    except (FileNotFoundError, IsADirectoryError):
        return None
    return digest.hexdigest(), size


def give_names_back(apps: Any, schema_editor: Any) -> None:
    StoredFile = apps.get_model("fields", "StoredFile")
    after = 0
    while rows := list(StoredFile.objects.filter(pk__gt=after).select_related("blob").order_by("pk")[:BATCH]):
        after = rows[-1].pk
        for stored in rows:
            stored.file = stored.blob.file.name if stored.blob else ""
        StoredFile.objects.bulk_update(rows, ["file"])


class Migration(migrations.Migration):
    dependencies = [("fields", "0002_blobs")]

    operations = [migrations.RunPython(give_blobs, give_names_back)]
