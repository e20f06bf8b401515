"""Orders from csv and xlsx: how fast through the real command, in how much memory, and whether every 分 arrives."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

from benchmarks.installation import Import, Installation, fresh_installation
from benchmarks.memory import Memory, watched
from benchmarks.real_data import CDNOW, JOURNEY, Files, Source, make_cdnow, make_journey
from benchmarks.table import show, verdict

GOALS = {".csv": 5_000, ".xlsx": 3_000}  # rows a second
GOAL_MEMORY = 300e6
PEER_ROWS = 10_000
HEADER = ("file", "rows", "seconds", "rows/s", "goal", "ratio to peer", "peak private memory (own + child)", "goal")


class WrongFigures(Exception):
    """What is in the books is not what was in the files."""


@dataclass(frozen=True)
class Peer:
    """What django-import-export did with the first rows of the same file."""

    rows_per_second: float


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="zhike-bench-") as place:
        for name, make, source in (("CDNOW", make_cdnow, CDNOW), ("Complete Journey", make_journey, JOURNEY)):
            print(f"making the files of {name} ...", flush=True)
            _measure(name, make(Path(place)), source)


def _measure(name: str, files: Files, source: Source) -> None:
    peer = _peer(files)
    rows = [
        _row([files.orders_csv], _bring_in(files.customers_csv, [files.orders_csv], source), peer),
        _row(files.orders_xlsx, _bring_in(files.customers_xlsx, files.orders_xlsx, source), peer),
    ]
    words = f"first {PEER_ROWS:,} rows by django-import-export"
    rows.append((words, f"{PEER_ROWS:,}", "", f"{peer.rows_per_second:,.0f}", "", "1", "", ""))
    show(f"{name}: orders by `zhike import`; counts and sums equal the file's", HEADER, rows)
    seconds, memory = _through_the_worker(files)
    trial = (files.orders_xlsx[0].name, f"{seconds:.1f}", memory.words, verdict(reached=memory.together <= GOAL_MEMORY))
    show(f"{name}: a trial in the worker", ("file", "seconds", "peak private memory", "goal"), [trial])


def _row(paths: list[Path] | tuple[Path, ...], done: list[Import], peer: Peer) -> tuple[str, ...]:
    rows = sum(int(one.answer["rows"]) for one in done)
    seconds = sum(one.seconds for one in done)
    heaviest = max((one.memory for one in done), key=lambda memory: memory.together)
    speed, goal = rows / seconds, GOALS[paths[0].suffix]
    return (
        " + ".join(path.name for path in paths),
        f"{rows:,}",
        f"{seconds:.1f}",
        f"{speed:,.0f}",
        verdict(reached=speed >= goal),
        f"{speed / peer.rows_per_second:.1f}",
        heaviest.words,
        verdict(reached=heaviest.together <= GOAL_MEMORY),
    )


def _bring_in(customers: Path, orders: list[Path] | tuple[Path, ...], source: Source) -> list[Import]:
    with fresh_installation() as installation:
        installation.bring_in("customers", customers)
        done = [installation.bring_in("orders", path) for path in orders]
        refuse_difference(installation, source)
    return done


def refuse_difference(installation: Installation, source: Source) -> None:
    """Compare the books with the source.

    Raises:
        WrongFigures: naming both.
    """
    lines, amount = installation.figure("SELECT count(*), sum(amount) FROM sales_orderline")
    orders, total = installation.figure("SELECT count(*), sum(amount) FROM sales_order")
    (customers,) = installation.figure("SELECT count(*) FROM customers_customer")
    found = Source(lines=lines, orders=orders, customers=customers, amount=amount)
    if found != source or total != amount:
        raise WrongFigures(f"in the books {found}, orders of {total}; in the file {source}")


def _peer(files: Files) -> Peer:
    with fresh_installation() as installation:
        installation.bring_in("customers", files.customers_csv)
        answer = python(installation, "benchmarks.import_peer", "orders", str(files.orders_csv), str(PEER_ROWS))
    return Peer(answer["rows"] / answer["seconds"])


def _through_the_worker(files: Files) -> tuple[float, Memory]:
    """Have a worker try a file that was uploaded, and watch it and its reading child."""
    with fresh_installation() as installation:
        installation.bring_in("customers", files.customers_csv)
        python(installation, "benchmarks.upload", "orders", str(files.orders_xlsx[0]))
        before = perf_counter()
        with installation.started("worker") as worker, watched(worker.pid) as memory:
            _wait_until(
                lambda: installation.figure("SELECT state FROM exchange_importrun ORDER BY id DESC")[0] == "checked"
            )
            seconds = perf_counter() - before
    return seconds, memory


def _wait_until(is_so: Callable[[], object]) -> None:
    while not is_so():
        sleep(0.2)


def python(installation: Installation, module: str, *words: str) -> dict[str, Any]:
    """Run a module of the benchmarks in the installation; it prints JSON."""
    command = [sys.executable, "-m", module, *words]
    done = subprocess.run(command, env=installation.environ, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
