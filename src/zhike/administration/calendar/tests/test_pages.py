"""The pages on which an administrator keeps the work calendar."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import Cast
from tests.factories.pages import words
from zhike.core.workdays import queries
from zhike.core.workdays.models import Calendar, Day, Year
from zhike.core.workdays.operations import seed_calendar

FEAST = {"kind": "rest", "name": "厂庆", "version": 1}
USUAL = "09:00-12:00 13:00-18:00"
WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday", "make_up"), USUAL)
DAY = "2026-05-20"


@pytest.fixture
def calendar(people: Cast) -> Calendar:
    return seed_calendar()


def at(name: str, *args: Any) -> str:
    return reverse(f"work_calendar:{name}", args=args)


def year(client: Client, number: int) -> str:
    return words(client.get(at("year"), {"year": number}))


def test_a_year_shows_its_months_its_holidays_and_its_make_up_days(
    owner: Client, calendar: Calendar, django_assert_num_queries: Any
) -> None:
    year(owner, 2026)
    with django_assert_num_queries(6):  # session with colleague, roles, work under way; calendar, its years, its days
        page = year(owner, 2026)
    assert page.count("<table") == 12 + 1
    assert page.count('href="/settings/calendar/day/2026-') == 365 + 33 + 6
    assert page.count("国庆节调休上班") == 2 * 2
    assert "248" in page  # working days


def test_the_page_is_there_before_anything_is_written(owner: Client) -> None:
    assert "国庆节" in year(owner, 2026)
    assert not Calendar.objects.exists()


def test_a_year_that_is_not_official_says_so_and_one_that_is_not_there_offers_to_be_prepared(
    owner: Client, calendar: Calendar
) -> None:
    assert at("official", 2027) in year(owner, 2027)
    assert "zk-badge-warn" in year(owner, 2027)
    page = year(owner, 2031)
    assert at("prepare", 2031) in page
    assert "zk-badge-bad" in page


def test_a_role_that_keeps_no_calendar_gets_nowhere(people: Cast, client: Client, calendar: Calendar) -> None:
    client.force_login(people.rep)
    for name, args in (("year", ()), ("hours", ()), ("day", (DAY,))):
        assert client.get(at(name, *args)).status_code == 403
    assert client.post(at("hours"), WEEK | {"version": 1}).status_code == 403
    assert client.post(at("day", DAY), FEAST).status_code == 403
    for name in ("prepare", "official"):
        assert client.post(at(name, 2027), {"to": "on", "version": 1}).status_code == 403


@pytest.mark.parametrize("day", ["2026-02-30", "20260520", "2026-W20-1", "1999-01-01", "2100-01-01", "someday"])
def test_a_day_that_is_not_there_is_not_found(day: str, owner: Client) -> None:
    assert owner.get(at("day", day)).status_code == 404


@pytest.mark.parametrize("number", ["1999", "2100", "x", "20266", "２０２６"])
def test_a_year_beyond_the_calendar_is_not_found(number: str, owner: Client, calendar: Calendar) -> None:
    assert owner.get(at("year"), {"year": number}).status_code == 404
    assert owner.post(at("prepare", 2100), {"version": 1}).status_code == 404
    assert owner.post(at("official", 2040), {"version": 1}).status_code == 404


def test_a_day_is_changed(owner: Client, calendar: Calendar) -> None:
    assert owner.get(at("day", DAY)).context["form"].initial["kind"] == "usual"
    answer = owner.post(at("day", DAY), FEAST, follow=True)
    assert "厂庆" in words(answer)
    assert answer.redirect_chain == [("/settings/calendar/?year=2026", 302)]
    assert owner.get(at("day", DAY)).context["form"].initial == {"kind": "rest", "name": "厂庆", "version": 2}


def test_a_holiday_is_entered_by_its_first_and_last_day(owner: Client, calendar: Calendar) -> None:
    owner.post(at("day", "2027-02-04"), FEAST | {"name": "春节", "last_on": "2027-02-11"})
    assert Day.objects.filter(date__year=2027, date__month=2, name="春节", is_working=False).count() == 8


def test_a_day_is_left_to_the_week_again(owner: Client, calendar: Calendar) -> None:
    owner.post(at("day", "2026-10-10"), {"kind": "usual", "name": "", "version": 1})
    assert not queries.work_time().is_working_day(date(2026, 10, 10))


def test_a_day_without_a_name_is_refused_beside_the_field(owner: Client, calendar: Calendar) -> None:
    answer = owner.post(at("day", DAY), FEAST | {"name": ""})
    assert answer.status_code == 422
    assert {*answer.context["form"].errors} == {"name"}
    assert owner.post(at("day", DAY), FEAST | {"last_on": "2026-05-19"}).status_code == 422
    assert owner.post(at("day", DAY), {}).status_code == 422


def test_a_stale_day_is_refused_and_shows_both_values(owner: Client, calendar: Calendar) -> None:
    owner.post(at("day", DAY), FEAST)
    answer = owner.post(at("day", DAY), FEAST | {"kind": "work", "name": "加班"})
    assert answer.status_code == 409
    page = words(answer)
    assert "<td>厂庆</td><td>加班</td>" in page
    assert 'name="version" value="2"' in page
    assert Day.objects.get(date=DAY).name == "厂庆"


@pytest.mark.parametrize("version", ["", "x", "²", "12345678901"])
def test_a_save_without_its_version_is_stale(version: str, owner: Client, calendar: Calendar) -> None:
    assert owner.post(at("day", DAY), FEAST | {"version": version}).status_code in (409, 422)
    assert not Day.objects.filter(date=DAY).exists()


def test_the_hours_of_the_week_are_changed(owner: Client, calendar: Calendar) -> None:
    assert f'value="{USUAL}"' in words(owner.get(at("hours")))
    sent = WEEK | {"saturday": "9：00—12：00", "version": 1}
    assert owner.post(at("hours"), sent).status_code == 302
    calendar.refresh_from_db()
    assert (calendar.hours[5], calendar.hours[6], calendar.version) == ("09:00-12:00", "", 2)


def test_hours_that_cannot_be_are_kept_and_refused_beside_their_field(owner: Client, calendar: Calendar) -> None:
    answer = owner.post(at("hours"), WEEK | {"friday": "nine to five", "make_up": "", "version": 1})
    assert answer.status_code == 422
    assert {*answer.context["form"].errors} == {"friday", "make_up"}
    assert "nine to five" in words(answer)
    idle = owner.post(at("hours"), {"make_up": USUAL, "version": 1})
    assert {*idle.context["form"].errors} == {"monday"}


def test_stale_hours_show_both_values(owner: Client, calendar: Calendar) -> None:
    owner.post(at("hours"), WEEK | {"friday": "09:00-12:00", "version": 1})
    answer = owner.post(at("hours"), WEEK | {"friday": "", "version": 1})
    assert answer.status_code == 409
    assert "<td>09:00-12:00</td><td></td>" in words(answer)


def test_a_year_is_prepared_and_marked_official_by_one_click_each(owner: Client, calendar: Calendar) -> None:
    owner.post(at("prepare", 2028), {"version": 1})
    owner.post(at("official", 2028), {"version": 2, "to": "on"})
    assert Year.objects.get(number=2028).is_official
    owner.post(at("official", 2028), {"version": 3, "to": "off"})
    assert not Year.objects.get(number=2028).is_official


@pytest.mark.parametrize("sent", [{"to": "on", "version": "7"}, {"to": "on", "version": "x"}, {"to": "on"}])
def test_a_click_on_an_old_page_is_refused_in_words(sent: dict[str, str], owner: Client, calendar: Calendar) -> None:
    assert "zk-note-warn" in words(owner.post(at("official", 2027), sent, follow=True))
    assert not Year.objects.get(number=2027).is_official


def test_the_settings_lead_to_the_calendar_and_the_log_tells_of_it(owner: Client, calendar: Calendar) -> None:
    assert at("year") in words(owner.get(reverse("administration:start")))
    owner.post(at("day", DAY), FEAST)
    owner.post(at("hours"), WEEK | {"saturday": USUAL, "version": 2})
    page = words(owner.get(reverse("administration:log")))
    assert "休 厂庆" in page
    assert "星期六" in page


def test_a_day_asks_few_queries(owner: Client, calendar: Calendar, django_assert_max_num_queries: Any) -> None:
    owner.get(at("day", DAY))
    with django_assert_max_num_queries(7):
        owner.get(at("day", DAY))
