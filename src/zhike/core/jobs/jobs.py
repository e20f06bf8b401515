from django.utils import timezone

from zhike.core.jobs import operations


def tidy() -> None:
    """Forget jobs that ended long ago."""
    operations.forget_ended(at=timezone.now())
