"""Data sets of the literature, as the `lifetimes` package brings them."""

from functools import cache
from importlib.resources import files

import numpy as np

from zhike.analytics.lifetime import History, ParetoNBD, Regular, history
from zhike.analytics.lifetime.history import Floats

WEEK = 7


def table(name: str) -> Floats:
    with (files("lifetimes.datasets") / name).open(encoding="utf-8") as file:
        return np.genfromtxt(file, delimiter=",", skip_header=1)


@cache
def cdnow() -> History:
    """The 2,357 customers of the papers: repeats, last and age in weeks of two decimals."""
    _, repeats, last, age = table("cdnow_customers_summary.csv").T
    return history(repeats, last * WEEK, age * WEEK)


def weekly(repeats: list[int], last: list[float], age: list[float]) -> History:
    return history(repeats, np.array(last) * WEEK, np.array(age) * WEEK)


def bg_nbd(r: float, alpha: float, a: float, b: float) -> Regular:
    return Regular(WEEK, 0.0, (), 1, r, alpha, a, b, k=1, first_too=False)


def pareto_nbd(r: float, alpha: float, s: float, beta: float) -> ParetoNBD:
    return ParetoNBD(WEEK, 0.0, (), 1, r, alpha, s, beta)
