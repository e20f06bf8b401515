"""Files on this machine's disk: whole or not there, also after a power cut."""

import os
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """Keeps no half of a file for which there was no room."""

    def _save(self, name: str, content: Any) -> str:
        try:
            return str(super()._save(name, content))  # type: ignore[misc] # the stubs leave it out
        except OSError:
            Path(self.path(name)).unlink(missing_ok=True)  # names are given by chance: it is nobody else's
            raise


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder down to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
