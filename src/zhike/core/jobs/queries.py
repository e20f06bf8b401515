from datetime import datetime

from zhike.core.jobs.models import Worker


def last_heartbeat() -> datetime | None:
    """Answer when any worker was last seen alive."""
    return Worker.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()
