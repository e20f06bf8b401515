"""What several colleagues, or one twice, record of a customer at the same moment."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, transaction

from tests.factories import Cast, cast, customer
from zhike.customers.models import Customer
from zhike.timeline import operations
from zhike.timeline.models import Interaction, NextContact
from zhike.timeline.tests.conftest import AT, ON, recorded
from zhike.timeline.tests.test_recording import DAY, open_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people() -> Cast:
    with transaction.atomic():
        return cast()


@pytest.fixture
def buyer(people: Cast) -> Customer:
    with transaction.atomic():
        return customer("宏达商贸", number="K1", owner=people.rep)


def at_once(*works: Callable[[], Any]) -> list[Exception]:
    """Do these at the same moment; answer what went wrong."""
    start, wrong = Barrier(len(works)), list[Exception]()

    def run(work: Callable[[], Any]) -> None:
        start.wait()
        try:
            work()
        except Exception as error:  # whatever it is, the test shows it
            wrong.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return wrong


def test_of_two_next_contacts_agreed_at_once_one_is_open(people: Cast, buyer: Customer) -> None:
    for turn in range(10):
        told = [{"words": f"{turn} {days}", "next_on": ON + days * DAY} for days in (1, 2)]
        wrong = at_once(*[lambda each=each: recorded(buyer, people.rep, **each) for each in told])
        assert wrong == []
        buyer.refresh_from_db()
        assert [due_on for _, due_on, _ in open_of(buyer)] == [buyer.next_contact_on]
    assert Interaction.objects.count() == 20


def test_what_two_colleagues_do_at_once_is_told_to_the_customer(people: Cast, buyer: Customer) -> None:
    for turn in range(10):
        recorded(buyer, people.rep, words=f"约 {turn}", next_on=ON + DAY)
        found = NextContact.objects.get(who=people.rep, state="open")
        wrong = at_once(
            lambda found=found: operations.close_next(next_contact=found, by=people.rep, at=AT),  # type: ignore[misc]
            lambda turn=turn: recorded(buyer, people.owner, words=f"{turn}", next_on=ON + 9 * DAY - turn * DAY),  # type: ignore[misc]
        )
        assert wrong == []
        buyer.refresh_from_db()
        assert buyer.next_contact_on == ON + 9 * DAY - turn * DAY


def test_a_form_sent_twice_at_once_is_written_once(people: Cast, buyer: Customer) -> None:
    for turn in range(5):
        work = lambda turn=turn: recorded(buyer, people.rep, key=f"{turn}", next_on=ON + DAY)  # noqa: E731
        assert at_once(work, work) == []
    assert Interaction.objects.count() == 5
