"""Headers are matched by their words, and what is missing is named."""

import pickle

import pytest

from zhike.exchange.columns import Column, Layout, Refused, match_header, shown

LAYOUT = Layout(
    columns=(
        Column("number", "订单号", "code", synonyms=("单号", "Order No"), needed=True),
        Column("customer_number", "客户编号", "code"),
        Column("customer_name", "客户名称", "text", synonyms=("客户",)),
        Column("amount", "金额", "money", needed=True, choices={"是": "yes"}),
    ),
    key=("number",),
    any_of=(("customer_number", "customer_name"),),
)


def test_headers_match_whatever_their_case_width_marks_and_remarks() -> None:
    header = match_header(["ＯＲＤＥＲ_ no", " 客户-名称：", "* 金额（元）", "备注", ""], LAYOUT)
    assert header.positions == {"number": 0, "customer_name": 1, "amount": 2}
    assert header.ignored == ("备注",)


def test_a_header_nobody_asked_for_is_kept_short_and_readable() -> None:
    header = match_header(["订单号", "客户", "金额", "备\x00注", "长" * 10_000], LAYOUT)
    assert header.ignored == ("备�注", "长" * 40 + "…")


def test_a_header_that_an_error_file_has_guarded_is_still_known() -> None:
    assert match_header(["'-订单号", "'\n客户", "金额"], LAYOUT).positions.keys() == {
        "number",
        "customer_name",
        "amount",
    }


def test_the_columns_of_an_error_file_are_passed_over_without_mention() -> None:
    assert match_header(["订单号", "客户", "金额", "原文件行号", "错误原因"], LAYOUT).ignored == ()


def test_two_headers_for_one_column_are_refused_by_name() -> None:
    with pytest.raises(Refused) as refusal:
        match_header(["订单号", "单号", "客户", "金额"], LAYOUT)
    assert refusal.value.phrase.values == {"first": "订单号", "second": "单号", "column": "订单号"}


def test_missing_columns_are_named_with_what_may_be_written() -> None:
    with pytest.raises(Refused) as refusal:
        match_header(["客户电话", "金额"], LAYOUT)
    assert refusal.value.phrase.values["missing"] == "订单号、客户编号 / 客户名称"
    assert "Order No" in str(refusal.value)


def test_a_file_without_header_is_refused_by_name() -> None:
    with pytest.raises(Refused, match="looks like data"):
        match_header(["A001", "王强", "2026-03-05", 12.5], LAYOUT)


def test_a_layout_and_a_refusal_travel_between_processes() -> None:
    assert pickle.loads(pickle.dumps(LAYOUT)) == LAYOUT
    assert hash(LAYOUT)
    with pytest.raises(Refused) as refusal:
        match_header(["x"], LAYOUT)
    assert pickle.loads(pickle.dumps(refusal.value)).phrase == refusal.value.phrase


def test_a_long_value_is_shown_short() -> None:
    assert shown("王" * 10_000) == "王" * 40 + "…"
    assert shown("a\x00b") == "a�b"
