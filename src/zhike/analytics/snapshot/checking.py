"""Whether a snapshot says what the books say: counts, sums and marks by month, out of the files themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from zhike.analytics.snapshot.manifest import manifest_of
from zhike.analytics.snapshot.months import Figures
from zhike.analytics.snapshot.reading import opened
from zhike.analytics.snapshot.source import Source
from zhike.analytics.snapshot.writing import figures_in


@dataclass(frozen=True)
class Difference:
    """A month of which books and snapshot say different things; None where one has no line of it."""

    month: str
    books: Figures | None
    snapshot: Figures | None


def check(source: Source, folder: Path) -> list[Difference]:
    """Read all lines of both and answer the months that differ; none when the snapshot is as the books are.

    Raises:
        BadSource: the books cannot be read.
        BadSnapshot: there is no snapshot, or a file of it cannot be read.
    """
    there = [folder / file.name for file in manifest_of(folder).months.values() if (folder / file.name).is_file()]
    with opened(source) as reader:
        return differences(reader.figures(), figures_in(there))


def differences(books: Mapping[str, Figures], snapshot: Mapping[str, Figures]) -> list[Difference]:
    """Answer the months in which two sides differ, rising."""
    found = (Difference(month, books.get(month), snapshot.get(month)) for month in sorted({*books, *snapshot}))
    return [each for each in found if each.books != each.snapshot]
