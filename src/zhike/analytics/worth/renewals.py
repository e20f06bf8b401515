"""Contracts: how many of a cohort renew each time, and what those who are left are still worth."""

from dataclasses import dataclass

import numpy as np

from zhike.analytics.lifetime.history import Floats
from zhike.analytics.lifetime.sbg import SBG, residual_renewals, retention, survival
from zhike.analytics.worth.figures import number, whole
from zhike.analytics.worth.lifetime_value import Margin, Value, known

MOST_RENEWALS = 2_000


@dataclass(frozen=True, eq=False)
class Renewals:
    """A cohort's renewals, from the 1st to the n-th.

    Attributes:
        retention: (n,) share of those there who renew at the 1st, 2nd, … renewal.
        survival: (n,) share of the cohort still there after it.
        residual: (n,) renewals, discounted, expected of a customer in his 1st, 2nd, … period (DERL).
        rises_by_mixing: retention rises though no customer changes: those who leave easily leave first. Mixing cohorts
            of different ages makes such a rise look like growing loyalty.
    """

    retention: Floats
    survival: Floats
    residual: Floats
    rises_by_mixing: bool


def renewals(model: SBG, periods: int, *, discount: float) -> Renewals:
    """Tabulate what a fitted model says of a cohort.

    Args:
        model: fitted to one cohort's survivors.
        periods: how many renewals, from 1 to 2,000.
        discount: rate a period.

    Raises:
        BadFigures: a figure is out of its limits.

    Source: Fader, Hardie 2007, equations 5–7; Fader, Hardie 2010, equation 7; domain book 2.9.
    """
    n = np.arange(1, whole("periods", periods, least=1, most=MOST_RENEWALS) + 1)
    d = number("discount", discount, least=0)
    rates = retention(model, n)
    residual = np.array([residual_renewals(model, int(done) - 1, discount=d) for done in n])
    return Renewals(rates, survival(model, n), residual, bool(len(rates) > 1 and rates[-1] > rates[0]))


def contract_value(
    model: SBG, margin: float, *, renewed: int, discount: float, period_days: float, kind: Margin
) -> Value:
    """Value a customer with a contract by the renewals still expected of him.

    Args:
        model: fitted to his cohort.
        margin: 分 a period, paid at each renewal.
        renewed: renewals so far.
        discount: rate a period; the next renewal is due now.
        period_days: length of a period.
        kind: what the margin is.

    Raises:
        BadFigures: a figure is out of its limits.

    Source: Fader, Hardie, "Customer-base valuation in a contractual setting", Marketing Science 29(1) 2010.
    """
    done = whole("renewed", renewed, most=1_000_000)
    left = residual_renewals(model, done, discount=number("discount", discount, least=0), most=MOST_RENEWALS)
    days = MOST_RENEWALS * number("period_days", period_days, least=1)
    return Value(np.asarray(left * number("margin", margin)), "contract", days, known(kind))
