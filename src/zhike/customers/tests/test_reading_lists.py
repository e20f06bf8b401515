"""A list reads of its records what its columns show, each to whom its customer is shown."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import Cast, customer
from zhike.customers import operations, queries
from zhike.customers.models import Contact, Customer
from zhike.customers.screens import ContactScreen, CustomerScreen
from zhike.kit import cells
from zhike.kit.columns import Column, prepare
from zhike.kit.needed import needed
from zhike.kit.pages.page import Rows
from zhike.kit.rows import records

pytestmark = pytest.mark.django_db
SCREENS = (CustomerScreen, ContactScreen)
EVERY = [(screen, column) for screen in SCREENS for column in screen.columns]


@pytest.fixture
def people(people: Cast) -> Cast:
    made = customer("宏达商贸", number="K1", owner=people.rep, phone="13912345678", contact=("赵总", "13800001111"))
    told = {"region": "杭州", "last_bought_on": date(2026, 11, 1), "bought_365d": 120_000, "level": "A", "state": 1}
    Customer.objects.filter(pk=made.pk).update(**told, last_contacted_at=timezone.now())
    Contact.objects.update(part="decider", attitude=1, title="总经理")
    customer("远景电子", number="K2", contact=("钱经理", "13800002222"))
    customer("华光", number="K3", owner=people.other_rep, contact=("孙女士", "13800003333"))
    return people


@pytest.mark.parametrize(("screen", "column"), EVERY, ids=lambda each: getattr(each, "name", ""))
def test_a_column_alone_shows_what_it_shows_of_whole_records_and_asks_nothing_more(
    screen: Any, column: Column, people: Cast, django_assert_num_queries: Any
) -> None:
    rows = screen.rows(for_user=people.owner)
    ids = list(rows.values_list("pk", flat=True))
    whole = [column.show(row) for row in records(rows, ids)]
    with django_assert_num_queries(1):
        assert [column.show(row) for row in records(rows, ids, columns=[column])] == whole
    assert len(whole) == 3


def test_the_usual_columns_leave_the_rest_of_a_record_where_it_is(people: Cast, owner: Client) -> None:
    owner.get("/customers/")
    with CaptureQueriesContext(connection) as asked:
        owner.get("/customers/")
    (read,) = [each["sql"] for each in asked if '"customers_party"."name"' in each["sql"]]
    assert '"customers_customer"."region"' in read
    for left in ('"customers_customer"."remarks"', '"customers_party"."phone"', '"accounts_user"."password"'):
        assert left not in read


def test_a_column_that_does_not_say_what_it_reads_gets_the_whole_record(people: Cast) -> None:
    told: Any = {"party": {}, "owner": {}}
    silent = Column("all", "", cell=cells.link)
    prepared = Column("prepared", "", "number", prepare=lambda rows: None)
    for column in (silent, prepared):
        assert not needed([column, CustomerScreen.columns[1]], Customer, told).fields
    assert needed([Column("p", "", "party.area_name")], Customer, told).joined == {"party": {}}
    assert needed([Column("n", "", "number")], Customer, told).joined == {}
    assert needed([], Customer, told).joined == told


def test_a_masked_column_still_finds_its_value(people: Cast) -> None:
    rows = queries.customers(for_user=people.owner)
    ids = list(rows.values_list("pk", flat=True))
    phone = next(column for column in CustomerScreen.columns if column.name == "phone")
    found = records(rows, ids, columns=[phone])
    prepare([phone], found)
    assert {row.party.phone for row in found} == {"13912345678", ""}


@pytest.mark.parametrize("who", ["owner", "rep", "other_rep", "visitor"])
def test_contacts_are_listed_to_whom_their_customers_are(who: str, people: Cast) -> None:
    k1, k2 = Customer.objects.get(number="K1"), Customer.objects.get(number="K2")
    on = date(2026, 11, 22)
    operations.add_member(customer=k1, user=people.other_rep, level=10, until_on=None, by=people.rep, on=on)
    Customer.objects.filter(pk=k2.pk).update(trashed_at=timezone.now())
    user = getattr(people, who)
    seen: Rows = queries.customers
    expected = Contact.objects.filter(customer__in=seen(for_user=user), until_on=None)
    found = list(queries.contacts(for_user=user))
    assert {contact.pk for contact in found} == {contact.pk for contact in expected}
    assert len(found) == {"owner": 2, "rep": 1, "other_rep": 2, "visitor": 0}[who]
