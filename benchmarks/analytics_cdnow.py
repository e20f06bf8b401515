"""CDNOW's 69,659 purchases end to end, warm: read the file, sum up, fit, foretell; next to `lifetimes` in the same run.

`python -m benchmarks.analytics_cdnow`; half a minute. Both fit BG/NBD and Gamma-Gamma to all that is known at the end
of September 1997 and foretell a year of purchases and their worth for every customer; ours says the interval, the
chance to buy, the next date and cohorts too. The limit is one read of the file's bytes.
"""

import warnings
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from pyarrow import csv

from benchmarks.real_data import place_of
from benchmarks.table import median, milliseconds, show, verdict
from zhike.analytics.describing import cohorts, concentration
from zhike.analytics.lifetime import fit_bg_nbd, fit_gamma_gamma, next_purchase, outlook
from zhike.analytics.purchases import Lines, cents_of_units, lines, purchase_days, summary
from zhike.analytics.worth import forecast

AS_OF = np.datetime64("1997-09-30")
YEAR = 365
ROUNDS = 5
GOAL_SECONDS = 1.0


def file() -> Path:
    return place_of("lifetimes", "datasets") / "CDNOW_master.txt"


def read() -> Lines:
    """Read the four columns, which runs of blanks part."""
    text = b"\n".join(b",".join(each.split()) for each in file().read_bytes().splitlines()[1:])
    names = ["customer", "day", "pieces", "dollars"]
    table = csv.read_csv(_as_file(text), read_options=csv.ReadOptions(column_names=names))
    customer, day, _, dollars = (column.to_numpy() for column in table.columns)
    months = (day // 10_000 - 1970) * 12 + day // 100 % 100 - 1
    days = months.astype("datetime64[M]").astype("datetime64[D]") + (day % 100 - 1)
    return lines(customer, days, cents_of_units(dollars))


def _as_file(text: bytes) -> Any:
    from pyarrow import BufferReader  # noqa: PLC0415 - a name only this needs

    return BufferReader(text)


def ours() -> dict[str, float]:
    """Do everything; answer the seconds of each step."""
    seconds, began = {}, perf_counter()

    def lap(name: str) -> None:
        nonlocal began
        seconds[name] = perf_counter() - began
        began = perf_counter()

    source = read()
    lap("read")
    days = purchase_days(source.until(AS_OF))
    seen = summary(days, AS_OF)
    lap("sum up")
    rows, buyers = seen.history(), seen.take(seen.mean_repeat > 0)
    model, spending = fit_bg_nbd(rows), fit_gamma_gamma(buyers.repeats, buyers.mean_repeat)
    lap("fit")
    outlook(model, rows, days=YEAR)
    next_purchase(model, rows, horizon=YEAR)
    lap("foretell")
    paid = np.where(seen.mean_repeat > 0, seen.repeats, 0)
    forecast(rows, paid, seen.mean_repeat, model=model, spending=spending, days=YEAR, discount=0.1, kind="sales")
    lap("value")
    concentration(seen.total)
    cohorts(days, AS_OF)
    lap("describe")
    return seconds


def theirs() -> float:
    """Let `lifetimes` do its part: read, sum up, fit two models, a year's purchases and value."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pandas, peer, utils = (import_module(each) for each in ("pandas", "lifetimes", "lifetimes.utils"))
        began = perf_counter()
        table = pandas.read_csv(file(), sep=r"\s+", skiprows=1, names=["customer", "day", "pieces", "dollars"])
        table["day"] = pandas.to_datetime(table["day"], format="%Y%m%d")
        rows = utils.summary_data_from_transaction_data(
            table, "customer", "day", monetary_value_col="dollars", observation_period_end="1997-09-30"
        )
        model = peer.BetaGeoFitter().fit(rows["frequency"], rows["recency"], rows["T"])
        buyers = rows[rows["monetary_value"] > 0]
        spending = peer.GammaGammaFitter().fit(buyers["frequency"], buyers["monetary_value"])
        columns = (rows["frequency"], rows["recency"], rows["T"])
        model.conditional_expected_number_of_purchases_up_to_time(YEAR, *columns)
        spending.customer_lifetime_value(model, *columns, rows["monetary_value"], time=12, freq="D")
        return perf_counter() - began


def limit() -> float:
    began = perf_counter()
    np.frombuffer(file().read_bytes(), dtype=np.uint8).sum()
    return perf_counter() - began


def rounds(work: Callable[[], Any], number: int = ROUNDS) -> list[Any]:
    """Answer what some rounds gave, after one that does not count."""
    return [work() for _ in range(number + 1)][1:]


def main() -> None:
    laps = rounds(ours)
    total, floor, peer = median([sum(each.values()) for each in laps]), median(rounds(limit)), median(rounds(theirs, 1))
    rows = [[name, milliseconds(median([each[name] for each in laps]))] for name in laps[0]]
    rows += [
        ["together", milliseconds(total), f"goal {GOAL_SECONDS:.0f} s {verdict(reached=total <= GOAL_SECONDS)}"],
        ["one read of the file", milliseconds(floor), f"{total / floor:.0f} x"],
        ["lifetimes", f"{peer:.2f} s", f"{peer / total:.0f} x ours"],
    ]
    show(f"CDNOW end to end, warm, median of {ROUNDS}", ("step", "time", ""), [[*row, ""][:3] for row in rows])


if __name__ == "__main__":
    main()
