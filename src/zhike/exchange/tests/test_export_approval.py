"""A large list leaves the house when somebody else says so; then its file is made without asking again."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.factories import Cast, add_user, customer, signed_in
from tests.factories.exports import ask, content, kept_files, make
from zhike.core.jobs.models import Job
from zhike.core.notices import queries as notices
from zhike.exchange.exports import making
from zhike.exchange.models import Export

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def three_rows_are_many(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> None:
    monkeypatch.setattr(making, "FREE_ROWS", 2)
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def people(people: Cast) -> Cast:
    for number in ("K1", "K2", "K3"):
        customer("宏达商贸", number=number, owner=people.rep)
    return people


@pytest.fixture
def partner(people: Cast) -> Client:
    return signed_in(add_user("合伙人", role="owner"))


def decide(client: Client, word: str) -> None:
    client.post(reverse("exchange:decide", args=[Export.objects.get().pk]), {"do": word})


def test_a_large_list_waits_for_somebody_else_and_is_then_made_at_once(
    owner: Client, partner: Client, people: Cast
) -> None:
    assert ask(owner).status_code == 422
    ask(owner, reason="年度盘点")
    export = Export.objects.get()
    assert (export.state, export.reason, Job.objects.filter(name=Export.JOB).count()) == ("asked", "年度盘点", 0)
    decide(owner, "grant")
    assert Export.objects.get().state == "asked"  # nobody approves the own one
    decide(partner, "grant")
    decide(partner, "grant")
    assert (Export.objects.get().state, Job.objects.filter(name=Export.JOB).count()) == ("making", 1)
    make()
    export.refresh_from_db()
    assert (export.state, export.rows, len(kept_files())) == ("done", 3, 1)
    told = [notice.text for notice in notices.notices(people.owner)]
    assert sorted(told) == sorted(["%(by)s lets you export %(rows)d rows", making.READY.text])
    assert ask(owner).status_code == 422  # once


def test_asking_twice_is_one_wish(owner: Client) -> None:
    ask(owner, reason="年度盘点")
    ask(owner, reason="年度盘点，请尽快")
    assert [export.reason for export in Export.objects.all()] == ["年度盘点"]


def test_a_refused_one_stays_refused(owner: Client, partner: Client) -> None:
    ask(owner, reason="年度盘点")
    decide(partner, "refuse")
    decide(partner, "grant")
    make()
    assert (Export.objects.get().state, kept_files()) == ("refused", [])
    assert ask(owner).status_code == 422


def test_the_approver_does_not_get_the_file(owner: Client, partner: Client) -> None:
    ask(owner, reason="年度盘点")
    decide(partner, "grant")
    make()
    file = reverse("exchange:exported_file", args=[Export.objects.get().pk])
    assert partner.get(file).status_code == 404
    assert b"K1" in content(owner.get(file))


def test_an_approved_one_that_did_not_come_about_needs_no_second_approval(
    owner: Client, partner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(owner, reason="年度盘点")
    decide(partner, "grant")
    making.end(Export.objects.get(), Export.State.FAILED, phrase=making.FULL, at=Export.objects.get().at)
    again = reverse("exchange:again", args=[Export.objects.get().pk])
    assert owner.post(again).status_code == owner.post(again).status_code == 302
    make()
    export = Export.objects.get()
    assert (export.state, export.turn, len(kept_files())) == ("done", 2, 1)
    assert owner.post(again).status_code == 422  # taken: the next one is asked for again
    owner.post(again, {"reason": "再要一次"})
    assert Export.objects.latest("pk").state == "asked"
