"""Whether chances are what they say: of those told 30 in 100, 30 in 100 should buy."""

from dataclasses import dataclass

import numpy as np

from zhike.analytics.lifetime.history import Floats, Ints


@dataclass(frozen=True, eq=False)
class Reliability:
    """Customers in groups by the chance they were told, from the least to the greatest.

    Attributes:
        told: (g,) the mean chance told in each group.
        came: (g,) the share of the group that did buy.
        customers: (g,) how many these are.
    """

    told: Floats
    came: Floats
    customers: Ints

    @property
    def gap(self) -> float:
        """The mean distance of what came from what was told, each group as heavy as its customers."""
        return float(np.average(np.abs(self.told - self.came), weights=self.customers))


def reliability(
    chance: Floats, bought: "np.ndarray[tuple[int], np.dtype[np.bool_]]", *, groups: int = 10
) -> Reliability:
    """Hold chances (n,) against what came (n,), in groups of as many customers each; fewer groups than asked if n is.

    Source: Murphy, Winkler, "Reliability of subjective probability forecasts", Applied Statistics 26(1) 1977.
    """
    parts = [part for part in np.array_split(np.argsort(chance, kind="stable"), groups) if len(part)]
    told, came = (np.array([each[part].mean() for part in parts]) for each in (chance, bought.astype(np.float64)))
    return Reliability(told, came, np.array([len(part) for part in parts]))
