"""The figures of a scoring as lines for a terminal: parameters, concentration, what is to come, the back-test."""

from typing import TYPE_CHECKING

from zhike.analytics.scoring import Scored
from zhike.analytics.scoring.report import PARAMETERS
from zhike.cli.score.tables import aligned
from zhike.phrases import Phrase, chinese, say

if TYPE_CHECKING:
    from zhike.analytics.forecasting.judging import Judgement

MODELS = {
    "bg_nbd": "BG/NBD",
    "mbg_nbd": "MBG/NBD",
    "cnbd": "(M)BG/CNBD-k",
    "pareto_nbd": "Pareto/NBD",
    "gamma_gamma": "Gamma-Gamma",
}
_OTHERS = {"naive": Phrase("own rate so far (x/T)"), "blend": Phrase("models and learning blended")}
_SHARES = Phrase("The best 20%% of customers make %(share)s %(what)s; %(customers)s of them make 80%%. Gini: %(gini)s.")
_AHEAD = Phrase("In the %(days)d days after %(after)s: %(expected)s purchase days of %(buyers)s customers expected.")
_HELD_OUT = Phrase("The last %(days)d days, %(first)s to %(last)s, were held out; forecasts against what came:")


def parameters(scored: Scored) -> list[str]:
    """Table the fitted parameters; nothing where no model was fitted."""
    unit = chinese("weeks") if scored.settings.unit > 1 else chinese("days")
    words = Phrase("Fitted parameters (time in %(unit)s, money in yuan):", {"unit": unit})
    rows, word = [], chinese("log-likelihood")
    for name, title in MODELS.items():
        model = getattr(scored.models, name, None)
        told = PARAMETERS.get(name, ("k", *PARAMETERS["mbg_nbd"]))
        if model is not None:
            numbers = [f"{each} {getattr(model, each):.5g}" for each in told[:-1]]
            rows.append([title, *numbers, *[""] * (5 - len(numbers)), f"{word} {model.log_likelihood:,.3f}"])
    return [say(words), *aligned(rows)] if rows else []


def shares(scored: Scored) -> list[str]:
    """Say how much of everything the best customers make."""
    found = scored.concentration
    values = {
        "share": f"{found.top_share(0.2):.1%}",
        "gini": f"{found.gini:.4f}",
        "customers": f"{found.customers_for(0.8):.1%}",
        "what": chinese("of the money") if scored.has_money else chinese("of the purchases"),
    }
    return [say(_SHARES.given(**values))]


def outlook(scored: Scored) -> list[str]:
    """Say how many purchases are expected of how many customers, and for how much; nothing without a repeat."""
    rows, settings = scored.rows, scored.settings
    if not rows.foretold.any():
        return []
    numbers = {
        "days": settings.horizon_days,
        "expected": f"{rows.ahead.expected.sum():,.1f}",
        "buyers": f"{rows.ahead.buys.sum():,.1f}",
        "after": settings.cut,
    }
    return [say(_AHEAD.given(**numbers)), *([_sales(scored)] if rows.value else [])]


def _sales(scored: Scored) -> str:
    settings = scored.settings
    equity = scored.rows.value.equity if scored.rows.value else 0.0
    numbers = {"days": settings.value_days, "rate": f"{settings.discount:.0%}", "value": f"{equity / 100:,.2f}"}
    return say(Phrase("Sales expected in %(days)d days, discounted by %(rate)s a year: %(value)s yuan.", numbers))


def backtest(scored: Scored) -> list[str]:
    """Table how each forecast stood up to the days held out; nothing without them."""
    if not scored.judged:
        return []
    settings = scored.settings
    words = _HELD_OUT.given(days=settings.holdout_days, first=settings.cut + 1, last=settings.as_of)
    head = [
        "",
        "MAE",
        chinese("MAE of the median"),
        "RMSE",
        chinese("Poisson deviance"),
        "AUC",
        chinese("in the interval"),
    ]
    return [say(words), *aligned([head, *(_judged(name, each) for name, each in scored.judged.items())])]


def _judged(name: str, found: "Judgement") -> list[str]:
    numbers = (found.mae, found.mae_of_median, found.rmse, found.poisson_deviance, found.auc)
    title = MODELS[name] if name in MODELS else say(_OTHERS.get(name, Phrase(name)))
    return [title, *(f"{number:.4f}" for number in numbers), f"{found.pit_coverage:.1%}"]
