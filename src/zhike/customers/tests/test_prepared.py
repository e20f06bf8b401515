"""Questions written once: they answer as Django's own do, and remember nothing of an answer."""

from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from tests.factories import Cast, customer, give_role
from zhike.core.access import queries as access
from zhike.core.bulk import Among
from zhike.core.prepared import Prepared
from zhike.customers import queries
from zhike.customers.models import Customer
from zhike.kit.rows import counted, records

pytestmark = pytest.mark.django_db
CHOSEN = Prepared(lambda ids: Customer.objects.filter(Among("pk", ids)).order_by("pk").values_list("number"), ids=list)


def _named(owner: int, number: str) -> Any:
    found = Customer.objects.filter(owner=owner, number__gte=number).order_by("number")
    return found.values_list("number", "created_at", "extra")


NAMED = Prepared(_named, owner=int, number=str)


@pytest.fixture
def people(people: Cast) -> Cast:
    for number, owner in enumerate((people.rep, people.rep, people.other_rep, None), start=1):
        customer(f"宏达{number}", number=f"K{number}", owner=owner)
    return people


def test_the_same_words_answer_for_other_values(people: Cast) -> None:
    for owner, number in ((people.rep, "K1"), (people.rep, "K2"), (people.other_rep, "K1"), (people.visitor, "K1")):
        assert NAMED.rows(owner=owner.pk, number=number) == list(_named(owner.pk, number))


def test_a_list_of_any_length_is_one_value(people: Cast) -> None:
    ids = list(Customer.objects.order_by("pk").values_list("pk", flat=True))
    for chosen in ([], ids[:1], ids):
        assert CHOSEN.rows(ids=chosen) == [(f"K{place + 1}",) for place in range(len(chosen))]


def test_a_question_is_written_again_for_another_zone_and_thread(people: Cast) -> None:
    before = NAMED.rows(owner=people.rep.pk, number="K1")
    statement = NAMED._statement()
    with timezone.override("America/New_York"):
        assert NAMED.rows(owner=people.rep.pk, number="K1") == before
        assert NAMED._statement() is not statement
    others: list[Any] = []

    def look() -> None:
        others.append(NAMED._statement())
        connection.close()

    thread = Thread(target=look)
    thread.start()
    thread.join()
    assert others[0] is not NAMED._statement()


def test_records_are_those_that_django_makes(people: Cast) -> None:
    rows = queries.customers(for_user=people.owner)
    ids = list(rows.values_list("pk", flat=True))
    for quick, slow in zip(records(rows, ids), rows, strict=True):
        for one, other in ((quick, slow), (quick.party, slow.party), (quick.owner, slow.owner)):
            told = {name: value for name, value in vars(one).items() if name != "_state"} if one else None
            assert told == ({name: value for name, value in vars(other).items() if name != "_state"} if other else None)
            assert one is None or not one._state.adding
        assert quick.party.customer is quick


def test_records_come_in_the_order_of_their_ids_and_who_has_gone_is_left_out(people: Cast) -> None:
    ids = [row.pk for row in Customer.objects.order_by("-number")]
    assert [row.number for row in records(queries.customers(for_user=None), [*ids, 0])] == ["K4", "K3", "K2", "K1"]


def test_reading_a_records_names_asks_nothing_more(people: Cast, django_assert_num_queries: Any) -> None:
    rows = queries.customers(for_user=people.owner)
    ids = list(rows.values_list("pk", flat=True))
    with django_assert_num_queries(1):
        assert {str(row.owner) for row in records(rows, ids)} == {"李强", "王芳", "None"}


def test_a_record_that_was_quickly_made_is_saved_as_any(people: Cast) -> None:
    (made,) = records(queries.customers(for_user=None), [Customer.objects.get(number="K1").pk])
    made.region = "杭州"
    made.save()
    made.refresh_from_db()
    assert (made.region, Customer.objects.count()) == ("杭州", 4)


@pytest.mark.parametrize(("most", "found"), [(2, 3), (3, 4), (4, 4), (5, 4)])
def test_rows_are_counted_up_to_one_beyond_the_most(most: int, found: int, people: Cast) -> None:
    assert counted(Customer.objects.order_by("number"), most=most) == found


def test_parts_of_nothing_and_of_slices_are_counted_too(people: Cast) -> None:
    assert counted(Customer.objects.none(), most=5) == 0
    assert counted(Customer.objects.order_by("pk")[:3], most=5) == 3
    assert counted(Customer.objects.filter(party__name__contains="%"), most=5) == 0


def test_a_role_given_or_taken_by_whoever_counts_with_the_next_request(people: Cast) -> None:
    def may() -> bool:
        return access.may(type(people.visitor).objects.get(pk=people.visitor.pk), "customers.see")

    assert not may()
    give_role(people.visitor, "rep")
    assert may()
    with connection.cursor() as cursor:  # as another process does
        cursor.execute("UPDATE access_position SET until_on = '2020-01-01' WHERE user_id = %s", [people.visitor.pk])
    assert not may()
