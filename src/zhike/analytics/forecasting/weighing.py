"""How much each of several forecasts counts in their mean."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize
from scipy.special import softmax

from zhike.analytics.forecasting.judging import poisson_deviance
from zhike.analytics.lifetime.history import Floats, Ints

SHRINKAGE = 0.5
"""How far found weights are drawn towards equal ones; half way is the usual prudence, not a number tried out."""


def weights_for(forecasts: Sequence[Floats], came: Ints) -> Floats:
    """Weigh forecasts so that their mean foretells best, drawn half way towards equal weights.

    Args:
        forecasts: f arrays (m,) of expected purchase days > 0, made without knowing what came.
        came: (m,) purchase days that came.

    Returns:
        (f,) weights ≥ 0 that add up to 1.

    Source: Poisson deviance over convex weights; Stock, Watson, "Combination forecasts of output growth in a
    seven-country data set", Journal of Forecasting 23 2004, on shrinking towards equal weights.
    """
    table = np.column_stack(forecasts)

    def loss(logits: Floats) -> float:
        return poisson_deviance(came, table @ softmax(logits))

    found = softmax(minimize(loss, np.zeros(table.shape[1]), method="L-BFGS-B", bounds=[(-5, 5)] * table.shape[1]).x)
    weights: Floats = SHRINKAGE / len(found) + (1 - SHRINKAGE) * found
    return weights
