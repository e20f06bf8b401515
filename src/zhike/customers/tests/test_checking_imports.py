"""What a trial has found can be mended on its page: all of it at once, column by column, without losing one's place."""

from typing import Any

import pytest
from django.test import Client

from tests.factories.files import counts
from tests.factories.steps import Rows, address, bring, confirm, decide, try_out, work, workbook
from zhike.customers.models import Customer
from zhike.exchange.models import ImportRun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]


MAILS: Rows = [
    ["客户名称", "备注", "邮箱", "电话"],
    ["远山", "", "wx_1203", "021-60010001"],
    ["长风", "账期60天", "sales@example.com", "18666053663\n13862611695（财务）"],
    ["清泉", "", "wx_77", "0574-81234567 / 13862611696"],
]
ORDERS: Rows = [
    ["订单号", "日期", "客户", "数量", "金额"],
    ["D1", "2026-03-05", "没有这家", "六十", 100],
    ["D2", "某天", "也没有这家", "608箱", 100],
    ["D3", "2026-03-06", "远山", "9", 100],
]
FOLLOW_UPS: Rows = [["客户名称", "跟进内容", "跟进时间"], ["没有这家", "谈了价格", "2026年3月5日 下午3点半"]]


def checked(owner: Client, run: ImportRun, query: str = "") -> Any:
    return owner.get(run.get_absolute_url() + query).context["checked"]


def test_a_column_is_left_empty_where_it_cannot_be_read_and_need_not_be(owner: Client) -> None:
    run = try_out(owner, bring(owner, workbook(MAILS)))
    assert counts(run)[1:] == (1, 0, 0, 2)
    (message,) = [each for each in checked(owner, run).messages if each.grade == "error"]
    assert (message.first.column, message.empties, message.count) == ("邮箱", "email", 2)
    decide(owner, run, empty="email")
    assert (counts(run)[1:], run.plan["emptied"]) == ((3, 0, 0, 0), ["email"])
    (left,) = [each for each in checked(owner, run).messages if each.keeps_out]
    assert (left.grade, left.count) == ("warning", 2)
    decide(owner, run, **{"keep-out": "email"})
    assert (run.errored, run.plan["emptied"]) == (2, [])


def test_a_column_the_books_cannot_take_is_left_empty_too(owner: Client) -> None:
    rows: Rows = [["客户名称", "负责人"], ["远山", "没有这人"], ["长风", "也没有这人"]]
    run = try_out(owner, bring(owner, workbook(rows)))
    (message,) = checked(owner, run).messages
    assert (message.empties, run.errored) == ("owner", 2)
    decide(owner, run, empty="owner")
    assert (run.errored, run.plan["edits"]) == (0, [[2, "owner", ""], [3, "owner", ""]])
    (left,) = checked(owner, run).messages
    assert (left.keeps_out, left.count, left.grade) == ("owner", 2, "warning")
    decide(owner, run, **{"keep-out": "owner"})
    assert (run.errored, run.plan["edits"]) == (2, [])


def test_a_column_that_is_needed_is_never_left_empty(owner: Client) -> None:
    run = try_out(owner, bring(owner, workbook(ORDERS), kind="orders"))
    assert {each.first.column: each.empties for each in checked(owner, run).messages if each.grade == "error"} == {
        "日期": "",
        "客户": "",
        "数量": "quantity",
    }
    decide(owner, run, empty="ordered_on")
    assert run.errored == 3


def test_a_mobile_comes_first_and_the_other_phones_stay_in_the_remarks(owner: Client) -> None:
    run = try_out(owner, bring(owner, workbook(MAILS)))
    assert [each.count for each in checked(owner, run).messages if "备注" in each.words or "remarks" in each.words] == [
        2
    ]
    decide(owner, run, empty="email")
    confirm(owner, run)
    found = dict(Customer.objects.values_list("party__name", "remarks"))
    assert found["长风"] == "账期60天；电话：18666053663 13862611695（财务）"
    assert found["清泉"] == "电话：0574-81234567 / 13862611696"
    assert Customer.objects.get(party__name="清泉").party.phone == "13862611696"


def test_further_phones_replace_no_remarks(owner: Client) -> None:
    rows: Rows = [["客户名称", "备注", "电话"], ["远山", "老客户", "13862611695"]]
    again: Rows = [["客户名称", "备注", "电话"], ["远山", "", "13862611695、13862611696"]]
    for each in (rows, again):
        run = bring(owner, workbook(each))
        ImportRun.objects.filter(pk=run.pk).update(options={"existing": "update"})
        run.refresh_from_db()
        confirm(owner, try_out(owner, run))
    assert Customer.objects.get(party__name="远山").remarks == "老客户\n电话：13862611695、13862611696"


def test_the_first_trial_says_all_that_is_wrong_with_a_row(owner: Client) -> None:
    run = try_out(owner, bring(owner, workbook(ORDERS), kind="orders"))
    said = {
        row.place: sorted(fault.column for cell in row.cells for fault in cell.faults if fault.grade == "error")
        for row in checked(owner, run).rows
    }
    assert said == {2: ["客户", "数量"], 3: ["客户", "日期"], 4: ["客户"]}
    assert run.errored == 3


def test_an_unknown_customer_is_mended_in_the_column_that_names_it(owner: Client) -> None:
    run = try_out(owner, bring(owner, workbook(FOLLOW_UPS), kind="follow_ups"))
    (row,) = checked(owner, run).rows
    assert [(cell.name, [fault.column for fault in cell.faults]) for cell in row.cells if cell.name] == [
        ("customer_name", ["客户"])
    ]


def test_who_looks_elsewhere_keeps_what_was_typed_and_nothing_is_tried_again_without_a_change(owner: Client) -> None:
    run = try_out(owner, bring(owner, workbook(MAILS)))
    turn = run.turn
    shown = {"cell-2-2": "wx_1203", "stay": "grade=error&column=&page=1", "show": "grade=warning&column=&page=1"}
    answer = owner.post(address(run, "check"), shown)
    run.refresh_from_db()
    assert (run.turn, run.state) == (turn, ImportRun.State.CHECKED)
    assert answer["Location"] == f"{run.get_absolute_url()}?grade=warning&column=&page=1#rows"
    decide(owner, run, **(shown | {"cell-2-2": "yuan@example.com"}))
    assert (run.plan["edits"], run.errored) == ([[2, "email", "yuan@example.com"]], 1)


def test_after_a_correction_the_page_is_where_it_was(owner: Client) -> None:
    run = try_out(owner, bring(owner, workbook(MAILS)))
    answer = owner.post(address(run, "check"), {"cell-2-2": "", "stay": "grade=error&column=邮箱&page=1"})
    assert "grade=error" in answer["Location"]
    assert answer["Location"].endswith("page=1#run")
    place = answer["Location"].partition("#")[0]
    assert f'hx-get="{place.replace("&", "&amp;")}"' in owner.get(place).content.decode()
    work(run)
    assert "#rows" in owner.get(place, headers={"HX-Request": "true"})["HX-Reswap"]


def test_faulty_columns_come_behind_the_names_and_hints_are_folded(owner: Client) -> None:
    run = try_out(owner, bring(owner, workbook(MAILS)))
    found = checked(owner, run)
    assert found.titles == ("客户名称", "邮箱", "电话", "备注")
    assert [cell.title for cell in found.rows[0].cells] == list(found.titles)
    assert any(cell.hints and all(said.grade != "note" for said in cell.sentences) for cell in found.rows[1].cells)


def test_where_nothing_of_a_kind_is_left_the_way_back_stays(owner: Client) -> None:
    run = try_out(owner, bring(owner, workbook(MAILS)))
    page = owner.get(run.get_absolute_url() + "?grade=question").content.decode()
    assert 'id="corrections"' in page


def test_all_that_is_wrong_with_a_customer_is_said_at_once(owner: Client) -> None:
    rows: Rows = [
        ["客户名称", "电话", "邮箱", "省市区", "生日", "负责人", "联系人职务"],
        ["远山", "没有电话", "不是邮箱", "没有这地方", "2-30", "没有这人", "经理"],
        ["长风", "", "", "没有这地方", "2-30", "没有这人", "经理"],
    ]
    run = try_out(owner, bring(owner, workbook(rows)))
    found = {row.place: row for row in checked(owner, run).rows}
    assert [{cell.title for cell in found[place].cells if cell.faults} for place in (2, 3)] == [
        {"电话", "邮箱", "省市区", "生日", "负责人"},
        {"省市区", "生日", "负责人"},
    ]
    assert [[fault.column for fault in found[place].faults] for place in (2, 3)] == [["联系人"], ["联系人"]]
    assert counts(run) == (2, 0, 0, 0, 2)
