"""Ten million order lines to purchase summaries: by the engine, by `purchases`, and by lifetimes.

`python -m benchmarks.analytics_summary [LINES]`, ten million and then fifty million lines without an argument. Each way
runs in a process of its own on the same Parquet files, as lines come out of a snapshot, and says its peak of memory.
The goals are 3 s and five times lifetimes at ten million, and the engine's memory staying below its limit and a half
at fifty. lifetimes is run on what it can do in about two minutes; the table says on how many lines, nothing is
extrapolated.
"""

import resource
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from benchmarks.table import show, verdict

AS_OF = date(2025, 12, 31)
LINES = (10_000_000, 50_000_000)
AT_ONCE = 1_000_000
LINES_PER_CUSTOMER = 13
MOST_FOR_LIFETIMES = 1_000_000
GOAL_SECONDS, GOAL_TIMES = 3.0, 5.0
LIMIT_MB = 2048
ENOUGH_MEMORY_MB = 1.5 * LIMIT_MB
REPEATS = 3


def make(folder: Path, lines: int) -> None:
    """Write lines of customers who buy more or less often, one in fifty comes back; a file a million."""
    import pyarrow as pa  # noqa: PLC0415 - not in the processes that are measured without it
    from pyarrow import parquet  # noqa: PLC0415 - as above

    chance = np.random.default_rng(6)
    customers = lines // LINES_PER_CUSTOMER + 1
    for number in range(0, lines, AT_ONCE):
        size = min(AT_ONCE, lines - number)
        back = chance.random(size) < 0.02
        amount = chance.integers(100, 50_000, size)
        table = pa.table(
            {
                "customer": (customers * chance.random(size) ** 1.5).astype(np.int64),
                "ordered_on": (np.datetime64("2023-01-01") + chance.integers(0, 1096, size)).astype("datetime64[D]"),
                "amount": np.where(back, -amount // 2, amount),
            }
        )
        parquet.write_table(table, folder / f"{number:09}.parquet", compression="zstd")


def by_engine(files: list[Path]) -> tuple[int, list[float]]:
    from zhike.analytics import engine  # noqa: PLC0415 - the others are measured without it

    limits = engine.Limits(memory=f"{LIMIT_MB}MB", folder=files[0].parent / "passing")
    with engine.connect(limits=limits) as held:
        return timed(lambda: len(held.summary(files, as_of=AS_OF)))


def by_purchases(files: list[Path]) -> tuple[int, list[float]]:
    from pyarrow import parquet  # noqa: PLC0415 - as above

    from zhike.analytics import purchases  # noqa: PLC0415 - as above

    def once() -> int:
        table = parquet.read_table(files)
        customer, day, amount = (table[name].to_numpy() for name in ("customer", "ordered_on", "amount"))
        days = purchases.purchase_days(purchases.lines(customer, day, amount))
        return len(purchases.summary(days, np.datetime64(AS_OF)))

    return timed(once)


def by_lifetimes(files: list[Path]) -> tuple[int, list[float]]:
    import pandas as pd  # noqa: PLC0415 - as above
    from lifetimes.utils import summary_data_from_transaction_data  # noqa: PLC0415 - as above

    def once() -> int:
        table = pd.read_parquet(files)
        return len(
            summary_data_from_transaction_data(
                table, "customer", "ordered_on", "amount", observation_period_end=AS_OF.isoformat()
            )
        )

    return timed(once, repeats=1)


def timed(once: Callable[[], int], *, repeats: int = REPEATS) -> tuple[int, list[float]]:
    """Answer the customers and how long each time took, the first with all that is loaded."""
    found, times = 0, []
    for _ in range(repeats):
        began = perf_counter()
        found = once()
        times.append(perf_counter() - began)
    return found, times


WAYS = {"engine": by_engine, "purchases": by_purchases, "lifetimes": by_lifetimes}


def main() -> None:
    if sys.argv[1:2] and sys.argv[1] in WAYS:
        customers, times = WAYS[sys.argv[1]](sorted(Path(sys.argv[2]).glob("*.parquet")))
        print(customers, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, times[0], min(times))
        return
    for lines in [int(sys.argv[1])] if sys.argv[1:] else LINES:
        judge(lines)


def judge(lines: int) -> None:
    """Run the ways on so many lines and say how they did."""
    with TemporaryDirectory() as place:
        folder, few = Path(place) / "all", Path(place) / "few"
        for each, size in ((folder, lines), (few, min(lines, MOST_FOR_LIFETIMES))):
            each.mkdir()
            make(each, size)
        found = {way: apart(way, few if way == "lifetimes" else folder) for way in WAYS}
    read = min(lines, MOST_FOR_LIFETIMES)
    rates = {way: (read if way == "lifetimes" else lines) / found[way][3] for way in WAYS}
    rows = [
        [
            way,
            f"{read if way == 'lifetimes' else lines:,}",
            f"{customers:,.0f}",
            f"{first:.2f} s",
            f"{best:.2f} s",
            f"{rates[way] / rates['lifetimes']:.1f}",
            f"{memory:.0f} MB",
            goal(way, lines, seconds=best, times=rates[way] / rates["lifetimes"], memory=memory),
        ]
        for way, (customers, memory, first, best) in found.items()
    ]
    show("order lines to purchase summaries", HEADER, rows)


def goal(way: str, lines: int, *, seconds: float, times: float, memory: float) -> str:
    """Say whether our ways reach the goals of so many lines; of other sizes nothing was promised."""
    if way == "lifetimes" or lines not in LINES:
        return ""
    if lines == LINES[0]:
        return verdict(reached=seconds <= GOAL_SECONDS and times >= GOAL_TIMES)
    return verdict(reached=memory <= ENOUGH_MEMORY_MB) if way == "engine" else ""


def apart(way: str, folder: Path) -> tuple[float, ...]:
    """Run one way in a process of its own; answer customers, peak of memory in MB, first and best seconds."""
    command = [sys.executable, "-m", "benchmarks.analytics_summary", way, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return tuple(map(float, done.stdout.split()))


HEADER = ["way", "lines", "customers", "first", "best", "lines/s by lifetimes'", "peak memory", "goal"]

if __name__ == "__main__":
    main()
