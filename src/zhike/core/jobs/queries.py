from datetime import datetime

from zhike.core.jobs.models import Job, Worker


def last_heartbeat() -> datetime | None:
    """Answer when any worker was last seen alive."""
    return Worker.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()


def is_parked(unique_key: str) -> bool:
    """Say whether the job of this key has failed for good and waits for a person."""
    return Job.objects.filter(unique_key=unique_key, state=Job.State.PARKED).exists()


def parked_count() -> int:
    return Job.objects.filter(state=Job.State.PARKED).count()
