from collections.abc import Iterable

from zhike.core import bulk
from zhike.core.search.models import Entry
from zhike.core.search.rules import Words

COLUMNS = ("kind", "object_id", "page", "page_id", "title", "forms", "tokens")
Row = tuple[str, int, str, int, str, str, str]


def entry(*, kind: str, object_id: int, page: str, page_id: int, words: Words) -> Row:
    """Say what a record is found by; `index` writes it."""
    return (kind, object_id, page, page_id, words.title, words.forms, words.tokens)


def index(entries: Iterable[Row]) -> None:
    """Make records findable, in the transaction that writes them; what was known of them is replaced."""
    bulk.insert(Entry, COLUMNS, list(entries), replace_by=("kind", "object_id"))
