"""Files on this machine's disk: whole or not there, even when the power fails."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage

from zhike.core.storage import sync_folder


class Durable(FileSystemStorage):
    """Writes each file beside its place, down to the disk, and renames it; what is there is never written again."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Answer the name itself: it says what is in the file."""
        return name

    def _save(self, name: str, content: Any) -> str:
        place = Path(self.path(name))
        self._make_folder(place.parent)
        draft = place.with_name(f"{place.name}.{secrets.token_hex(4)}.part")
        try:
            _write(draft, content)
            if not place.exists():
                draft.replace(place)
                sync_folder(place.parent)
        finally:
            draft.unlink(missing_ok=True)
        return name

    def _make_folder(self, folder: Path) -> None:
        if folder.is_dir():
            return
        self._make_folder(folder.parent)
        folder.mkdir(mode=self.directory_permissions_mode or 0o777, exist_ok=True)
        sync_folder(folder.parent)


def _write(draft: Path, content: Any) -> None:
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for chunk in content.chunks():
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
