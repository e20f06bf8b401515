"""Each page that no other journey looks at."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories import Cast
from tests.journeys.company import SignIn
from tests.journeys.looking import Look
from zhike.sales.models import Order

pytestmark = pytest.mark.journey

PAGES = {
    "today": "/",
    "customers": "/customers/",
    "customers sorted": "/customers/?sort=-bought",
    "silent regulars": "/customers/?view=quiet",
    "filter by what": "/customers/-/filter/",
    "filter by money": "/customers/-/filter/?ask=bought",
    "columns": "/customers/-/columns/",
    "save view": "/customers/-/views/",
    "export": "/customers/-/export/",
    "exports": "/import/exports/",
    "trash": "/customers/-/trash/",
    "customer on paper": "/customers/-/print/K1001/",
    "orders": "/orders/",
    "products": "/products/",
    "product": "/products/P01/",
    "new product": "/products/new/",
    "imports": "/import/",
    "import orders": "/import/new/orders/",
    "password": "/password/",
}


def test_the_owner_looks_around(page: Page, company: Cast, sign_in: SignIn, look: Look) -> None:
    sign_in(company.owner)
    for name, address in PAGES.items():
        page.goto(address)
        look(name)
    order = Order.objects.order_by("-ordered_on")[0]
    page.goto(order.get_absolute_url())
    expect(page.locator("tbody tr")).to_have_count(2)
    look("order")


def test_each_entry_of_the_menu_leads_somewhere(page: Page, company: Cast, sign_in: SignIn, look: Look) -> None:
    sign_in(company.owner)
    page.goto("/")
    entries = page.locator("#zk-nav .zk-nav-item")
    for place in range(entries.count()):
        opener = page.locator(".zk-nav-button")
        if opener.is_visible():
            opener.click()
            if place == 0:
                look("menu")
        entries.nth(place).click()
        expect(entries.nth(place)).to_have_attribute("aria-current", "page")


def test_a_rep_sees_only_her_own_customers(page: Page, company: Cast, sign_in: SignIn, look: Look) -> None:
    sign_in(company.rep)
    page.goto("/customers/")
    expect(page.locator("tbody tr")).to_have_count(3)
    assert page.locator("#zk-nav a[href='/import/']").count() == 0
    answer = page.goto("/customers/K2001/")
    assert answer is not None
    assert answer.status == 404
    assert "华泰" not in page.content()
    look("a colleague's customer")
    answer = page.goto("/import/")
    assert answer is not None
    assert answer.status == 403
    look("refused")
