from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from zhike.core.accounts.models import User
from zhike.core.fields.models import StoredFile
from zhike.core.files import rules, storing


@transaction.atomic
def keep_files(told: Mapping[str, Any], *, by: User | None) -> dict[str, Any]:
    """Keep the files among the values a form tells, and put their ids in their place; the form has checked them."""
    return {code: _kept(value, by).pk if isinstance(value, UploadedFile) else value for code, value in told.items()}


def _kept(upload: "UploadedFile[bytes]", by: User | None) -> StoredFile:
    name = rules.clean_name(upload.name or "")
    content: Any = upload
    found = rules.type_of(name)
    blob = storing.keep(content, mime=found.mime if found else "application/octet-stream")
    return StoredFile.objects.create(name=name, size=upload.size or 0, by=by, blob=blob)
