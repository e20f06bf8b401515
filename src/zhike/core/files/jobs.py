from django.utils import timezone

from zhike.core.files import operations
from zhike.core.jobs.running import has_lost_lease


def tidy() -> None:
    """Forget files that were taken away long ago, and contents that nothing refers to."""
    operations.tidy(at=timezone.now(), has_to_stop=has_lost_lease)
