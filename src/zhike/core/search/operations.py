from collections.abc import Iterable

from zhike.core import bulk
from zhike.core.search.models import Entry
from zhike.core.search.rules import Words


def entry(*, kind: str, object_id: int, page: str, page_id: int, words: Words) -> Entry:
    """Say what a record is found by; `index` writes it."""
    return Entry(
        kind=kind,
        object_id=object_id,
        page=page,
        page_id=page_id,
        title=words.title,
        forms=words.forms,
        tokens=words.tokens,
    )


def index(entries: Iterable[Entry]) -> None:
    """Make records findable, in the transaction that writes them; what was known of them is replaced."""
    bulk.create(Entry, list(entries), replace_by=("kind", "object_id"))
