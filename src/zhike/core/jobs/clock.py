"""The clock that leases go by: the database's, as a worker's machine may be minutes ahead of another one's."""

from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

_difference = timedelta(0)


def now() -> datetime:
    """Answer the time as the database has it."""
    return timezone.now() + _difference


def compare() -> None:
    """Look how far the database's clock is from this machine's; SQLite has none but this machine's."""
    global _difference  # noqa: PLW0603 - one process, one machine, one difference
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (there,) = cursor.fetchone()
    _difference = there - timezone.now()
