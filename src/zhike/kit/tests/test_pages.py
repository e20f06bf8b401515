"""What every page has in common: headers, errors, lists, forms. Shown on the product's own pages."""

import json
import re
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from tests.factories import cast, customer, product
from tests.factories.files import tables
from tests.factories.pages import words
from zhike.kit import cells, views
from zhike.kit.middleware import personal_pages

pytestmark = pytest.mark.django_db

PAGES = [
    "home",
    "customers:list",
    "customers:new",
    "orders:list",
    "products:list",
    "products:new",
    "exchange:runs",
    "gallery",
]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_carries_the_security_headers(name: str, owner: Client) -> None:
    headers = owner.get(reverse(name)).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    for directive in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
        assert directive in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"]


@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_an_inline_script_style_or_handler(name: str, owner: Client) -> None:
    shown = words(owner.get(reverse(name)))
    scripts = re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", shown)
    assert not scripts
    assert not re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", shown)


@pytest.mark.parametrize("path", ["/sign-in/", "/health/", "/missing/", "/"])
def test_pages_for_nobody_carry_them_too(path: str, client: Client) -> None:
    answer = client.get(path)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_cookies_are_kept_from_scripts_and_other_sites(client: Client) -> None:
    for cookie in client.get(reverse("account_login")).cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_a_page_that_says_how_it_is_kept_is_left_as_it_is(rf: Any) -> None:
    def answer(request: Any) -> Any:
        response = views.health(request)
        response["Cache-Control"] = "max-age=60"
        return response

    assert personal_pages(answer)(rf.get("/"))["Cache-Control"] == "max-age=60"


def test_the_gallery_shows_each_cell_and_each_block(owner: Client) -> None:
    answer = owner.get(reverse("gallery"))
    shown = {name for name, _ in answer.context["cells"]}
    looks = {name for name, look in vars(cells).items() if getattr(look, "__module__", "") == cells.__name__}
    assert {name for name in looks - shown if not name.startswith("_")} == {
        "guarded",
        "link",
        "yuan",
    }  # need a user, a record
    for block in ("zk-figures", "zk-chart", "zk-empty", "zk-steps", "zk-note-bad", "zk-bar", "zk-definition"):
        assert block in words(answer)


def test_the_gallery_asks_the_database_for_the_user_alone(owner: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(4):
        owner.get(reverse("gallery"))


def test_a_missing_page_says_so_without_a_hint_at_what_there_is(client: Client) -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "urlpatterns" not in words(answer)
    assert "/no-such-page/" not in words(answer)


def test_a_broken_page_tells_a_number_and_nothing_secret(
    owner: Client, monkeypatch: pytest.MonkeyPatch, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(**asked: Any) -> None:
        raise RuntimeError("password=shan-gao 13800000007")

    monkeypatch.setattr("zhike.insight.queries.has_customers", break_down)
    owner.raise_request_exception = False
    answer = owner.get(reverse("home"))
    assert answer.status_code == 500
    shown = words(answer)
    assert not [secret for secret in ("password", "13800000007", "Traceback", settings.SECRET_KEY) if secret in shown]
    (number,) = re.findall(r"[0-9a-f]{8}", shown)
    assert number in caplog.text


def test_a_request_that_cannot_be_read_is_a_400_page(rf: Any, owner: Client) -> None:
    answer = owner.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in words(answer)


def test_health_says_ok_and_nothing_else(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(1):
        answer = client.get(reverse("health"))
    assert json.loads(answer.content) == {"status": "ok"}


def test_the_menu_offers_what_the_role_may_use(client: Client) -> None:
    people = cast()
    offered = {}
    for actor in ("owner", "rep", "visitor"):
        client.force_login(getattr(people, actor))
        offered[actor] = [entry.url for entry in client.get(reverse("gallery")).context["menu"]]
    own = ["/", "/customers/", "/contacts/", "/follow-ups/", "/orders/", "/receipts/", "/returns/", "/products/"]
    assert offered["owner"] == [*own, "/import/", "/settings/"]
    assert offered["rep"] == offered["owner"][:-2]
    assert offered["visitor"] == []


def test_the_models_and_the_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a setting of SQLite")
def test_sqlite_keeps_its_word_about_foreign_keys() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys")
        assert cursor.fetchone() == (1,)
    customer("远山")
    product("P1")
    assert tables()
