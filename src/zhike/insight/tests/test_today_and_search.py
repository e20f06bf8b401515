"""Today says whom to contact; the search box leads to customers and their contacts."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import customer, order
from tests.factories.pages import words
from zhike.customers.models import Contact, Customer
from zhike.customers.operations.making import index_contacts, index_customers
from zhike.insight import queries
from zhike.value.operations import score_customers

pytestmark = pytest.mark.django_db


def found(typed: str) -> list[tuple[str, str, bool]]:
    return [(hit.record.number, hit.title, hit.is_part) for hit in queries.hits(typed, for_user=None)]


def test_today_begins_with_what_to_do_first(owner: Client) -> None:
    assert reverse("exchange:runs") in words(owner.get("/"))
    customer("远山")
    assert "/customers/" in words(owner.get("/")).split("zk-empty")[1]


def test_today_gives_the_reason_to_contact_somebody(owner: Client) -> None:
    today = timezone.localdate()
    buyer = customer("远山", number="K1")
    for number, days in enumerate((75, 55, 35)):
        order(buyer, number=f"D{number}", on=today - timedelta(days=days))
    score_customers(on=today)
    shown = words(owner.get("/"))
    assert "/customers/K1/" in shown
    assert "35" in shown.split("/customers/K1/")[1]
    assert "20" in shown.split("/customers/K1/")[1]


def test_today_counts_the_silent_regulars_and_says_when_it_does_not_show_all(owner: Client) -> None:
    few = queries.Quiet([], 0)
    assert (few.count, few.has_more) == ("0", False)
    many = queries.Quiet([], queries.MOST_COUNTED + 1)
    assert (many.count, many.has_more) == ("1,000+", True)
    today = timezone.localdate()
    for place in range(queries.MOST_QUIET + 1):
        buyer = customer(f"常客{place}", number=f"Q{place}")
        for number, days in enumerate((75, 55, 35)):
            order(buyer, number=f"D{place}-{number}", on=today - timedelta(days=days))
        if place in (0, queries.MOST_QUIET - 1):
            score_customers(on=today)
            assert "?view=quiet" in words(owner.get("/"))
            assert not queries.quiet_customers(for_user=None, on=today).has_more
    score_customers(on=today)
    found = queries.quiet_customers(for_user=None, on=today)
    assert (len(found.shown), found.in_all, found.has_more) == (20, 21, True)
    assert words(owner.get("/")).count("?view=quiet") == 2


def test_a_contact_leads_to_the_customer_she_speaks_for() -> None:
    customer("宏达商贸", number="K1", contact=("李姐", "13800000007"))
    assert found("lijie") == found("0007") == [("K1", "李姐", True)]
    assert found("hdsm") == [("K1", "宏达商贸", False)]


def test_the_book_examples_stand_first() -> None:
    """Domain book A43."""
    customer("恒大数码", number="K9")
    customer("宏达商贸", number="K1")
    customer("远山", number="K000007")
    customer("海天", number="K2", contact=("李姐", "13800000007"))
    assert found("hdsm")[0][1] in ("宏达商贸", "恒大数码")
    assert found("宏达")[0][1] == "宏达商贸"
    assert found("0007")[0][1] == "李姐"


def test_a_renamed_customer_and_contact_are_found_by_the_new_name() -> None:
    made = customer("宏达商贸", number="K1", contact=("李姐", "13800000007"))
    made.party.name = "鸿图贸易"
    made.party.save()
    index_customers([made])
    contact = Contact.objects.select_related("person").get()
    contact.person.name = "赵磊"
    contact.person.save()
    index_contacts([contact])
    assert found("hdsm") == found("lijie") == []
    assert found("htmy") == [("K1", "鸿图贸易", False)]
    assert found("zhaolei") == [("K1", "赵磊", True)]


def test_a_search_shows_at_most_twenty_the_newest_first() -> None:
    for number in range(25):
        customer("远山", number=f"F{number}")
    hits = found("远山")
    assert len(hits) == queries.MOST_HITS
    assert hits[0][0] == "F24"


@pytest.mark.parametrize("name", ["search", "suggest"])
@pytest.mark.parametrize(
    "typed", ["", "没有", "'", '"', "%", "\\", "*", "\x00", "a" * 10_000, "<script>alert(1)</script>"], ids=ascii
)
def test_whatever_is_typed_gets_a_page(name: str, typed: str, owner: Client) -> None:
    answer: Any = owner.post(reverse(name), {"q": typed})
    assert answer.status_code == 200
    assert "<script>alert" not in words(answer)


def test_words_searched_for_stay_out_of_addresses(owner: Client) -> None:
    customer("宏达商贸", contact=("李姐", "13800000007"))
    answer = owner.get(reverse("search"), {"q": "李姐"})
    assert answer.context["hits"] == []
    assert "李姐" not in words(answer)
    assert 'action="/search/" method="post"' in words(owner.get("/"))


def test_a_search_page_loaded_again_asks_for_words(owner: Client) -> None:
    answer = owner.get(reverse("search"))
    assert answer.status_code == 200
    assert "zk-empty" in words(answer)


def test_a_customer_without_an_index_entry_is_not_found_and_breaks_nothing() -> None:
    made = customer("宏达商贸", number="K1")
    Customer.objects.filter(pk=made.pk).delete()
    assert found("宏达商贸") == []
