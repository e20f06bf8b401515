from zhike.core.fields import operations
from zhike.core.jobs.running import has_lost_lease


def index(definition_id: int, turn: int) -> None:
    """Fill or empty the index of a field, a batch at a time, so that pages keep writing; begun anew when broken off."""
    after: int | None = 0
    while after is not None and not has_lost_lease():
        after = operations.index_next(definition_id, turn, after=after)
