"""When a job that failed comes back, and when it is left for a person."""

from datetime import datetime, timedelta

MOST_ATTEMPTS = 5
LEASE = timedelta(seconds=60)
FIRST_WAIT = timedelta(seconds=5)


def next_try(*, attempts: int, failed_at: datetime) -> datetime | None:
    """Wait four times longer after each failure; None parks the job."""
    if attempts >= MOST_ATTEMPTS:
        return None
    return failed_at + FIRST_WAIT * int(4 ** (attempts - 1))
