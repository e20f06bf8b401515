"""People who speak for customers: one person may speak for several, comes, changes and goes."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import Cast, customer
from tests.factories.files import tables
from tests.factories.pages import words
from zhike.core.access import queries as access
from zhike.core.access.models import Role
from zhike.core.audit.models import Entry
from zhike.customers import permissions
from zhike.customers.models import Contact, Customer, Party
from zhike.customers.operations import add_contact, change_contact, change_customer, end_contact
from zhike.kit.refusals import FieldRefused, StaleRecord

pytestmark = pytest.mark.django_db
LI: dict[str, Any] = {"name": "李姐", "phone": "138 0000 0007", "part": "decider", "influence": 5, "attitude": 1}


@pytest.fixture
def buyer(people: Cast) -> Customer:
    return customer("宏达", number="K1", owner=people.rep)


@pytest.fixture
def contact(people: Cast, buyer: Customer) -> Contact:
    return add_contact(customer=buyer, data=LI, by=people.rep)


def test_a_new_contact_is_a_person_with_a_part_and_is_audited_about_the_person(
    people: Cast, buyer: Customer, contact: Contact
) -> None:
    assert (contact.person.phone, contact.person.phone_key) == ("13800000007", "13800000007")
    assert (contact.part, contact.influence, contact.attitude, contact.version) == ("decider", 5, 1, 1)
    entry = Entry.objects.get(action="contact added")
    assert (entry.by, entry.kind, entry.object_id) == (people.rep, "customers.customer", buyer.pk)
    assert {value.subject for value in entry.values.all()} == {contact.person_id}


def test_one_person_speaks_for_two_customers(people: Cast, contact: Contact) -> None:
    other = customer("远山", number="K2", owner=people.rep)
    again = add_contact(customer=other, data={"title": "股东"}, person=contact.person, by=people.rep)
    assert again.person_id == contact.person_id
    assert Party.objects.filter(phone_key="13800000007").count() == 1
    change_contact(contact=again, data={"phone": "13900000002"}, version=1, by=people.rep)
    contact.refresh_from_db()
    assert (contact.person.phone, contact.version) == ("13900000002", 2)


def test_a_person_of_anothers_customer_cannot_be_pointed_at(people: Cast, contact: Contact) -> None:
    other = customer("远山", number="K2", owner=people.other_rep)
    before = tables()
    with pytest.raises(Party.DoesNotExist):
        add_contact(customer=other, data={}, person=contact.person, by=people.other_rep)
    assert tables() == before


def test_a_person_speaks_once_for_a_customer_and_may_come_back(people: Cast, buyer: Customer, contact: Contact) -> None:
    with pytest.raises(FieldRefused):
        add_contact(customer=buyer, data={}, person=contact.person, by=people.rep)
    end_contact(contact=contact, until_on=date(2026, 6, 1), version=1, by=people.rep)
    assert not buyer.contacts.filter(until_on=None).exists()
    other = customer("远山", number="K2", owner=people.rep)
    add_contact(customer=other, data={}, person=contact.person, by=people.rep)
    back = add_contact(customer=buyer, data={"title": "经理"}, person=contact.person, by=people.rep)
    assert (back.pk, back.until_on, back.title, back.version) == (contact.pk, None, "经理", 3)


def test_a_change_names_what_was_before_and_after(people: Cast, contact: Contact) -> None:
    change_contact(contact=contact, data={"part": "opponent", "birthday": "八月十五"}, version=1, by=people.rep)
    contact.refresh_from_db()
    assert (contact.part, contact.person.birthday, contact.version) == ("opponent", "农历八月十五", 2)
    values = {v.field: (v.before, v.after) for v in Entry.objects.get(action="contact changed").values.all()}
    assert values["part"] == ("decider", "opponent")
    assert values["birthday"] == ("", "农历八月十五")
    assert values["contact"] == (None, "李姐")


@pytest.mark.parametrize(
    ("data", "field"),
    [({"phone": "12"}, "phone"), ({"influence": 6}, "influence"), ({"birthday": "13-1"}, "birthday")],
)
def test_values_that_cannot_be_are_refused(
    data: dict[str, Any], field: str, people: Cast, buyer: Customer, contact: Contact
) -> None:
    before = tables()
    attempts: tuple[Callable[[], Contact], ...] = (
        lambda: change_contact(contact=contact, data=data, version=1, by=people.rep),
        lambda: add_contact(customer=buyer, data=LI | data, by=people.rep),
    )
    for attempt in attempts:
        with pytest.raises(FieldRefused) as wrong:
            attempt()
        assert wrong.value.field == field
    assert tables() == before


def test_a_stale_change_and_an_end_before_the_beginning_are_refused(people: Cast, contact: Contact) -> None:
    change_contact(contact=contact, data={"since_on": date(2026, 1, 1)}, version=1, by=people.rep)
    before = tables()
    with pytest.raises(StaleRecord):
        change_contact(contact=contact, data={"title": "x"}, version=1, by=people.rep)
    with pytest.raises(StaleRecord):
        end_contact(contact=contact, until_on=date(2026, 6, 1), version=1, by=people.rep)
    with pytest.raises(FieldRefused):
        end_contact(contact=contact, until_on=date(2025, 1, 1), version=2, by=people.rep)
    change_contact(contact=contact, data={"since_on": date(2026, 1, 1)}, version=2, by=people.rep)
    assert tables() == before


def test_contacts_are_changed_by_nobody_else(people: Cast, buyer: Customer, contact: Contact) -> None:
    before = tables()
    with pytest.raises(Customer.DoesNotExist):
        add_contact(customer=buyer, data=LI, by=people.other_rep)
    with pytest.raises(Contact.DoesNotExist):
        change_contact(contact=contact, data={"title": "x"}, version=1, by=people.other_rep)
    with pytest.raises(Contact.DoesNotExist):
        end_contact(contact=contact, until_on=date(2026, 6, 1), version=1, by=people.other_rep)
    with pytest.raises(PermissionDenied):
        change_contact(contact=contact, data={"title": "x"}, version=1, by=people.visitor)
    assert tables() == before


def test_a_person_who_is_anothers_customer_too_is_not_renamed_from_here(people: Cast, contact: Contact) -> None:
    Customer.objects.create(party=contact.person, number="K9", owner=people.other_rep)
    before = tables()
    with pytest.raises(FieldRefused):
        change_contact(contact=contact, data={"name": "李总"}, version=1, by=people.rep)
    assert tables() == before
    change_contact(contact=contact, data={"name": "李总"}, version=1, by=people.owner)
    assert Party.objects.filter(name="李总").exists()


def test_who_may_not_read_phones_does_not_change_them(people: Cast, buyer: Customer, contact: Contact) -> None:
    Role.objects.filter(code="rep").update(fields={permissions.PHONE: 10})
    access.forget(people.rep)
    before = tables()
    with pytest.raises(FieldRefused):
        change_contact(contact=contact, data={"phone": "13900000002"}, version=1, by=people.rep)
    with pytest.raises(FieldRefused):
        change_customer(customer=buyer, data={"phone": "13900000002"}, version=1, by=people.rep)
    assert tables() == before


def test_the_form_asks_whether_it_is_the_same_person(
    people: Cast, buyer: Customer, contact: Contact, client: Client
) -> None:
    other = customer("远山", number="K2", owner=people.rep)
    client.force_login(people.rep)
    address = f"/customers/-/contacts/new/{other.pk}/"
    assert client.get(address).status_code == 200
    told = {"name": "李女士", "phone": "13800000007"}
    answer = client.post(address, told)
    assert answer.status_code == 409
    assert f'value="{contact.person_id}"' in words(answer)
    assert client.post(address, told | {"person": "9999"}).status_code == 404
    assert client.post(address, told | {"person": str(contact.person_id)}).status_code == 302
    assert other.contacts.get().person == contact.person
    assert client.post(address, told | {"person": str(contact.person_id)}).status_code == 422
    assert client.post(address, told | {"person": "new"}).status_code == 302
    assert other.contacts.count() == 2
    assert client.post(address, {"name": "x", "phone": "12"}).status_code == 422


def test_the_forms_change_and_end(people: Cast, contact: Contact, client: Client) -> None:
    client.force_login(people.rep)
    told = {"name": "李姐", "phone": "13800000007", "part": "user", "attitude": "-1", "influence": "2", "version": "1"}
    assert "13800000007" in words(client.get(f"/customers/-/contacts/{contact.pk}/"))
    assert client.post(f"/customers/-/contacts/{contact.pk}/", told).status_code == 302
    assert client.post(f"/customers/-/contacts/{contact.pk}/", told | {"title": "x"}).status_code == 409
    contact.refresh_from_db()
    assert (contact.part, contact.attitude, contact.influence) == ("user", -1, 2)
    address = f"/customers/-/contacts/end/{contact.pk}/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"until_on": "x", "version": "2"}).status_code == 422
    assert client.post(address, {"until_on": "2026-06-01", "version": "2"}).status_code == 302
    contact.refresh_from_db()
    assert contact.until_on == date(2026, 6, 1)


def test_anothers_contact_is_as_good_as_missing(people: Cast, contact: Contact, client: Client) -> None:
    addresses = [
        f"/customers/-/contacts/{contact.pk}/",
        f"/customers/-/contacts/end/{contact.pk}/",
        f"/customers/-/people/{contact.person_id}/",
    ]
    client.force_login(people.other_rep)
    assert {client.get(address).status_code for address in addresses} == {404}
    client.force_login(people.visitor)
    assert {client.get(address).status_code for address in addresses} == {403}


def test_the_page_of_a_person_shows_the_customers_that_the_user_may_see(
    people: Cast, contact: Contact, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number, owner in (("K2", people.rep), ("K3", people.other_rep)):
        Contact.objects.create(customer=customer(f"客户{number}", number=number, owner=owner), person=contact.person)
    client.force_login(people.rep)
    with django_assert_max_num_queries(12):
        shown = words(client.get(f"/customers/-/people/{contact.person_id}/"))
    assert "客户K2" in shown
    assert "客户K3" not in shown
    assert "tel:13800000007" in shown


def test_a_masked_phone_stays_masked_on_the_persons_page(people: Cast, contact: Contact, client: Client) -> None:
    Role.objects.filter(code="rep").update(fields={permissions.PHONE: 10})
    client.force_login(people.rep)
    shown = words(client.get(f"/customers/-/people/{contact.person_id}/"))
    assert "138****0007" in shown
    assert "13800000007" not in shown
    assert "13800000007" not in words(client.get(f"/customers/-/contacts/{contact.pk}/"))
