from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet

from zhike.core.jobs.models import Job, Worker

if TYPE_CHECKING:
    from zhike.core.accounts.models import User


def last_heartbeat() -> datetime | None:
    """Answer when any worker was last seen alive."""
    return Worker.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()


def is_parked(unique_key: str) -> bool:
    """Say whether the job of this key has failed for good and waits for a person."""
    return Job.objects.filter(unique_key=unique_key, state=Job.State.PARKED).exists()


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
