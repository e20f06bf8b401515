"""Customers that a file of orders brings along: added at one click, owned by who handled their first order."""

from pathlib import Path

import pytest
from django.test import Client

from tests.factories import Cast
from tests.factories.files import bring_in, counts, write_csv
from tests.factories.steps import confirm, decide, importer, try_file
from zhike.customers.models import Customer
from zhike.sales.models import Order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]
HEADS = ("订单号", "客户", "日期", "金额", "经手人")
CREATE = {"unknown_customers": "create"}


def orders(folder: Path, *rows: tuple[str, str, str]) -> Path:
    told = [(number, who, "2026-03-05", "100", handler) for number, who, handler in rows]
    return write_csv(folder / "o.csv", told, HEADS)


def owners() -> dict[str, int | None]:
    return dict(Customer.objects.values_list("party__name", "owner"))


def test_unknown_customers_are_added_by_the_button_beside_what_is_said_of_them(owner: Client, tmp_path: Path) -> None:
    run = try_file(
        owner, orders(tmp_path, ("D1", "远山", ""), ("D2", "明月", "")), "orders", unknown_customers="refuse"
    )
    page = owner.get(run.get_absolute_url())
    (message,) = [each for each in page.context["checked"].messages if each.choice]
    assert f'name="choose" value="{message.choice.value}"' in page.content.decode()
    assert counts(decide(owner, run, choose="unknown_customers=whatever")) == (2, 0, 0, 0, 2)
    assert counts(decide(owner, run, choose=message.choice.value)) == (2, 2, 0, 0, 0)
    confirm(owner, run)
    assert ({*owners()}, Order.objects.count()) == ({"远山", "明月"}, 2)


def test_who_handled_the_first_order_owns_the_customer(people: Cast, tmp_path: Path) -> None:
    rows = [
        ("D1", "远山", ""),
        ("D2", "远山", people.rep.name),
        ("D3", "远山", people.other_rep.name),
        ("D4", "明月", "老周"),
    ]
    assert counts(bring_in("orders", orders(tmp_path, *rows), options=CREATE)) == (4, 4, 0, 0, 0)
    assert owners() == {"远山": people.rep.pk, "明月": None}


def test_who_has_left_owns_nothing_new(people: Cast, tmp_path: Path) -> None:
    people.rep.is_active = False
    people.rep.save()
    bring_in("orders", orders(tmp_path, ("D1", "远山", people.rep.name)), options=CREATE)
    assert owners() == {"远山": None}


def test_who_may_not_give_customers_away_gives_none(people: Cast, tmp_path: Path) -> None:
    importer(people.visitor)
    run = bring_in("orders", orders(tmp_path, ("D1", "远山", people.rep.name)), options=CREATE, by=people.visitor)
    assert (counts(run), owners()) == ((1, 1, 0, 0, 0), {"远山": None})
