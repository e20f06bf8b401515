"""A file that was made by wider rights is not handed out by narrower ones: it goes, and the page says why."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from tests.factories import Cast, customer, signed_in
from tests.factories.exports import ask, content, kept_files, make
from tests.factories.pages import body
from zhike.core.access.models import Role
from zhike.core.access.rules import Level, Scope
from zhike.core.audit.models import Entry
from zhike.exchange import taking_out
from zhike.exchange.exporting import write_csv
from zhike.exchange.exports import making
from zhike.exchange.models import Export

pytestmark = pytest.mark.django_db
MINE = "/import/exports/mine/"


@pytest.fixture(autouse=True)
def short_lists_take_long(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> None:
    monkeypatch.setattr(taking_out, "AT_ONCE_ROWS", 1)
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def people(people: Cast) -> Cast:
    customer("宏达商贸", number="K1", owner=people.rep, phone="13800000001")
    customer("远山食品", number="K2", owner=people.rep, phone="13800000002")
    customer("云海食品", number="K3", owner=people.other_rep, phone="13800000003")
    return people


@pytest.fixture
def manager(people: Cast) -> Client:
    """Let a colleague see and take out everything, with phones."""
    grant({"customers.see": Scope.ALL, "customers.export": Scope.ALL}, {"customers.phone": Level.EDIT})
    return signed_in(people.rep)


def grant(grants: dict[str, int], fields: dict[str, int] | None = None) -> None:
    role = Role.objects.get(code="rep")
    Role.objects.filter(pk=role.pk).update(grants=role.grants | grants, fields=role.fields | (fields or {}))


def made(client: Client) -> Export:
    client.post("/customers/-/columns/", {"column": ["number", "phone"]})
    ask(client)
    make()
    return Export.objects.latest("pk")


def fetch(client: Client, export: Export) -> Any:
    return client.get(reverse("exchange:exported_file", args=[export.pk]))


NARROWER: dict[str, tuple[dict[str, int], dict[str, int]]] = {
    "takes out her own": ({"customers.export": Scope.OWN}, {}),
    "sees her own": ({"customers.see": Scope.OWN}, {}),
    "reads phones in part": ({}, {"customers.phone": Level.MASKED}),
    "reads no phones": ({}, {"customers.phone": Level.HIDDEN}),
}


@pytest.mark.parametrize("loss", NARROWER)
def test_a_file_made_by_wider_rights_is_gone_and_the_page_says_so(
    loss: str, manager: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    export = made(manager)
    assert b"13800000003" in content(fetch(manager, export))
    grant(*NARROWER[loss])
    with django_capture_on_commit_callbacks(execute=True):
        answer = fetch(manager, export)
    export.refresh_from_db()
    assert (answer.status_code, export.fault_words in (gone := answer.content.decode())) == (410, True)
    assert reverse("exchange:again", args=[export.pk]) in gone
    assert (export.state, export.file, export.until_at, kept_files()) == ("done", "", None, [])
    page = manager.get(MINE).content.decode()
    assert export.fault_words in page
    assert reverse("exchange:again", args=[export.pk]) in page
    assert reverse("exchange:exported_file", args=[export.pk]) not in page
    assert Entry.objects.filter(action="fetched an export").count() == 1


def test_to_another_colleague_it_is_a_missing_page_before_and_after(manager: Client, people: Cast) -> None:
    export = made(manager)
    grant({}, {"customers.phone": Level.MASKED})
    other = signed_in(people.other_rep)
    for _time in range(2):  # before it was withdrawn, and after
        missing = other.get(reverse("exchange:exported_file", args=[404_404]))
        assert (fetch(other, export).status_code, missing.status_code) == (404, 404)
        assert body(fetch(other, export)) == body(missing)
        assert fetch(manager, export).status_code == 410


def test_a_file_that_is_being_made_is_shown_among_the_own_exports(manager: Client) -> None:
    ask(manager)
    answer = fetch(manager, Export.objects.latest("pk"))
    assert (answer.status_code, answer["Location"]) == (302, MINE)


def test_exported_again_it_is_made_by_the_rights_of_now(manager: Client) -> None:
    export = made(manager)
    grant({"customers.export": Scope.OWN}, {"customers.phone": Level.MASKED})
    fetch(manager, export)
    assert manager.post(reverse("exchange:again", args=[export.pk])).status_code == 302
    make()
    found = content(fetch(manager, Export.objects.latest("pk")))
    assert b"138****0002" in found
    assert (b"K3" in found, b"13800000002" in found) == (False, False)


def test_rights_that_have_nothing_to_do_with_it_change_nothing(manager: Client) -> None:
    export = made(manager)
    grant({"sales.see": Scope.NONE}, {"customers.phone": Level.READ, "sales.cost": Level.HIDDEN})
    assert b"13800000003" in content(fetch(manager, export))


def test_a_customer_that_moves_changes_nothing(manager: Client, people: Cast) -> None:
    export = made(manager)
    apps.get_model("customers", "Customer")._default_manager.update(owner=people.other_rep)
    assert b"13800000003" in content(fetch(manager, export))


def test_rights_that_are_lost_while_it_is_written_count_as_lost(
    manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def losing(*args: Any) -> None:
        write_csv(*args)
        grant({"customers.export": Scope.OWN})

    monkeypatch.setattr(making, "write_csv", losing)
    assert fetch(manager, made(manager)).status_code == 410
