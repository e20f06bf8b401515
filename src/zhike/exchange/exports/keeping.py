"""Where the files of exports are: written beside their place, put there whole, gone after some days."""

import hashlib
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from errno import EDQUOT, ENOSPC
from pathlib import Path

from django.conf import settings

from zhike.core.storage import sync_folder

FOLDER = "exports"
DRAFT = "zhike-", ".part"  # how the name of a draft begins and ends: in the company's folder are others' files too
DRAFT_NAME = re.compile(r"zhike-[a-z0-9_]{8}\.part")
KEPT = timedelta(days=7)
FORGOTTEN = timedelta(days=1)  # a draft or a file without an export that nobody can be working on any more


def folder() -> Path:
    """Answer the folder of the files that wait for their owners, in the data directory."""
    found = Path(settings.MEDIA_ROOT) / FOLDER
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def new_name(suffix: str) -> str:
    """Name a file by chance: no name tells what is in it."""
    return f"{secrets.token_hex(16)}{suffix}"


def is_kept(name: str, *, until: datetime | None, at: datetime) -> bool:
    """Say whether a file may still be fetched and is there: a backup that was put back brings none."""
    return bool(name) and until is not None and at < until and (folder() / name).is_file()


@contextmanager
def draft(target: Path) -> Iterator[Path]:
    """Lend a place beside the target that is gone at the end with all that was put there."""
    begin, end = DRAFT
    where = target.parent
    with tempfile.TemporaryDirectory(dir=where, prefix=begin, suffix=end, ignore_cleanup_errors=True) as place:
        yield Path(place) / f"export{target.suffix}"


def save(written: Path) -> None:
    """Have a draft on the disk before it gets its name: of a large file that takes its time."""
    with written.open("rb") as file:
        os.fsync(file.fileno())


def put(written: Path, target: Path) -> None:
    """Put a saved draft in its place: under its name it is whole or not there, also after a power cut."""
    written.replace(target)
    sync_folder(target.parent)


def fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_disk_full(error: BaseException) -> bool:
    """Say whether a file could not be written for want of room; xlsxwriter wraps what the system said."""
    causes = (error, *error.args)
    return any(isinstance(each, OSError) and each.errno in (ENOSPC, EDQUOT) for each in causes)


def sweep(*, known: set[str], at: datetime) -> int:
    """Remove drafts that somebody was killed over, and files that no export names."""
    return _remove(path for path in folder().iterdir() if path.name not in known and _is_forgotten(path, at=at))


def sweep_drafts(place: Path, *, at: datetime) -> int:
    """Remove drafts that somebody was killed over from a folder of the company, and nothing else of what is there."""
    try:
        drafts = [path for path in place.iterdir() if DRAFT_NAME.fullmatch(path.name) and not path.is_symlink()]
    except OSError:  # not there yet, or not within reach: whoever writes there says so
        return 0
    return _remove(path for path in drafts if path.is_dir() and _is_forgotten(path, at=at))


def _is_forgotten(path: Path, *, at: datetime) -> bool:
    try:
        return path.stat().st_mtime < (at - FORGOTTEN).timestamp()
    except OSError:  # gone: a worker has just ended its draft
        return False


def _remove(paths: Iterable[Path]) -> int:
    count = 0
    for path in paths:
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        count += 1
    return count
