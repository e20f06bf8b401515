"""Lists written into a folder on certain days: once for each due time, by the rights of who set it up."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from tests.factories import Cast, add_user, customer, signed_in
from tests.factories.exports import make, rows_of
from zhike.core.access.models import Role
from zhike.core.accounts.models import User
from zhike.core.audit.models import Entry
from zhike.core.jobs.models import Job
from zhike.core.notices import queries as notices
from zhike.exchange.exporting import write_xlsx
from zhike.exchange.exports import making, schedules
from zhike.exchange.models import Export, ExportSchedule
from zhike.kit.models import View

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 8, tzinfo=ZoneInfo("Asia/Shanghai"))
WEEK = timedelta(days=7)
TOLD = {"name": "客户周报", "file_kind": "xlsx", "time": "06:00", "weekdays": ["0"], "kept": "2"}


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.EXPORT_DIR = tmp_path / "out"
    return tmp_path / "out"


@pytest.fixture
def people(people: Cast) -> Cast:
    for number, level in (("K1", "A"), ("K2", "A"), ("K3", "C")):
        made = customer("宏达商贸", number=number, owner=people.rep)
        type(made).objects.filter(pk=made.pk).update(level=level)
    return people


def set_up(client: Client, query: str = "screen=customers&sort=number", **more: Any) -> Any:
    return client.post(f"{reverse('exchange:schedule')}?{query}", TOLD | more)


def scheduled(client: Client, **more: Any) -> ExportSchedule:
    assert set_up(client, **more).status_code == 302
    ExportSchedule.objects.update(since_at=MONDAY - timedelta(days=1))
    return ExportSchedule.objects.latest("pk")


def run(at: datetime = MONDAY) -> None:
    schedules.enqueue_due(at=at)
    make_now()


def make_now() -> None:
    Job.objects.update(due_at=timezone.now())  # the Monday of the stories is yet to come
    make()


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def told(user: User) -> list[str]:
    return [notice.text for notice in notices.notices(user)]


def test_each_due_time_makes_one_file_and_one_entry_in_the_log(owner: Client, people: Cast, folder: Path) -> None:
    schedule = scheduled(owner)
    run()
    run(MONDAY + timedelta(hours=1))
    assert files(folder) == ["客户周报-2026-11-23.xlsx"]
    assert [row[1] for row in rows_of(folder / files(folder)[0])] == ["编号", "K1", "K2", "K3"]
    entry = Entry.objects.get(action="exported")
    assert (entry.by, Export.objects.get().rows, Export.objects.get().schedule) == (people.owner, 3, schedule)
    assert told(people.owner) == []


def test_of_many_times_missed_the_last_is_caught_up_on(owner: Client, folder: Path) -> None:
    scheduled(owner)
    run(MONDAY + 3 * WEEK + timedelta(days=2))
    assert files(folder) == ["客户周报-2026-12-14.xlsx"]


def test_what_was_due_before_it_was_set_up_is_not_made(owner: Client, folder: Path) -> None:
    set_up(owner)
    ExportSchedule.objects.update(since_at=MONDAY)
    run()
    assert files(folder) == []


def test_so_many_files_stay_as_were_wanted_and_no_other_is_touched(owner: Client, folder: Path) -> None:
    scheduled(owner)
    folder.mkdir()
    (folder / "客户周报-说明.xlsx").write_text("x", encoding="utf-8")
    for week in range(4):
        run(MONDAY + week * WEEK)
    assert files(folder) == ["客户周报-2026-12-07.xlsx", "客户周报-2026-12-14.xlsx", "客户周报-说明.xlsx"]


def test_a_saved_view_is_exported_as_it_is_on_the_day(owner: Client, people: Cast, folder: Path) -> None:
    view = View.objects.create(screen="customers", title="重点", owner=people.owner, sort="number", columns=["number"])
    scheduled(owner, query="", source=f"customers:{view.pk}")
    run()
    assert rows_of(folder / files(folder)[0]) == [["编号"], ["K1"], ["K2"], ["K3"]]
    View.objects.update(columns=["number", "level"])
    run(MONDAY + WEEK)
    assert rows_of(folder / files(folder)[1])[1] == ["K1", "A"]


def test_a_view_that_is_gone_is_told_instead_of_exporting_everything(owner: Client, people: Cast, folder: Path) -> None:
    view = View.objects.create(screen="customers", title="重点", owner=people.owner)
    scheduled(owner, query="", source=f"customers:{view.pk}")
    view.delete()
    run()
    assert (Export.objects.get().fault["text"], files(folder)) == (making.NO_VIEW.text, [])
    assert told(people.owner) == [making.NOT_MADE.text]


@pytest.mark.parametrize("loss", ["left", "right to schedule", "right to export"])
def test_it_ends_when_its_user_may_no_longer_and_the_administrators_are_told(
    loss: str, people: Cast, folder: Path
) -> None:
    clerk = add_user("文员", role="owner")
    scheduled(signed_in(clerk))
    if loss == "left":
        User.objects.filter(pk=clerk.pk).update(is_active=False)
    else:
        gone = "exchange.schedule_exports" if loss == "right to schedule" else "customers.export"
        role = Role.objects.get(code="owner")
        grants = {code: reach for code, reach in role.grants.items() if code != gone}
        Role.objects.filter(pk=role.pk).update(grants=grants)
    run()
    assert ExportSchedule.objects.get().ended_at is not None
    assert (files(folder), Export.objects.count()) == ([], 0)
    assert (schedules.ENDED.text in told(people.owner)) == (loss != "right to schedule")
    assert Entry.objects.filter(action="ended a scheduled export").count() == 1
    run()
    assert Entry.objects.filter(action="ended a scheduled export").count() == 1


def test_the_right_is_asked_again_when_the_file_is_made(owner: Client, people: Cast, folder: Path) -> None:
    scheduled(owner)
    schedules.enqueue_due(at=MONDAY)
    User.objects.filter(pk=people.owner.pk).update(is_active=False)
    make_now()
    assert (Export.objects.get().state, files(folder)) == ("failed", [])


def test_without_a_folder_it_says_so(owner: Client, people: Cast, settings: Settings) -> None:
    settings.EXPORT_DIR = None
    scheduled(owner)
    run()
    assert Export.objects.get().fault["text"] == making.NO_FOLDER.text
    assert told(people.owner) == [making.NOT_MADE.text]
    assert "ZHIKE_EXPORT_DIR" in owner.get(reverse("exchange:schedules")).content.decode()


def test_a_folder_that_cannot_be_written_to_is_told_and_tried_next_time(
    owner: Client, folder: Path, settings: Settings
) -> None:
    folder.write_text("no folder", encoding="utf-8")
    scheduled(owner)
    run()
    assert Export.objects.get().fault["text"] == making.NOT_WRITTEN.text
    folder.unlink()
    run(MONDAY + WEEK)
    assert files(folder) == ["客户周报-2026-11-30.xlsx"]


def test_who_stops_it_has_no_more_files_written(owner: Client, folder: Path) -> None:
    schedule = scheduled(owner)
    assert owner.post(reverse("exchange:end_schedule", args=[schedule.pk])).status_code == 302
    owner.post(reverse("exchange:end_schedule", args=[schedule.pk]))
    run()
    assert (files(folder), Entry.objects.filter(action="ended a scheduled export").count()) == ([], 1)
    assert set_up(owner).status_code == 302  # the name is free again


@pytest.mark.parametrize("how", ["not begun", "in backoff", "parked and tried again"])
def test_what_is_under_way_when_it_is_stopped_writes_nothing(
    how: str, owner: Client, people: Cast, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule = scheduled(owner)
    schedules.enqueue_due(at=MONDAY)
    if how != "not begun":
        with monkeypatch.context() as patched:
            patched.setattr(making, "write_xlsx", lambda *args, **told: 1 / 0)
            make_now()
    if how == "parked and tried again":
        Job.objects.update(state=Job.State.PARKED, ended_at=timezone.now())
    owner.post(reverse("exchange:end_schedule", args=[schedule.pk]))
    Job.objects.update(state=Job.State.WAITING, ended_at=None)
    make_now()
    assert (Export.objects.get().state, files(folder)) == ("stopped", [])
    assert told(people.owner) == []


def test_what_is_stopped_while_it_is_written_leaves_no_file(
    owner: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule = scheduled(owner)

    def stopped(*args: Any, **more: Any) -> None:
        write_xlsx(*args, **more)
        owner.post(reverse("exchange:end_schedule", args=[schedule.pk]))

    monkeypatch.setattr(making, "write_xlsx", stopped)
    run()
    assert (Export.objects.get().state, files(folder)) == ("stopped", [])


def test_who_approves_exports_is_told_of_it(owner: Client) -> None:
    partner = add_user("合伙人", role="owner")
    scheduled(owner)
    assert told(partner) == [schedules.SET_UP.text]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "../客户"},
        {"weekdays": []},
        {"month_day": "3"},
        {"weekdays": [], "month_day": "32"},
        {"kept": "0"},
        {"time": "25:00"},
        {"file_kind": "pdf"},
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(wrong: dict[str, Any], owner: Client) -> None:
    assert set_up(owner, **wrong).status_code == 422
    assert not ExportSchedule.objects.exists()


def test_two_do_not_write_the_same_file(owner: Client) -> None:
    scheduled(owner)
    assert set_up(owner).status_code == 422
    assert ExportSchedule.objects.count() == 1


def test_who_may_not_schedule_neither_sees_nor_sets_up_any(people: Cast) -> None:
    role = Role.objects.get(code="rep")
    Role.objects.filter(pk=role.pk).update(grants=role.grants | {"customers.export": 10})
    client = signed_in(people.rep)
    assert set_up(client).status_code == 403
    assert client.get(reverse("exchange:schedules")).status_code == 403
    assert reverse("exchange:schedule") not in client.get("/customers/-/export/").content.decode()


def test_the_page_asks_the_same_number_of_questions_however_many(
    owner: Client, people: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first = scheduled(owner)
    for number in range(10):
        first.pk, first.name = None, f"第{number}份"
        first.save()
    run()
    Job.objects.all().delete()
    page = reverse("exchange:schedules")
    owner.get(page)
    with django_assert_max_num_queries(12):
        assert owner.get(page).status_code == 200
