"""Names in a file that mean a colleague, or nobody: asked once, and heard again in later files."""

import pytest
from django.test import Client

from tests.factories import Cast
from tests.factories.files import counts
from tests.factories.steps import Rows, address, bring, confirm, try_out, workbook
from zhike.customers.models import Customer
from zhike.exchange.deciding.shapes import NOBODY
from zhike.exchange.models import ImportRun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]
ROWS: Rows = [["客户名称", "负责人"], ["远山", "老六"], ["长风", "小七"]]
ORDERS: Rows = [["订单号", "客户", "日期", "金额", "业务员"], ["D1", "远山", "2026-03-05", 100, "小七"]]


def fields(client: Client, run: ImportRun) -> dict[str, tuple[str, str, list[str]]]:
    """Give for each word that is asked about its field, what is chosen and what may be."""
    shown = client.get(address(run, "map")).context["form"].shown_words()
    return {
        word: (field.html_name, field.value(), [value for value, _ in field.field.choices])
        for _, _, asked in shown
        for word, field in asked
    }


def imported(client: Client, people: Cast) -> ImportRun:
    run = bring(client, workbook(ROWS))
    asked = fields(client, run)
    run = try_out(client, run, **{asked["老六"][0]: NOBODY, asked["小七"][0]: people.rep.username})
    return confirm(client, run)


def test_a_name_without_a_login_may_mean_nobody_and_its_rows_go_in(owner: Client, people: Cast) -> None:
    run = imported(owner, people)
    assert counts(run) == (2, 2, 0, 0, 0)
    assert dict(Customer.objects.values_list("party__name", "owner")) == {"远山": None, "长风": people.rep.pk}


def test_nobody_is_no_choice_where_a_strange_name_stays_as_written(owner: Client) -> None:
    asked = fields(owner, bring(owner, workbook(ORDERS), "订单.xlsx", "orders"))
    assert NOBODY not in asked["小七"][2]


def test_whom_a_name_means_is_heard_again_in_files_of_any_kind_by_the_same_colleague(
    owner: Client, people: Cast
) -> None:
    imported(owner, people)
    assert fields(owner, bring(owner, workbook(ORDERS), "订单.xlsx", "orders"))["小七"][1] == people.rep.username
    people.rep.is_active = False
    people.rep.save()
    assert not fields(owner, bring(owner, workbook(ORDERS), "订单.xlsx", "orders"))["小七"][1]


def test_what_another_colleague_has_said_is_not_heard(owner: Client, people: Cast) -> None:
    imported(owner, people)
    ImportRun.objects.update(by=people.rep)
    assert not fields(owner, bring(owner, workbook(ORDERS), "订单.xlsx", "orders"))["小七"][1]
