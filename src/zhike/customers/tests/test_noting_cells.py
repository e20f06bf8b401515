"""What a column cannot take goes into the remarks with one click, so that nothing is lost."""

from typing import Any

import pytest
from django.test import Client

from tests.factories.files import counts, reasons, tables
from tests.factories.steps import Rows, bring, confirm, decide, try_out, workbook
from zhike.core.fields.models import Definition
from zhike.customers.models import Customer
from zhike.customers.models.customer import KIND
from zhike.exchange.models import ImportRun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]

MAILS: Rows = [
    ["客户名称", "备注", "电子邮件", "电话", "负责人"],
    ["远山", "", "wx_1203", "13862611690", "没有这人"],
    ["长风", "账期60天", "同手机", "18666053663\n13862611695", "李强"],
    ["清泉", "", "a@example.com", "13862611696", "没有这人"],
]


def message(owner: Client, run: ImportRun, column: str) -> Any:
    messages = owner.get(run.get_absolute_url()).context["checked"].messages
    (found,) = [each for each in messages if each.first.column == column and (each.empties or each.keeps_out)]
    return found


def remarks() -> dict[str, str]:
    return dict(Customer.objects.values_list("party__name", "remarks"))


@pytest.mark.usefixtures("people")
def test_what_cannot_be_read_goes_into_the_remarks_under_the_files_title(owner: Client) -> None:
    run = try_out(owner, bring(owner, workbook(MAILS)), **{"word-4-0": ""})
    found = message(owner, run, "邮箱")
    assert (found.empties, found.note, found.count) == ("email", "备注", 2)
    assert 'name="note" value="email"' in owner.get(run.get_absolute_url()).content.decode()
    decide(owner, run, note="email")
    assert (run.plan["emptied"], run.plan["noted"]) == (["email"], ["email"])
    assert (message(owner, run, "邮箱").keeps_out, message(owner, run, "邮箱").count) == ("email", 2)
    decide(owner, run, note="owner")  # of which the books say that nobody is called so
    assert counts(run)[4] == 0, reasons(run)
    confirm(owner, run)
    assert remarks() == {
        "远山": "负责人：没有这人；电子邮件：wx_1203",
        "长风": "账期60天；电话：18666053663 13862611695；电子邮件：同手机",
        "清泉": "负责人：没有这人",
    }


def test_it_can_be_kept_out_after_all_or_only_be_left_empty(owner: Client) -> None:
    rows: Rows = [["客户名称", "邮箱"], ["远山", "wx_1203"]]
    run = try_out(owner, bring(owner, workbook(rows)))
    decide(owner, run, note="email")
    assert run.errored == 0
    decide(owner, run, **{"keep-out": "email"})
    assert (run.errored, run.plan["emptied"], run.plan["noted"]) == (1, [], [])
    decide(owner, run, note="email")
    decide(owner, run, empty="email")
    confirm(owner, run)
    assert remarks() == {"远山": ""}


def test_a_row_whose_remarks_have_no_room_for_it_stays_out(owner: Client) -> None:
    rows: Rows = [["客户名称", "备注", "邮箱"], ["远山", "备" * 1995, "wx_1203"], ["长风", "备", "wx_7"]]
    run = try_out(owner, bring(owner, workbook(rows)))
    decide(owner, run, note="email")
    confirm(owner, run)
    assert [(line, column) for line, column, _ in reasons(run)] == [(2, "备注")]
    assert remarks() == {"长风": "备；邮箱：wx_7"}


def test_a_follow_up_keeps_it_among_its_words(owner: Client) -> None:
    rows: Rows = [["客户名称", "跟进内容", "跟进时间", "下次联系日期"], ["远山", "谈价", "2026-03-05", "等通知"]]
    confirm(owner, try_out(owner, bring(owner, workbook([["客户名称"], ["远山"]]))))
    run = try_out(owner, bring(owner, workbook(rows), kind="follow_ups"))
    assert message(owner, run, "下次联系日期").note == "跟进内容"
    decide(owner, run, note="due_on")
    confirm(owner, run)
    assert [each["words"] for each in tables()["timeline.Interaction"]] == ["谈价；下次联系日期：等通知"]


def test_a_year_alone_is_a_day_of_a_custom_field_and_worth_a_look(owner: Client) -> None:
    Definition.objects.create(kind=KIND, code="founded", title="成立日期", type="date", block="basic", is_ready=True)
    rows: Rows = [["客户名称", "成立日期"], ["远山", 2019], ["长风", "2021年"]]
    run = try_out(owner, bring(owner, workbook(rows)))
    assert counts(run) == (2, 2, 0, 0, 0), reasons(run)
    (found,) = owner.get(run.get_absolute_url()).context["checked"].messages
    assert (found.first.column, found.grade, found.count) == ("成立日期", "warning", 2)
