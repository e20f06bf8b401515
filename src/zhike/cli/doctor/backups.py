"""Checks of the last backup and of a restore that was broken off."""

import zipfile
from datetime import datetime, timedelta
from pathlib import Path

from zhike.cli.doctor.finding import Finding, State
from zhike.core.keeping import archive
from zhike.core.keeping.refusing import Refused, unfinished
from zhike.phrases import Phrase

OLD_AFTER = timedelta(days=2)
BACK_UP = Phrase("Run `zhike backup FILE`, or set ZHIKE_BACKUP_DIR for one each night.")


def nothing_is_half_restored(data_dir: Path) -> Finding | None:
    broken_off = unfinished(data_dir)
    if broken_off is None:
        return None
    return Finding("restore", State.BAD, Phrase("A restore was broken off."), broken_off)


def last_backup_is_good(last: tuple[Path, datetime] | None, *, now: datetime) -> Finding:
    """Read the whole of the last backup: one that cannot be read is none."""
    if last is None:
        return Finding("backup", State.DOUBTFUL, Phrase("No backup has been made yet."), BACK_UP)
    path, at = last
    values = {"time": f"{at.astimezone():%Y-%m-%d %H:%M}", "path": path}
    if not path.exists():
        said = Phrase("The last backup (%(time)s, %(path)s) is not where it was written.", values)
        return Finding("backup", State.DOUBTFUL, said, BACK_UP)
    if not _is_readable(path):
        said = Phrase("The last backup (%(time)s, %(path)s) cannot be read.", values)
        return Finding("backup", State.BAD, said, BACK_UP)
    said = Phrase("The last backup was made at %(time)s and can be read: %(path)s", values)
    if now - at > OLD_AFTER:
        return Finding("backup", State.DOUBTFUL, said, BACK_UP)
    return Finding("backup", State.GOOD, said)


def _is_readable(path: Path) -> bool:
    try:
        with archive.opened(path):
            return True
    except (Refused, OSError, zipfile.BadZipFile):
        return False
