"""The list of a snapshot's files: replaced whole, so that a reader sees all of one refresh or nothing of it."""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from zhike.analytics.snapshot.months import Figures

NAME = "manifest.json"
FORMAT = 1
"""Raised when the columns change: older snapshots are then built anew."""


class BadSnapshot(ValueError):
    """There is no snapshot, or its files are not those it lists."""


@dataclass(frozen=True)
class MonthFile:
    """A month's file: its name, its size, and what its lines come to."""

    name: str
    bytes: int
    figures: Figures

    def is_in(self, folder: Path) -> bool:
        """Say whether the file is there, with its size."""
        path = folder / self.name
        return path.is_file() and path.stat().st_size == self.bytes


@dataclass(frozen=True)
class Manifest:
    """The files of a snapshot by month such as 2026-01, and the names of those that the refresh before listed."""

    months: dict[str, MonthFile] = field(default_factory=dict)
    former: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(each.name for each in self.months.values())

    @property
    def count(self) -> int:
        """Lines in all."""
        return sum(each.figures.count for each in self.months.values())


def manifest_of(folder: Path) -> Manifest:
    """Read a snapshot's list.

    Raises:
        BadSnapshot: there is none, or of another format.
    """
    try:
        told = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if told["format"] != FORMAT:
            raise BadSnapshot(
                f"the snapshot in {folder} is of format {told['format']}, expected {FORMAT}: build it anew"
            )
        months = {
            month: MonthFile(each["name"], each["bytes"], Figures(**each["figures"]))
            for month, each in told["months"].items()
        }
        return Manifest(months, tuple(told["former"]))
    except FileNotFoundError as error:
        raise BadSnapshot(f"there is no snapshot in {folder}") from error
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise BadSnapshot(f"the list of the snapshot in {folder} cannot be read: build it anew") from error


def files_of(folder: Path) -> list[Path]:
    """Answer the files of a snapshot, by month.

    Raises:
        BadSnapshot: there is none, it is empty, or a file has gone.
    """
    months = manifest_of(folder).months
    if not months:
        raise BadSnapshot(f"the snapshot in {folder} holds no line")
    if lost := [each.name for each in months.values() if not each.is_in(folder)]:
        raise BadSnapshot(f"the snapshot in {folder} lacks {', '.join(lost)}: refresh it")
    return [folder / months[month].name for month in sorted(months)]


def save(manifest: Manifest, folder: Path) -> None:
    """Put the list in the place of the one before."""
    told = {"format": FORMAT, **asdict(manifest)}
    path = folder / f"{NAME}.part"
    with path.open("w", encoding="utf-8") as file:
        json.dump(told, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    path.replace(folder / NAME)
