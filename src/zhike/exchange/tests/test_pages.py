"""Importing in the browser: upload, watch, confirm, fetch the errors; bad files get words, never a broken page."""

import csv
import io
import zipfile
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from tests.factories import Cast
from tests.factories.files import tables
from tests.factories.pages import words
from tests.factories.steps import address, bring, confirm, send, work, workbook
from zhike.core.jobs.models import Job
from zhike.exchange.kinds import kinds
from zhike.exchange.models import ImportRun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]

NEW = "/import/new/customers/"
GOOD = "客户编号,客户名称\nK1,宏达\n,\nK3,远山\n".encode()


def upload(client: Client, content: bytes, name: str = "客户.csv", path: str = NEW, **options: str) -> Any:
    default = {option.name: option.default for option in kinds()[path.split("/")[-2]].options}
    return client.post(path, {"file": SimpleUploadedFile(name, content)} | default | options)


def check(client: Client, content: bytes, name: str = "客户.csv", kind: str = "customers") -> ImportRun:
    """Bring a file to its trial, with everything as it is proposed."""
    run = bring(client, content, name, kind)
    send(client, run, "map")
    return run


def test_a_file_is_uploaded_tried_confirmed_and_imported(owner: Client) -> None:
    run = check(owner, GOOD)
    assert 'hx-trigger="every 1s"' in words(owner.get(run.get_absolute_url()))
    work(run)
    tried = words(owner.get(run.get_absolute_url()))
    assert "hx-trigger" not in tried
    assert address(run, "confirm") in tried
    assert not tables()["customers.Customer"]
    assert owner.post(address(run, "confirm"))["Location"] == run.get_absolute_url()
    work(run)
    assert "/customers/" in words(owner.get(run.get_absolute_url()))
    assert [c["number"] for c in tables()["customers.Customer"]] == ["K1", "K3"]


def test_an_import_is_undone_after_a_question_and_names_what_it_keeps(owner: Client) -> None:
    run = work(check(owner, GOOD))
    undo = address(run, "undo")
    assert undo not in words(owner.get(run.get_absolute_url()))  # nothing is in yet
    assert owner.get(undo)["Location"] == run.get_absolute_url()
    confirm(owner, run)
    assert undo in words(owner.get(run.get_absolute_url()))
    assert "<form" in words(owner.get(undo))
    kept = next(c for c in tables()["customers.Customer"] if c["number"] == "K1")
    owner.post(reverse("customers:trash", args=[kept["id"]]))
    assert owner.post(undo)["Location"] == run.get_absolute_url()
    assert 'hx-trigger="every 1s"' in words(owner.get(run.get_absolute_url()))
    work(run)
    assert [c["number"] for c in tables()["customers.Customer"]] == ["K1"]
    shown = words(owner.get(run.get_absolute_url()))
    assert reverse("customers:card", args=["K1"]) in shown
    assert undo in shown


def test_htmx_gets_the_middle_of_the_page_alone(owner: Client) -> None:
    run = check(owner, GOOD)
    part = words(owner.get(run.get_absolute_url(), headers={"HX-Request": "true"}))
    assert part.startswith('<div class="zk-run"')
    assert "<html" not in part


def test_rows_with_errors_are_shown_and_come_back_as_a_file(owner: Client) -> None:
    run = work(check(owner, "客户编号,客户名称,电话\nK1,宏达,abc\nK2,,\nK3,远山,\n".encode()))
    assert (run.rows, run.created, run.errored) == (3, 1, 2)
    errors = address(run, "errors")
    shown = owner.get(run.get_absolute_url())
    assert errors in words(shown)
    assert [line for line, _, _ in shown.context["run"].faults] == [2, 3]
    answer: Any = owner.get(errors)
    heads, *rows = csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines())
    assert heads == ["客户编号", "客户名称", "电话", "原文件行号", "错误原因"]
    assert [row[3] for row in rows] == ["2", "3"]
    assert all(row[4] for row in rows)


def test_the_error_file_is_a_download_with_the_name_of_its_source(owner: Client) -> None:
    run = work(check(owner, workbook([["客户编号", "客户名称", "电话"], ["K1", "宏达", "abc"]]), "客户 2026.xlsx"))
    answer: Any = owner.get(address(run, "errors"))
    assert answer["Content-Disposition"].startswith("attachment")
    assert "客户 2026-错误行.xlsx" in unquote(answer["Content-Disposition"])
    assert "spreadsheet" in answer["Content-Type"]
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert zipfile.is_zipfile(io.BytesIO(b"".join(answer.streaming_content)))


@pytest.mark.parametrize(
    "name", ["a\r\nSet-Cookie: x=1.csv", 'a";b.csv', "<b>.csv", "𠮷" * 150 + ".csv", "..csv"], ids=ascii
)
def test_an_odd_file_name_harms_nothing(name: str, owner: Client) -> None:
    run = work(check(owner, "客户名称,电话\n宏达,abc\n".encode(), name))
    assert "<b>" not in words(owner.get(run.get_absolute_url())).replace("&lt;b&gt;", "")
    answer: Any = owner.get(address(run, "errors"))
    assert b"".join(answer.streaming_content)
    assert "Set-Cookie" not in answer.headers


BAD_FILES = {
    "empty": b"",
    "only spaces": b" \n \n",
    "no header": b"1,2\n3,4\n",
    "header only of others": "颜色,形状\n红,圆\n".encode(),
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9,
    "pdf": b"%PDF-1.7\n" + bytes(range(256)),
    "old excel": bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600,
    "half a zip": workbook([["客户名称"], ["宏达"]])[:900],
    "zip of something else": b"PK\x03\x04" + b"\x00" * 90,
    "unknown encoding": b"\xff\xfe\xfd\x80\x81,\x82\n" * 9,
    "NUL": b"\x00" * 999,
    "html": b"<!doctype html><html><body>login</body></html>",
}


@pytest.mark.parametrize("content", BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_file_that_cannot_be_read_gets_words_and_never_a_broken_page(content: bytes, owner: Client) -> None:
    answer = upload(owner, content, existing="fill")
    if answer.status_code == 302:  # a table it is; which column is what, nobody can say
        run = ImportRun.objects.get()
        answer = send(owner, run, "map")
        assert answer.context["form"].non_field_errors()
        assert run.state == ImportRun.State.READ
    else:
        assert answer.context["form"].errors["file"]
        assert answer.context["form"]["existing"].value() == "fill"
        assert not ImportRun.objects.exists()
    assert answer.status_code == 422
    assert not tables()["customers.Customer"]
    assert not Job.objects.exists()


BAD_ROWS = {
    "half": "K1",
    "long": "K1," + "名" * 10_000,
    "NUL": "K1,a\x00b",
    "blank": ",,,,,,,",
    "open quote": '"K1,宏达',
    "formula": "K1,=1+1",
    "too many": "K1,宏达,x,y,z",
}


@pytest.mark.parametrize("row", BAD_ROWS.values(), ids=BAD_ROWS.keys())
def test_a_bad_row_is_counted_and_the_page_shows_it(row: str, owner: Client) -> None:
    content = f"客户编号,客户名称\nK9,远山\n{row}\n".encode()
    if upload(owner, content).status_code == 422:  # what ends in the middle of a row is no table
        assert not ImportRun.objects.exists()
        return
    run = work(check(owner, content))
    assert owner.get(run.get_absolute_url()).status_code == 200
    assert run.state in (ImportRun.State.CHECKED, ImportRun.State.REFUSED)
    assert run.rows == run.created + run.updated + run.skipped + run.errored


def test_a_file_larger_than_allowed_is_refused_beside_its_field(owner: Client, settings: Settings) -> None:
    settings.UPLOAD_LIMIT_BYTES = 1024 * 1024
    answer = upload(owner, b"x" * (1024 * 1024 + 1))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"file"}
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    "sent", [{}, {"file": "客户.csv"}, {"existing": "update"}], ids=["nothing", "a word", "no file"]
)
def test_without_a_file_nothing_is_tried(sent: dict[str, str], owner: Client) -> None:
    answer = owner.post(NEW, sent)
    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors
    assert not ImportRun.objects.exists()


def test_a_choice_nobody_offers_is_refused(owner: Client) -> None:
    answer = upload(owner, GOOD, existing="drop everything")
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"existing"}
    assert not ImportRun.objects.exists()


def test_the_choice_of_the_form_is_kept_with_the_run(owner: Client) -> None:
    upload(owner, "订单号\nD1\n".encode(), path="/import/new/orders/", unknown_customers="create")
    assert ImportRun.objects.get().options["unknown_customers"] == "create"


@pytest.mark.parametrize("kind", ["customers", "orders"])
def test_the_empty_file_to_fill_in_has_all_heads_and_is_understood(kind: str, owner: Client) -> None:
    answer = owner.get(f"/import/template/{kind}.csv")
    assert answer["Content-Disposition"] == f'attachment; filename="{kind}.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    run = work(check(owner, answer.content, kind=kind))
    assert (run.state, run.rows, run.notes["ignored"]) == (ImportRun.State.CHECKED, 0, [])
    assert len(run.notes["matched"]) == len(kinds()[kind].layout.columns)


@pytest.mark.parametrize(
    "path", ["/import/new/dogs/", "/import/template/dogs.csv", "/import/404/", "/import/404/errors/"]
)
def test_a_kind_or_a_run_that_is_not_there_is_a_404(path: str, owner: Client) -> None:
    assert owner.get(f"/import/{path}").status_code == 404


def test_an_owner_sees_the_imports_of_all_and_of_the_system(people: Cast, owner: Client) -> None:
    for by in (people.owner, people.rep, None):
        ImportRun.objects.create(kind="customers", by=by, state="done", source_name="x.csv")
    assert len(owner.get("/import/").context["page_obj"]) == 3


@pytest.mark.parametrize("number", ["0", "99", "x"])
def test_an_odd_page_number_of_the_imports_is_no_trouble(number: str, owner: Client) -> None:
    assert owner.get("/import/", {"page": number}).status_code in (200, 404)


def test_the_pages_of_an_import_ask_few_questions(
    people: Cast, owner: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(40):
        ImportRun.objects.create(kind="customers", by=people.rep, state="done", source_name="x.csv", rows=5)
    for path in ("/import/", NEW, ImportRun.objects.latest("pk").get_absolute_url()):
        with django_assert_max_num_queries(8):
            assert owner.get(path).status_code == 200
