"""The parameters of the lifetime models, as their papers name them."""

from dataclasses import dataclass

import numpy as np

from zhike.analytics.lifetime.history import Floats


@dataclass(frozen=True)
class Fitted:
    """What every fitted model tells of its fit.

    Attributes:
        unit: days in a unit of time; alpha and beta are in this unit.
        log_likelihood: natural logarithm, with densities per unit of time.
        errors: standard error of each parameter, in the order of the parameters; infinite where the data do not say.
        customers: how many it was fitted on.
    """

    unit: float
    log_likelihood: float
    errors: tuple[float, ...]
    customers: float


@dataclass(frozen=True)
class Regular(Fitted):
    """(M)BG/CNBD-k: rate by a gamma distribution, leaving at purchases by a beta distribution.

    Attributes:
        r: shape of the rate's distribution.
        alpha: its scale, in units of time.
        a: first parameter of the distribution of the chance to leave.
        b: its second parameter.
        k: regularity of the times between purchases; 1 is none.
        first_too: customers may leave after their first purchase.
    """

    r: float
    alpha: float
    a: float
    b: float
    k: int
    first_too: bool

    @property
    def in_days(self) -> Floats:
        return np.array([self.r, self.alpha * self.unit, self.a, self.b])


@dataclass(frozen=True)
class ParetoNBD(Fitted):
    """Pareto/NBD: rate by a gamma distribution, leaving at any moment at a gamma-distributed rate.

    Attributes:
        r: shape of the purchase rate's distribution.
        alpha: its scale, in units of time.
        s: shape of the leaving rate's distribution.
        beta: its scale, in units of time.
    """

    r: float
    alpha: float
    s: float
    beta: float

    @property
    def in_days(self) -> Floats:
        return np.array([self.r, self.alpha * self.unit, self.s, self.beta * self.unit])
