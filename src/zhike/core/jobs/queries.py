from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import BooleanField, Count, Min, QuerySet
from django.db.models.expressions import RawSQL

from zhike.core.jobs.models import Job, Worker

if TYPE_CHECKING:
    from zhike.core.accounts.models import User


@dataclass(frozen=True)
class Standing:
    """How many jobs of a name are in a state, and since when the first of them has been due."""

    name: str
    state: str
    count: int
    earliest_due: datetime


def standing() -> list[Standing]:
    """Count what waits, runs or is parked; what has ended well is not looked at, however much it is."""
    return [
        Standing(name, state, count, earliest_due)
        for state in (Job.State.WAITING, Job.State.RUNNING, Job.State.PARKED)
        for name, count, earliest_due in _in_state(state)
        .order_by("name")
        .values_list("name")
        .annotate(Count("pk"), Min("due_at"))
    ]


def _in_state(state: Job.State) -> QuerySet[Job]:
    """Filter so that SQLite uses the index of this state alone: it knows none where the state is a parameter."""
    return Job.objects.filter(RawSQL(f"state = '{state.value}'", (), BooleanField()))  # noqa: S611 - our own constant


def last_heartbeat() -> datetime | None:
    """Answer when any worker was last seen alive."""
    return Worker.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()


def is_parked(unique_key: str) -> bool:
    """Say whether the job of this key has failed for good and waits for a person."""
    return Job.objects.filter(unique_key=unique_key, state=Job.State.PARKED).exists()


def with_key(unique_key: str) -> Job | None:
    """Answer the job of this key."""
    return Job.objects.filter(unique_key=unique_key).first()


def is_stop_asked(job: Job) -> bool:
    return Job.objects.filter(pk=job.pk, stop_asked_at__isnull=False).exists()


def known_keys(keys: Collection[str]) -> set[str]:
    """Answer which of these keys were enqueued already."""
    return set(Job.objects.filter(unique_key__in=list(keys)).values_list("unique_key", flat=True))  # type: ignore[arg-type] # not null when found by it


def parked_count() -> int:
    return Job.objects.filter(state=Job.State.PARKED).count()


def jobs_in(state: str) -> QuerySet[Job]:
    """Answer the jobs of a state, those that wait in the order of their turn, the others newest first."""
    rows = Job.objects.filter(state=state).select_related("by")
    return rows.order_by("priority", "due_at", "pk") if state == Job.State.WAITING else rows.order_by("-pk")


def ended_since(at: datetime) -> dict[str, int]:
    """Count by state what has ended since."""
    found = Job.objects.filter(ended_at__gte=at).order_by().values_list("state").annotate(Count("pk"))
    return dict(found)


def workers_seen_since(at: datetime) -> QuerySet[Worker]:
    return Worker.objects.filter(seen_at__gte=at).order_by("-seen_at")


def own_work(*, for_user: "User") -> QuerySet[Job]:
    """Answer the long work of a user, newest first."""
    return Job.objects.filter(by=for_user).order_by("-pk")


def under_way(*, for_user: "User") -> QuerySet[Job]:
    """Answer what of a user's long work has not ended."""
    return Job.objects.filter(by=for_user, ended_at__isnull=True)
