"""Fit the lifetime models to CDNOW and to simulated customers, next to `lifetimes` in the same run.

`python -m benchmarks.analytics_fit [--customers 1000000]`; about two minutes, most of them the peer's.

Both sides are given arrays that are ready, in days. The limit is one read of what a fit must look at: repeats, last and
age of every customer, 24 bytes. The peer is not asked for Pareto/NBD on the simulated customers: its time grows with
their number, and 23,570 take it more than twenty seconds.
"""

import argparse
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.customers import bg_nbd_customers, pareto_nbd_customers
from benchmarks.table import median, milliseconds, show, verdict
from zhike.analytics.lifetime import History, fit_bg_nbd, fit_mbg_nbd, fit_pareto_nbd
from zhike.analytics.purchases import split
from zhike.analytics.purchases.tests.cdnow import CUT, cdnow

CUSTOMERS = 1_000_000
ROUNDS = 3
HEADER = ("model", "customers", "ours", "one read", "fit / read", "lifetimes", "lifetimes / ours", "goal", "parameters")


@dataclass(frozen=True)
class Trial:
    """A model, the customers it is fitted to, the peer's fitter and how many times faster we mean to be."""

    name: str
    rows: Callable[[], History]
    fit: Callable[[History], Any]
    peer: str | None
    goal: str
    reached: Callable[[float, float | None], bool]


def timed(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Answer the median seconds of some rounds, after one that is not counted."""
    seconds = []
    for _ in range(rounds + 1):
        began = perf_counter()
        work()
        seconds.append(perf_counter() - began)
    return median(seconds[1:])


def one_read(rows: History) -> float:
    """Answer the seconds it takes to read the three columns once."""
    return timed(lambda: (rows.repeats.sum(), rows.last.sum(), rows.age.sum()), rounds=9)


def peers_fit(name: str, rows: History) -> tuple[float, str]:
    """Let `lifetimes` fit, in weeks as its guide does; answer the seconds and what it found."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = getattr(import_module("lifetimes"), name)()
        began = perf_counter()
        model.fit(rows.repeats, rows.last / 7, rows.age / 7)
        return perf_counter() - began, " ".join(f"{each:.4f}" for each in model.params_)


def times(least: float) -> Callable[[float, float | None], bool]:
    return lambda ours, peer: peer is not None and peer / ours >= least


def within(seconds: float) -> Callable[[float, float | None], bool]:
    return lambda ours, _: ours <= seconds


def trials(customers: int) -> list[Trial]:
    def all_of_cdnow() -> History:
        return split(cdnow("master"), CUT).calibration.history()

    def simulated() -> History:
        return bg_nbd_customers(customers)

    def modified() -> History:
        return bg_nbd_customers(customers, modified=True)

    return [
        Trial("BG/NBD", all_of_cdnow, fit_bg_nbd, "BetaGeoFitter", "-", times(0)),
        Trial("MBG/NBD", all_of_cdnow, fit_mbg_nbd, "ModifiedBetaGeoFitter", "-", times(0)),
        Trial("Pareto/NBD", all_of_cdnow, fit_pareto_nbd, "ParetoNBDFitter", "20 x", times(20)),
        Trial("BG/NBD", simulated, fit_bg_nbd, "BetaGeoFitter", "60 x", times(60)),
        Trial("MBG/NBD", modified, fit_mbg_nbd, "ModifiedBetaGeoFitter", "60 x", times(60)),
        Trial("Pareto/NBD", lambda: pareto_nbd_customers(customers), fit_pareto_nbd, None, "10 s", within(10)),
    ]


def measured(trial: Trial) -> list[list[str]]:
    rows = trial.rows()
    ours, read = timed(lambda: trial.fit(rows)), one_read(rows)
    model = trial.fit(rows)
    alpha_and_beta_in_weeks = np.array([1, 7, 1, 7 if trial.name == "Pareto/NBD" else 1])
    found = " ".join(f"{each:.4f}" for each in model.in_days / alpha_and_beta_in_weeks)
    peer, theirs = peers_fit(trial.peer, rows) if trial.peer else (None, "")
    goal = trial.goal if trial.goal == "-" else f"{trial.goal} {verdict(reached=trial.reached(ours, peer))}"
    first = [trial.name, f"{len(rows):,}", milliseconds(ours), milliseconds(read), f"{ours / read:.0f} x"]
    second = [f"{peer:.2f} s", f"{peer / ours:.0f} x"] if peer else ["not run", ""]
    lines = [[*first, *second, goal, found]]
    return [*lines, ["", "", "", "", "", "", "", "lifetimes:", theirs]] if theirs else lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=CUSTOMERS, help="how many are simulated")
    asked = [] if sys.argv[0].endswith("benchmarks/__main__.py") else sys.argv[1:]
    customers = parser.parse_args(asked).customers
    rows = [line for trial in trials(customers) for line in measured(trial)]
    show(f"fits, median of {ROUNDS}, the peer's one", HEADER, rows)


if __name__ == "__main__":
    main()
