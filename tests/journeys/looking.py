"""What is asked of each page a journey comes to, whatever the journey is about."""

import os
import re
from collections.abc import Callable
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request, Response

Look = Callable[[str], None]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]}
GRAVE = ("serious", "critical")
# With a directory in this variable, each page looked at is kept there as a picture.
PICTURES = os.environ.get("JOURNEY_PICTURES")


class Faults:
    """Collects what the browser complains about: errors of scripts, breaches of the CSP, requests that fail."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def watch(self, page: Page) -> None:
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.found.append(f"script: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        # A refused form answers 422 or 409 on purpose; answers are judged by `_answered`.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.found.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        # A question dropped for a newer one, and a download, both end as "aborted".
        if "ERR_ABORTED" not in (request.failure or ""):
            self.found.append(f"failed: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        is_page = response.request.is_navigation_request()
        if response.status >= (500 if is_page else 400):
            self.found.append(f"answered {response.status}: {response.url}")


def look_at(page: Page, faults: Faults, *, name: str) -> None:
    """Hold the page to what every page has to keep."""
    page.wait_for_load_state("load")
    if PICTURES:
        _keep_picture(page, Path(PICTURES), name=name)
    widths = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
    assert widths[0] <= widths[1], f"{name} scrolls sideways: {widths[0]} of {widths[1]} px"
    found = Axe().run(page, options=RULES).response["violations"]
    grave = [f"{v['id']}: {v['help']}: {v['nodes'][0]['html']}" for v in found if v["impact"] in GRAVE]
    assert not grave, f"{name} is hard to use for some: {grave}"
    assert not faults.found, f"{name}: {faults.found}"


def _keep_picture(page: Page, place: Path, *, name: str) -> None:
    width = page.viewport_size["width"] if page.viewport_size else 0
    theme = page.evaluate("document.documentElement.dataset.bsTheme") or "plain"
    page.screenshot(path=place / f"{re.sub(r'[^a-z0-9]+', '-', name)}-{width}-{theme}.png", full_page=True)
