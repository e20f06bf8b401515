"""`zhike backup` of 1,000,000 customers with two contacts each, while a visitor asks for pages once a second; restore.

    python -m benchmarks.backup_million [--customers N] [--keep DIR]

With --keep the company is made once and stays in DIR.
"""

import argparse
import os
import secrets
import subprocess
import sys
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import perf_counter, sleep

from benchmarks.import_orders import python
from benchmarks.installation import ZHIKE, Installation
from benchmarks.many_customers import _installation
from benchmarks.memory import MEGABYTE
from benchmarks.table import median_and_95, percentile_95, show, verdict
from benchmarks.visiting import Visitor, free_port, wait_until_it_answers

CUSTOMERS = 1_000_000
SECONDS_TO_WARM_UP, SECONDS_BEFORE = 10, 30
GOAL_SECONDS = 0.5
VISITOR = "visitor"
PAGES = ("list", "card")


class Visits:
    """Asks for a list page and a customer's page once a second until told to stop, each time others."""

    def __init__(self, visitor: Visitor, customers: int) -> None:
        self.visitor, self.customers = visitor, customers
        self.seconds: dict[str, list[float]] = {page: [] for page in PAGES}
        self.wrong: list[tuple[str, int]] = []
        self._ended = Event()
        self._thread = Thread(target=self._go)

    def __enter__(self) -> "Visits":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ended.set()
        self._thread.join()

    def _go(self) -> None:
        for turn in count(1):
            self._ask("list", f"/customers/?page={turn % 100 + 1}")
            self._ask("card", f"/customers/C{turn * 7919 % self.customers + 1:06d}/")
            if self._ended.wait(1):
                return

    def _ask(self, page: str, path: str) -> None:
        before = perf_counter()
        try:
            status, _ = self.visitor.ask(path)
        except OSError:
            status = 0
        self.seconds[page].append(perf_counter() - before)
        if status != 200:
            self.wrong.append((path, status))


def main(told: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=CUSTOMERS, help="how many")
    parser.add_argument("--keep", type=Path, help="the directory to make the company in, or to find it in")
    arguments = parser.parse_args(told)
    size: int = arguments.customers
    with _installation(arguments.keep and arguments.keep / str(size)) as home, TemporaryDirectory() as place:
        made = python(home, "benchmarks.fill_company", str(size))
        file = Path(place) / "zhike.zip"
        before, meanwhile, seconds = _backed_up(home, file, size)
        _show_pages(size, before, meanwhile)
        restored = _restored(file, Path(place) / "restored", size)
        _show_backup(size, made["bytes"], file, seconds=seconds, restored=restored)


def _backed_up(home: Installation, file: Path, size: int) -> tuple[Visits, Visits, float]:
    """Back up while the pages are visited; answer the visits before and meanwhile, and how long it took."""
    password = secrets.token_urlsafe(16)
    name = f"{VISITOR}-{secrets.token_hex(3)}"
    words = ("createowner", "--username", name, "--name", "王老板", "--password-stdin")
    _run(home, *words, told=password)
    port = free_port()
    with home.started("web", "--port", str(port)):
        visitor = Visitor(port)
        wait_until_it_answers(visitor)
        visitor.sign_in(password, name=name)
        with Visits(visitor, size):  # the first pages of a new process are slow
            sleep(SECONDS_TO_WARM_UP)
        with Visits(visitor, size) as before:
            sleep(SECONDS_BEFORE)
        began = perf_counter()
        with Visits(visitor, size) as meanwhile:
            _run(home, "backup", str(file))
            seconds = perf_counter() - began
    return before, meanwhile, seconds


def _restored(file: Path, place: Path, size: int) -> float:
    """Put the backup back into an empty installation and count; answer how long that took."""
    place.mkdir()
    home = Installation(place)
    began = perf_counter()
    _run(home, "restore", str(file))
    seconds = perf_counter() - began
    (found,) = home.figure("SELECT count(*) FROM customers_customer")
    if found < size:
        sys.exit(f"only {found:,} of {size:,} customers came back")
    return seconds


def _run(home: Installation, *words: str, told: str = "") -> None:
    subprocess.run([*ZHIKE, *words], env=home.environ, input=told, text=True, check=True, stdout=subprocess.DEVNULL)


def _show_pages(size: int, before: Visits, meanwhile: Visits) -> None:
    rows = [
        (
            page,
            median_and_95(before.seconds[page]),
            median_and_95(meanwhile.seconds[page]),
            f"{max(meanwhile.seconds[page]) * 1000:.0f} ms",
            verdict(reached=percentile_95(meanwhile.seconds[page]) <= GOAL_SECONDS),
        )
        for page in PAGES
    ]
    header = ("page", "before p50 / p95", "meanwhile p50 / p95", "slowest meanwhile", "p95 goal")
    show(f"pages while {size:,} customers are backed up", header, rows)
    for path, status in [*before.wrong, *meanwhile.wrong][:5]:
        print(f"  {path} answered {status or 'nothing'}")


def _show_backup(size: int, database: int, file: Path, *, seconds: float, restored: float) -> None:
    row = (
        f"{database / MEGABYTE:,.0f} MB",
        f"{seconds / 60:.1f} min",
        f"{file.stat().st_size / MEGABYTE:,.0f} MB",
        f"{restored / 60:.1f} min",
    )
    show(f"`zhike backup` and `zhike restore` of {size:,} customers", ("database", "backup", "file", "restore"), [row])


if __name__ == "__main__":
    os.environ.pop("ZHIKE_DATA_DIR", None)
    main(sys.argv[1:])
