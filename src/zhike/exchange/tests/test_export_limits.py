"""No file is cut short, and an approval covers what was approved: about so many rows, for some days."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests.factories import Cast, add_user, customer
from tests.factories.exports import ask, kept_files, make
from zhike.exchange import taking_out
from zhike.exchange.exports import keeping, making
from zhike.exchange.models import Export

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def people(people: Cast) -> Cast:
    more(people, 10)
    return people


def more(people: Cast, count: int) -> None:
    first: int = apps.get_model("customers", "Customer")._default_manager.count()
    for number in range(first, first + count):
        customer("宏达商贸", number=f"K{number}", owner=people.rep)


def approved(client: Client, monkeypatch: pytest.MonkeyPatch) -> Export:
    monkeypatch.setattr(making, "FREE_ROWS", 2)
    ask(client, reason="年度盘点")
    partner = add_user("合伙人", role="owner")
    return taking_out.decide(export=Export.objects.get(), is_granted=True, by=partner, at=timezone.now())


def again(client: Client, export: Export, **told: str) -> Any:
    return client.post(reverse("exchange:again", args=[export.pk]), told)


def ended() -> tuple[str, str]:
    export = Export.objects.earliest("pk")
    return export.state, export.fault.get("text", "")


def test_a_workbook_that_has_grown_beyond_a_sheet_is_refused_instead_of_cut(
    owner: Client, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_out, "AT_ONCE_ROWS", 2)
    ask(owner, "xlsx")
    monkeypatch.setattr(making, "MOST_ROWS", 10)
    more(people, 1)
    make()
    assert (ended(), kept_files()) == (("failed", making.TOO_LONG.text), [])


def test_a_csv_has_room_for_any_number_and_a_sheet_for_as_many_as_it_has_lines(
    owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_out, "AT_ONCE_ROWS", 2)
    ask(owner, "xlsx")
    monkeypatch.setattr(making, "MOST_ROWS", 10)
    make()
    monkeypatch.setattr(making, "MOST_ROWS", 9)
    ask(owner, "csv")
    make()
    assert set(Export.objects.values_list("state", flat=True)) == {"done"}


@pytest.mark.parametrize(("added", "state"), [(1, "done"), (2, "failed")])
def test_an_approval_covers_a_tenth_more_rows_and_no_further(
    added: int, state: str, owner: Client, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved(owner, monkeypatch)
    more(people, added)
    make()
    assert ended() == (state, making.GROWN.text if state == "failed" else "")
    assert len(kept_files()) == (state == "done")


def test_what_has_grown_too_far_is_asked_for_anew_when_it_is_exported_again(
    owner: Client, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = approved(owner, monkeypatch)
    making.end(export, Export.State.FAILED, phrase=making.FULL, at=timezone.now())
    more(people, 2)
    assert again(owner, export).status_code == 422
    assert again(owner, export, reason="再要一次").status_code == 302
    newest = Export.objects.latest("pk")
    assert (newest.pk != export.pk, newest.state, newest.rows) == (True, "asked", 12)
    make()
    assert kept_files() == []


def test_an_approval_lapses_after_the_days_a_file_is_kept(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    export = approved(owner, monkeypatch)
    making.end(export, Export.State.FAILED, phrase=making.FULL, at=timezone.now())
    Export.objects.update(decided_at=timezone.now() - keeping.KEPT + timedelta(minutes=5))
    assert again(owner, export).status_code == 302
    Export.objects.update(state=Export.State.FAILED, decided_at=timezone.now() - keeping.KEPT)
    assert again(owner, export).status_code == 422
    assert (Export.objects.count(), kept_files()) == (1, [])


def test_a_worker_that_comes_too_late_makes_nothing_of_an_approval(
    owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved(owner, monkeypatch)
    Export.objects.update(decided_at=timezone.now() - keeping.KEPT)
    make()
    assert (ended(), kept_files()) == (("failed", making.LAPSED.text), [])
    assert "7" in Export.objects.get().fault_words


def test_an_approved_list_that_needs_no_approval_any_more_is_made(
    owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved(owner, monkeypatch)
    Export.objects.update(decided_at=timezone.now() - keeping.KEPT)
    monkeypatch.setattr(making, "FREE_ROWS", 10)
    make()
    assert ended() == ("done", "")
