"""Where the spools of runs are kept between a trial and its import: beside the database, in no backup."""

import hashlib
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from zhike.exchange.columns import Layout
from zhike.exchange.models import ImportRun

FOLDER = "spools"
DRAFT = ".part"
_LEFT = ("", "-wal", "-shm")


def folder() -> Path:
    """Answer the folder of the spools, in the data directory."""
    found = Path(settings.DATA_DIR) / FOLDER
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def place_of(run: ImportRun, layout: Layout) -> Path:
    """Name the spool of a run as its plan is now: read by another plan it is another one."""
    told = [str(run.source), run.plan, [column.name for column in layout.columns]]
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]
    return folder() / f"{run.pk}-{digest}.sqlite3"


def find(run: ImportRun, layout: Layout) -> Path | None:
    """Answer the spool of a run if it is here: another machine has none, and old ones are removed."""
    place = place_of(run, layout)
    return place if place.is_file() else None


@contextmanager
def draft() -> Iterator[Path]:
    """Lend a place for a new spool; what was not put away is gone at the end."""
    place = folder() / f"{secrets.token_hex(8)}{DRAFT}"
    try:
        yield place
    finally:
        _remove(place)


def put(written: Path, run: ImportRun, layout: Layout) -> Path:
    """Put a whole spool in its place, and remove those of former plans."""
    forget(run)
    return written.replace(place_of(run, layout))


def forget(run: ImportRun) -> None:
    """Remove the spools of a run."""
    for place in folder().glob(f"{run.pk}-*.sqlite3"):
        _remove(place)


def _remove(place: Path) -> None:
    for end in _LEFT:
        with suppress(OSError):
            place.with_name(place.name + end).unlink()
