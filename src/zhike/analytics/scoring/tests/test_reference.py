"""CDNOW through the whole scoring: the numbers of the papers, and of the field's own programs."""

from functools import cache

import numpy as np
import pytest

from zhike.analytics.purchases.tests.cdnow import CUT, END, cdnow
from zhike.analytics.scoring import Scored, Settings, as_json, score


@cache
def of(file: str, day: np.datetime64) -> Scored:
    return score(cdnow(file), Settings(day, unit=7))


@pytest.mark.parametrize(
    ("model", "printed"),
    [
        ("bg_nbd", {"r": 0.2425945, "alpha": 4.4136019, "a": 0.7929199, "b": 2.4258881, "log_likelihood": -9582.429}),
        ("mbg_nbd", {"r": 0.5248, "alpha": 6.1831, "a": 0.8914, "b": 1.6140, "log_likelihood": -9582.136}),
        ("pareto_nbd", {"r": 0.55315, "alpha": 10.57633, "s": 0.60625, "log_likelihood": -9594.976}),
        ("gamma_gamma", {"p": 6.25, "q": 3.74, "gamma": 15.44, "log_likelihood": -4055.918}),
    ],
)
def test_the_sample_gives_the_tables_of_the_papers(model: str, printed: dict[str, float]) -> None:
    found = as_json(of("sample", CUT))["models"][model]
    close = {"log_likelihood": 1e-3, "gamma": 0.01, "p": 5e-3, "q": 6e-3}
    assert all(found[name] == pytest.approx(value, abs=close.get(name, 2e-3)) for name, value in printed.items())


def test_the_papers_printed_digits_are_met() -> None:
    models = as_json(of("sample", CUT))["models"]
    bg, pareto = models["bg_nbd"], models["pareto_nbd"]
    assert [round(bg[name], 3) for name in ("r", "alpha", "a", "b")] == [0.243, 4.414, 0.793, 2.426]
    assert [round(pareto[name], 2) for name in ("r", "alpha", "s")] == [0.55, 10.58, 0.61]
    assert pareto["beta"] == pytest.approx(11.669, abs=0.05)
    assert [round(model["log_likelihood"], 1) for model in (bg, pareto)] == [-9582.4, -9595.0]


def test_the_sample_is_counted_and_what_came_later_is_left_out() -> None:
    found = of("sample", CUT)
    assert (found.customers, found.transactions, len(found.rows)) == (2357, 4960, 2357)
    assert {note.word: note.many for note in found.notes}["after_as_of"] == 6919 - 4960


def test_all_customers_of_cdnow_are_as_concentrated_as_published() -> None:
    found = as_json(of("master", END))
    assert found["customers"] == 23570
    assert found["transactions"] == 69659
    assert found["concentration"]["top20_share"] == pytest.approx(0.678, abs=5e-4)
    assert found["concentration"]["gini"] == pytest.approx(0.6346, abs=5e-5)


def test_days_and_weeks_are_one_model() -> None:
    days, weeks = score(cdnow("sample"), Settings(CUT)), of("sample", CUT)
    assert days.models.bg_nbd is not None
    assert weeks.models.bg_nbd is not None
    assert days.models.bg_nbd.alpha == pytest.approx(7 * weeks.models.bg_nbd.alpha, rel=1e-4)
    assert days.rows.ahead.expected == pytest.approx(weeks.rows.ahead.expected, rel=1e-3)
