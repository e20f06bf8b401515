"""As many orders as a sheet has rows, by `zhike import`, while somebody keeps asking for pages of the same company.

    python -m benchmarks.import_million [ROWS]

How fast, in how much memory, and how much longer a list and a card take meanwhile than before. SQLite, one machine.
"""

import random
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from threading import Event, Timer
from time import perf_counter

from benchmarks.import_orders import GOAL_MEMORY, GOALS, WrongFigures
from benchmarks.installation import Import, Installation, fresh_installation
from benchmarks.real_data import ORDER_HEADER, Line, _as_cells, _as_text, write_csv, write_xlsx
from benchmarks.table import median, median_and_95, percentile_95, show, verdict
from benchmarks.visiting import Visitor, fill, free_port, wait_until_it_answers

ROWS = 1_048_576  # of a sheet, one of which is the head
CUSTOMERS = 5_000
SEED = 20261122
FIRST_DAY, DAYS = date(2021, 1, 1), 2_000
PAGES = {"list": "/customers/", "card": "/customers/C000001/"}
EVERY_SECONDS = 1.0
BEFORE_SECONDS = 30.0
GOAL_RATIO = 2.0

Times = dict[str, list[float]]


class NoPage(Exception):
    """A page was not answered as it should be."""


@dataclass(frozen=True)
class Measured:
    """One import, and how long the pages took before it and meanwhile."""

    done: Import
    before: Times
    meanwhile: Times


def main(rows: int = ROWS) -> None:
    with tempfile.TemporaryDirectory(prefix="zhike-bench-") as place:
        text, book = Path(place, "orders.csv"), Path(place, "orders.xlsx")
        print(f"making two files of {rows:,} rows ...", flush=True)
        write_csv(text, ORDER_HEADER, map(_as_text, orders(rows)))
        write_xlsx(book, ORDER_HEADER, map(_as_cells, orders(rows - 1)))
        measured = {path: _measured(path, expected) for path, expected in ((text, rows), (book, rows - 1))}
    titles = ("file", "rows", "seconds", "rows/s", "goal", "peak private memory (own + child)", "goal")
    show("orders by `zhike import`", titles, [_row(path, one.done) for path, one in measured.items()])
    asked = ("while importing", "page", "before p50 / p95", "meanwhile p50 / p95", "ratio p50 / p95", "goal")
    show("pages of `zhike web` on the same SQLite", asked, (row for each in measured.items() for row in _pages(*each)))


def orders(count: int) -> Iterator[Line]:
    """Invent orders of one line each, of some thousand customers in turn."""
    chance = random.Random(SEED)
    for number in range(count):
        yield Line(
            order=f"S{number:07d}",
            customer=f"C{number % CUSTOMERS + 1:06d}",
            on=FIRST_DAY + timedelta(days=chance.randrange(DAYS)),
            product="",
            quantity=chance.randrange(1, 20),
            amount=chance.randrange(100, 1_000_000),
        )


def _measured(path: Path, rows: int) -> Measured:
    with fresh_installation() as installation:
        password, port = fill(installation, CUSTOMERS), free_port()
        with installation.started("web", "--port", str(port)):
            visitor = Visitor(port)
            wait_until_it_answers(visitor)
            visitor.sign_in(password)
            for page in PAGES.values():  # the first answer takes longer than all later ones
                visitor.ask(page)
            before = _before(visitor)
            done, meanwhile = _meanwhile(visitor, installation, path)
        if (found := installation.figure("SELECT count(*) FROM sales_order")[0]) != rows:
            raise WrongFigures(f"in the books {found:,} orders; in the file {rows:,}")
    return Measured(done, before, meanwhile)


def _before(visitor: Visitor) -> Times:
    ended = Event()
    Timer(BEFORE_SECONDS, ended.set).start()
    return _asked(visitor, ended)


def _meanwhile(visitor: Visitor, installation: Installation, path: Path) -> tuple[Import, Times]:
    ended = Event()
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(_asked, visitor, ended)
        try:
            done = installation.bring_in("orders", path)
        finally:
            ended.set()
        return done, asking.result()


def _asked(visitor: Visitor, ended: Event) -> Times:
    """Ask for each page every second until it is enough.

    Raises:
        NoPage: one was not answered.
    """
    times: Times = {name: [] for name in PAGES}
    while not ended.wait(EVERY_SECONDS):
        for name, page in PAGES.items():
            start = perf_counter()
            status, _ = visitor.ask(page)
            times[name].append(perf_counter() - start)
            if status != 200:
                raise NoPage(f"{page} answered {status}")
    return times


def _row(path: Path, done: Import) -> tuple[str, ...]:
    speed = done.rows_per_second
    return (
        path.name,
        f"{done.answer['rows']:,}",
        f"{done.seconds:.1f}",
        f"{speed:,.0f}",
        verdict(reached=speed >= GOALS[path.suffix]),
        done.memory.words,
        verdict(reached=done.memory.together <= GOAL_MEMORY),
    )


def _pages(path: Path, one: Measured) -> Iterator[tuple[str, ...]]:
    for name in PAGES:
        before, meanwhile = one.before[name], one.meanwhile[name]
        half = median(meanwhile) / median(before)
        slow = percentile_95(meanwhile) / percentile_95(before)
        yield (
            path.name,
            name,
            median_and_95(before),
            median_and_95(meanwhile),
            f"{half:.1f} / {slow:.1f}",
            verdict(reached=max(half, slow) <= GOAL_RATIO),
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
