from django.utils import timezone

from zhike.value import operations


def score() -> None:
    """Score all customers as of today."""
    operations.score_customers(on=timezone.localdate())


def refresh_snapshot() -> None:
    """Bring the order lines that analytics reads up to the database."""
    operations.refresh_snapshot()
