"""What leaves as a file comes back as it was: every list, as csv and as a workbook."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from tests.factories import Cast, customer, order, product
from tests.factories.files import AT, bring_in
from zhike.catalog.models import Product
from zhike.customers import operations as customers
from zhike.customers.models import Contact, Customer, Preference
from zhike.exchange.exports import making
from zhike.exchange.exports.listing import Asked, Listed, screen_named
from zhike.sales.models import Order, OrderLine, Receipt, Return, ReturnLine
from zhike.timeline.models import Interaction

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]

LISTS = ["customers", "products", "contacts", "preferences", "order_lines", "receipts", "return_lines", "timeline"]
KINDS = {"timeline": "follow_ups", "order_lines": "orders", "return_lines": "returns"}


def fill(people: Cast) -> None:
    """Let a company have one or two of everything."""
    buyer = customer("-宏达商贸", number="K1", owner=people.rep, phone="13800000001", contact=("李姐", "13800000007"))
    customer("远山食品", number="K2")
    told = {
        "email": "a@example.com",
        "address": "文三路 1 号",
        "area": "330106",
        "birthday": "05-01",
        "industry": "食品",
        "region": "杭州",
        "source": "展会",
        "remarks": "第一行",
    }
    customers.change_customer(customer=buyer, data=told, version=1, by=people.owner)
    contact = Contact.objects.get()
    role = {"title": "经理", "salutation": "李姐", "part": "decider", "influence": 5, "attitude": -1}
    person = {"email": "li@example.com", "birthday": "农历八月十五", "birth_year": 1980}
    customers.change_contact(contact=contact, data=role | person, version=1, by=people.owner)
    for party in (buyer.party, contact.person):
        Preference.objects.create(
            party=party, subject="茶", text="龙井", source="拜访", times_seen=3, last_seen_on=date(2026, 3, 5)
        )
    tea = product("0012", "龙井")
    Product.objects.filter(pk=tea.pk).update(unit="斤", category="茶叶")
    sold = order(buyer, number="D1", on=date(2026, 3, 5), amount=12_345, cost=100, of=tea)
    OrderLine.objects.filter(order=sold).update(quantity="1.5", unit_price="82.3")
    Order.objects.filter(pk=sold.pk).update(handler=people.rep, remarks="送货；急")
    second = order(buyer, number="D2", on=date(2026, 3, 6), amount=5)
    Order.objects.filter(pk=second.pk).update(handler_name="老周")
    for number, way in (("S1", "draft"), ("S2", "")):
        Receipt.objects.create(
            number=number,
            customer=buyer,
            received_on=date(2026, 3, 7),
            amount=5_000,
            way=way,
            account="工行",
            payer="李姐",
            remarks="货款",
        )
    back = Return.objects.create(
        number="R1", customer=buyer, order=sold, returned_on=date(2026, 3, 8), amount=345, reason="破损"
    )
    ReturnLine.objects.create(paper=back, position=1, product=tea, quantity="0.5", amount=345)
    Interaction.objects.create(
        customer=buyer, way="visit", words="问价：\n  1. 龙井\n\n下周再来", author=people.rep, happened_at=AT, key="1"
    )


def books() -> dict[str, list[tuple[Any, ...]]]:
    """Answer all that the lists show, by what people know it by."""
    who = ("customer__number", "customer__party__name")
    party = [f"party__{name}" for name in ("kind", "name", "phone", "email", "address", "area", "birth_month")]
    born = ("birth_year", "birth_month", "birth_day", "birth_calendar")
    person = [f"person__{name}" for name in ("name", "phone", "email", *born)]
    role = ("title", "salutation", "part", "influence", "attitude")
    line = ("position", "product__code", "product__name", "quantity", "amount")
    asked: dict[Any, tuple[str, ...]] = {
        Customer: ("number", *party, "owner__name", "industry", "region", "source", "remarks"),
        Product: ("code", "name", "unit", "category"),
        Contact: (who[0], *person, *role),
        Preference: ("party__name", "subject", "text", "source", "times_seen", "last_seen_on"),
        Order: ("number", *who, "ordered_on", "amount", "cost", "handler__name", "handler_name", "remarks"),
        OrderLine: ("order__number", *line, "unit_price", "cost"),
        Receipt: ("number", *who, "received_on", "amount", "way", "account", "payer", "remarks"),
        Return: ("number", *who, "order__number", "returned_on", "amount", "reason"),
        ReturnLine: ("paper__number", *line),
        Interaction: (*who, "way", "words", "author__name", "happened_at"),
    }
    return {model.__name__: sorted(model.objects.values_list(*names), key=str) for model, names in asked.items()}


def take_out(folder: Path, people: Cast, file_kind: str, *, lists: Sequence[str] = LISTS) -> Iterator[tuple[str, Path]]:
    """Write lists with all their columns."""
    for name in lists:
        columns = tuple(column.name for column in screen_named(name).columns)
        path = folder / f"{name}.{file_kind}"
        making.write(Listed(Asked(name, "", columns, file_kind), by=people.owner), path, at=AT)
        yield KINDS.get(name, name), path


@pytest.mark.parametrize("file_kind", ["csv", "xlsx"])
def test_what_left_comes_back_into_an_empty_company_as_it_was(file_kind: str, people: Cast, tmp_path: Path) -> None:
    with transaction.atomic():
        fill(people)
        before, files = books(), list(take_out(tmp_path, people, file_kind))
        transaction.set_rollback(True)
    connection.check_constraints()
    for kind, path in files:
        run = bring_in(kind, path, by=people.owner)
        assert (run.errored, run.skipped, kind) == (0, 0, kind), run.notes
    assert books() == before


def test_what_left_and_comes_back_at_once_changes_nothing(people: Cast, tmp_path: Path) -> None:
    fill(people)
    before = books()
    for kind, path in take_out(tmp_path, people, "csv"):
        run = bring_in(kind, path, by=people.owner)
        assert (run.created, run.updated, run.errored, kind) == (0, 0, 0, kind), run.notes
    assert books() == before
