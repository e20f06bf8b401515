"""How long customers stay and how often they will buy: models that are fitted to histories, and what they expect."""

from zhike.analytics.lifetime import leaving
from zhike.analytics.lifetime.bg_nbd import fit_bg_nbd, fit_cnbd, fit_mbg_nbd
from zhike.analytics.lifetime.fitting import NotFitted
from zhike.analytics.lifetime.history import BadHistory, History, history
from zhike.analytics.lifetime.models import Fitted, ParetoNBD, Regular
from zhike.analytics.lifetime.newcomer import distribution_of_newcomer, expected_of_newcomer
from zhike.analytics.lifetime.outlook import (
    Outlook,
    expected_purchases,
    outlook,
    probability_alive,
    probability_of_purchase,
)
from zhike.analytics.lifetime.pareto_nbd import fit_pareto_nbd

__all__ = [
    "BadHistory",
    "Fitted",
    "History",
    "NotFitted",
    "Outlook",
    "ParetoNBD",
    "Regular",
    "distribution_of_newcomer",
    "expected_of_newcomer",
    "expected_purchases",
    "fit_bg_nbd",
    "fit_cnbd",
    "fit_mbg_nbd",
    "fit_pareto_nbd",
    "history",
    "leaving",
    "outlook",
    "probability_alive",
    "probability_of_purchase",
]
