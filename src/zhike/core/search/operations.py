from collections.abc import Iterable

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
    Entry.objects.bulk_create(
        list(entries),
        batch_size=500,
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=["page", "page_id", "title", "forms", "tokens"],
    )
