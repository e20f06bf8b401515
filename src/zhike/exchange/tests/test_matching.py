"""Each column of a file is guessed with a confidence and a reason; what is not plain is left to a person."""

from pathlib import Path

import pytest

from zhike.exchange.columns import Column, Layout
from zhike.exchange.reading import peek, read_into_spool
from zhike.exchange.spool import Spool
from zhike.exchange.tests.ugly_files import csv_file
from zhike.exchange.understanding.contents import content_of
from zhike.exchange.understanding.matching import REASONS, Guess, fingerprint, guesses, mapping_of, value_guesses
from zhike.exchange.understanding.presets import PRESETS

LAYOUT = Layout(
    columns=(
        Column("number", "客户编号", "code", ("编号", "customer number")),
        Column("name", "客户名称", "text", ("客户", "名称"), needed=True),
        Column("phone", "电话", "phone", ("手机", "联系电话")),
        Column("email", "邮箱", "email"),
        Column("region", "地区", "choice", choices={"华东": "east", "华南": "south", "华北": "north"}),
        Column("credit_code", "统一社会信用代码", "code", ("税号",)),
        Column("contact_phone", "联系人电话", "phone", ("联系人手机",)),
        Column("on", "建档日期", "date"),
        Column("amount", "金额", "money"),
    )
)
RECEIPTS = Layout(
    columns=(
        Column("number", "流水号", "code"),
        Column("on", "收款日期", "date", needed=True),
        Column("payer", "付款方", "text", needed=True),
        Column("amount", "收款金额", "money", needed=True),
        Column("remarks", "备注", "text", longest=200),
    )
)
PHONES = ("13800000001", "13800000002", "13800000003")


def _guess(title: str, *samples: str) -> Guess:
    (found,) = guesses([title], [samples], LAYOUT)
    return found


@pytest.mark.parametrize(
    ("title", "column", "reason"),
    [
        ("客户名称", "name", "name"),
        ("客户", "name", "synonym"),
        ("* 客户-名称：", "name", "folded"),
        ("金额(万元)", "amount", "folded"),
        ("联系人/电话", "contact_phone", "folded"),
        ("基本信息/邮箱", "email", "part"),
        ("kehumingcheng", "name", "pinyin"),
        ("khmc", "name", "initials"),
        ("KHBH", "number", "initials"),
        ("客户联系电话", "phone", "likeness"),
        ("客户建档日期", "on", "likeness"),
    ],
)
def test_a_column_is_guessed_by_its_title(title: str, column: str, reason: str) -> None:
    found = _guess(title)
    assert (found.column, found.reason) == (column, reason)
    assert 0.5 <= found.confidence <= 1
    assert found.reason in REASONS


def test_a_title_nobody_knows_is_left_alone() -> None:
    assert _guess("仓库").column is None
    assert _guess("").column is None
    assert _guess("错误原因").column is None


@pytest.mark.parametrize(
    ("samples", "column"),
    [
        (("a@b.cn", "c@d.com", "e@f.org"), "email"),
        (("2026-03-05", "2026年3月6日", "2026/3/7"), "on"),
        (("91110000600037340H", "91310115591673060U", "914403007084611308"), "credit_code"),
    ],
)
def test_cells_tell_what_a_title_does_not(samples: tuple[str, ...], column: str) -> None:
    found = _guess("X", *samples)
    assert (found.column, found.reason) == (column, "content")


def test_cells_that_contradict_a_title_make_the_guess_unsure() -> None:
    assert _guess("电话", "a@b.cn", "c@d.com", "e@f.org").column == "email"
    assert content_of(PHONES) == "phone"
    assert content_of(("浙江省杭州市西湖区", "上海市浦东新区", "广东省深圳市")) == "area"
    assert content_of(("¥12.50", "1,280.00", "3.5元")) == "money"
    assert content_of(("1", "2", "3")) == ""


def test_a_title_of_two_words_is_doubted_where_the_cells_do_not_agree() -> None:
    mixed = _guess("微信/邮箱", "wx_16532", "a@b.cn", "wx_99653", "c@d.com")
    assert (mixed.column, mixed.reason, mixed.confidence < 0.7) == ("email", "part", True)
    assert _guess("微信/邮箱", "a@b.cn", "c@d.com", "e@f.org").confidence == 0.8


def test_one_column_is_taken_once_and_what_else_it_may_be_is_told() -> None:
    found = guesses(["手机", "客户手机", "号码"], [PHONES, PHONES, PHONES], LAYOUT)
    assert [guess.column for guess in found] == ["phone", "contact_phone", None]
    assert mapping_of(found) == {0: "phone", 1: "contact_phone"}
    assert found[2].also == ("phone", "contact_phone")


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("华东", "east"),
        (" 华东 ", "east"),
        ("华东大区", "east"),
        ("华南区", "south"),
        ("中国华北", "north"),
        ("西北", None),
    ],
)
def test_words_are_guessed_among_the_choices(word: str, code: str | None) -> None:
    (found,) = value_guesses(LAYOUT.column("region"), [word])
    assert found.code == code


def test_words_for_yes_and_no_are_known() -> None:
    column = Column("x", "同意", "choice", choices={"是": "yes", "否": "no"})
    assert [guess.code for guess in value_guesses(column, ["√", "Y", "×", "也许"])] == ["yes", "yes", "no", None]
    (found,) = guesses(["地区"], [("华东大区", "火星")], LAYOUT)
    assert [(value.word, value.code) for value in found.values] == [("华东大区", "east"), ("火星", None)]


def test_a_mapping_is_saved_under_the_titles_in_their_order() -> None:
    assert fingerprint(["客户名称", "金额(元)"]) == fingerprint([" 客户_名称", "金额"])
    assert fingerprint(["客户名称", "金额"]) != fingerprint(["金额", "客户名称"])


WECHAT = [
    ["微信支付账单明细"],
    ["微信昵称：[小店]"],
    ["起始时间：[2026-03-01 00:00:00] 终止时间：[2026-03-31 23:59:59]"],
    ["共3笔记录"],
    ["收入：2笔 150.00元"],
    ["注："],
    ["1. 充值/提现不计入收支"],
    ["-------------------微信支付账单明细列表-----------------"],
    [
        "交易时间",
        "交易类型",
        "交易对方",
        "商品",
        "收/支",
        "金额(元)",
        "支付方式",
        "当前状态",
        "交易单号",
        "商户单号",
        "备注",
    ],
    ["2026-03-05 10:00:00", "转账", "王强", "货款", "收入", "¥100.00", "/", "已存入零钱", "1000\t", "1\t", "/"],
    ["2026-03-06 10:00:00", "商户消费", "茶馆", "茶", "支出", "¥30.00", "零钱", "支付成功", "1001\t", "2\t", "/"],
    ["2026-03-07 10:00:00", "转账", "李明", "定金", "收入", "¥50.00", "/", "已存入零钱", "1002\t", "3\t", "/"],
]
ALIPAY = [
    ["------------------------------------------------------------------------------------"],
    ["导出信息："],
    ["姓名：某某"],
    ["特别提示："],
    ["------------------------支付宝（中国）网络技术有限公司  电子客户回单------------------------"],
    [
        *("交易时间", "交易分类", "交易对方", "对方账号", "商品说明", "收/支"),
        *("金额", "收/付款方式", "交易状态", "交易订单号", "商家订单号", "备注"),
    ],
    ["2026-03-05 10:00:00", "转账", "王强", "w***", "货款", "收入", "100.00", "余额", "交易成功", "1000\t", "\t", ""],
    ["2026-03-06 10:00:00", "餐饮", "茶馆", "c***", "茶", "支出", "30.00", "余额", "交易成功", "1001\t", "\t", ""],
]  # fmt: skip
BANK = [
    ["交易日期", "摘要", "收入金额", "支出金额", "余额", "对方户名", "交易流水号"],
    ["20260305", "货款", "100.00", "", "1,100.00", "华东贸易", "F1"],
    ["20260306", "水费", "", "30.00", "1,070.00", "自来水公司", "F2"],
]


@pytest.mark.parametrize(
    ("rows", "encoding", "preset", "amounts"),
    [
        (WECHAT, "utf-8-sig", "wechat-bill", [10000, 5000]),
        (ALIPAY, "gb18030", "alipay-bill", [10000]),
        (BANK, "gb18030", "bank", [10000]),
    ],
)
def test_bills_are_read_by_what_is_publicly_known_of_them(
    rows: list[list[str]], encoding: str, preset: str, amounts: list[int], tmp_path: Path
) -> None:
    path = csv_file(rows, encoding=encoding)(tmp_path)
    seen = peek(path, RECEIPTS)
    assert seen.understanding.preset == preset
    head = read_into_spool(path, tmp_path / "spool", RECEIPTS)
    with Spool(tmp_path / "spool") as spool:
        found = [row.values["amount"] for batch in spool.groups() for row in batch]
        assert [*spool.faults()] == []
    assert sorted(found, reverse=True) == amounts  # type: ignore[type-var]
    assert head.left_out_counts["not wanted"] == 1
    place = seen.understanding.chosen[0]
    found_columns = guesses(seen.understanding.tables[place].titles, seen.samples[place], RECEIPTS, preset=preset)
    assert {"on", "payer", "amount"} <= set(mapping_of(found_columns).values())


def test_each_preset_is_known_by_its_own_titles_only() -> None:
    for preset in PRESETS:
        titles = {*preset.titles, *sorted(preset.any_of)[:1]}
        assert next(each for each in PRESETS if each.recognises(titles)) is preset
        assert preset.kinds
        assert preset.title
