"""When a job that failed comes back, when it is left for a person, and when what recurs is due."""

from datetime import date, datetime, timedelta

MOST_ATTEMPTS = 5
FIRST_WAIT = timedelta(seconds=5)
KEPT = timedelta(days=30)  # how long what has ended is remembered
SOMEBODY_WAITS, ORDINARY, BULK = 1, 5, 9  # priorities: the smallest goes first


def next_try(*, attempts: int, failed_at: datetime) -> datetime | None:
    """Wait four times longer after each failure; None parks the job."""
    if attempts >= MOST_ATTEMPTS:
        return None
    return failed_at + FIRST_WAIT * int(4 ** (attempts - 1))


def last_day(local: datetime, *, hour: int) -> date:
    """Answer the last day whose run was due; of many days missed only this one is caught up on."""
    return local.date() if local.hour >= hour else local.date() - timedelta(days=1)


def last_turn(now: datetime, *, minutes: int) -> int:
    """Number the stretch of time that has begun last, counted since 1970 so that it is the same for all who ask."""
    return int(now.timestamp() // (minutes * 60))
