"""How a backup or its restoring says no."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zhike.phrases import Phrase

MARK = "restoring"  # a folder in the data directory while a restore is under way
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Refused(Exception):
    """Nothing was changed; the phrase says why and what to do."""

    def __init__(self, phrase: Phrase) -> None:
        super().__init__(str(phrase))
        self.phrase = phrase


@contextmanager
def room_for(path: Path) -> Iterator[None]:
    """Turn a full disk into a refusal.

    Raises:
        Refused: naming the place that is full.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise Refused(_full(path)) from error
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode not in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE):
            raise
        raise Refused(_full(path)) from error


def _full(path: Path) -> Phrase:
    return Phrase(
        "There is no room left in %(folder)s, so nothing was kept of it: make room or choose another place.",
        {"folder": path.parent},
    )


def unfinished(data_dir: Path) -> Phrase | None:
    """Say what to do about a restore that was broken off."""
    if not (data_dir / MARK).exists():
        return None
    return Phrase(
        "A restore into %(path)s was broken off, so what is there is not whole: run `zhike restore FILE` again.",
        {"path": data_dir},
    )


def not_empty(place: object) -> Phrase:
    return Phrase(
        "%(place)s already holds data, and a restore goes into an empty installation only. Set ZHIKE_DATA_DIR to a "
        "new directory (and ZHIKE_DATABASE_URL to an empty database), then restore there.",
        {"place": place},
    )
