"""Which failures are nobody's mistake and pass: the disk is full, or the database is out of reach."""

import errno
import sqlite3
from enum import Enum

from django.db import InterfaceError, OperationalError

ON_A_FULL_DISK = (errno.ENOSPC, errno.EDQUOT)
NO_PASSING_FILES = "No usable temporary directory"
"""How the standard library says that there is no room for a passing file in any of its folders."""
SQLITE_ON_A_FULL_DISK = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE)
SQLITE_OUT_OF_REACH = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
)
POSTGRES_ON_A_FULL_DISK = "53100"
POSTGRES_OUT_OF_REACH = ("08", "53300", "57P")
"""Beginnings of its codes: no connection, too many of them, shut down or starting."""


class Outage(Enum):
    """What is wrong with the machine."""

    DISK_FULL = "disk full"
    DATABASE_AWAY = "database out of reach"


def outage(error: BaseException | None) -> Outage | None:
    """Say which outage an error tells of; None when it is an ordinary mistake."""
    if isinstance(error, OSError):
        is_full = error.errno in ON_A_FULL_DISK or (error.strerror or "").startswith(NO_PASSING_FILES)
        return Outage.DISK_FULL if is_full else None
    if isinstance(error, InterfaceError):
        return Outage.DATABASE_AWAY
    if not isinstance(error, OperationalError):
        return None
    cause = error.__cause__
    return _of_sqlite(cause) if isinstance(cause, sqlite3.Error) else _of_postgres(getattr(cause, "sqlstate", None))


def _of_sqlite(error: sqlite3.Error) -> Outage | None:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    if code in SQLITE_ON_A_FULL_DISK:
        return Outage.DISK_FULL
    return Outage.DATABASE_AWAY if code & 0xFF in SQLITE_OUT_OF_REACH else None


def _of_postgres(state: str | None) -> Outage | None:
    """Tell by the code; a connection that broke or was never made has none."""
    if state == POSTGRES_ON_A_FULL_DISK:
        return Outage.DISK_FULL
    return Outage.DATABASE_AWAY if state is None or state.startswith(POSTGRES_OUT_OF_REACH) else None
