"""No page of the settings answers a sales rep, whatever the method and whatever is sent."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import signed_in
from tests.factories.files import tables
from tests.factories.pages import words
from zhike.administration.tests.conftest import House
from zhike.administration.urls import urlpatterns
from zhike.administration.views.start import WAYS

NAMES = [str(pattern.name) for pattern in urlpatterns]


def address(name: str, house: House) -> str:
    pattern = next(each for each in urlpatterns if each.name == name)
    known = {"pk": house.owner.pk, "position": house.owner.positions.get().pk}
    return reverse(f"administration:{name}", kwargs={key: known[key] for key in pattern.pattern.converters})


@pytest.mark.parametrize("who", ["rep", "visitor"])
@pytest.mark.parametrize("name", NAMES)
def test_a_colleague_without_the_permission_gets_nothing(name: str, who: str, house: House) -> None:
    client = signed_in(getattr(house.cast, who))
    before = tables()
    for method in ("get", "head", "post", "put", "patch", "delete"):
        assert getattr(client, method)(address(name, house), {"version": 1}).status_code in (403, 405)
    assert tables() == before


@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_sent_to_sign_in(name: str, house: House, client: Client) -> None:
    for answer in (client.get(address(name, house)), client.post(address(name, house))):
        assert answer.status_code in (302, 405)
        assert answer.status_code == 405 or answer["Location"].startswith(reverse("account_login"))


def test_who_looks_after_colleagues_does_not_edit_roles(house: House, clerk: Client) -> None:
    before = tables()
    for name in ("roles", "role_add", "role", "role_retire"):
        assert clerk.get(address(name, house)).status_code == 403
    assert tables() == before


def test_the_start_page_shows_what_the_role_may_use(house: House, owner: Client, clerk: Client) -> None:
    titles = {way.url_name for way in clerk.get(reverse("administration:start")).context["ways"]}
    assert titles == {f"administration:{name}" for name in ("organisation", "colleagues", "log", "why", "preview")}
    assert len(owner.get(reverse("administration:start")).context["ways"]) == len(WAYS)
    assert reverse("customers:trashed") in words(owner.get(reverse("administration:start")))


def test_every_page_of_the_settings_stands_under_them_in_the_menu(owner: Client) -> None:
    for name in ("administration:roles", "custom_fields:list", "work_calendar:year", "background:work"):
        menu = owner.get(reverse(name)).context["menu"]
        assert [entry.url_name for entry in menu if entry.is_here] == ["administration:start"]


@pytest.mark.parametrize(("who", "is_shown"), [("owner", True), ("rep", False)])
def test_the_menu_leads_there_for_who_may(who: str, is_shown: bool, house: House) -> None:
    menu = signed_in(getattr(house, who)).get(reverse("home")).context["menu"]
    assert any(entry.url == reverse("administration:start") for entry in menu) == is_shown
