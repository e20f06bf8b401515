"""From the columns of a file and the words of the command to a scoring."""

from argparse import Namespace
from datetime import date

import numpy as np

from zhike.analytics import scoring
from zhike.analytics.purchases import BadLines, lines
from zhike.analytics.purchases.checking import EARLIEST, LATEST
from zhike.cli.refusal import Refusal
from zhike.cli.score.purchases import Purchases
from zhike.cli.score.unfit import unfit
from zhike.phrases import Phrase

UNITS = {"day": 1, "week": 7}


def score(purchases: Purchases, arguments: Namespace, *, today: date) -> scoring.Scored:
    """Score purchases up to the day asked, otherwise up to the last one that is not after today.

    Raises:
        Refusal: a number of days or the day is out of its limits, or a column cannot be scored.
        NothingToScore: nobody had bought by then.
    """
    has_money = purchases.amount is not None
    amount = purchases.amount if has_money else np.zeros(len(purchases.customer), dtype=np.int64)
    settings = _settings(purchases, arguments, today)
    try:
        checked = lines(purchases.customer, purchases.day, amount)
    except BadLines as error:
        raise unfit(purchases, error) from error
    return scoring.score(checked, settings, has_money=has_money)


def _settings(purchases: Purchases, arguments: Namespace, today: date) -> scoring.Settings:
    for option, days in (("--horizon-days", arguments.horizon_days), ("--holdout-days", arguments.holdout_days)):
        if not 1 <= (1 if days is None else days) <= scoring.LONGEST:
            values = {"option": option, "most": scoring.LONGEST}
            raise Refusal(Phrase("%(option)s wants a number of days from 1 to %(most)d.", values))
    as_of = np.datetime64(arguments.as_of, "D") if arguments.as_of else _last(purchases, today)
    if not EARLIEST <= as_of <= LATEST:
        raise Refusal(Phrase("--as-of wants a day from 1900-01-01 to 2199-12-31."))
    return scoring.Settings(
        as_of=as_of,
        horizon_days=arguments.horizon_days,
        unit=UNITS[arguments.time_unit],
        holdout_days=arguments.holdout_days or 0,
        blend=arguments.blend,
    )


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
