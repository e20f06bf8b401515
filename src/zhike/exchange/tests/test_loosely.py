"""Days that only the row or the column of a cell explains."""

import pytest

from zhike.exchange.columns import Cell, Column
from zhike.exchange.parsing import BadCell, parse
from zhike.exchange.parsing.loosely import FROM_ROW, YEAR, loosely

NEXT, FOUNDED = Column("next", "下次", "date", counts_from="at"), Column("founded", "成立", "date", takes_years=True)
THURSDAY = "2026-03-05 14:30"


@pytest.mark.parametrize(
    ("words", "since", "day"),
    [
        ("明天", THURSDAY, "2026-03-06"),
        ("后天上午", THURSDAY, "2026-03-07"),
        ("大后天", THURSDAY, "2026-03-08"),
        ("明天下午3点", THURSDAY, "2026-03-06"),
        ("下周三", THURSDAY, "2026-03-11"),
        ("下 星期天", THURSDAY, "2026-03-15"),
        ("下个礼拜一前", THURSDAY, "2026-03-09"),
        ("下下周五", THURSDAY, "2026-03-20"),
        ("下周", THURSDAY, "2026-03-09"),
        ("本周五", THURSDAY, "2026-03-06"),
        ("下月5号", THURSDAY, "2026-04-05"),
        ("下个月10日左右", "2026年12月5日", "2027-01-10"),
        ("下月初", THURSDAY, "2026-04-01"),
        ("月底", THURSDAY, None),
        ("本月底", THURSDAY, "2026-03-31"),
        ("下月", THURSDAY, "2026-04-01"),
        ("10号", THURSDAY, "2026-03-10"),
        ("3号", "2026-12-05", "2027-01-03"),
        ("1月8日", "2026/12/5", "2027-01-08"),
        ("3天后", THURSDAY, "2026-03-08"),
        ("两周后", THURSDAY, "2026-03-19"),
        ("三个月之后", "2026-11-30", "2027-02-28"),
        ("半个月后", THURSDAY, "2026-03-20"),
        ("上周三", THURSDAY, None),
        ("本周一", THURSDAY, None),
        ("下月31号", THURSDAY, None),
        ("改天", THURSDAY, None),
        ("明天", "", None),
        ("明天", "上周", None),
        ("明天", None, None),
        ("2027", THURSDAY, None),
    ],
)
def test_a_next_day_counts_from_the_day_of_its_row(words: str, since: str | None, day: str | None) -> None:
    with pytest.raises(BadCell):
        parse(NEXT, words)
    found = loosely(NEXT, words, since)
    assert found == (None if day is None else (day, FROM_ROW.given(value=words.replace(" ", ""), meant=day)))


@pytest.mark.parametrize(
    ("cell", "day"),
    [("2021年", "2021-01-01"), ("2019", "2019-01-01"), (2019, "2019-01-01"), (2019.0, "2019-01-01"), ("1203", None)],
)
def test_a_year_alone_is_its_first_day_where_that_will_do(cell: Cell, day: str | None) -> None:
    with pytest.raises(BadCell):
        parse(FOUNDED, cell)
    found = loosely(FOUNDED, cell, None)
    assert (found and (found[0], found[1].text)) == (day and (day, YEAR.text))
    assert loosely(NEXT, cell, THURSDAY) is None


def test_only_days_are_read_so() -> None:
    assert loosely(Column("x", "列", "money", takes_years=True), "2021年", THURSDAY) is None
