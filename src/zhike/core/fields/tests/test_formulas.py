"""Formulas: what they come to, what they refuse, and why a value is missing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.core.fields import rules
from zhike.core.fields.rules import Draft, Missing
from zhike.core.fields.rules.formulas import BadFormula, compiled

TODAY = date(2026, 11, 22)
FIELDS = [
    Draft("车间数量", "number", "workshops", unit="个"),
    Draft("资产(万)", "money", "assets"),
    Draft("创业时间", "date", "founded"),
    Draft("行业", "choice", "trade", choices=[{"key": "c1", "title": "制造"}]),
    Draft("标签", "choices", "tags", choices=[{"key": "c1", "title": "老"}, {"key": "c2", "title": "新"}]),
    Draft("向导", "person", "guide"),
]
EXTRA = {"workshops": "3", "assets": 12345, "founded": "2026-01-01", "trade": "c1", "tags": ["c1"], "guide": 1}


def value(formula: str, *, result: str = "number", extra: dict[str, object] | None = None) -> object:
    field = Draft("结果", "formula", "it", formula=formula, result=result)
    return rules.Values([*FIELDS, field], on=TODAY).of(field, EXTRA if extra is None else extra)


def reason(formula: str, **more: object) -> str:
    found = value(formula, **more)  # type: ignore[arg-type]
    assert isinstance(found, Missing), found
    return str(found.reason)


@pytest.mark.parametrize(
    ("formula", "is_now"),
    [
        ("{车间数量} * 2", "6"),
        ("{workshops}*0.1", "0.3"),
        ("｛车间数量｝＋１", "4"),
        ("{资产(万)} / {车间数量}", "41.15"),
        ("1/3", "0.333333"),
        ("(1+2)*3-4", "5"),
        ("-{workshops}", "-3"),
        ("0.1+0.2", "0.3"),
        ("1÷4", "0.25"),
        ("round(2.5)", "3"),
        ("round(1/3, 2)", "0.33"),
        ("四舍五入(2.345，2)", "2.35"),
        ("abs(0-3)", "3"),
        ("min({workshops}, 2)", "2"),
        ("最大(1, {workshops})", "3"),
        ("days_between({创业时间}, today())", "325"),
        ("今天() - {创业时间}", "325"),
        ("if({workshops} >= 3, 1, 0)", "1"),
        ("如果({workshops}≥3，1，0)", "1"),
        ("if({workshops}=3, 1, 0)", "1"),
        ("if({workshops}≠3, 1, 0)", "0"),
        ("if({行业}=“制造”且{workshops}>2, 8, 9)", "8"),
        ("if(not {行业}=“服务”, 1, 2)", "1"),
        ("if({workshops}>5, 1/0, 2)", "2"),
        ('if(has({标签}, "老"), 1, 0)', "1"),
        ("ifempty({车间数量}, 0)", "3"),
        ("{workshops} > 2", "1"),
        ("1 < {workshops} < 9", "1"),
    ],
)
def test_a_formula_comes_to(formula: str, is_now: str) -> None:
    assert value(formula) == is_now


def test_a_formula_comes_to_an_amount_a_day_or_a_text() -> None:
    assert value("{资产(万)} * 0.333", result="money") == 4111
    assert value("{创业时间} + 30", result="date") == "2026-01-31"
    assert value("如果({车间数量}>2，“大”，“小”)", result="text") == "大"
    assert value("{行业} + “业”", result="text") == "制造业"


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("1/0", "divided by zero"),
        ("0/0", "divided by zero"),
        ("{没有}+1", "no field"),
        ("{结果}+1", "from itself"),
        ("{it}", "from itself"),
        ('"a"*3', "do not fit"),
        ("{创业时间} > 3", "do not fit"),
        ("1 + {行业}", "not a number"),
        ("{创业时间}", "not a number"),
        ("{向导}+1", "cannot be calculated"),
        ("if(1, 2, 3)", "do not fit"),
        ("999999999999*999999999999", "too large"),
        ("{创业时间} + 0.5", "do not fit"),
        ("round(1, 0.5)", "do not fit"),
    ],
)
def test_a_value_that_cannot_be_worked_out_is_missing_with_its_reason(formula: str, why: str) -> None:
    assert why in reason(formula)


def test_an_empty_field_makes_the_value_missing_and_never_zero() -> None:
    assert "车间数量" in reason("{车间数量} * 2", extra={})
    assert value("ifempty({车间数量}, 0) + 1", extra={}) == "1"
    assert value("if({行业}=“制造”, 1, {车间数量})", extra={"trade": "c1"}) == "1"


def test_a_day_too_far_is_missing() -> None:
    assert "too large" in reason("{创业时间}" + " + 199999" * 16, result="date")


@pytest.mark.parametrize(
    "formula",
    [
        "",
        " ",
        "{",
        "}",
        "{车间数量",
        "{workshops} ** 9",
        "{workshops}.real",
        "__import__('os')",
        "(lambda: 1)()",
        "[1]",
        "{workshops}[0]",
        "f'{workshops}'",
        "b'a'",
        "1 if 2 else 3",
        "a",
        "zk_ref_0",
        "print(1)",
        "min()",
        "round(1,2,3)",
        "min(*[1])",
        "round(1, ndigits=2)",
        "1e400",
        "9" * 20,
        "1; 2",
        "x = 1",
        "1 in 2",
        "2 % 1",
        "2 // 1",
        "None",
        "1j",
        "(" * 30 + "1" + ")" * 30 + "(",
        "-" * 100 + "1",
        "1" + "+1" * 200,
        "1+" * 600 + "1",
        "{a}{b}",
        "\\",
        "(x := 1)",
        "await 1",
        "`1`",
        "1 @ 2",
        "~1",
        "1 is 1",
        "{workshops}()",
        "today(1)",
    ],
)
def test_what_formulas_have_not_is_refused_when_written(formula: str) -> None:
    with pytest.raises(BadFormula):
        compiled(formula)


def test_a_formula_may_need_formulas_but_no_circle() -> None:
    double = Draft("双倍", "formula", "double", formula="{workshops}*2")
    four = Draft("四倍", "formula", "four", formula="{双倍}*2")
    assert rules.Values([*FIELDS, double, four]).of(four, EXTRA) == "12"
    one, two = Draft("一", "formula", "one", formula="{二}"), Draft("二", "formula", "two", formula="{一}")
    assert isinstance(rules.Values([one, two]).of(one, {}), Missing)


def test_without_a_day_what_depends_on_it_is_missing() -> None:
    field = Draft("年龄", "formula", "it", formula="today() - {创业时间}")
    assert isinstance(rules.Values([*FIELDS, field]).of(field, EXTRA), Missing)


def test_a_formula_is_kept_with_codes_and_shown_with_titles() -> None:
    kept = rules.with_codes("{ 车间数量 }*2+“{行业}”", FIELDS)
    assert kept == '{workshops}*2+"{行业}"'
    assert rules.with_titles(kept, FIELDS) == '{车间数量}*2+"{行业}"'
    assert rules.with_codes("{没有}", FIELDS) == "{没有}"


@given(st.text(alphabet="{}()[]+-*/<>=!,.'\"“” 0123456789aif车间数量workshops_:\\\n\x00，（）且或", max_size=60))
def test_whatever_is_written_as_a_formula_is_a_value_missing_or_refused(formula: str) -> None:
    found = value(formula)
    assert found is None or isinstance(found, str | Missing)


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6))
def test_sums_and_products_are_exact(a: int, b: int) -> None:
    fields = [Draft("甲", "money", "a"), Draft("乙", "money", "b")]
    total = Draft("和", "formula", "s", formula="{甲}+{乙}*3", result="money")
    assert rules.Values([*fields, total]).of(total, {"a": a, "b": b}) == a + b * 3
