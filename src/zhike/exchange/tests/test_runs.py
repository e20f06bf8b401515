"""A run from its file to its end: tried, confirmed, killed and carried on, refused. Shown with customer files."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction

from tests.factories import Cast
from tests.factories.files import AT, CUSTOMER_HEADS, bring_in, counts, tables, write_csv
from zhike.core.jobs import operations as background
from zhike.core.jobs import running, worker
from zhike.core.jobs.models import Job
from zhike.core.notices import queries as notices
from zhike.exchange import jobs, operations
from zhike.exchange.columns import Refused
from zhike.exchange.deciding import taking
from zhike.exchange.kinds import kinds
from zhike.exchange.models import ImportRun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]

State = ImportRun.State
OTHERS = "颜色,形状\n红,圆\n".encode()
CUSTOMERS = "客户编号,客户名称\nK1,甲\nK2,乙\n,丙\n".encode()


def start(people: Cast, content: bytes = CUSTOMERS, name: str = "客户.csv") -> ImportRun:
    run = taking.take(kind="customers", file=ContentFile(content), filename=name, by=people.owner, options={})
    operations.check(run=run, by=people.owner, at=AT)
    return run


def work(run: ImportRun) -> ImportRun:
    """Let a worker do what is due, but for the scoring that follows."""
    Job.objects.exclude(name=ImportRun.JOB).delete()
    worker.run_all()
    run.refresh_from_db()
    return run


def made() -> int:
    return len(tables()["customers.Customer"])


def test_a_file_is_tried_first_and_imported_after_it_was_confirmed(people: Cast) -> None:
    run = work(start(people))
    assert (run.state, counts(run), made()) == (State.CHECKED, (3, 3, 0, 0, 0), 0)
    assert operations.confirm(run=run, by=people.owner, at=AT)
    run = work(run)
    assert (run.state, counts(run), made()) == (State.DONE, (3, 3, 0, 0, 0), 3)


def test_who_brought_a_file_is_told_of_each_step_once(people: Cast) -> None:
    run = work(start(people))
    operations.confirm(run=run, by=people.owner, at=AT)
    work(run)
    work(start(people, OTHERS, "别的.csv"))
    told = [(notice.text, notice.values["file"]) for notice in notices.notices(people.owner).order_by("pk")]
    assert told == [
        ("Your import of %(file)s has been tried; look at it and confirm", "客户.csv"),
        ("Your import of %(file)s is done", "客户.csv"),
        ("Your import of %(file)s could not be read", "别的.csv"),
    ]
    unread = notices.notices(people.owner).filter(read_at=None).order_by("pk")
    assert [notice.text for notice in unread] == [text for text, _ in told[1:]]  # whoever confirms has seen the trial


def test_confirming_twice_imports_once(people: Cast) -> None:
    run = work(start(people))
    assert [operations.confirm(run=run, by=people.owner, at=AT) for _ in range(3)] == [True, False, False]
    assert Job.objects.filter(name=ImportRun.JOB, state=Job.State.WAITING).count() == 1
    work(run)
    assert not operations.confirm(run=run, by=people.owner, at=AT)
    assert (made(), Job.objects.filter(name=ImportRun.JOB).count()) == (3, 2)


def test_what_was_not_tried_yet_cannot_be_confirmed(people: Cast) -> None:
    run = start(people)
    assert not operations.confirm(run=run, by=people.owner, at=AT)
    assert made() == 0


def test_an_import_ends_in_the_audit_and_has_the_customers_scored(people: Cast, tmp_path: Path) -> None:
    run = bring_in("customers", write_csv(tmp_path / "c.csv", [["K1", "甲"]], CUSTOMER_HEADS[:2]), by=people.owner)
    entries = [(e["by_id"], e["action"], e["object_id"]) for e in tables()["audit.Entry"]]
    assert entries == [(people.owner.pk, "imported", run.pk)]
    assert list(Job.objects.values_list("name", flat=True)) == settings.ZHIKE_AFTER_IMPORT


def test_a_job_of_an_ended_run_does_nothing(people: Cast) -> None:
    run = work(start(people))
    before = tables()
    jobs.run_import(run.pk)
    jobs.run_import(404)
    assert tables() == before


class Killed(BaseException):
    """Nothing in the product catches it: as if the process were gone."""


FILES: dict[str, tuple[tuple[str, ...], list[list[str]]]] = {
    "customers": (("客户编号", "客户名称", "联系人"), [["", f"客户{n // 2}", f"联系人{n}"] for n in range(14)]),
    "orders": (
        ("订单号", "客户", "日期", "金额"),
        [[f"D{n // 3}", f"客户{n // 6}", "2026-03-05", f"{n}.5"] for n in range(18)],
    ),
}
LEFT_BEHIND = {
    "customers.Customer": ("number", "party__name", "version"),
    "customers.Contact": ("customer__number", "person__name"),
    "customers.Party": ("name", "kind"),
    "sales.OrderLine": ("order__number", "position", "amount", "order__customer__number", "order__amount"),
    "search.Entry": ("kind", "title", "tokens"),
}


def left_behind() -> dict[str, list[Any]]:
    """Tell what an import has made, without ids and times."""
    models = {name: apps.get_model(name) for name in LEFT_BEHIND}
    return {n: sorted(models[n]._default_manager.values_list(*LEFT_BEHIND[n])) for n in LEFT_BEHIND}


def import_file(path: Path, kind: str) -> ImportRun:
    return bring_in(kind, path, options={"unknown_customers": "create"})


def kill_import(path: Path, kind: str, *, batch: int) -> ImportRun:
    """Break an import off after the writes of a batch, before they are committed."""
    write, calls = kinds()[kind].write, []

    def write_until_killed(*given: Any) -> Any:
        calls.append(given)
        outcomes = write(*given)
        if len(calls) == batch:
            raise Killed
        return outcomes

    object.__setattr__(kinds()[kind], "write", write_until_killed)  # frozen for the product, not for a test
    try:
        with pytest.raises(Killed):
            import_file(path, kind)
    finally:
        object.__setattr__(kinds()[kind], "write", write)
    return ImportRun.objects.latest("pk")


@pytest.mark.parametrize("kind", list(FILES))
@pytest.mark.parametrize("batch", [1, 2, 3])
def test_a_run_that_was_killed_ends_like_one_that_was_not(
    kind: str, batch: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhike.exchange.preparing.ROWS_AT_ONCE", 4)
    heads, rows = FILES[kind]
    path = write_csv(tmp_path / "f.csv", rows, heads)
    with transaction.atomic():
        undisturbed = import_file(path, kind)
        expected = left_behind()
        transaction.set_rollback(True)
    run = kill_import(path, kind, batch=batch)
    assert run.state == State.BROKEN
    assert left_behind() != expected
    operations.carry_out(run, at=AT)
    assert run.state == State.DONE
    assert left_behind() == expected
    assert (run.rows, run.created, run.errored) == (len(rows), undisturbed.created, 0)
    assert run.rows == run.created + run.updated + run.skipped


@pytest.mark.parametrize("kind", list(FILES))
def test_the_file_of_a_killed_run_can_as_well_be_imported_anew(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhike.exchange.preparing.ROWS_AT_ONCE", 4)
    heads, rows = FILES[kind]
    path = write_csv(tmp_path / "f.csv", rows, heads)
    run = kill_import(path, kind, batch=2)
    import_file(path, kind)
    made = left_behind()
    operations.carry_out(run, at=AT)
    assert left_behind() == made
    assert (run.state, run.errored) == (State.DONE, 0)


def test_a_file_that_is_no_table_leaves_neither_a_run_nor_itself(people: Cast) -> None:
    before = {*Path(settings.MEDIA_ROOT).glob("imports/*")}
    with pytest.raises(Refused):
        start(people, b"")
    assert not ImportRun.objects.exists()
    assert {*Path(settings.MEDIA_ROOT).glob("imports/*")} == before


def test_a_file_without_the_columns_it_needs_is_refused_and_nothing_is_written(people: Cast) -> None:
    run = work(start(people, OTHERS))
    assert run.state == State.REFUSED
    assert run.refusal
    assert (run.ended_at is not None, made()) == (True, 0)


def test_by_command_a_file_that_cannot_be_read_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "leer.csv").write_bytes(b"")
    with pytest.raises(Refused):
        bring_in("customers", tmp_path / "leer.csv")
    assert ImportRun.objects.get().state == State.REFUSED


@pytest.mark.parametrize("who", ["rep", "visitor"])
def test_who_may_not_import_leaves_no_run_and_no_file(who: str, people: Cast, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "c.csv", [["K1", "甲"]], CUSTOMER_HEADS[:2])
    before = tables()
    with pytest.raises(PermissionDenied):
        bring_in("customers", path, by=getattr(people, who))
    with pytest.raises(PermissionDenied):
        taking.take(kind="customers", file=ContentFile(b"x"), filename="c.csv", by=getattr(people, who), options={})
    assert tables() == before


def test_progress_is_told_and_ends_with_all_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhike.exchange.preparing.ROWS_AT_ONCE", 2)
    told: list[tuple[int, int]] = []
    path = write_csv(tmp_path / "c.csv", [["", f"客户{n}"] for n in range(5)], CUSTOMER_HEADS[:2])
    operations.import_file(kind="customers", path=path, by=None, at=AT, progress=lambda *now: told.append(now))
    assert told[-1] == (5, 5)
    assert told == sorted(told)


def test_options_nobody_offers_are_not_kept(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "c.csv", [["K1", "甲"]], CUSTOMER_HEADS[:2])
    kept = {"existing": "fill", "likely_known": "warn"}
    assert bring_in("customers", path, options={"existing": "fill", "evil": "1"}).options == kept


def test_a_file_is_kept_under_a_name_made_by_chance(people: Cast) -> None:
    run = start(people, name="../../etc/客户.csv")
    assert re.fullmatch(r"imports/[0-9a-f]{32}\.csv", str(run.source))


def test_an_import_of_the_demo_says_so(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "c.csv", [["K1", "甲"]], CUSTOMER_HEADS[:2])
    run = operations.import_file(kind="customers", path=path, by=None, at=AT, is_demo=True)
    run.refresh_from_db()
    assert run.is_demo


def test_reading_happens_in_a_child_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    path = write_csv(tmp_path / "c.csv", [["K1", "甲"]], CUSTOMER_HEADS[:2])
    assert counts(bring_in("customers", path)) == (1, 1, 0, 0, 0)


def test_an_import_that_is_stopped_says_so_and_keeps_what_is_in(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    run = work(start(people))
    operations.confirm(run=run, by=people.owner, at=AT)
    job = Job.objects.get(state=Job.State.WAITING)
    assert (job.by, job.link, job.title.count("客户.csv")) == (people.owner, run.get_absolute_url(), 1)
    monkeypatch.setattr("zhike.exchange.operations.running.progress", lambda done, total: stop_at(done))
    run = work(run)
    assert (run.state, run.refusal != "", made()) == (State.BROKEN, True, 3)
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED


def stop_at(done: int) -> None:
    if done:
        raise running.Cancelled


def test_an_import_that_is_stopped_before_it_begins_says_so(people: Cast) -> None:
    run = start(people)
    background.cancel(job=Job.objects.get().pk, by=people.owner, at=AT)
    run.refresh_from_db()
    assert (run.state, run.is_under_way) == (State.BROKEN, False)
