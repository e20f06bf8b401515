"""Make follow-ups findable by what was said: its words leave the index as soon as it lies in the trash."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from zhike.core.search import operations as search
from zhike.core.search import queries as finding
from zhike.core.search.rules import said_words
from zhike.timeline.models import Interaction
from zhike.timeline.queries import FOUND_AS

AT_ONCE = 500


def index(interactions: Iterable[Interaction]) -> None:
    """Index follow-ups with all that was added to them, in the transaction that writes them."""
    search.index(
        search.entry(
            kind=FOUND_AS,
            object_id=each.pk,
            page=FOUND_AS,
            page_id=each.pk,
            words=said_words(str(each), [each.words, *(addition.words for addition in each.additions.all())]),
        )
        for each in interactions
    )


def forget(ids: Iterable[int]) -> None:
    """Let nothing of these follow-ups stay in the index."""
    search.forget(FOUND_AS, ids)


def index_missing_interactions() -> int:
    """Index what an import has brought, batch by batch; answer how many they were."""
    count, last = 0, 0
    missing = Interaction.objects.filter(trashed_at=None).exclude(finding.is_indexed(FOUND_AS))
    while found := _index_next(missing, last, AT_ONCE):
        count, last = count + len(found), found[-1]
    return count


def index_interactions_after(after: int, limit: int) -> int | None:
    """Index the next follow-ups after an id again; answer the last of them, nothing at the end."""
    found = _index_next(Interaction.objects.filter(trashed_at=None), after, limit)
    return found[-1] if found else None


@transaction.atomic
def _index_next(rows: QuerySet[Interaction], after: int, limit: int) -> list[int]:
    """Hold them meanwhile, so that none is put into the trash between being read and being indexed."""
    held = rows.filter(pk__gt=after).order_by("pk").select_for_update()
    found = list(held.prefetch_related("additions")[:limit])
    index(found)
    return [each.pk for each in found]
