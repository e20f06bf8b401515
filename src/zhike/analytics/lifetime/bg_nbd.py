"""BG/NBD and its relatives MBG/NBD and (M)BG/CNBD-k, fitted by maximum likelihood."""

from functools import partial

import numpy as np

from zhike.analytics.lifetime import regular
from zhike.analytics.lifetime.asking import unit_days, whole
from zhike.analytics.lifetime.fitting import fit
from zhike.analytics.lifetime.history import BadHistory, History
from zhike.analytics.lifetime.models import Regular

MOST_REGULAR = 12


def fit_bg_nbd(history: History, *, unit: float = 1.0) -> Regular:
    """Fit the beta-geometric/NBD model: a customer may leave after each repeat purchase.

    Args:
        history: n customers.
        unit: days in the unit of time of alpha and of the log-likelihood, such as 7.

    Raises:
        BadQuestion: the unit is no number of days above 0.
        NotFitted: the likelihood has no finite value.

    Source: Fader, Hardie, Lee, "Counting your customers the easy way", Marketing Science 24(2) 2005, equation 6.
    """
    return fit_regular(history, k=1, first_too=False, unit=unit)


def fit_mbg_nbd(history: History, *, unit: float = 1.0) -> Regular:
    """Fit the modified BG/NBD model: a customer may leave after the first purchase too.

    Args:
        history: n customers.
        unit: days in the unit of time.

    Raises:
        BadQuestion: the unit is no number of days above 0.
        NotFitted: the likelihood has no finite value.

    Source: Batislam, Denizel, Filiztekin, International Journal of Research in Marketing 24(3) 2007, equation 4.
    """
    return fit_regular(history, k=1, first_too=True, unit=unit)


def fit_cnbd(
    history: History, *, first_too: bool = True, unit: float = 1.0, most_regular: int = MOST_REGULAR
) -> Regular:
    """Fit (M)BG/CNBD-k for k = 1, 2, … while the likelihood rises, and answer the best.

    Args:
        history: n customers whose gaps are known (`log_gaps`).
        first_too: customers may leave after their first purchase (MBG/CNBD-k, otherwise BG/CNBD-k).
        unit: days in the unit of time.
        most_regular: the largest k tried.

    Raises:
        BadHistory: the gaps are not known.
        BadQuestion: the unit or the largest k is no number above 0.
        NotFitted: the likelihood has no finite value.

    Source: Platzer, Reutterer, Marketing Science 35(5) 2016, section 2.
    """
    if not history.known_gaps:
        raise BadHistory("regularity shows in the gaps between purchases: give log_gaps")
    best = fit_regular(history, k=1, first_too=first_too, unit=unit)
    for k in range(2, whole("most_regular", most_regular, least=1) + 1):
        found = fit_regular(history, k=k, first_too=first_too, unit=unit, start=best)
        if found.log_likelihood <= best.log_likelihood:
            break
        best = found
    return best


def fit_regular(
    history: History, *, k: int, first_too: bool, unit: float = 1.0, start: Regular | None = None
) -> Regular:
    """Fit one member of the family, as `Regular` names them.

    Raises:
        BadQuestion: the unit is no number of days above 0.
        NotFitted: the likelihood has no finite value.
    """
    unit, repeats = unit_days(unit), history.all_repeats
    if start:
        first = np.array([start.r, start.alpha * start.unit * start.k / k, start.a, start.b])
    else:
        first = np.array([1.0, (history.all_days + 1) / (k * repeats + 1), 1.0, 2.0])
    found = fit(partial(regular.log_likelihood, k=k, first_too=first_too), history, first)
    r, alpha, a, b = (float(each) for each in found.parameters)
    per_unit = np.array([1, 1 / unit, 1, 1])
    return Regular(
        unit=unit,
        log_likelihood=found.log_likelihood + repeats * float(np.log(unit)),
        errors=tuple(float(each) for each in found.errors * per_unit),
        customers=history.customers,
        r=r,
        alpha=alpha / unit,
        a=a,
        b=b,
        k=k,
        first_too=first_too,
    )
