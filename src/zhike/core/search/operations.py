from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from zhike.core import bulk
from zhike.core.jobs import operations as jobs
from zhike.core.search import kinds
from zhike.core.search.models import Entry
from zhike.core.search.rules import Words, marked

COLUMNS = ("kind", "object_id", "page", "page_id", "title", "forms", "tokens")
AT_ONCE = 500
BATCHES_OF_A_JOB = 20
_WORDS_OF_NEW = "INSERT INTO search_words(rowid, tokens) SELECT id, tokens FROM search_entry WHERE id >= %s"
Row = tuple[str, int, str, int, str, str, str]


def entry(*, kind: str, object_id: int, page: str, page_id: int, words: Words) -> Row:
    """Say what a record is found by; `index` writes it."""
    return (kind, object_id, page, page_id, words.title, words.forms, marked(words.tokens, page))


def index(entries: Iterable[Row]) -> None:
    """Make records findable, in the transaction that writes them; what was known of them is replaced."""
    rows = {row[:2]: row for row in entries}
    ids = bulk.insert(Entry, COLUMNS, list(rows.values()), replace_by=("kind", "object_id"))
    if ids and connection.vendor == "sqlite":
        with connection.cursor() as cursor:  # entries that were there keep their ids, and a trigger their words
            cursor.execute(_WORDS_OF_NEW, [ids[0]])


def forget(kind: str, object_ids: Iterable[int]) -> None:
    """Let records be found no longer."""
    Entry.objects.filter(kind=kind, object_id__in=list(object_ids)).delete()


def index_again(*, at: datetime) -> None:
    """Let a worker index all records once more, as after a change of the tokens."""
    for kind in kinds.kinds():
        for step in range(len(kind.again)):
            jobs.enqueue(name="search.index", payload={"page": kind.page, "step": step, "after": 0}, at=at)


def index_custom_again(custom: str, *, at: datetime) -> None:
    """Let a worker index the records of a kind once more, as after a change of what its custom texts are."""
    for kind in kinds.kinds():
        if kind.custom == custom:
            jobs.enqueue(name="search.index", payload={"page": kind.page, "step": 0, "after": 0}, at=at)


def index_some(*, page: str, step: int, after: int, at: datetime) -> None:
    """Index some thousands of records after an id, and enqueue the rest; each batch is a transaction of its own."""
    batch = _batches(page)[step]
    for _ in range(BATCHES_OF_A_JOB):
        with transaction.atomic():
            last = batch(after, AT_ONCE)
        if last is None:
            return
        after = last
    jobs.enqueue(name="search.index", payload={"page": page, "step": step, "after": after}, at=at)


def _batches(page: str) -> "tuple[Callable[[int, int], Any], ...]":
    return next(kind.again for kind in kinds.kinds() if kind.page == page)
