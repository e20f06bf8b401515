"""Pages and the search box at 100,000 and 1,000,000 customers with two contacts each, next to Django's admin.

    python -m benchmarks.many_customers [--customers N] [--keep DIR] [--no-search]

With --keep the company is made once and stays in DIR.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.import_orders import python
from benchmarks.installation import ZHIKE, Installation, fresh_installation
from benchmarks.table import median, median_and_95, milliseconds, percentile_95, show, verdict

SIZES = (100_000, 1_000_000)
GOAL_SECONDS = 0.05
GOAL_PAGE_SECONDS = 0.06
PAGE_HEADER = ("page", "owner p50 / p95", "rep p50 / p95", "SQL", "admin p50", "admin / owner", "p95 goal")
HEADER = ("typed", "owner p50 / p95", "rep p50 / p95", "new rep p50 / p95", "SQL", "admin p50", "goal")


def main(told: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, action="append", help="how many; may be given several times")
    parser.add_argument("--keep", type=Path, help="the directory to make the company in, or to find it in")
    parser.add_argument("--no-search", action="store_true", help="time the pages alone")
    arguments = parser.parse_args(told)
    for size in arguments.customers or SIZES:
        with _installation(arguments.keep and arguments.keep / str(size)) as installation:
            more = ["--no-search"] if arguments.no_search else []
            found = python(installation, "benchmarks.many_pages", str(size), *more)
        _show(size, found)


@contextmanager
def _installation(place: Path | None) -> Iterator[Installation]:
    if place is None:
        with fresh_installation() as installation:
            yield installation
        return
    place.mkdir(parents=True, exist_ok=True)
    installation = Installation(place)
    subprocess.run([*ZHIKE, "migrate"], env=installation.environ, check=True, stdout=subprocess.DEVNULL)
    yield installation


def _show(size: int, found: dict[str, Any]) -> None:
    _show_pages(size, {(one["who"], one["what"]): one for one in found["pages"]})
    if not found["search"]:
        return
    times = {(one["who"], one["what"]): one for one in found["search"]}
    typed = list(dict.fromkeys(one["what"] for one in found["search"]))
    megabytes = found["bytes"] / 1e6
    title = f"suggestions at {size:,} customers and {2 * size:,} contacts, {megabytes:,.0f} MB"
    if found["seconds"]:
        title += f", made in {found['seconds']:,.0f} s"
    show(title, HEADER, [_row(times, what) for what in typed])
    for who in ("owner", "rep", "new rep"):
        everything = [seconds for (asked, _), one in times.items() if asked == who for seconds in one["seconds"]]
        print(f"  all as {who}: p50 {milliseconds(median(everything))}, p95 {milliseconds(percentile_95(everything))}")


def _show_pages(size: int, times: dict[tuple[str, str], dict[str, Any]]) -> None:
    pages = list(dict.fromkeys(what for _, what in times))
    show(f"pages at {size:,} customers", PAGE_HEADER, [_page_row(times, what) for what in pages])


def _page_row(times: dict[tuple[str, str], dict[str, Any]], what: str) -> tuple[str, ...]:
    owner, rep, admin = times["owner", what], times["rep", what], times.get(("admin", what))
    slowest = max(percentile_95(one["seconds"]) for one in (owner, rep))
    ratio = f"{median(admin['seconds']) / median(owner['seconds']):.1f}" if admin else ""
    return (
        what,
        *(median_and_95(one["seconds"]) for one in (owner, rep)),
        str(max(owner["statements"], rep["statements"])),
        milliseconds(median(admin["seconds"])) if admin else "",
        ratio,
        verdict(reached=slowest <= GOAL_PAGE_SECONDS),
    )


def _row(times: dict[tuple[str, str], dict[str, Any]], what: str) -> tuple[str, ...]:
    ours = [times[who, what] for who in ("owner", "rep", "new rep")]
    slowest = max(percentile_95(one["seconds"]) for one in ours)
    admin = times.get(("admin", what))
    return (
        what,
        *(median_and_95(one["seconds"]) for one in ours),
        str(max(one["statements"] for one in ours)),
        milliseconds(median(admin["seconds"])) if admin else "",
        verdict(reached=slowest <= GOAL_SECONDS),
    )


if __name__ == "__main__":
    os.environ.pop("ZHIKE_DATA_DIR", None)
    main(sys.argv[1:])
