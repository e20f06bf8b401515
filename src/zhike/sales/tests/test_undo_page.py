"""An undo says beforehand how many records it takes back, and of what kinds; afterwards the same."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import Cast, customer, product
from tests.factories.files import CUSTOMER_HEADS, bring_in, take_back, write_csv
from tests.factories.pages import words
from zhike.customers.models import Customer
from zhike.exchange import queries
from zhike.exchange.models import ImportRun
from zhike.sales.models import Order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]


def orders(folder: Path) -> ImportRun:
    """Import two orders of a customer who is made for them, and of a product too."""
    product("P1")
    rows = [(number, "新客户", "2026-03-05", 1, "P1", 1, 2, 2, 1) for number in ("D1", "D2")]
    return bring_in("orders", write_csv(folder / "o.csv", rows), options={"unknown_customers": "create"})


def test_what_is_made_along_the_way_is_counted_and_named(people: Cast, owner: Client, tmp_path: Path) -> None:
    run = orders(tmp_path)
    done = queries.done_by(run)
    assert (run.created, sorted(done.values())) == (2, [1, 2])
    advice = owner.get(reverse("exchange:undo", args=[run.pk])).context["advice"]
    assert "3" in advice
    assert all(f"{kind} {count}" in advice for kind, count in done.items())
    take_back(run, people.owner)
    assert (run.undone, run.notes["done"]) == (3, [[kind, count] for kind, count in done.items()])
    assert not Order.objects.exists()
    shown = owner.get(run.get_absolute_url())
    assert all(f"{kind} {count}" in words(shown) for kind, count in done.items())
    assert not shown.context["made_url"]
    assert not shown.context["list_url"]


def test_changes_are_counted_too(people: Cast, tmp_path: Path) -> None:
    customer("远山", number="K1")
    rows = [("K1", "远山", "021-60010001", "", "", ""), ("K2", "长风", "", "", "", "")]
    run = bring_in("customers", write_csv(tmp_path / "c.csv", rows, CUSTOMER_HEADS))
    assert list(queries.done_by(run).values()) == [1, 1]
    assert take_back(run, people.owner).undone == 2
    assert Customer.objects.get().number == "K1"


def test_the_list_tells_the_ways_on_apart(owner: Client, tmp_path: Path) -> None:
    run = orders(tmp_path)
    shown = words(owner.get(reverse("exchange:runs")))
    links = [shown.index(reverse(f"exchange:{step}", args=[run.pk])) for step in ("undo", "file")]
    assert "·" in shown[links[0] : links[1]]
