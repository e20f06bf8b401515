from datetime import datetime

from django.conf import settings

from zhike.core.jobs import operations as jobs


def follow_up(*, at: datetime) -> None:
    """Have done what follows each import and each undo, however far they came: figures, search."""
    for name in settings.ZHIKE_AFTER_IMPORT:
        jobs.enqueue(name=name, payload={}, at=at)
