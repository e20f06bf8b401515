"""An import that is stopped from its page says so, and is carried on or taken back; and the way to what it made."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import Cast, cast, customer, product
from tests.factories.files import CUSTOMER_HEADS, ORDER_HEADS, bring_in, counts, write_csv
from tests.factories.pages import sent
from tests.factories.steps import confirm, try_file, work
from zhike.core.jobs import running
from zhike.core.jobs.models import Job
from zhike.customers.models import Customer
from zhike.exchange import operations
from zhike.exchange.models import ImportRun
from zhike.exchange.operations.ending import BROKEN_OFF, NOTHING_IN

pytestmark = pytest.mark.django_db
State = ImportRun.State
ROWS = 1_200


@pytest.fixture(autouse=True)
def at_once(read_here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhike.core.jobs.running.PAUSE_SECONDS", 0)


def stop_in_the_middle(client: Client, run: ImportRun, monkeypatch: pytest.MonkeyPatch) -> ImportRun:
    """Press the button on the run's page while a worker is at its second batch."""
    real = running.progress
    pressed: list[int] = []

    def pressing(done: int, total: int) -> None:
        if done and not pressed:
            pressed.append(client.post(f"/import/{run.pk}/stop/").status_code)
            assert client.get(run.get_absolute_url()).context["is_stopping"]
        real(done, total)

    monkeypatch.setattr("zhike.core.jobs.running.progress", pressing)
    client.post(f"/import/{run.pk}/confirm/")
    assert f"/import/{run.pk}/stop/" in client.get(run.get_absolute_url()).content.decode()
    work(run)
    monkeypatch.setattr("zhike.core.jobs.running.progress", real)
    assert pressed == [302]
    return run


@pytest.fixture
def stopped(owner: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ImportRun:
    rows = [(f"K{number}", f"公司{number}", "", "", "", "") for number in range(ROWS)]
    return stop_in_the_middle(owner, try_file(owner, write_csv(tmp_path / "c.csv", rows, CUSTOMER_HEADS)), monkeypatch)


def test_an_import_stopped_from_its_page_says_so_and_is_carried_on(owner: Client, stopped: ImportRun) -> None:
    assert (stopped.state, stopped.may_go_on, stopped.refusal != "") == (State.BROKEN, True, True)
    assert 0 < Customer.objects.count() < ROWS
    confirm(owner, stopped)
    assert (stopped.state, counts(stopped)) == (State.DONE, (ROWS, ROWS, 0, 0, 0))
    assert Customer.objects.count() == ROWS


def test_an_import_stopped_from_its_page_is_taken_back(owner: Client, stopped: ImportRun) -> None:
    owner.post(f"/import/{stopped.pk}/undo/", sent(owner.get(f"/import/{stopped.pk}/undo/")))
    work(stopped)
    assert (stopped.state, Customer.objects.count()) == (State.UNDONE, 0)


def test_a_trial_is_stopped_before_it_begins_and_nothing_stops_what_has_ended(owner: Client, tmp_path: Path) -> None:
    run = try_file(owner, write_csv(tmp_path / "c.csv", [("K1", "远山", "", "", "", "")], CUSTOMER_HEADS))
    owner.post(f"/import/{run.pk}/stop/")
    assert Job.objects.filter(state=Job.State.CANCELLED).count() == 0
    owner.post(f"/import/{run.pk}/check/")
    owner.post(f"/import/{run.pk}/stop/")
    run.refresh_from_db()
    assert (run.state, run.is_open) == (State.BROKEN, True)


def test_an_import_whose_command_was_killed_is_told_broken_off_and_the_command_writes_no_more(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "c.csv", [("K1", "远山", "", "", "", "")], CUSTOMER_HEADS)
    run = bring_in("customers", path)
    ImportRun.objects.filter(pk=run.pk).update(state=State.IMPORTING, alive_at="2026-01-01T00:00:00Z", reached={})
    run.refresh_from_db()
    assert operations.end_abandoned(at=timezone.now()) == 1
    assert operations.end_abandoned(at=timezone.now()) == 0
    run.refresh_from_db()
    assert (run.may_go_on, run.notes["refusal"]["text"]) == (True, BROKEN_OFF.text)
    ImportRun.objects.filter(pk=run.pk).update(turn=run.turn + 1, state=State.IMPORTING)
    with pytest.raises(running.LostLease):
        operations.carry_out(run, at=timezone.now())


def test_what_broke_off_before_anything_was_written_is_to_be_tried_again(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "c.csv", [("K1", "远山", "", "", "", "")], CUSTOMER_HEADS)
    run = bring_in("customers", path, dry_run=True)
    ImportRun.objects.filter(pk=run.pk).update(state=State.CHECKING, alive_at="2026-01-01T00:00:00Z")
    assert operations.end_abandoned(at=timezone.now()) == 1
    run.refresh_from_db()
    assert run.notes["refusal"]["text"] == NOTHING_IN.text


@pytest.mark.parametrize("kind", ["customers", "orders"])
def test_the_page_leads_to_what_this_import_made_and_nothing_else(owner: Client, tmp_path: Path, kind: str) -> None:
    buyer = customer("老客户", number="A1")
    product("P1")
    heads, row = {
        "customers": (CUSTOMER_HEADS, ("K1", "远山", "", "", "", "")),
        "orders": (ORDER_HEADS, ("D1", buyer.number, "2026-03-05", 1, "P1", 1, 2, 2, 1)),
    }[kind]
    rows: list[tuple[Any, ...]] = [
        (f"{row[0]}{number}", f"远山{number}" if kind == "customers" else row[1], *row[2:]) for number in range(2)
    ]
    bring_in(kind, write_csv(tmp_path / "0.csv", rows[:1], heads))
    run = bring_in(kind, write_csv(tmp_path / "1.csv", rows[1:], heads))
    url = owner.get(run.get_absolute_url()).context["made_url"]
    page = owner.get(url)
    assert [each.number for each in page.context["object_list"]] == [f"{row[0]}1"]
    assert str(run) in page.content.decode()
    nothing = bring_in(kind, tmp_path / "1.csv", options={"existing_papers": "skip"})
    assert owner.get(nothing.get_absolute_url()).context["made_url"] == ""


def test_who_may_see_nothing_of_it_finds_nothing_there(client: Client, tmp_path: Path) -> None:
    people: Cast = cast()
    run = bring_in("customers", write_csv(tmp_path / "c.csv", [("K1", "远山", "", "王芳", "", "")], CUSTOMER_HEADS))
    client.force_login(people.owner)
    url = client.get(run.get_absolute_url()).context["made_url"]
    for user, count in ((people.rep, 0), (people.other_rep, 1)):
        client.force_login(user)
        assert len(client.get(url).context["object_list"]) == count
