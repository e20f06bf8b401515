"""An owner shapes the organisation, a role and a colleague's position, and looks at the result with her eyes."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories import Cast
from tests.journeys.company import SignIn
from tests.journeys.looking import Look
from zhike.core.access.models import Role
from zhike.core.access.rules import Level

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PAGES = ("", "organisation/", "colleagues/", "colleagues/new/", "roles/", "roles/new/", "log/", "why/", "preview/")


@pytest.mark.parametrize("address", PAGES, ids=lambda address: address.strip("/") or "start")
def test_every_page_of_the_settings_is_in_order(
    address: str, company: Cast, page: Page, sign_in: SignIn, look: Look
) -> None:
    sign_in(company.owner)
    page.goto(f"/settings/{address}")
    expect(page.locator("h1")).to_be_visible()
    look(f"settings {address}")


def test_a_colleagues_pages_are_in_order(company: Cast, page: Page, sign_in: SignIn, look: Look) -> None:
    sign_in(company.owner)
    for name in ("", "leave/", "positions/new/"):
        page.goto(f"/settings/colleagues/{company.rep.pk}/{name}")
        expect(page.locator("h1")).to_contain_text(company.rep.name)
        look(f"settings colleague {name}")


def test_what_a_role_with_masked_values_sees_is_in_order(
    company: Cast, page: Page, sign_in: SignIn, look: Look
) -> None:
    Role.objects.filter(code="rep").update(fields={"customers.phone": Level.MASKED})
    sign_in(company.rep)
    page.goto("/customers/K1001/")
    expect(page.locator("#contacts")).to_contain_text("138****0007")
    look("customer masked")


def test_a_unit_a_role_a_position_and_a_look_with_other_eyes(
    company: Cast, page: Page, sign_in: SignIn, look: Look
) -> None:
    sign_in(company.owner)
    page.goto("/settings/organisation/")
    page.locator("tbody a").first.click()
    page.locator("[name=name]").fill("华东")
    page.locator("form.zk-form [type=submit]").click()
    expect(page.get_by_role("cell", name="华东", exact=True)).to_be_visible()

    page.goto("/settings/roles/new/")
    page.locator("[name=name]").fill("组长")
    page.locator("[name=like]").select_option(label="业务员")
    page.locator("form.zk-form [type=submit]").click()
    page.locator("[name='grant.customers.see']").select_option("30")
    look("settings role")
    page.locator("form.zk-form [type=submit]").click()
    expect(page.get_by_role("link", name="组长", exact=True)).to_be_visible()

    page.goto(f"/settings/colleagues/{company.visitor.pk}/positions/new/")
    page.locator("[name=role]").select_option(label="组长")
    page.locator("form.zk-form [type=submit]").click()
    expect(page.locator("main")).to_contain_text("组长")

    page.goto(f"/settings/preview/?colleague={company.visitor.pk}")
    page.locator("form.zk-form [type=submit]").click()
    expect(page.locator(".zk-preview")).to_contain_text(company.visitor.name)
    look("settings preview")
    page.locator(".zk-preview button").click()
    expect(page.locator(".zk-preview")).to_have_count(0)
