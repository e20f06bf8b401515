"""Who was erased, in a file outside of the database: a backup from before must not bring anybody back."""

import json
import os
from datetime import datetime
from pathlib import Path

from django.conf import settings

from zhike.core.audit import operations as audit
from zhike.core.keeping.archive import ERASURES


def path_of_list() -> Path:
    folder: Path = settings.DATA_DIR
    return folder / ERASURES


def note(subject: int, *, at: datetime) -> None:
    """Write down that a party was erased, before the erasure is done: one too many does no harm, one too few does."""
    _append(path_of_list(), [json.dumps({"subject": subject, "at": at.isoformat()})])


def noted(path: Path) -> list[str]:
    """Read the lines of a list; the last one may be half written and then counts for nothing."""
    if not path.exists():
        return []
    return [line for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if _subject(line)]


def add(path: Path, lines: list[str]) -> None:
    """Add what a list lacks."""
    known = set(noted(path))
    _append(path, [line for line in lines if line not in known])


def repeat(path: Path) -> int:
    """Erase everybody on the list once more; answer how many there are."""
    subjects = {subject for line in noted(path) if (subject := _subject(line))}
    for subject in subjects:
        audit.erase(subject)
    return len(subjects)


def _append(path: Path, lines: list[str]) -> None:
    if not lines:
        return
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "rb+") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 1))
        torn = size and file.read(1) != b"\n"
        file.write(("\n" * bool(torn) + "\n".join(lines) + "\n").encode())
        file.flush()
        os.fsync(file.fileno())


def _subject(line: str) -> int | None:
    try:
        return int(json.loads(line)["subject"])
    except (ValueError, KeyError, TypeError):
        return None
