"""The menu says under Today how many customers are due, by the statement that every page asks anyway."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import Cast, customer
from tests.factories.pages import words
from zhike.core.access.models import Role
from zhike.core.accounts.models import User
from zhike.customers.models import Customer
from zhike.customers.operations import add_member, trash_customer
from zhike.timeline import permissions, queries
from zhike.timeline.models import NextContact
from zhike.timeline.operations.telling import tell_customers

DAY = timedelta(days=1)


def due(buyer: Customer, who: User, *, days: int = 0, state: str = "open") -> None:
    """Agree a next contact so many days from today."""
    on = timezone.localdate() + days * DAY
    NextContact.objects.create(customer=buyer, who=who, due_on=on, set_at=timezone.now(), state=state)
    tell_customers([buyer.pk])


def shown(user: User) -> str:
    """Read the count beside Today, empty when there is none."""
    client = Client()
    client.force_login(user)
    first = words(client.get("/account/")).split('class="zk-nav"')[1].split("</li>")[0]
    return first.split("zk-nav-count")[1].split(">")[1].split("<")[0] if "zk-nav-count" in first else ""


def test_it_counts_what_is_due_today_or_was_before(people: Cast, buyer: Customer) -> None:
    others = [customer(f"客户{n}", owner=people.rep) for n in range(4)]
    assert shown(people.rep) == ""
    for each, days, state in zip(others, (-3, 1, 0, 0), ("open", "open", "done", "open"), strict=True):
        due(each, people.rep, days=days, state=state)
    assert shown(people.rep) == "2"
    due(buyer, people.rep)
    assert shown(people.rep) == "3"
    trash_customer(customer=buyer, by=people.owner, at=timezone.now())
    assert shown(people.rep) == "2"


def test_a_customer_counts_for_its_owner_and_for_who_agreed_it_and_sees_it(people: Cast, buyer: Customer) -> None:
    due(buyer, people.other_rep)
    assert (shown(people.rep), shown(people.other_rep), shown(people.owner)) == ("1", "", "")
    add_member(customer=buyer, user=people.other_rep, level=1, until_on=None, by=people.owner, on=timezone.localdate())
    assert shown(people.other_rep) == "1"
    due(buyer, people.owner)
    assert (shown(people.rep), shown(people.owner)) == ("1", "1")


def test_today_counts_as_the_menu_does(people: Cast, buyer: Customer) -> None:
    for who in (people.rep, people.other_rep):
        due(buyer, who)
    due(customer("远山", owner=people.rep), people.rep, days=-1)
    found = queries.due(for_user=people.rep, on=timezone.localdate())
    assert (found.count, len(found.today) + len(found.overdue)) == ("2", 3)
    assert shown(people.rep) == found.count


def test_who_may_not_see_follow_ups_sees_no_count(people: Cast, buyer: Customer) -> None:
    due(buyer, people.rep)
    for role in Role.objects.all():
        role.grants.pop(permissions.SEE, None)
        role.save()
    assert shown(people.rep) == ""


@pytest.mark.parametrize(("count", "text"), [(99, "99"), (100, "99+")])
def test_more_than_anybody_counts_is_said_so(count: int, text: str, people: Cast) -> None:
    for n in range(count):
        made = customer(f"客户{n}", owner=people.rep)
        Customer.objects.filter(pk=made.pk).update(next_contact_on=timezone.localdate())
    assert shown(people.rep) == text


def test_it_takes_no_statement_of_its_own(people: Cast, buyer: Customer) -> None:
    due(buyer, people.rep)
    client = Client()
    client.force_login(people.rep)
    with CaptureQueriesContext(connection) as asked:
        assert "zk-nav-count" in words(client.get("/account/"))
    (counted,) = [each["sql"] for each in asked.captured_queries if "timeline_nextcontact" in each["sql"]]
    assert "notices_notice" in counted
