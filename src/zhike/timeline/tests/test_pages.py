"""The form of ten seconds, the story on the customer's page, what is due on Today."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from tests.factories import Cast, customer
from tests.factories.files import tables
from tests.factories.pages import words
from zhike.core.accounts.models import User
from zhike.customers.models import Customer
from zhike.timeline.models import Interaction, NextContact
from zhike.timeline.operations import planning
from zhike.timeline.tests.conftest import AT, recorded

HTMX = {"HX-Request": "true"}
TOLD = {"way": "visit", "words": "看了样品\n要报价", "next": "week", "purpose": "送报价", "closes": "on", "key": "k"}
DAY = timedelta(days=1)
CLOSED = gettext(planning.CLOSED.text)


def address(buyer: Customer) -> str:
    return reverse("timeline:record", args=[buyer.pk])


def test_the_form_on_the_customers_page_records_and_leads_back(rep: Client, buyer: Customer) -> None:
    assert 'id="follow-up"' in words(rep.get("/customers/K1/"))
    answer = rep.post(address(buyer), TOLD, follow=True)
    assert answer.redirect_chain == [("/customers/K1/#follow-ups", 302)]
    assert "看了样品<br>要报价" in words(answer)
    assert "送报价" in words(answer)


def test_in_place_it_answers_the_part_alone_and_twice_writes_one(rep: Client, buyer: Customer) -> None:
    for _ in range(2):
        answer = rep.post(address(buyer), TOLD, headers=HTMX)
        assert words(answer).strip().startswith('<section class="card" id="follow-ups"')
        assert "看了样品<br>要报价" in words(answer)
    assert (Interaction.objects.count(), NextContact.objects.count()) == (1, 1)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "in place"])
def test_what_was_typed_is_still_there_when_something_is_wrong(
    headers: dict[str, str], rep: Client, buyer: Customer
) -> None:
    answer = rep.post(address(buyer), TOLD | {"next": "date", "purpose": "这句要留着"}, headers=headers)
    assert answer.status_code == 422
    assert "看了样品" in words(answer)
    assert "这句要留着" in words(answer)
    assert 'value="visit"' in words(answer)
    assert "checked" in words(answer).split('value="visit"')[1].split(">")[0]
    assert not Interaction.objects.exists()


@pytest.mark.parametrize("told", [{"words": " "}, {"way": "x"}, {"happened_at": "2999-01-01T00:00"}, {"next": "x"}])
def test_a_wrong_field_is_refused(told: dict[str, str], rep: Client, buyer: Customer) -> None:
    before = tables()
    assert rep.post(address(buyer), TOLD | told).status_code == 422
    assert tables() == before


def test_words_are_no_markup_and_only_https_leads_anywhere(people: Cast, rep: Client, buyer: Customer) -> None:
    recorded(buyer, people.rep, words="<script>alert(1)</script> https://a.cn/?a=1&b=2 http://b.cn")
    shown = words(rep.get("/customers/K1/"))
    assert "<script>alert" not in shown
    assert 'href="https://a.cn/?a=1&amp;b=2" rel="noopener noreferrer nofollow"' in shown
    assert 'href="http://b.cn' not in shown


def test_older_ones_come_twenty_at_a_time_by_way_and_author(people: Cast, rep: Client, buyer: Customer) -> None:
    for number in range(45):
        by = people.owner if number % 2 else people.rep
        recorded(buyer, by, words=f"第{number:02d}次", happened_at=AT - number * DAY, key=str(number))
    url, seen = reverse("timeline:of", args=[buyer.pk]), 0
    part: str | None = url
    while part:
        answer = rep.get(part, headers=HTMX)
        seen += words(answer).count("zk-story-head")
        story = answer.context["story"]
        part = f"{url}?{story.query}" if story.older else None
    assert seen == 45
    only = rep.get(f"{url}?author={people.owner.pk}&way=phone")
    assert {each.author for each in only.context["story"].told} == {people.owner}
    assert rep.get(f"{url}?way=mail").context["story"].told == []


def test_the_customers_page_with_a_long_story_takes_few_questions(
    people: Cast, rep: Client, buyer: Customer, django_assert_max_num_queries: Any
) -> None:
    for number in range(25):
        recorded(buyer, people.rep, words=f"{number}", key=str(number), next_on=timezone.localdate() + 99 * DAY)
    rep.get("/customers/K1/")
    with django_assert_max_num_queries(28):
        rep.get("/customers/K1/")


def test_today_shows_what_is_due_and_one_click_does_it(people: Cast, rep: Client, buyer: Customer) -> None:
    recorded(buyer, people.rep, next_on=timezone.localdate(), purpose="送样品", at=timezone.now())
    shown = words(rep.get("/"))
    assert "送样品" in shown
    assert "/customers/K1/#follow-up" in shown
    found = NextContact.objects.get()
    assert rep.post(reverse("timeline:done", args=[found.pk])).url == "/"  # type: ignore[attr-defined]
    assert "送样品" not in words(rep.get("/"))


def test_from_today_it_is_put_off_or_dropped(people: Cast, rep: Client, buyer: Customer) -> None:
    recorded(buyer, people.rep, next_on=timezone.localdate(), at=timezone.now())
    first = NextContact.objects.get()
    assert rep.post(reverse("timeline:move", args=[first.pk]), {"choice": "month"}).status_code == 302
    second = NextContact.objects.get(state="open")
    assert second.due_on > first.due_on
    assert rep.post(reverse("timeline:move", args=[second.pk]), {"due_on": "2001-01-01"}).status_code == 422
    assert rep.post(reverse("timeline:move", args=[second.pk]), {}).status_code == 422
    assert rep.post(reverse("timeline:drop", args=[second.pk]), {"reason": "关门了"}).status_code == 302
    second.refresh_from_db()
    assert (second.state, second.reason) == ("dropped", "关门了")


def test_what_somebody_closed_meanwhile_is_told_and_not_called_saved(
    people: Cast, rep: Client, buyer: Customer
) -> None:
    recorded(buyer, people.rep, next_on=timezone.localdate(), at=timezone.now())
    found = NextContact.objects.get()
    url = {name: reverse(f"timeline:{name}", args=[found.pk]) for name in ("done", "move", "drop")}
    rep.post(url["drop"], {"reason": "关门了"})
    rep.get("/")
    for name, told in (("move", {"choice": "month"}), ("drop", {"reason": "又"})):
        answer = rep.post(url[name], told)
        assert (answer.status_code, answer.context["form"].non_field_errors()) == (422, [CLOSED])
    answer = rep.post(url["done"], follow=True)
    assert [(each.level_tag, each.message) for each in answer.context["messages"]] == [("error", f"{buyer}: {CLOSED}")]


def test_a_manager_looks_at_the_teams_and_a_rep_has_no_such_switch(
    people: Cast, rep: Client, buyer: Customer, manager: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(60):
        made = customer(f"客户{number}", number=f"D{number}", owner=people.rep)
        recorded(made, people.rep, next_on=timezone.localdate(), at=timezone.now(), words=f"{number}")
    assert "whose=team" not in words(rep.get("/"))
    rep.force_login(manager)
    assert "/customers/D1/" not in words(rep.get("/"))
    with django_assert_max_num_queries(14):
        shown = rep.get("/?whose=team")
    assert words(shown).count("#follow-up") == 50
    with django_assert_max_num_queries(14):
        assert "/customers/D1/" in words(rep.get(reverse("timeline:due") + "?whose=team"))


def test_the_list_shows_filters_and_leaves_the_house(
    people: Cast, rep: Client, buyer: Customer, manager: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(55):
        recorded(buyer, people.rep, words=f"=第{number}次", key=str(number))
    url = reverse("timeline:list")
    rep.get(url)
    with django_assert_max_num_queries(12):
        assert rep.get(url).context["page_obj"].paginator.count == 55
    told = {"ask": "author", "op": "in", "v": [str(people.owner.pk)]}
    assert rep.post(reverse("timeline:filter"), told, follow=True).context["page_obj"].paginator.count == 0
    assert rep.post(reverse("exchange:export", args=["timeline"]), {"kind": "csv"}).status_code == 403
    rep.force_login(manager)
    answer: Any = rep.post(reverse("exchange:export", args=["timeline"]), {"kind": "csv"})
    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert len(lines) == 56
    assert any("'=第" in cell for cell in lines[1])
    assert "李强" in lines[1]


def test_a_card_is_corrected_added_to_trashed_and_taken_out(people: Cast, rep: Client, buyer: Customer) -> None:
    made = recorded(buyer, people.rep, at=timezone.now())
    card = reverse("timeline:card", args=[made.pk])
    assert "问了交货时间" in words(rep.get(card))
    url = {name: reverse(f"timeline:{name}", args=[made.pk]) for name in ("correct", "add", "trash", "restore")}
    assert rep.post(url["correct"], {"words": "改过了", "version": "1"}).status_code == 302
    assert rep.post(url["correct"], {"words": "又改", "version": "1"}).status_code == 409
    assert rep.post(url["add"], {"words": "后来的事", "key": "a"}).status_code == 302
    assert "后来的事" in words(rep.get(card))
    assert url["trash"] in words(rep.get(card))
    assert "改过了" in words(rep.get(url["trash"]))
    assert rep.get(card).status_code == 200
    assert rep.post(url["trash"]).status_code == 302
    assert reverse("timeline:trashed") in words(rep.get(reverse("timeline:list")))
    assert rep.get(card).status_code == 404
    assert "改过了" in words(rep.get(reverse("timeline:trashed")))
    assert rep.post(url["restore"]).status_code == 302
    assert "改过了" in words(rep.get(card))


def test_the_list_of_customers_knows_when_each_was_and_will_be_contacted(
    people: Cast, rep: Client, buyer: Customer
) -> None:
    customer("远山", number="K2", owner=people.rep)
    recorded(buyer, people.rep, next_on=timezone.localdate() + DAY, at=timezone.now())
    for word in ("last_contact", "-last_contact", "next_contact", "-next_contact"):
        page = rep.get(f"{reverse('customers:list')}?sort={word}").context["page_obj"]
        assert [each.number for each in page] == ["K1", "K2"]
    told = {"ask": "next_contact", "op": "next", "v": ["7"]}
    found = rep.post(reverse("customers:filter"), told, follow=True).context["page_obj"]
    assert [each.number for each in found] == ["K1"]
