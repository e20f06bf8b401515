"""What customers and their people like: seen once more, it counts once more."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from tests.factories import Cast, customer
from tests.factories.files import tables
from tests.factories.pages import words
from zhike.core.audit.models import Entry
from zhike.customers.models import Customer, Party, Preference
from zhike.customers.operations import (
    confirm_facts,
    drop_preference,
    note_preference,
    see_preference_again,
)
from zhike.kit.refusals import FieldRefused, StaleRecord

pytestmark = pytest.mark.django_db
ON, AT = date(2026, 11, 22), datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
TEA: dict[str, Any] = {"subject": "饮料", "text": "爱喝龙井", "source": "11 月拜访"}


@pytest.fixture
def buyer(people: Cast) -> Customer:
    return customer("宏达", number="K1", owner=people.rep, contact=("李姐", "13800000007"))


def test_a_preference_has_a_source_and_counts_how_often_it_was_seen(people: Cast, buyer: Customer) -> None:
    first = note_preference(customer=buyer, data=TEA, by=people.rep, on=ON)
    assert (first.times_seen, first.last_seen_on, first.source) == (1, ON, "11 月拜访")
    later = date(2026, 12, 1)
    again = note_preference(customer=buyer, data=TEA | {"source": ""}, by=people.rep, on=later)
    assert (again.pk, again.times_seen, again.last_seen_on, again.source) == (first.pk, 2, later, "11 月拜访")
    seen = see_preference_again(customer=buyer, preference=again, by=people.rep, on=later)
    assert seen.times_seen == 3
    assert list(Entry.objects.order_by("pk").values_list("action", flat=True)) == [
        "preference noted",
        "preference seen",
        "preference seen",
    ]


def test_a_preference_may_be_of_a_person_who_speaks_for_the_customer(people: Cast, buyer: Customer) -> None:
    person = buyer.contacts.get().person
    made = note_preference(customer=buyer, data=TEA, party=person, by=people.rep, on=ON)
    assert made.party == person
    stranger = customer("远山", owner=people.other_rep).party
    with pytest.raises(Party.DoesNotExist):
        note_preference(customer=buyer, data=TEA, party=stranger, by=people.rep, on=ON)


def test_what_is_not_so_is_taken_away_and_stays_in_the_audit(people: Cast, buyer: Customer) -> None:
    made = note_preference(customer=buyer, data=TEA, by=people.rep, on=ON)
    drop_preference(customer=buyer, preference=made, by=people.rep)
    assert not Preference.objects.exists()
    value = Entry.objects.get(action="preference dropped").values.get()
    assert (value.before, value.after) == ("饮料: 爱喝龙井", None)


def test_an_empty_preference_and_anothers_customer_are_refused(people: Cast, buyer: Customer) -> None:
    made = note_preference(customer=buyer, data=TEA, by=people.rep, on=ON)
    before = tables()
    for field in ("subject", "text"):
        with pytest.raises(FieldRefused) as refused:
            note_preference(customer=buyer, data=TEA | {field: " "}, by=people.rep, on=ON)
        assert refused.value.field == field
    with pytest.raises(Customer.DoesNotExist):
        see_preference_again(customer=buyer, preference=made, by=people.other_rep, on=ON)
    with pytest.raises(Customer.DoesNotExist):
        drop_preference(customer=buyer, preference=made, by=people.other_rep)
    with pytest.raises(PermissionDenied):
        note_preference(customer=buyer, data=TEA, by=people.visitor, on=ON)
    assert tables() == before


def test_the_pages_note_see_again_and_take_away(people: Cast, buyer: Customer, client: Client) -> None:
    client.force_login(people.rep)
    person = buyer.contacts.get().person_id
    new = f"/customers/-/preferences/new/{buyer.pk}/"
    assert client.get(new).status_code == 200
    assert client.post(new, TEA | {"text": ""}).status_code == 422
    assert client.post(new, TEA).status_code == 302
    assert client.post(f"{new}{person}/", TEA).status_code == 302
    assert client.post(f"{new}9999/", TEA).status_code == 404
    assert "爱喝龙井" in words(client.get("/customers/K1/"))
    own, hers = Preference.objects.order_by("pk")
    assert hers.party_id == person
    for each in (own, hers):
        assert client.post(f"/customers/-/preferences/{buyer.pk}/{each.pk}/").status_code == 302
    own.refresh_from_db()
    assert own.times_seen == 2
    assert client.post(f"/customers/-/preferences/{buyer.pk}/{own.pk}/drop/").status_code == 302
    assert list(Preference.objects.all()) == [hers]


def test_a_preference_of_another_customer_is_as_good_as_missing(people: Cast, buyer: Customer, client: Client) -> None:
    other = customer("远山", number="K2", owner=people.other_rep)
    made = note_preference(customer=other, data=TEA, by=people.owner, on=ON)
    client.force_login(people.rep)
    for customer_id in (buyer.pk, other.pk):
        assert client.post(f"/customers/-/preferences/{customer_id}/{made.pk}/").status_code == 404
        assert client.post(f"/customers/-/preferences/{customer_id}/{made.pk}/drop/").status_code == 404
    client.force_login(people.visitor)
    assert client.post(f"/customers/-/preferences/{other.pk}/{made.pk}/").status_code == 403


def test_the_facts_are_confirmed_as_they_were_seen(people: Cast, buyer: Customer, client: Client) -> None:
    confirm_facts(customer=buyer, version=1, by=people.rep, at=AT)
    buyer.refresh_from_db()
    assert (buyer.confirmed_at, buyer.version) == (AT, 1)
    assert Entry.objects.get().action == "confirmed"
    with pytest.raises(StaleRecord):
        confirm_facts(customer=buyer, version=2, by=people.rep, at=AT)
    with pytest.raises(Customer.DoesNotExist):
        confirm_facts(customer=buyer, version=1, by=people.other_rep, at=AT)
    address = f"/customers/-/confirm/{buyer.pk}/"
    client.force_login(people.other_rep)
    assert client.post(address, {"version": "1"}).status_code == 404
    client.force_login(people.rep)
    assert client.post(address, {"version": "1"}).status_code == 302
    assert client.post(address, {"version": "x"}, follow=True).status_code == 200
    assert Entry.objects.filter(action="confirmed").count() == 2
