"""A longer list becomes a file in the background: whole or not at all, for its owner alone, by her rights of then."""

import errno
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from tests.factories import Cast, add_user, customer, signed_in
from tests.factories.exports import ask, kept_files, make, rows_of
from zhike.core.access.models import Role
from zhike.core.access.rules import Scope
from zhike.core.accounts.models import User
from zhike.core.audit.models import Entry
from zhike.core.jobs import operations as jobs
from zhike.core.jobs.models import Job
from zhike.core.jobs.running import Cancelled
from zhike.core.notices import queries as notices
from zhike.exchange import jobs as entry
from zhike.exchange import taking_out
from zhike.exchange.exporting import cell, write_csv
from zhike.exchange.exports import keeping, listing, making
from zhike.exchange.models import Export

pytestmark = pytest.mark.django_db
MINE = "/import/exports/mine/"


@pytest.fixture(autouse=True)
def short_lists_take_long(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> None:
    """Let three customers be a list for a worker, in batches of two."""
    monkeypatch.setattr(taking_out, "AT_ONCE_ROWS", 2)
    monkeypatch.setattr(listing, "AT_ONCE", 2)
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def people(people: Cast) -> Cast:
    for number, name in enumerate(("宏达商贸", "=HYPERLINK(1)", "云海食品"), start=1):
        customer(name, number=f"K{number}", owner=people.rep)
    customers().filter(number="K1").update(bought_365d=123_456, last_bought_on="2026-11-01", level="A")
    return people


def customers() -> Any:
    return apps.get_model("customers", "Customer")._default_manager


def asked(client: Client, kind: str = "csv", **more: str) -> Export:
    answer = ask(client, kind, **more)
    assert (answer.status_code, answer["Location"]) == (302, MINE)
    return Export.objects.latest("pk")


def fetch(client: Client, export: Export) -> Any:
    return client.get(reverse("exchange:exported_file", args=[export.pk]))


def told(user: User) -> list[str]:
    return [notice.text for notice in notices.notices(user)]


def test_a_longer_list_is_made_in_the_background_and_kept_for_its_owner(owner: Client, people: Cast) -> None:
    export = asked(owner)
    job = Job.objects.get(name=Export.JOB)
    assert (export.state, job.by, job.link) == ("making", people.owner, MINE)
    assert job.words == {"text": making.TITLE.text, "values": {"list": "客户"}}
    assert kept_files() == []
    make()
    export.refresh_from_db()
    assert (export.state, export.rows, kept_files()) == ("done", 3, [export.file])
    assert told(people.owner) == [making.READY.text]
    answer = fetch(owner, export)
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert [line.split(",")[1] for line in content.splitlines()[1:]] == ["K1", "K2", "K3"]
    assert "'=HYPERLINK(1)" in content
    assert "attachment" in answer["Content-Disposition"]
    actions = list(Entry.objects.filter(kind="exchange.export").order_by("pk").values_list("action", flat=True))
    assert actions == ["exported", "fetched an export"]


def test_a_workbook_comes_back_through_our_own_reader(owner: Client) -> None:
    export = asked(owner, "xlsx")
    make()
    export.refresh_from_db()
    head, *rows = rows_of(keeping.folder() / export.file)
    assert head[:2] == ["客户", "编号"]
    assert [row[:2] for row in rows] == [["宏达商贸", "K1"], ["=HYPERLINK(1)", "K2"], ["云海食品", "K3"]]
    assert 1234.56 in rows[0]
    assert keeping.fingerprint(keeping.folder() / export.file) == export.sha256


def test_what_the_list_showed_is_what_is_made_whatever_is_chosen_later(owner: Client) -> None:
    owner.post("/customers/-/columns/", {"column": ["number"]})
    export = asked(owner)
    owner.post("/customers/-/columns/", {"column": ["name", "region"]})
    make()
    assert rows_of(keeping.folder() / Export.objects.get().file)[0] == ["编号"]
    assert Export.objects.get(pk=export.pk).columns == ["number"]


def test_pressing_twice_makes_one_and_another_list_is_another(owner: Client) -> None:
    assert asked(owner) == asked(owner)
    assert Job.objects.filter(name=Export.JOB).count() == 1
    assert asked(owner, "xlsx").pk != Export.objects.earliest("pk").pk
    make()
    asked(owner)  # it has ended: wanted anew
    assert Export.objects.count() == 3


def test_nobody_else_gets_the_file(owner: Client, people: Cast) -> None:
    export = asked(owner)
    make()
    partner = signed_in(add_user("合伙人", role="owner"))
    missing = reverse("exchange:exported_file", args=[404_404])
    assert fetch(partner, export).status_code == partner.get(missing).status_code == 404
    assert partner.post(reverse("exchange:again", args=[export.pk])).status_code == 404
    assert reverse("exchange:again", args=[export.pk]) not in partner.get(MINE).content.decode()


def test_who_lost_the_right_to_export_no_longer_gets_the_file(owner: Client) -> None:
    export = asked(owner)
    make()
    Role.objects.filter(code="owner").update(grants={"customers.see": Scope.ALL})
    assert fetch(owner, export).status_code == 403


def test_the_rights_at_the_time_of_making_count(people: Cast) -> None:
    role = Role.objects.get(code="rep")
    Role.objects.filter(pk=role.pk).update(grants=role.grants | {"customers.export": 10})
    export = asked(signed_in(people.rep))
    customers().filter(number="K2").update(owner=people.other_rep)
    make()
    assert [row[1] for row in rows_of(keeping.folder() / Export.objects.get(pk=export.pk).file)[1:]] == ["K1", "K3"]


def test_who_has_left_gets_no_file(owner: Client, people: Cast) -> None:
    asked(owner)
    User.objects.filter(pk=people.owner.pk).update(is_active=False)
    make()
    export = Export.objects.get()
    assert (export.state, export.fault["text"], kept_files()) == ("failed", making.NO_RIGHT.text, [])
    assert told(people.owner) == []


def test_who_leaves_while_it_is_written_gets_no_file(
    owner: Client, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(owner)

    def leaving(*args: Any) -> None:
        write_csv(*args)
        User.objects.filter(pk=people.owner.pk).update(is_active=False)

    monkeypatch.setattr(making, "write_csv", leaving)
    make()
    assert (Export.objects.get().state, kept_files()) == ("failed", [])


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_around_its_last_step_it_is_made_by_the_next_run(
    moment: str, owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = asked(owner)
    put = keeping.put

    def killed(written: Path, target: Path) -> None:
        if moment == "after":
            put(written, target)
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(keeping, "put", killed)
        with pytest.raises(SystemExit):
            entry.make_export(export.pk)
    export.refresh_from_db()
    assert (export.state, len(kept_files())) == ("making", 0 if moment == "before" else 1)
    make()
    export.refresh_from_db()
    assert (export.state, kept_files()) == ("done", [export.file])
    assert Entry.objects.filter(action="exported").count() == 1
    entry.make_export(export.pk)  # once more does no harm
    assert Entry.objects.filter(action="exported").count() == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_full_disk_is_told_and_leaves_nothing_behind(
    kind: str, owner: Client, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    asked(owner, kind)
    monkeypatch.setattr("xlsxwriter.workbook.Workbook._store_workbook" if kind == "xlsx" else "os.fsync", full)
    make()
    export = Export.objects.get()
    assert (export.state, export.fault["text"], kept_files()) == ("failed", making.FULL.text, [])
    assert told(people.owner) == [making.NOT_MADE.text]
    monkeypatch.undo()
    monkeypatch.setattr(taking_out, "AT_ONCE_ROWS", 2)
    assert owner.post(reverse("exchange:again", args=[export.pk])).status_code == 302
    make()
    assert Export.objects.latest("pk").state == "done"


def test_another_trouble_is_shown_and_tried_again(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    export = asked(owner)
    with monkeypatch.context() as patched:
        patched.setattr(making, "write_csv", lambda *args: 1 / 0)
        make()
    assert Job.objects.get(name=Export.JOB).state == "waiting"
    assert making.TROUBLE.text in Export.objects.get().fault["text"]
    Job.objects.update(due_at=timezone.now())
    make()
    assert (Export.objects.get(pk=export.pk).state, Export.objects.get().fault) == ("done", {})


def test_what_was_given_up_can_be_asked_for_anew(owner: Client) -> None:
    export = asked(owner)
    Job.objects.update(state=Job.State.PARKED, ended_at=timezone.now())
    assert asked(owner).pk != export.pk
    assert Export.objects.get(pk=export.pk).state == "failed"


def test_stopping_takes_effect_between_two_batches(
    owner: Client, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(owner)
    job = Job.objects.get(name=Export.JOB)
    monkeypatch.setattr("zhike.core.jobs.running.PAUSE_SECONDS", 0)

    def wish(*args: Any) -> Any:
        jobs.cancel(job=job.pk, by=people.owner, at=timezone.now())
        return cell(*args)

    monkeypatch.setattr(listing, "cell", wish)
    make()
    job.refresh_from_db()
    assert (job.state, Export.objects.get().state, kept_files()) == ("cancelled", "stopped", [])
    assert told(people.owner) == []


def test_a_workbook_that_is_stopped_is_not_finished_first(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    export = asked(owner, "xlsx")

    def stopped(done: int, total: int) -> None:
        raise Cancelled

    monkeypatch.setattr("zhike.core.jobs.running.progress", stopped)
    monkeypatch.setattr("xlsxwriter.workbook.Workbook.close", lambda self: pytest.fail("it was closed"))
    with pytest.raises(Cancelled):
        entry.make_export(export.pk)
    assert kept_files() == []


def test_a_list_that_has_grown_beyond_what_is_free_needs_approval(
    owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(owner)
    monkeypatch.setattr(making, "FREE_ROWS", 2)
    make()
    export = Export.objects.get()
    assert (export.state, export.fault["text"], kept_files()) == ("failed", making.GROWN.text, [])


def test_a_file_is_kept_for_seven_days(owner: Client) -> None:
    export = asked(owner)
    make()
    entry.tidy_exports()
    assert kept_files() != []
    Export.objects.update(until_at=timezone.now() - timedelta(seconds=1))
    gone = fetch(owner, export)
    assert (gone.status_code, reverse("exchange:again", args=[export.pk]) in gone.content.decode()) == (410, True)
    entry.tidy_exports()
    assert kept_files() == []
    export.refresh_from_db()
    assert (export.state, export.file, export.until_at) == ("done", "", None)


def test_drafts_of_killed_workers_are_swept_and_what_is_needed_stays(owner: Client) -> None:
    asked(owner)
    make()
    (keeping.folder() / "old.part").mkdir()
    (keeping.folder() / "orphan.csv").write_text("x", encoding="utf-8")
    known = {Export.objects.get().file}
    assert keeping.sweep(known=known, at=timezone.now()) == 0
    assert keeping.sweep(known=known, at=timezone.now() + timedelta(days=2)) == 2
    assert set(kept_files()) == known


def test_the_own_exports_say_how_they_stand(owner: Client) -> None:
    asked(owner)
    assert "hx-trigger" in owner.get(MINE, headers={"HX-Request": "true"}).content.decode()
    make()
    page = owner.get(MINE, headers={"HX-Request": "true"}).content.decode()
    assert reverse("exchange:exported_file", args=[Export.objects.get().pk]) in page
    assert "hx-trigger" not in page


def test_the_own_exports_ask_the_same_number_of_questions_however_many(
    owner: Client, people: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    now = timezone.now()
    Export.objects.bulk_create(
        Export(by=people.owner, at=now, screen="customers", file_kind="csv", rows=n, state="making") for n in range(25)
    )
    owner.get(MINE)
    with django_assert_max_num_queries(12):
        owner.get(MINE)
