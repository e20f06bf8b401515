"""Whose a customer is, who else sees it, the trash, and a masked value shown: by who may, audited, never by halves."""

from datetime import date
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import Cast, add_user, customer, order, signed_in
from tests.factories.files import AT, tables
from tests.factories.pages import words
from zhike.core.access.models import Member, Role
from zhike.core.accounts.models import User
from zhike.core.audit.models import Entry
from zhike.core.notices import queries as notices
from zhike.customers import operations, queries
from zhike.customers.models import Customer
from zhike.kit.refusals import FieldRefused, StaleRecord

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 22)


@pytest.fixture
def hers(people: Cast) -> Customer:
    return customer("宏达商贸", number="K1", owner=people.rep, phone="13800000007", contact=("李姐", "13900000008"))


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)  # what a user may is asked once for each object


def transfer(hers: Customer, **changes: Any) -> Customer:
    told: dict[str, Any] = {"customer": hers, "reason": "调整片区", "version": hers.version, "at": timezone.now()}
    return operations.transfer_customer(**(told | changes))


def test_a_transfer_writes_owner_history_and_audit(people: Cast, hers: Customer) -> None:
    transfer(hers, owner=people.other_rep, by=people.owner)
    owners = [(o.owner, o.reason, o.until_at is None) for o in queries.ownerships(hers)]
    assert owners == [(people.other_rep, "调整片区", True), (people.rep, "", False)]
    entry = Entry.objects.get(action="transferred")
    kept = {value.field: (value.before, value.after) for value in entry.values.all()}
    assert kept == {"owner": (people.rep.pk, people.other_rep.pk), "reason": (None, "调整片区")}
    assert not queries.customers(for_user=people.rep).exists()
    assert queries.customers(for_user=people.other_rep).exists()


def test_a_transfer_takes_orders_out_of_the_old_owners_sight(people: Cast, hers: Customer) -> None:
    order(hers, number="D1")
    assert signed_in(people.rep).get("/orders/D1/").status_code == 200
    transfer(hers, owner=people.other_rep, by=people.owner)
    assert signed_in(people.rep).get("/orders/D1/").status_code == 404
    assert signed_in(people.other_rep).get("/orders/D1/").status_code == 200


def test_the_new_owner_is_told_once_and_not_of_what_she_took_herself(people: Cast, hers: Customer) -> None:
    transfer(hers, owner=people.other_rep, by=people.owner)
    (told,) = notices.notices(people.other_rep)
    assert (told.text, told.values["number"]) == ("%(by)s gave you the customer %(number)s", hers.number)
    assert told.url == hers.get_absolute_url()
    hers.refresh_from_db()
    transfer(hers, owner=people.owner, by=people.owner)
    assert not notices.notices(people.owner).exists()


def test_many_given_at_once_are_one_notice(people: Cast, hers: Customer) -> None:
    other = customer("乙", number="K9", owner=people.rep)
    data = {"owner": people.other_rep, "reason": ""}
    operations.transfer_customers(ids=[hers.pk, other.pk], data=data, by=people.owner, at=AT)
    assert [told.values["count"] for told in notices.notices(people.other_rep)] == [2]


def test_who_has_them_already_is_told_nothing(people: Cast, hers: Customer) -> None:
    transfer(hers, owner=people.rep, by=people.owner)
    operations.transfer_customers(ids=[hers.pk], data={"owner": people.rep, "reason": ""}, by=people.owner, at=AT)
    assert not notices.notices(people.rep).exists()


def test_a_customer_may_belong_to_nobody_yet(people: Cast, hers: Customer) -> None:
    assert transfer(hers, owner=None, by=people.owner).owner is None


def test_a_new_owner_must_be_able_to_see_it(people: Cast, hers: Customer) -> None:
    left = add_user("离职", role="rep", is_active=False)
    before = tables()
    for owner in (left, people.visitor):
        with pytest.raises(FieldRefused):
            transfer(hers, owner=owner, by=people.owner)
    with pytest.raises(StaleRecord):
        transfer(hers, owner=people.other_rep, by=people.owner, version=7)
    assert tables() == before


def test_a_rep_gives_nothing_away_and_the_form_is_not_hers(people: Cast, hers: Customer) -> None:
    client = signed_in(people.rep)
    before = tables()
    address = reverse("customers:transfer", args=[hers.pk])
    assert client.get(address).status_code == 403
    assert client.post(address, {"owner": people.other_rep.pk, "version": 1}).status_code == 403
    assert tables() == before


def test_the_form_gives_a_customer_to_another_owner(people: Cast, hers: Customer) -> None:
    client = signed_in(people.owner)
    address = reverse("customers:transfer", args=[hers.pk])
    assert "宏达商贸" in words(client.get(address))
    stale = client.post(address, {"owner": people.other_rep.pk, "version": 9})
    assert stale.status_code == 409
    done = client.post(address, {"owner": people.other_rep.pk, "version": 1, "reason": "调整"})
    assert done["Location"] == hers.get_absolute_url()


def test_a_member_sees_and_with_the_level_changes_until_the_day(people: Cast, hers: Customer) -> None:
    operations.add_member(customer=hers, user=people.other_rep, level=10, until_on=None, by=people.rep, on=ON)
    other = again(people.other_rep)
    assert queries.customers(for_user=other).exists()
    assert not queries.editable_customers(for_user=other).exists()
    operations.add_member(customer=hers, user=people.other_rep, level=20, until_on=None, by=people.rep, on=ON)
    assert queries.editable_customers(for_user=again(other)).exists()
    Member.objects.update(until_on=timezone.localdate())
    assert not queries.customers(for_user=again(other)).exists()


def test_members_see_the_papers_of_the_customer_too(people: Cast, hers: Customer) -> None:
    order(hers, number="D1")
    operations.add_member(customer=hers, user=people.other_rep, level=10, until_on=None, by=people.rep, on=ON)
    assert signed_in(people.other_rep).get("/orders/D1/").status_code == 200


def test_a_member_is_dropped_again(people: Cast, hers: Customer) -> None:
    member = operations.add_member(customer=hers, user=people.other_rep, level=10, until_on=None, by=people.rep, on=ON)
    address = reverse("customers:drop_member", args=[hers.pk, member.pk])
    assert signed_in(people.other_rep).post(address).status_code == 404  # a member shares nothing on
    assert signed_in(people.rep).post(address).status_code == 302
    assert not Member.objects.exists()
    assert [e.action for e in Entry.objects.order_by("pk")] == ["shared", "unshared"]


def test_a_share_that_ends_in_the_past_is_refused_beside_its_day(people: Cast, hers: Customer) -> None:
    address = reverse("customers:members", args=[hers.pk])
    told = {"user": people.other_rep.pk, "level": 10, "until_on": "2020-01-01"}
    assert signed_in(people.rep).post(address, told).status_code == 422
    assert not Member.objects.exists()


def test_what_is_in_the_trash_is_nowhere_and_comes_back_as_it_was(people: Cast, hers: Customer) -> None:
    order(hers, number="D1")
    boss = signed_in(people.owner)
    boss.post(reverse("customers:trash", args=[hers.pk]))
    assert boss.get(hers.get_absolute_url()).status_code == 404
    assert boss.get("/orders/D1/").status_code == 404
    assert "宏达商贸" not in words(boss.post("/search/", {"q": "宏达商贸"})).replace("“宏达商贸”", "")
    assert "宏达商贸" in words(boss.get(reverse("customers:trashed")))
    boss.post(reverse("customers:restore", args=[hers.pk]))
    assert boss.get(hers.get_absolute_url()).status_code == 200
    assert [e.action for e in Entry.objects.order_by("pk")] == ["trashed", "restored"]


def test_before_the_trash_there_is_a_question_and_the_list_leads_to_it(people: Cast, hers: Customer) -> None:
    boss, address = signed_in(people.owner), reverse("customers:trash", args=[hers.pk])
    assert address in words(boss.get(hers.get_absolute_url()))
    assert "宏达商贸" in words(boss.get(address))
    assert Customer.objects.get().trashed_at is None
    answer = boss.post(address, follow=True)
    assert answer.redirect_chain == [(reverse("customers:trashed"), 302)]
    assert reverse("customers:trashed") in words(boss.get(reverse("customers:list")))
    assert reverse("customers:trashed") not in words(signed_in(people.rep).get(reverse("customers:list")))


def test_a_rep_puts_nothing_into_the_trash(people: Cast, hers: Customer) -> None:
    assert signed_in(people.rep).post(reverse("customers:trash", args=[hers.pk])).status_code == 403
    assert Customer.objects.get().trashed_at is None


@pytest.fixture
def masked(people: Cast) -> Client:
    Role.objects.filter(code="rep").update(fields={"customers.phone": 10}, reveals_per_day=2)
    return signed_in(people.rep)


def reveal(client: Client, hers: Customer, reason: str = "客户来电回拨", field: str = "phone") -> HttpResponseBase:
    return client.post(reverse("customers:reveal", args=[hers.pk, field]), {"reason": reason})


def test_a_masked_phone_is_shown_with_a_reason_and_noted(masked: Client, hers: Customer, people: Cast) -> None:
    assert "13800000007" not in words(masked.get(hers.get_absolute_url()))
    assert "13800000007" in words(reveal(masked, hers))
    entry = Entry.objects.get(action="revealed")
    assert (entry.by, entry.fields) == (people.rep, ["phone", "reason"])
    assert [v.after for v in entry.values.all()] == ["客户来电回拨"]


def test_without_a_reason_or_beyond_the_quota_nothing_is_shown(masked: Client, hers: Customer) -> None:
    assert reveal(masked, hers, "  ").status_code == 422
    assert [reveal(masked, hers).status_code for _ in range(3)] == [200, 200, 422]
    assert Entry.objects.filter(action="revealed").count() == 2


def test_a_contacts_phone_is_shown_by_way_of_its_customer_only(masked: Client, hers: Customer, people: Cast) -> None:
    other = customer("远山", number="K2", owner=people.other_rep, contact=("王", "13700000001"))
    contact, foreign = hers.contacts.get(), other.contacts.get()
    shown = masked.post(reverse("customers:reveal_contact", args=[hers.pk, "phone", contact.pk]), {"reason": "回拨"})
    assert "13900000008" in words(shown)
    for args in ((hers.pk, "phone", foreign.pk), (other.pk, "phone", foreign.pk), (hers.pk, "password", contact.pk)):
        assert masked.post(reverse("customers:reveal_contact", args=args), {"reason": "回拨"}).status_code == 404


def test_a_hidden_value_is_not_shown_at_all(masked: Client, hers: Customer) -> None:
    Role.objects.filter(code="rep").update(fields={"customers.phone": 0})
    assert reveal(masked, hers).status_code == 404
    assert not Entry.objects.exists()


def test_why_somebody_sees_a_customer_names_the_rule(people: Cast, hers: Customer) -> None:
    address = reverse("customers:why", args=[hers.pk])
    assert "业务员" in words(signed_in(people.rep).get(address))
    assert "老板" in words(signed_in(people.owner).get(address))
    assert signed_in(people.other_rep).get(address).status_code == 404
    operations.add_member(customer=hers, user=people.other_rep, level=10, until_on=None, by=people.rep, on=ON)
    assert "李强" in words(signed_in(people.other_rep).get(address))


def test_who_may_not_know_costs_sees_no_margin(people: Cast, hers: Customer) -> None:
    order(hers, number="D1", amount=100_000, cost=60_000)
    assert "¥400.00" in words(signed_in(people.rep).get(hers.get_absolute_url()))
    Role.objects.filter(code="rep").update(fields={"sales.cost": 0})
    assert "¥400.00" not in words(signed_in(people.rep).get(hers.get_absolute_url()))
    assert "¥600.00" not in words(signed_in(people.rep).get("/orders/D1/"))
