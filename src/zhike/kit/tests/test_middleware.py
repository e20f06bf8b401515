"""What is refused before a page sees it."""

import threading
from collections.abc import Callable

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from tests.factories.pages import words
from zhike.kit.middleware import LARGEST_FORM_BYTES, bodies_in_turn

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/customers/%00/", "/products/edit/a%00/", "/orders/%00/", "/import/%00/", "/sign-in/%00", "/%00"]
)
def test_a_nul_in_a_path_is_a_page_that_is_not_there(path: str, owner: Client) -> None:
    assert owner.get(path).status_code == 404


@pytest.mark.parametrize(
    "query", ["?number=%00", "?page=%00", "?sort=%00", "?%00=1", "?next=%00", "?name=%E5%BC%A0%00"]
)
def test_a_nul_in_a_query_cannot_be_read(query: str, owner: Client) -> None:
    for page in ("/customers/", "/orders/", "/sign-in/"):
        assert owner.get(page + query).status_code == 400


def test_a_nul_in_a_cookie_cannot_be_read(client: Client) -> None:
    client.cookies["zhike-session"] = "a" * 20 + "\x00"
    assert client.get("/").status_code == 400


def test_a_nul_in_a_search_is_passed_over(owner: Client) -> None:
    for name in ("search", "suggest"):
        assert owner.post(reverse(name), {"q": "张\x00"}).status_code == 200


@pytest.mark.parametrize(
    ("path", "length", "is_refused"),
    [
        ("/sign-in/", LARGEST_FORM_BYTES, False),
        ("/sign-in/", LARGEST_FORM_BYTES + 1, True),
        ("/import/7/confirm/", LARGEST_FORM_BYTES + 1, True),
        ("/import/new/customers/", LARGEST_FORM_BYTES + 1, False),
        ("/import/new/customers/", LARGEST_FORM_BYTES + settings.UPLOAD_LIMIT_BYTES + 1, True),
    ],
)
def test_a_body_beyond_the_limit_is_refused_before_it_is_read(path: str, length: int, is_refused: bool) -> None:
    browser = Client(enforce_csrf_checks=True)  # without a form token the others are refused too, unread
    answer = browser.post(path, {}, CONTENT_LENGTH=str(length))
    assert answer.status_code == (413 if is_refused else 403)
    assert (f"{settings.UPLOAD_LIMIT_BYTES // 1024**2} MB" in words(answer)) is is_refused


def test_a_body_is_refused_before_the_form_token_is_looked_for() -> None:
    names = [path.rpartition(".")[2] for path in settings.MIDDLEWARE]
    assert names.index("bodies_within_limits") < names.index("bodies_in_turn") < names.index("CsrfViewMiddleware")


def test_forms_that_all_arrive_at_once_leave_threads_for_pages(rf: RequestFactory, settings: Settings) -> None:
    settings.BODIES_AT_ONCE = 1
    inside, done = threading.Event(), threading.Event()

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path == "/slow/":
            inside.set()
            done.wait(10)
        return HttpResponse()

    pages: Callable[[HttpRequest], HttpResponse] = bodies_in_turn(answer)
    slow = threading.Thread(target=pages, args=(rf.post("/slow/", {"a": "b"}),))
    slow.start()
    assert inside.wait(10)
    assert pages(rf.post("/", {"a": "b"})).status_code == 503
    assert pages(rf.get("/")).status_code == 200
    done.set()
    slow.join()
    assert pages(rf.post("/", {"a": "b"})).status_code == 200
