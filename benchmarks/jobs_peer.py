"""The peer's job that does nothing."""

from django_tasks import task


@task()
def nothing_of_peer() -> None:
    """Be run."""
