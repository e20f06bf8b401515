"""Bring a snapshot up to the books: only months of which any figure differs are written again."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from zhike.analytics.snapshot.manifest import NAME, BadSnapshot, Manifest, MonthFile, manifest_of, save
from zhike.analytics.snapshot.months import Figures
from zhike.analytics.snapshot.reading import opened
from zhike.analytics.snapshot.source import Source
from zhike.analytics.snapshot.writing import write_month

LOCK = "lock"


class SnapshotBusy(Exception):
    """Another process is refreshing this snapshot."""


@dataclass(frozen=True)
class Refreshed:
    """What a refresh did.

    Attributes:
        lines: in the snapshot now.
        months: in the snapshot now.
        written: the months that were new or had changed.
        removed: the months that have no line any more.
        reader: scanner or cursor.
    """

    lines: int
    months: int
    written: tuple[str, ...]
    removed: tuple[str, ...]
    reader: str


def refresh(source: Source, folder: Path, *, rebuild: bool = False) -> Refreshed:
    """Make a snapshot what the books are at this instant.

    A month is written when its count, its sum or its mark differs from what its file holds, so late, edited, moved
    and removed lines are found without a record of changes. Files are never changed: a new one takes another name,
    and the former stays for readers until the refresh after.

    Args:
        source: the books.
        folder: of the snapshot; made if it is not there.
        rebuild: write every month.

    Raises:
        BadSource: the books cannot be read.
        SnapshotBusy: another process is at it.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder):
        before = Manifest() if rebuild else _before(folder)
        with opened(source) as reader:
            figures = reader.figures()
            dirty = [month for month, now in figures.items() if not _holds(before.months.get(month), folder, now)]
            written = {
                month: write_month(folder, month, reader.lines(month), expected=figures[month]) for month in dirty
            }
        kept = {month: file for month, file in before.months.items() if month in figures}
        after = Manifest(dict(sorted({**kept, **written}.items())), former=before.names)
        save(after, folder)
        _tidy(folder, after)
    removed = tuple(sorted(before.months.keys() - figures.keys()))
    return Refreshed(after.count, len(after.months), tuple(dirty), removed, reader.name)


def _before(folder: Path) -> Manifest:
    try:
        return manifest_of(folder)
    except BadSnapshot:
        return Manifest()


def _holds(file: MonthFile | None, folder: Path, figures: Figures) -> bool:
    return file is not None and file.figures == figures and file.is_in(folder)


def _tidy(folder: Path, manifest: Manifest) -> None:
    """Remove the files of the refreshes before the last, and what broken off ones left."""
    kept = {NAME, LOCK, *manifest.names, *manifest.former}
    for path in folder.iterdir():
        if path.name not in kept and path.suffix in (".parquet", ".part"):
            path.unlink()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SnapshotBusy(f"another process refreshes the snapshot in {folder}") from error
        yield
