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

    @property
    def is_capped(self) -> bool:
        return self.counted > MOST_ROWS


def numbers_around(page: Page[Any]) -> list[int | str]:
    """Answer the page numbers to offer, with an ellipsis where some are left out."""
    paginator = page.paginator
    return list(paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))
