from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator

MOST_ROWS = 10_000


class CappedPaginator(Paginator[Any]):
    """Numbers pages up to row 10,000; beyond, the count only says that there are more."""

    @cached_property
    def counted(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by().values("pk")[: MOST_ROWS + 1].count())

    @property
    def count(self) -> int:
        return min(self.counted, MOST_ROWS)

    def page(self, number: int | str) -> Page[Any]:
        """Find a page's rows by their ids: sorting and skipping whole joined rows takes several times as long."""
        page = super().page(number)
        found: Any = page.object_list
        ids = list(found.values_list("pk", flat=True))
        rows: Any = self.object_list
        by_id = rows.order_by().in_bulk(ids)
        page.object_list = [by_id[each] for each in ids if each in by_id]  # one may have gone in between
        return page

    @property
    def is_capped(self) -> bool:
        return self.counted > MOST_ROWS


def numbers_around(page: Page[Any]) -> list[int | str]:
    """Answer the page numbers to offer, with an ellipsis where some are left out."""
    paginator = page.paginator
    return list(paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))
