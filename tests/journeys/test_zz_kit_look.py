import pytest
from playwright.sync_api import Page
from tests.factories import Cast
from tests.journeys.company import SignIn
pytestmark = pytest.mark.journey
def test_look(page: Page, cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.owner)
    for n, a in (("empty","/customers/"),("filtered","/customers/?level=A"),("search","/search/"),("gallery","/gallery/"),("new","/customers/new/"),("imp","/import/new/orders/")):
        page.goto(a); page.wait_for_timeout(400)
        for w,h in ((1440,900),(390,844)):
            page.set_viewport_size({"width":w,"height":h})
            page.screenshot(path=f"/tmp/zk/pics/kit_{n}_{w}.png", full_page=w<500)
