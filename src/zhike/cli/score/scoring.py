"""From the columns of a file and the words of the command to a scoring."""

from argparse import Namespace
from datetime import date

import numpy as np

from zhike.analytics import scoring
from zhike.analytics.purchases import lines
from zhike.cli.refusal import Refusal
from zhike.cli.score.purchases import Purchases
from zhike.phrases import Phrase

UNITS = {"day": 1, "week": 7}


def score(purchases: Purchases, arguments: Namespace, *, today: date) -> scoring.Scored:
    """Score purchases up to the day asked, otherwise up to the last one that is not after today.

    Raises:
        Refusal: a number of days is out of its limits.
        NothingToScore: nobody had bought by then.
    """
    has_money = purchases.amount is not None
    amount = purchases.amount if has_money else np.zeros(len(purchases.customer), dtype=np.int64)
    for option, days in (("--horizon-days", arguments.horizon_days), ("--holdout-days", arguments.holdout_days)):
        if not 1 <= (1 if days is None else days) <= scoring.LONGEST:
            values = {"option": option, "most": scoring.LONGEST}
            raise Refusal(Phrase("%(option)s wants a number of days from 1 to %(most)d.", values))
    settings = scoring.Settings(
        as_of=np.datetime64(arguments.as_of, "D") if arguments.as_of else _last(purchases, today),
        horizon_days=arguments.horizon_days,
        unit=UNITS[arguments.time_unit],
        holdout_days=arguments.holdout_days or 0,
        blend=arguments.blend,
    )
    return scoring.score(lines(purchases.customer, purchases.day, amount), settings, has_money=has_money)


def nothing_to_score(arguments: Namespace) -> Phrase:
    """Say what may be the reason that nobody has bought."""
    if arguments.holdout_days:
        return Phrase(
            "Before the days held out there is no purchase: choose fewer of them (--holdout-days) or a later "
            "day (--as-of)."
        )
    if arguments.as_of:
        return Phrase("Up to %(day)s there is no purchase: choose a later day (--as-of).", {"day": arguments.as_of})
    return Phrase("The file holds no purchase: all its amounts are returns, or all its dates lie in the future.")


def _last(purchases: Purchases, today: date) -> np.datetime64:
    now = np.datetime64(today, "D")
    by_now = purchases.day[purchases.day <= now]
    return by_now.max() if len(by_now) else now
