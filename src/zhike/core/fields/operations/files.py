import uuid
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from zhike.core.accounts.models import User
from zhike.core.fields.models import StoredFile


@transaction.atomic
def keep_files(told: Mapping[str, Any], *, by: User | None) -> dict[str, Any]:
    """Keep the files among the values a form tells, and put their ids in their place; the form has checked them."""
    return {code: _kept(value, by).pk if isinstance(value, UploadedFile) else value for code, value in told.items()}


def _kept(upload: "UploadedFile[bytes]", by: User | None) -> StoredFile:
    name = (upload.name or "")[-200:]
    stored = StoredFile(name=name, size=upload.size or 0, by=by)
    stored.file.save(uuid.uuid4().hex, upload, save=False)  # its own name is for people, never for the disk
    stored.save()
    return stored
