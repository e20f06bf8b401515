from django.utils import timezone

from zhike.core.search import operations


def index(*, page: str, step: int, after: int) -> None:
    """Index the next records of a kind again; twice does no harm."""
    operations.index_some(page=page, step=step, after=after, at=timezone.now())
