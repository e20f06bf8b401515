"""A backup each night, and which of them stay: the last days, and one of each of the last weeks."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from django.utils import timezone

from zhike.core.keeping import making

PREFIX = "zhike-"
WEEKS_KEPT = 4


def back_up(folder: Path, *, kept: int, at: datetime) -> Path:
    """Make the backup of a day, then let go of those that are no longer kept."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = making.back_up(folder / f"{PREFIX}{timezone.localdate(at)}.zip", at=at, force=True)
    found = dict(_dated(folder))
    for day in found.keys() - days_kept(found, days=kept):
        found[day].unlink()
    return made.path


def days_kept(found: Iterable[date], *, days: int) -> set[date]:
    """Choose the newest days, and the newest day of each of the last weeks that have any."""
    newest_first = sorted(found, reverse=True)
    newest_of_week: dict[tuple[int, int], date] = {}
    for day in newest_first:
        newest_of_week.setdefault(day.isocalendar()[:2], day)
    return {*newest_first[:days], *list(newest_of_week.values())[:WEEKS_KEPT]}


def _dated(folder: Path) -> Iterable[tuple[date, Path]]:
    """List our own backups; files of other names are none of our business."""
    for path in folder.glob(f"{PREFIX}*.zip"):
        try:
            yield date.fromisoformat(path.stem.removeprefix(PREFIX)), path
        except ValueError:
            continue
