"""What customers are worth in the days to come: purchase days expected × money a day, discounted by the month."""

from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zhike.analytics.lifetime.gamma_gamma import GammaGamma, expected_mean
from zhike.analytics.lifetime.history import Floats, History
from zhike.analytics.lifetime.outlook import expected_until
from zhike.analytics.worth.figures import even, floats, number, row
from zhike.analytics.worth.gap_rule import FEWEST_CUSTOMERS, share_still_counted, silence
from zhike.analytics.worth.lifetime_value import YEAR, Margin, Value, known

Basis = Literal["model", "gap_rule", "too_little_data", "no_data"]
"""What a customer's amount rests on. With too little data (数据不足) it is more the group's figure than his own."""

FEWEST_PURCHASES = 3
"""Purchase days without which nothing is said of a single customer (domain book 4.30)."""
MONTH = YEAR / 12


@dataclass(frozen=True, eq=False)
class Forecast:
    """What n customers are worth in the days to come.

    Attributes:
        value: (n,) 分, with the variant that all were valued by.
        basis: (n,) what each amount rests on.
        purchases: (n,) purchase days expected, not discounted.
        group: 分, the mean amount of a customer: what is shown for those with too little data.
    """

    value: Value
    basis: NDArray[np.str_]
    purchases: Floats
    group: float


def forecast(
    history: History,
    paid: ArrayLike,
    mean: ArrayLike,
    *,
    model: object | None,
    spending: GammaGamma | None,
    days: float,
    discount: float,
    kind: Margin,
    margin_rate: float = 1.0,
) -> Forecast:
    """Value customers by a fitted lifetime model, or by their own gaps where there are fewer than 100 of them.

    Args:
        history: n customers.
        paid: (n,) purchase days the mean was taken over; 0 for who has none.
        mean: (n,) mean money of these in 分, ≥ 0; not looked at where paid is 0.
        model: a fitted lifetime model; None asks for the gap rule.
        spending: fitted on paid and mean; without it, or if it has no finite mean, own means and the group's are taken.
        days: how far to look ahead, at most a hundred years.
        discount: rate a year, at most 10.
        kind: what the amounts are once multiplied by the margin rate.
        margin_rate: margin per 分 of money, 0–1.

    Raises:
        BadFigures: the rows are not of one length or a figure is out of its limits.

    Source: Fader, Hardie, Lee, "RFM and CLV", Journal of Marketing Research 42(4) 2005, equation 3, by the month.
    """
    x, m = row("paid", paid, least=0), floats("mean", mean)
    even(history=history.age, paid=x, mean=m)
    m = row("mean", np.where(x > 0, m, 0.0), least=0)
    ahead, rate = number("days", days, least=0, most=100 * YEAR), number("discount", discount, least=0, most=10)
    by_model = model is not None and history.customers >= FEWEST_CUSTOMERS
    look = partial(_by_model, model) if by_model else _by_gaps
    purchases, weighed = look(history, days=ahead, discount=rate)
    share = number("margin_rate", margin_rate, least=0, most=1)
    amount = weighed * _spend(x, m, weights=history.weights, spending=spending) * share
    value = Value(amount, "lifetime_model" if by_model else "gap_rule", ahead, known(kind))
    basis = _basis(history, by_model=by_model, priced=bool(x.any()) or spending is not None)
    return Forecast(value, basis, purchases, float(np.average(amount, weights=history.weights)))


def _by_model(model: object, history: History, *, days: float, discount: float) -> tuple[Floats, Floats]:
    """Answer (n,) purchase days to come, and the same with each month's discounted from its end."""
    before: Floats = np.zeros(len(history))
    weighed: Floats = np.zeros(len(history))
    ends = _ends(days)
    for end, until in zip(ends, expected_until(model, history, days=ends), strict=True):
        weighed += np.maximum(until - before, 0.0) / (1 + discount) ** (end / YEAR)
        before = until
    return before, weighed


def _by_gaps(history: History, *, days: float, discount: float) -> tuple[Floats, Floats]:
    """Answer the same by each customer's own rate, or by the group's where he has bought too seldom."""
    enough = history.repeats + 1 >= FEWEST_PURCHASES
    seen = float(history.weights @ history.age)
    group = float(history.weights @ history.repeats) / seen if seen else 0.0
    gap = np.where(enough, history.last / np.maximum(history.repeats, 1), 1.0)
    still = share_still_counted(silence(gap, history.age - history.last))
    a_day = np.where(enough, still / gap, group)
    ends = _ends(days)
    lengths = np.diff(ends, prepend=0.0)
    return a_day * days, a_day * float(lengths @ (1 + discount) ** (-ends / YEAR))


def _ends(days: float) -> Floats:
    """Answer the ends of the months to come, in days; the last may be cut short."""
    whole = np.arange(1, np.ceil(days / MONTH - 1e-9)) * MONTH
    return np.append(whole, days)


def _spend(paid: Floats, mean: Floats, *, weights: Floats, spending: GammaGamma | None) -> Floats:
    if spending is not None and np.isfinite(spending.population_mean):
        return expected_mean(spending, paid, mean)
    counted = paid * weights
    group = float(counted @ mean / counted.sum()) if counted.any() else 0.0
    return np.where(paid >= FEWEST_PURCHASES - 1, mean, group)


def _basis(history: History, *, by_model: bool, priced: bool) -> NDArray[np.str_]:
    few = history.repeats + 1 < FEWEST_PURCHASES
    if not priced:
        return np.full(len(history), "no_data")
    unseen = not by_model and not history.age.any()
    return np.where(few, "no_data" if unseen else "too_little_data", "model" if by_model else "gap_rule")
