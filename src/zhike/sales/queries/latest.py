from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Count, Model, QuerySet, Sum, Window

Paper = TypeVar("Paper", bound=Model)


@dataclass(frozen=True)
class Latest(Generic[Paper]):
    """The first few papers of some, and what all of them come to: how many, and 分."""

    papers: tuple[Paper, ...] = ()
    count: int = 0
    amount: int = 0

    @property
    def has_more(self) -> bool:
        return self.count > len(self.papers)


def latest(rows: QuerySet[Paper], *, limit: int) -> Latest[Paper]:
    """Answer the first of these papers and the sum of all, in one statement."""
    summed: Any = rows.annotate(papers_in_all=Window(Count("pk")), sum_of_all=Window(Sum("amount")))
    found = tuple(summed[:limit])
    return Latest(found, found[0].papers_in_all, found[0].sum_of_all) if found else Latest()
