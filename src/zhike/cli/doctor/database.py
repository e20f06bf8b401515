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
    remedy = Phrase("They failed too often: the worker's log says why. Start the imports they belong to again.")
    return Finding("jobs", State.DOUBTFUL, said, remedy)


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
    return f"{connection.display_name}{host} {settings['NAME']}"
