"""Good profit and bad: split by how those who pay it think of us (正当利润, 不正当利润)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zhike.analytics.worth.figures import BadFigures, cents, even, floats


@dataclass(frozen=True)
class GoodProfit:
    """A period's profit in whole 分; the four parts sum to the total.

    Attributes:
        good: from promoters (9–10).
        undecided: from passives (7–8), shown apart.
        bad: from detractors (0–6), and from anybody by penalties, hidden fees and being locked in.
        unasked: from those who never answered.
        extracted: the part of the bad that is penalties, hidden fees and lock-in.
        asked: share of the customers who answered, 0–1.
    """

    good: int
    undecided: int
    bad: int
    unasked: int
    extracted: int
    asked: float

    @property
    def total(self) -> int:
        return self.good + self.undecided + self.bad + self.unasked


def good_profit(profit: ArrayLike, score: ArrayLike, *, extracted: ArrayLike | None = None) -> GoodProfit:
    """Split profit by the answer to "would you recommend us".

    Args:
        profit: (n,) whole 分 of each customer.
        score: (n,) 0–10, NaN where nobody answered.
        extracted: (n,) whole 分 of this profit from penalties, hidden fees and lock-in; bad whoever pays it.

    Raises:
        BadFigures: rows of different lengths, a score that is no whole number from 0 to 10.

    Source: Reichheld, "The Ultimate Question", 2006, chapter 1; domain book row B07.
    """
    money, answer = cents("profit", profit), floats("score", score)
    taken = np.zeros_like(money) if extracted is None else cents("extracted", extracted, least=0)
    if answer.ndim != 1:
        raise BadFigures("score: a flat row is expected")
    even(profit=money, score=answer, extracted=taken)
    asked = ~np.isnan(answer)
    wrong = asked & ((answer < 0) | (answer > 10) | (answer != np.floor(np.nan_to_num(answer, posinf=-1.5))))
    if wrong.any():
        raise BadFigures(f"score: a whole number from 0 to 10 is expected (row {int(np.argmax(wrong))})")
    fair = money - taken
    return GoodProfit(
        good=int(fair[asked & (answer >= 9)].sum()),
        undecided=int(fair[asked & (answer >= 7) & (answer < 9)].sum()),
        bad=int(fair[asked & (answer < 7)].sum() + taken.sum()),
        unasked=int(fair[~asked].sum()),
        extracted=int(taken.sum()),
        asked=float(asked.mean()),
    )
