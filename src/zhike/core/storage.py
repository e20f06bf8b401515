"""Files on this machine's disk: whole or not there, also after a power cut."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class WholeFiles(FileSystemStorage):
    """Keeps no half of a file for which there was no room."""

    def _save(self, name: str, content: Any) -> str:
        try:
            return str(super()._save(name, content))  # type: ignore[misc] # the stubs leave it out
        except OSError:
            Path(self.path(name)).unlink(missing_ok=True)  # names are given by chance: it is nobody else's
            raise


class WholeUploads(TemporaryFileUploadHandler):
    """Keeps no part of a large upload for which there was no room while it arrived."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        with self._gone_if_it_fails():
            return super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        with self._gone_if_it_fails():
            return super().file_complete(file_size)

    @contextmanager
    def _gone_if_it_fails(self) -> Iterator[None]:
        """Close the file at once, which removes it: what the error refers to may live on for long."""
        try:
            yield
        except OSError:
            with suppress(OSError):  # what is left in its buffer has no room either
                self.file.close()
            raise


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder down to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
