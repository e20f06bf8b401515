"""How long customers stay and how often they will buy: models that are fitted to histories, and what they expect."""

from zhike.analytics.lifetime import leaving, purchasing
from zhike.analytics.lifetime.asking import BadQuestion
from zhike.analytics.lifetime.bg_bb import BGBB, expected_occasions, fit_bg_bb, probability_alive_next
from zhike.analytics.lifetime.bg_nbd import fit_bg_nbd, fit_cnbd, fit_mbg_nbd
from zhike.analytics.lifetime.fitting import NotFitted
from zhike.analytics.lifetime.gamma_gamma import GammaGamma, expected_mean, fit_gamma_gamma
from zhike.analytics.lifetime.history import BadHistory, History, history
from zhike.analytics.lifetime.models import Fitted, ParetoNBD, Regular
from zhike.analytics.lifetime.newcomer import distribution_of_newcomer, expected_of_newcomer
from zhike.analytics.lifetime.outlook import (
    Outlook,
    expected_purchases,
    expected_until,
    outlook,
    probability_alive,
    probability_of_purchase,
)
from zhike.analytics.lifetime.pareto_nbd import fit_pareto_nbd
from zhike.analytics.lifetime.sbg import SBG, fit_sbg, residual_renewals
from zhike.analytics.lifetime.waiting import NextPurchase, next_purchase

__all__ = [
    "BGBB",
    "SBG",
    "BadHistory",
    "BadQuestion",
    "Fitted",
    "GammaGamma",
    "History",
    "NextPurchase",
    "NotFitted",
    "Outlook",
    "ParetoNBD",
    "Regular",
    "distribution_of_newcomer",
    "expected_mean",
    "expected_occasions",
    "expected_of_newcomer",
    "expected_purchases",
    "expected_until",
    "fit_bg_bb",
    "fit_bg_nbd",
    "fit_cnbd",
    "fit_gamma_gamma",
    "fit_mbg_nbd",
    "fit_pareto_nbd",
    "fit_sbg",
    "history",
    "leaving",
    "next_purchase",
    "outlook",
    "probability_alive",
    "probability_alive_next",
    "probability_of_purchase",
    "purchasing",
    "residual_renewals",
]
