import pytest
from playwright.sync_api import Page, expect

from tests.factories import Cast
from tests.journeys.company import SignIn
from tests.journeys.looking import Look

pytestmark = pytest.mark.journey


def test_the_gallery_shows_each_part_of_the_kit_in_both_themes(
    page: Page, people: Cast, sign_in: SignIn, look: Look
) -> None:
    sign_in(people.owner)
    page.goto("/gallery/")
    expect(page.locator("zk-chart svg")).to_be_visible()
    look("gallery")
    page.locator("zk-theme button").click()
    look("gallery")
