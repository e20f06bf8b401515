"""The lifetime models of a scoring, each fitted or left out for a reason that is told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

import numpy as np

from zhike.analytics.lifetime import NotFitted, ParetoNBD, Regular, fit_bg_nbd, fit_cnbd, fit_mbg_nbd, fit_pareto_nbd
from zhike.analytics.lifetime.gamma_gamma import GammaGamma, fit_gamma_gamma
from zhike.analytics.lifetime.history import Floats, History, Ints
from zhike.analytics.worth.gap_rule import FEWEST_CUSTOMERS

Basis = Literal["model", "too_few_customers", "no_repeats", "not_fitted"]
"""Why there are lifetime models, or why there are none."""
Model = TypeVar("Model", Regular, ParetoNBD, GammaGamma)


@dataclass(frozen=True)
class Models:
    """What was fitted; None where the data do not carry a model.

    Attributes:
        basis: `model`, or why no lifetime model was fitted.
        bg_nbd, mbg_nbd: with alpha in units of time.
        cnbd: (M)BG/CNBD-k of the best k.
        pareto_nbd: with alpha and beta in units of time.
        gamma_gamma: of the means of repeat purchases above 0, in 元; None without three such customers.
    """

    basis: Basis
    bg_nbd: Regular | None = None
    mbg_nbd: Regular | None = None
    cnbd: Regular | None = None
    pareto_nbd: ParetoNBD | None = None
    gamma_gamma: GammaGamma | None = None

    @property
    def counting(self) -> ParetoNBD | Regular | None:
        """The model that foretells numbers of purchases: the best of them on data held out (Pareto/NBD)."""
        return self.pareto_nbd or self.cnbd or self.bg_nbd

    @property
    def timing(self) -> ParetoNBD | Regular | None:
        """The model that foretells the day: it knows how regularly customers buy."""
        return self.cnbd or self.counting


def fit_models(rows: History, *, unit: int) -> Models:
    """Fit the lifetime models where there are 100 customers and a repeat purchase.

    Args:
        rows: customers, equal ones put together.
        unit: days in a unit of time.
    """
    if rows.customers < FEWEST_CUSTOMERS:
        return Models("too_few_customers")
    if not rows.repeats.any():
        return Models("no_repeats")
    best = _sound(lambda: fit_cnbd(rows, unit=unit))
    modified = best if best and best.k == 1 else _sound(lambda: fit_mbg_nbd(rows, unit=unit))
    found = _sound(lambda: fit_bg_nbd(rows, unit=unit)), _sound(lambda: fit_pareto_nbd(rows, unit=unit))
    basis: Basis = "model" if found[1] or best or found[0] else "not_fitted"
    return Models(basis, found[0], modified, best, found[1])


def fit_spending(repeats: Ints, mean: Floats) -> GammaGamma | None:
    """Fit Gamma-Gamma to those who have bought again for more than nothing.

    Args:
        repeats: (n,) purchase days after the first.
        mean: (n,) mean 元 of these.

    Returns:
        None with fewer than three such customers, or where all spend the same.
    """
    paid = (repeats > 0) & (mean > 0)
    if np.count_nonzero(paid) < 3 or np.ptp(mean[paid]) < 1e-9 * mean[paid].max():
        return None
    return _sound(lambda: fit_gamma_gamma(repeats[paid], mean[paid]))


def _sound(fit: Callable[[], Model]) -> Model | None:
    """Answer a fit if all its numbers are finite."""
    try:
        with np.errstate(all="ignore"):
            found = fit()
    except (NotFitted, FloatingPointError, np.linalg.LinAlgError):
        return None
    numbers = [value for name, value in vars(found).items() if name != "errors"]
    return found if np.isfinite(numbers).all() else None
