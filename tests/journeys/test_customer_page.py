import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.looking import Look

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("at_customer")]

BARS = """() => {
  const colour = getComputedStyle(document.documentElement).getPropertyValue("--zk-chart-1").trim();
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.color = colour;
  const shown = getComputedStyle(probe).color;
  probe.remove();
  const bars = [...document.querySelectorAll("zk-chart svg path")].filter((p) => getComputedStyle(p).fill === shown);
  const box = bars.at(-1).getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}"""


def test_the_page_answers_in_light_and_in_dark_and_remembers_which(page: Page, look: Look) -> None:
    look("customer")
    page.locator("zk-theme button").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    look("customer")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page.locator("zk-chart svg")).to_be_visible()


def test_a_figure_tells_how_it_is_computed_by_mouse_and_by_keyboard(page: Page, look: Look) -> None:
    words, button = page.locator("#def-in-all"), page.locator("[popovertarget=def-in-all]")
    expect(words).to_be_hidden()
    button.click()
    expect(words).to_be_visible()
    look("customer with a definition")
    page.keyboard.press("Escape")
    expect(words).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(words).to_be_visible()


def test_a_figure_leads_to_its_orders(page: Page, look: Look) -> None:
    page.locator(".zk-figure-value a").first.click()
    expect(page).to_have_url(re.compile(r"/orders/\?customer=K1001&until="))
    expect(page.locator("tbody tr")).to_have_count(16)
    look("orders of a customer")


def test_the_chart_is_a_table_too_and_a_bar_leads_to_the_orders_of_its_month(page: Page) -> None:
    table = page.locator("details.zk-chart-table")
    table.locator("summary").click()
    expect(table.locator("tbody tr").first).to_be_visible()
    table.locator("summary").click()
    page.locator("zk-chart").scroll_into_view_if_needed()
    x, y = page.evaluate(BARS)
    page.mouse.click(x, y)
    expect(page).to_have_url(re.compile(r"/orders/\?customer=K1001&month=\d{4}-\d\d$"))
    expect(page.locator("tbody tr")).not_to_have_count(0)
