"""Checks that need the database."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import connection

from zhike.cli.database import missing_migrations, start_django
from zhike.cli.doctor.backups import last_backup_is_good
from zhike.cli.doctor.finding import Finding, State
from zhike.cli.refusal import Refusal
from zhike.phrases import Phrase

SILENT_FOR = timedelta(minutes=2)
LONG_WAIT = timedelta(minutes=15)
CLOCKS_APART = timedelta(seconds=5)
START_WORKER = Phrase("Without it imports in the browser wait: run `zhike serve`, or `zhike worker`.")


def examine(data_dir: Path) -> list[Finding]:
    """Ask the database; what depends on its tables only once they are there."""
    start_django()
    try:
        missing = missing_migrations()
    except Refusal as refusal:
        return [Finding("database", State.BAD, Phrase("The database does not answer."), refusal.phrases[0])]
    there = Finding("database", State.GOOD, Phrase("The database answers: %(kind)s.", {"kind": _kind()}))
    if missing:
        said = Phrase("The database lacks %(count)s steps of this version.", {"count": missing})
        return [there, Finding("migrations", State.BAD, said, Phrase("Run `zhike migrate`."))]
    return [
        there,
        Finding("migrations", State.GOOD, Phrase("The database fits this version.")),
        worker_is_alive(_last_heartbeat(), now=datetime.now(UTC)),
        no_job_is_parked(_parked_count()),
        work_goes_on(_oldest_due(), now=datetime.now(UTC)),
        what_recurs_is_enqueued(_overdue()),
        clocks_agree(_clock_of_the_database(), now=datetime.now(UTC)),
        last_backup_is_good(_last_backup(data_dir), now=datetime.now(UTC)),
        calendar_is_official(_calendar_alarms()),
    ]


def worker_is_alive(seen: datetime | None, *, now: datetime) -> Finding:
    if seen is None:
        return Finding("worker", State.DOUBTFUL, Phrase("No worker has run yet."), START_WORKER)
    said = Phrase("A worker was last seen at %(time)s.", {"time": f"{seen.astimezone():%Y-%m-%d %H:%M}"})
    if seen - now > SILENT_FOR:
        return Finding("worker", State.DOUBTFUL, said, Phrase("That is in the future: compare the machines' clocks."))
    if now - seen > SILENT_FOR:
        return Finding("worker", State.DOUBTFUL, said, START_WORKER)
    return Finding("worker", State.GOOD, said)


def no_job_is_parked(count: int) -> Finding:
    if not count:
        return Finding("jobs", State.GOOD, Phrase("No job has been given up."))
    said = Phrase("%(count)s jobs are parked.", {"count": count})
    remedy = Phrase(
        "They failed too often, or a restore has held them: see Settings → Background work, then try again."
    )
    return Finding("jobs", State.DOUBTFUL, said, remedy)


def work_goes_on(oldest_due: datetime | None, *, now: datetime) -> Finding:
    if oldest_due is None or now - oldest_due <= LONG_WAIT:
        return Finding("queue", State.GOOD, Phrase("No job has waited long."))
    said = Phrase("A job has waited since %(time)s.", {"time": f"{oldest_due.astimezone():%Y-%m-%d %H:%M}"})
    return Finding("queue", State.DOUBTFUL, said, Phrase("See whether the workers run; more of them work faster."))


def what_recurs_is_enqueued(overdue: list[str]) -> Finding:
    if not overdue:
        return Finding("scheduler", State.GOOD, Phrase("What recurs is enqueued in time."))
    said = Phrase("What recurs and was not enqueued: %(names)s", {"names": ", ".join(overdue)})
    remedy = Phrase("Run `zhike serve`, a `zhike worker` without --no-schedule, or `zhike scheduler`.")
    return Finding("scheduler", State.DOUBTFUL, said, remedy)


def clocks_agree(there: datetime, *, now: datetime) -> Finding:
    seconds = round(abs((there - now).total_seconds()))
    if seconds <= CLOCKS_APART.total_seconds():
        return Finding("clocks", State.GOOD, Phrase("This machine's clock and the database's agree."))
    said = Phrase("This machine's clock and the database's are %(seconds)s seconds apart.", {"seconds": seconds})
    return Finding("clocks", State.DOUBTFUL, said, Phrase("Set both right, best by NTP: leases and deadlines need it."))


def calendar_is_official(alarms: list[Phrase]) -> Finding:
    if not alarms:
        return Finding("calendar", State.GOOD, Phrase("The work calendar knows the official holidays."))
    return Finding("calendar", State.DOUBTFUL, Phrase("The work calendar wants somebody."), alarms[0])


def _calendar_alarms() -> list[Phrase]:
    from django.utils import timezone

    from zhike.core.workdays import queries as workdays

    return workdays.alarms(on=timezone.localdate())


def _last_heartbeat() -> datetime | None:
    from zhike.core.jobs import queries as jobs

    return jobs.last_heartbeat()


def _oldest_due() -> datetime | None:
    from zhike.core.jobs import queries as jobs

    return min((each.earliest_due for each in jobs.standing() if each.state == "waiting"), default=None)


def _overdue() -> list[str]:
    from zhike.core.jobs import scheduling

    return scheduling.overdue(datetime.now(UTC))


def _clock_of_the_database() -> datetime:
    if connection.vendor != "postgresql":
        return datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found


def _last_backup(data_dir: Path) -> tuple[Path, datetime] | None:
    from zhike.core.keeping import making

    return making.last_noted(data_dir)


def _parked_count() -> int:
    from zhike.core.jobs import queries as jobs

    return jobs.parked_count()


def _kind() -> str:
    """Name the database without its password."""
    settings = connection.settings_dict
    host = f" {settings['HOST']}:{settings['PORT'] or 5432}" if settings.get("HOST") else ""
    version = ".".join(map(str, connection.get_database_version()))
    return f"{connection.display_name} {version}{host} {settings['NAME']}"
