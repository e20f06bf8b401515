"""A backup before each upgrade, and how many of them stay."""

from datetime import datetime
from pathlib import Path

from django.db import connection

import zhike
from zhike.core.keeping import making, postgres, tables

KEPT = 5
PATTERN = "before-*.zip"


def is_worth_keeping() -> bool:
    """Say whether the database holds more than what the first start writes."""
    if connection.vendor != "sqlite":
        return postgres.holds_data(connection)
    with connection.cursor() as cursor:
        known = set(connection.introspection.table_names(cursor))
        for name in known.intersection(postgres.HEART):
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {tables.quoted(name)})")  # noqa: S608
            if cursor.fetchone()[0]:
                return True
    return False


def back_up_before(*, at: datetime, share: making.Share) -> Path:
    """Keep the database as it is, and let go of the oldest such backup."""
    folder = making.own_folder()
    path = folder / f"before-{zhike.__version__}-{at:%Y%m%dT%H%M%SZ}.zip"
    made = making.back_up(path, at=at, share=share)
    for old in sorted(folder.glob(PATTERN), key=lambda path: path.stat().st_mtime)[:-KEPT]:
        old.unlink()
    return made.path
