"""The customer list and the search box at 100,000 customers, next to Django's admin on the same table."""

from typing import Any

from benchmarks.import_orders import python
from benchmarks.installation import fresh_installation
from benchmarks.table import median, median_and_95, milliseconds, percentile_95, show, verdict

GOAL_RATIO = 10
GOAL_STATEMENTS = 20
GOAL_SEARCH_SECONDS = 0.2
LIST_HEADER = ("page", "owner p50 / p95", "rep p50 / p95", "SQL", "admin p50", "SQL", "admin / owner", "goal")


def main() -> None:
    with fresh_installation() as installation:
        found = python(installation, "benchmarks.list_pages")
    lists = {(one["who"], one["what"]): one for one in found["list"]}
    pages = list(dict.fromkeys(one["what"] for one in found["list"]))
    show("customer list at 100,000 customers, 50 rows a page", LIST_HEADER, [_page(lists, page) for page in pages])
    for who in ("owner", "rep"):
        searches = [one for one in found["search"] if one["who"] == who]
        show(
            f"suggestions at 100,000 customers and contacts, as {who}",
            ("typed", "p50 / p95", "SQL", "goal"),
            map(_search, searches),
        )


def _page(lists: dict[tuple[str, str], dict[str, Any]], page: str) -> tuple[str, ...]:
    owner, rep, admin = (lists[who, page] for who in ("owner", "rep", "admin"))
    ratio = median(admin["seconds"]) / median(owner["seconds"])
    statements = max(owner["statements"], rep["statements"])
    return (
        page,
        median_and_95(owner["seconds"]),
        median_and_95(rep["seconds"]),
        str(statements),
        milliseconds(median(admin["seconds"])),
        str(admin["statements"]),
        f"{ratio:.1f}",
        verdict(reached=ratio >= GOAL_RATIO and statements <= GOAL_STATEMENTS),
    )


def _search(one: dict[str, Any]) -> tuple[str, ...]:
    slow = percentile_95(one["seconds"])
    return (
        one["what"],
        median_and_95(one["seconds"]),
        str(one["statements"]),
        verdict(reached=slow <= GOAL_SEARCH_SECONDS),
    )
