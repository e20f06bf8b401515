"""Keep the order lines beside the database, as a file a month."""

from zhike.value.queries import NotKept, books
from zhike.value.rules import Refreshed

__all__ = ["NotKept", "refresh_snapshot"]


def refresh_snapshot(*, rebuild: bool = False) -> Refreshed:
    """Write the months that have changed since the last time, or all of them.

    Raises:
        NotKept: the database cannot be read, or another process is at it.
    """
    done = books.task("rebuild" if rebuild else "refresh")
    return Refreshed(done["lines"], done["months"], tuple(done["written"]), tuple(done["removed"]), done["reader"])
