import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import Cast
from tests.journeys.company import SignIn, settle
from tests.journeys.looking import Faults, Look, look_at
from zhike.core.accounts.models import User
from zhike.core.jobs import worker

FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--lang=zh-CN"]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Playwright's own loop runs in this thread, so Django takes the test for asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert found, "no Chromium on the PATH: see scripts/browser.sh"
    return browser_type_launch_args | {"executable_path": found, "args": FLAGS}


@pytest.fixture(params=[(1440, 900), (390, 844)], ids=["desk", "phone"])
def screen(request: pytest.FixtureRequest) -> dict[str, int]:
    """Each journey is made on a desk and on a phone."""
    width, height = request.param
    return {"width": width, "height": height}


@pytest.fixture
def browser_context_args(
    browser_context_args: dict[str, Any], screen: dict[str, int], live_server: LiveServer
) -> dict[str, Any]:
    return browser_context_args | {
        "base_url": live_server.url,
        "viewport": screen,
        "has_touch": screen["width"] < 768,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "color_scheme": "light",
        "reduced_motion": "reduce",  # a page is judged as it comes to rest
    }


@pytest.fixture
def company(people: Cast, tmp_path: Path) -> Cast:
    """The cast in a company that has been selling for a while."""
    settle(people, tmp_path)
    return people


@pytest.fixture
def working(live_server: LiveServer) -> Iterator[None]:
    """Have a worker at work beside the server."""
    stop = threading.Event()
    thread = threading.Thread(target=partial(worker.run, stop=stop, idle_seconds=0.05))
    thread.start()
    yield
    stop.set()
    thread.join()


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def page(context: BrowserContext, faults: Faults) -> Page:
    context.on("page", faults.watch)
    context.set_default_timeout(15_000)
    return context.new_page()


@pytest.fixture
def look(page: Page, faults: Faults) -> Look:
    """Hold the page of the moment to what every page has to keep; the name is for the reader of a failure."""
    return lambda name: look_at(page, faults, name=name)


@pytest.fixture
def sign_in(context: BrowserContext, live_server: LiveServer) -> SignIn:
    """Let the browser be somebody's without the way through the sign-in page."""

    def sign_in(user: User) -> None:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])

    return sign_in


@pytest.fixture
def at_customer(page: Page, company: Cast, sign_in: SignIn) -> None:
    """Stand on the page of a customer who has bought a lot."""
    sign_in(company.rep)
    page.goto("/customers/K1001/")
    expect(page.locator("zk-chart svg")).to_be_visible()
