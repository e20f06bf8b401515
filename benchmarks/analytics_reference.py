"""The published values next to ours, and the printed results of the guide: both are written into docs/analytics.md.

`python -m benchmarks.analytics_reference` computes everything anew and writes what has changed; half a minute. A test
keeps the document equal to what this would write.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import numpy as np

from zhike.analytics.lifetime import (
    History,
    ParetoNBD,
    Regular,
    distribution_of_newcomer,
    expected_mean,
    expected_occasions,
    expected_of_newcomer,
    expected_purchases,
    fit_bg_bb,
    fit_bg_nbd,
    fit_cnbd,
    fit_gamma_gamma,
    fit_mbg_nbd,
    fit_pareto_nbd,
    fit_sbg,
    history,
    probability_alive,
    probability_alive_next,
    residual_renewals,
)
from zhike.analytics.lifetime.history import Floats
from zhike.analytics.purchases import split
from zhike.analytics.purchases.tests.cdnow import CUT, cdnow

GUIDE = Path(__file__).parents[1] / "docs" / "analytics.md"
HEADER = ["| 模型与数 | 公布的值 | 出处 | 本库 |", "|---|---|---|---|"]
TABLE = re.compile(r"(?<=<!-- reference -->\n).*?(?=<!-- end -->)", re.DOTALL)
BLOCK = re.compile(r"```python\n(?P<code>.*?)```\n(?:\n```text\n(?P<printed>.*?)```\n)?", re.DOTALL)
WEEK = 7
FHL, CLV, BTYD = "Fader, Hardie, Lee 2005", "CLVTools 的测试", "BTYD 手册"
FHS, FH, PEER = "Fader, Hardie, Shang 2010", "Fader, Hardie 2013", "lifetimes"


class Row(NamedTuple):
    """A published value, where it is from, and the digits in which ours is shown."""

    name: str
    published: str
    source: str
    ours: Floats | tuple[float, ...]
    digits: int = 4

    @property
    def line(self) -> str:
        ours = " ".join(f"{float(each):.{self.digits}f}" for each in self.ours)
        return f"| {self.name} | {self.published} | {self.source} | {ours} |"


def summary_file(name: str) -> Floats:
    spec = find_spec("lifetimes")
    assert spec is not None
    assert spec.origin is not None
    return np.genfromtxt(Path(spec.origin).with_name("datasets") / name, delimiter=",", skip_header=1)


def weekly(repeats: list[float], last: list[float], age: list[float]) -> History:
    return history(repeats, np.array(last) * WEEK, np.array(age) * WEEK)


def regular(r: float, alpha: float, *leaving: float) -> Regular:
    a, b = leaving
    return Regular(WEEK, 0.0, (), 1, r, alpha, a, b, k=1, first_too=False)


def pareto(r: float, alpha: float, *leaving: float) -> ParetoNBD:
    s, beta = leaving
    return ParetoNBD(WEEK, 0.0, (), 1, r, alpha, s, beta)


def of_bg_nbd(rows: History) -> Iterator[Row]:
    bg, mbg = fit_bg_nbd(rows, unit=WEEK), fit_mbg_nbd(rows, unit=WEEK)
    book = regular(0.2425945, 4.4136019, 0.7929199, 2.4258881)
    _, repeats, last, age = summary_file("cdnow_customers_summary.csv").T
    rounded = fit_bg_nbd(history(repeats, last * WEEK, age * WEEK), unit=WEEK)
    yield Row("BG/NBD r, alpha, a, b", "0.243 4.414 0.793 2.426", f"{FHL} 表 2", (bg.r, bg.alpha, bg.a, bg.b))
    yield Row("同上，对数似然", "-9582.4；-9582.429", f"{FHL}；{CLV}", (bg.log_likelihood,), 3)
    yield Row("MBG/NBD r, alpha, a, b", "0.525 6.183 0.891 1.614", PEER, (mbg.r, mbg.alpha, mbg.a, mbg.b))
    yield Row("(M)BG/CNBD-k 的 k", "1", "BTYDplus", (fit_cnbd(rows).k,), 0)
    one = weekly([2], [30.43], [38.86])
    yield Row("BG/NBD E[Y(39)]，x=2 t_x=30.43 T=38.86", "1.226", FHL, expected_purchases(book, one, days=39 * WEEK))
    weeks = np.array([0.1429, 1, 3, 31.8571, 32, 78]) * WEEK
    means = "0.0078 0.0532 0.1506 1.0405 1.0437 1.8576"
    yield Row("BG/NBD E[X(t)]，t=.1429 1 3 31.8571 32 78 周", means, FHL, expected_of_newcomer(rounded, weeks))
    paper = regular(0.243, 4.414, 0.793, 2.426)
    none = distribution_of_newcomer(paper, 39 * WEEK, most=0)
    yield Row("BG/NBD P(X(39)=0)，论文参数", "0.5737864", BTYD, none, 7)
    ten = distribution_of_newcomer(paper, 2 * WEEK, most=10)[10:]
    yield Row("BG/NBD P(X(2)=10)，论文参数", "0.000000107869", BTYD, ten, 12)
    large = weekly([200, 400, 1000, 1500], [100, 199, 499, 299], [101, 200, 500, 300])
    many = expected_purchases(rounded, large, days=52 * WEEK)
    yield Row("BG/NBD E[Y(52)]，x=200 400 1000 1500", "81.6702 91.6263 98.5824 224.0425", PEER, many)


def of_pareto_nbd(rows: History) -> Iterator[Row]:
    found = fit_pareto_nbd(rows, unit=WEEK)
    fitted = (found.r, found.alpha, found.s, found.beta)
    yield Row("Pareto/NBD r, alpha, s, beta", "0.553 10.578 0.606 11.669", f"{FHL} 表 2", fitted, 2)
    yield Row("同上，对数似然", "-9595.0；-9594.976", f"{FHL}；{CLV}", (found.log_likelihood,), 3)
    yield Row("同上，标准误", "0.0476 0.8427 0.1873 6.2105", CLV, found.errors, 2)
    one = weekly([26], [30.86], [31])
    yield Row("Pareto/NBD E[Y(52)]，x=26 t_x=30.86 T=31", "25.46", BTYD, expected_purchases(found, one, days=364), 2)
    yield Row("同上，P(alive)", "0.9979", BTYD, probability_alive(found, one))
    two = weekly([132, 133], [200, 200], [200, 200])
    high = expected_purchases(pareto(0.55, 10.58, 0.61, 11.67), two, days=70)
    yield Row("Pareto/NBD E[Y(10)]，x=132 133 t_x=T=200", "6.20605 6.25287", PEER, high, 5)
    last, age = [103.42857, 97.14286, 94.71429, 98.57143], [103.57143, 97.28571, 98, 99.42857]
    hard = probability_alive(pareto(0.5143, 2.8845, 0.2856, 14.1087), weekly([221, 254, 161, 204], last, age))
    yield Row("Pareto/NBD P(alive)，四个难算的客户", "有限数", CLV, hard, 6)


def of_the_others(_: History) -> Iterator[Row]:
    _, repeats, _, _, mean = summary_file("cdnow_customers_summary_with_transactions.csv").T
    spending = fit_gamma_gamma(repeats[repeats > 0], mean[repeats > 0])
    yield Row("Gamma-Gamma p, q, gamma", "6.25 3.74 15.44", FH, (spending.p, spending.q, spending.gamma), 2)
    yield Row("同上，对数似然", "-4055.92", FH, (spending.log_likelihood,), 2)
    first = expected_mean(spending, repeats[:4], mean[:4])
    yield Row("同上，前四位客户的 E[M]", "24.65 18.91 35.17 35.17", FH, first, 2)
    bought, last, occasions, weights = summary_file("donations.csv").T
    giving = fit_bg_bb(bought, last, occasions, weights=weights)
    fitted = (giving.alpha, giving.beta, giving.gamma, giving.delta)
    yield Row("BG/BB alpha, beta, gamma, delta", "1.204 0.750 0.657 2.783", FHS, fitted, 3)
    yield Row("同上，对数似然", "-33225.6", FHS, (giving.log_likelihood,), 1)
    alive = probability_alive_next(giving, [0, 2, 6], [0, 4, 6], occasions=6)
    yield Row("同上，下一次还在，(0,0) (2,4) (6,6)", "0.11 0.59 0.93", f"{FHS} 表 6", alive, 2)
    total = expected_occasions(giving, bought, last, occasions=occasions, coming=5) @ weights
    yield Row("同上，以后五次的总数", "12884.2", "Hardie 的表格", (total,), 1)
    contracts = fit_sbg([1000, 631, 468, 382, 326, 289, 262, 241])
    yield Row("sBG a, b", "0.704 1.182", "Fader, Hardie 2007", (contracts.a, contracts.b), 3)
    left = tuple(residual_renewals(contracts, renewed, discount=0.1) for renewed in range(3))
    yield Row("同上，d=10% 时以后续约数，n=1 2 3", "2.96 4.10 4.87", "Fader, Hardie 2010", left, 2)


PARTS: tuple[Callable[[History], Iterator[Row]], ...] = (of_bg_nbd, of_pareto_nbd, of_the_others)


def table() -> str:
    rows = split(cdnow("sample"), CUT).calibration.history()
    return "\n".join([*HEADER, *(row.line for part in PARTS for row in part(rows))]) + "\n"


def filled(text: str) -> str:
    """Answer the guide with its table and the output of its examples as they come out now."""
    names: dict[str, object] = {}

    def run(block: re.Match[str]) -> str:
        with redirect_stdout(StringIO()) as out:
            exec(block["code"], names)
        printed = f"\n```text\n{out.getvalue()}```\n" if out.getvalue() else ""
        return f"```python\n{block['code']}```\n{printed}"

    return TABLE.sub(lambda _: table(), BLOCK.sub(run, text))


def main() -> None:
    before = GUIDE.read_text(encoding="utf-8")
    after = filled(before)
    GUIDE.write_text(after, encoding="utf-8")
    print(table())
    print(f"docs/analytics.md: {'as it was' if after == before else 'changed'}")


if __name__ == "__main__":
    main()
