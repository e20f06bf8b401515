"""Sessions: listed, ended, and over after a while whoever holds them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from tests.factories.pages import words
from zhike.core.accounts import operations, queries, rules
from zhike.core.accounts.models import Session, SignIn, User
from zhike.core.accounts.tests.people import AT, CHROME, Clock, is_signed_in, sign_in

ACCOUNT = "/account/"


@pytest.fixture
def elsewhere(user: User) -> Client:
    """Another browser that is signed in."""
    client = Client(headers={"user-agent": CHROME}, REMOTE_ADDR="192.0.2.7")
    sign_in(client, "LiQiang")
    return client


@pytest.fixture
def here(user: User, client: Client) -> Client:
    sign_in(client, "LiQiang")
    return client


def handle(client: Client) -> str:
    return rules.handle_of(client.session.session_key or "")


def test_the_page_lists_browser_address_and_which_is_this_one(here: Client, elsewhere: Client) -> None:
    page = words(here.get(ACCOUNT))
    assert "Chrome" in page
    assert "Windows" in page
    assert "192.0.2.7" in page
    assert reverse("account_end_session", args=[handle(elsewhere)]) in page
    assert reverse("account_end_session", args=[handle(here)]) not in page


def test_a_page_never_tells_the_key_that_opens_a_session(here: Client, elsewhere: Client) -> None:
    page = words(here.get(ACCOUNT))
    assert not any(session.session_key in page for session in Session.objects.all())


def test_a_session_ended_elsewhere_is_gone_at_its_next_page(here: Client, elsewhere: Client) -> None:
    stolen = elsewhere.cookies["zhike-session"].value
    answer = here.post(reverse("account_end_session", args=[handle(elsewhere)]))
    assert answer["Location"] == ACCOUNT
    assert not is_signed_in(elsewhere)
    assert is_signed_in(here)
    assert not Session.objects.filter(session_key=stolen).exists()
    noted = SignIn.objects.get(kind=SignIn.Kind.ENDED)
    assert (noted.address, noted.agent) == ("192.0.2.7", CHROME)


def test_all_others_end_at_once(here: Client, elsewhere: Client) -> None:
    third = Client()
    sign_in(third, "LiQiang")
    here.post(reverse("account_end_others"))
    assert [is_signed_in(client) for client in (here, elsewhere, third)] == [True, False, False]


@pytest.mark.parametrize("key", ["", "nothing"])
def test_nobody_ends_the_session_of_somebody_else(key: str, here: Client, boss: User) -> None:
    bosses = Client()
    bosses.force_login(boss)
    foreign, missing = (
        here.post(reverse("account_end_session", args=[each])) for each in (key or handle(bosses), "not-there")
    )
    assert foreign.status_code == missing.status_code == 404
    assert words(foreign) == words(missing)
    assert is_signed_in(bosses)


@pytest.mark.parametrize("name", ["account_end_others", "account_end_session"])
def test_no_link_ends_a_session(name: str, here: Client, elsewhere: Client) -> None:
    args = [handle(elsewhere)] if name == "account_end_session" else []
    assert here.get(reverse(name, args=args)).status_code == 405
    assert is_signed_in(elsewhere)


def test_a_changed_password_leaves_one_session(here: Client, elsewhere: Client, user: User) -> None:
    sent = {"oldpassword": "shan-gao-lu-yuan", "password1": "lu-yuan-shan-gao", "password2": "lu-yuan-shan-gao"}
    assert here.post(reverse("account_change_password"), sent)["Location"] == ACCOUNT
    assert [session.handle for session in queries.sessions_of(user)] == [handle(here)]
    assert is_signed_in(here)
    assert set(SignIn.objects.values_list("kind", flat=True)) == {"signed_in", "password_changed", "ended"}


def test_who_does_nothing_for_too_long_is_signed_out_and_told(
    user: User, client: Client, clock: Clock, settings: Settings
) -> None:
    settings.SESSION_IDLE_MINUTES = 60
    sign_in(client, "LiQiang")
    for _ in range(3):
        clock.wait(minutes=59)
        assert is_signed_in(client)
    clock.wait(minutes=60)
    answer = client.get(reverse("customers:list"), follow=True)
    assert answer.redirect_chain == [("/sign-in/?next=/customers/", 302)]
    assert gettext("You were away for long, so please sign in again.") in words(answer)
    assert not queries.sessions_of(user).exists()
    assert SignIn.objects.filter(user=user, kind=SignIn.Kind.ENDED).count() == 1
    sign_in(client, "LiQiang")
    assert "ended" not in client.session


def test_who_is_always_there_signs_in_again_after_so_many_days(
    user: User, client: Client, clock: Clock, settings: Settings
) -> None:
    settings.SESSION_COOKIE_AGE = 2 * 24 * 3600
    sign_in(client, "LiQiang")
    for _ in range(5):
        clock.wait(hours=8)
        assert is_signed_in(client)
    clock.wait(hours=8)
    assert not is_signed_in(client)


def test_a_session_of_unknown_age_is_over(user: User, client: Client) -> None:
    client.force_login(user)
    session = client.session
    del session["since"]
    session.save()
    assert not is_signed_in(client)


def test_being_there_is_written_once_a_minute(
    user: User, client: Client, clock: Clock, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(user)
    clock.wait(seconds=59)
    with django_assert_num_queries(2):  # the session with whose it is, and what the page itself asks
        client.get(reverse("health"))
    clock.wait(seconds=1)
    with django_assert_num_queries(5):  # and the write, in a transaction of its own
        client.get(reverse("health"))
    assert queries.sessions_of(user).get().seen_at == clock.at
    with django_assert_num_queries(2):
        client.get(reverse("health"))


def test_the_account_page_asks_no_more_for_more_sessions(
    here: Client, user: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with CaptureQueriesContext(connection) as few:
        here.get(ACCOUNT)
    for _ in range(30):
        Client().force_login(user)
    with django_assert_max_num_queries(len(few)):
        here.get(ACCOUNT)
    assert len(few) <= 8  # session, colleague, what the menu asks, factors, sessions, events


def test_sessions_that_nobody_comes_back_to_are_cleared_away(user: User, client: Client, clock: Clock) -> None:
    client.force_login(user)
    clock.wait(days=30)
    Client().force_login(user)
    assert Session.objects.count() == 1


def test_the_latest_seen_comes_first(user: User, clock: Clock) -> None:
    clients = [Client() for _ in range(2)]
    for client in clients:
        clock.wait(minutes=2)
        client.force_login(user)
    assert [session.handle for session in queries.sessions_of(user)] == [handle(client) for client in clients[::-1]]


def test_ending_others_without_a_session_of_ones_own_ends_all(here: Client, elsewhere: Client, user: User) -> None:
    assert operations.end_other_sessions(user=user, key="", at=AT) == 2
    assert not is_signed_in(here)


SPAN = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=60))


@given(lasted=SPAN, idle=SPAN, idle_limit=SPAN, absolute=SPAN)
def test_a_session_is_over_by_whichever_limit_comes_first(
    lasted: timedelta, idle: timedelta, idle_limit: timedelta, absolute: timedelta
) -> None:
    seen_at = AT + max(lasted - idle, timedelta(0))
    limits = rules.Limits(idle=idle_limit, absolute=absolute)
    is_over = rules.is_over(since=AT, seen_at=seen_at, at=AT + lasted, limits=limits)
    assert is_over == (lasted >= absolute or min(idle, lasted) >= idle_limit)


@pytest.mark.parametrize(
    ("agent", "browser", "system"),
    [
        (CHROME, "Chrome", "Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari", "iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile Safari/537.36 MicroMessenger/8.0", "微信", "Android"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130 MicroMessenger/7 wxwork/4.1", "企业微信", "Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/140 Safari/537.36 Edg/140", "Edge", "macOS"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox", "Linux"),
        ("curl/8", "", ""),
        ("", "", ""),
    ],
)
def test_a_browser_is_named_by_what_it_says(agent: str, browser: str, system: str) -> None:
    assert (rules.browser(agent), rules.system(agent)) == (browser, system)
    assert Session(agent=agent).device


@given(st.text(max_size=300))
def test_any_agent_has_a_device(agent: str) -> None:
    assert Session(agent=agent).device


@given(st.text(min_size=1), st.text(min_size=1))
def test_handles_differ_as_keys_do(one: str, other: str) -> None:
    assert (rules.handle_of(one) == rules.handle_of(other)) == (one == other)
    assert one not in rules.handle_of(one) or len(one) < 8
