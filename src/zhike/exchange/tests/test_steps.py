"""The steps between a file and its import: each can be left, changed, taken up again, and loses nothing."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from tests.factories import Cast
from tests.factories.files import counts, tables
from tests.factories.pages import words
from tests.factories.steps import Rows, address, bring, confirm, decide, send, try_out, work, workbook
from zhike.core.jobs.models import Job
from zhike.exchange import spools, tidying
from zhike.exchange.models import ImportRun, SavedMapping

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]

State = ImportRun.State
UGLY: Rows = [
    ["青山商贸客户一览"],
    ["客户编码", "单位名称", "电话", "性质", "客户经理", "颜色"],
    ["A1", "远山", "021-60010001", "公司客户", "李强", "红"],
    ["A2", "长风", "abc", "个人", "小王", "绿"],
    ["合计", "", "", "", "", "2"],
]


def test_what_was_understood_is_shown_on_the_files_own_lines(owner: Client) -> None:
    run = bring(owner, workbook(UGLY))
    shown = owner.get(address(run, "read"))
    ((sheet, _, ticked),) = shown.context["form"].shown()
    assert [line.is_head for line in sheet.lines] == [False, True, False, False, False]
    assert (ticked, [bool(line.reason) for line in sheet.lines]) == ({3, 4}, [True, False, False, False, True])
    assert owner.get(run.get_absolute_url())["Location"] == address(run, "read")


def test_a_line_left_out_can_be_read_and_a_row_left_out(owner: Client) -> None:
    run = bring(owner, workbook(UGLY))
    assert send(owner, run, "read", **{"rows-0": [3, 5]})["Location"] == address(run, "map")
    assert (run.plan["kept"], run.plan["dropped"]) == ([5], [4])
    try_out(owner, run)
    assert (run.rows, run.errored) == (2, 1)


def test_another_head_is_looked_at_anew_and_its_columns_are_guessed(owner: Client) -> None:
    rows: Rows = [["名称", "电话"], ["别的", "话"], ["客户编号", "客户名称"], ["A1", "远山"]]
    run = bring(owner, workbook(rows))
    answer = send(owner, run, "read", **{"head-0": 3, "height-0": 1, "first-0": None, "rows-0": None, "look": "1"})
    assert answer["Location"] == address(run, "read")
    assert run.plan["tables"][0]["head_line"] == 3
    assert run.plan["mapping"] == [[0, "number"], [1, "name"]]


def test_without_any_sheet_the_page_says_so_and_keeps_what_was_ticked(owner: Client) -> None:
    run = bring(owner, workbook(UGLY))
    answer = send(owner, run, "read", **{"use-0": None, "rows-0": [3]})
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()
    assert [ticked for _, _, ticked in answer.context["form"].shown()] == [{3}]


def test_a_text_may_be_read_in_another_encoding_and_a_wrong_one_is_refused_in_words(owner: Client) -> None:
    run = bring(owner, "客户名称,电话\n远山,021-60010001\n".encode(), "客户.csv")
    answer = send(owner, run, "read", encoding="utf-16")
    assert answer.status_code == 422
    assert run.plan["encoding"] == ""
    run = bring(owner, "客户名称,说明\n青山,好\n".encode("gb18030"), "客户.csv")
    send(owner, run, "read", encoding="gb18030")
    assert run.plan["encoding"] == "gb18030"


def test_words_of_choices_and_colleagues_are_guessed_asked_about_and_taken(owner: Client) -> None:
    run = bring(owner, workbook(UGLY))
    form = owner.get(address(run, "map")).context["form"]
    asked = {title: [word for word, _ in fields] for _, title, fields in form.shown_words()}
    assert asked == {"客户类型": ["公司客户"], "负责人": ["小王"]}
    assert run.plan["values"] == {"kind": {"公司客户": "organisation"}}
    corrected = {f"word-{column.place}-0": "wangfang" for column, title, _ in form.shown_words() if title == "负责人"}
    run = try_out(owner, run, **corrected)
    assert run.plan["values"]["owner"] == {"小王": "wangfang"}
    assert (run.state, counts(run)) == (State.CHECKED, (2, 1, 0, 0, 1))


def test_a_target_twice_and_a_missing_one_are_refused_in_words_and_nothing_is_lost(owner: Client) -> None:
    run = bring(owner, workbook(UGLY))
    answer = send(owner, run, "map", **{"column-5": "name", "existing": "fill"})
    assert answer.status_code == 422
    assert "单位名称" in str(answer.context["form"].errors["column-5"])
    assert answer.context["form"]["existing"].value() == "fill"
    answer = send(owner, run, "map", **{"column-1": None})
    assert "客户名称" in str(answer.context["form"].non_field_errors())
    assert (run.state, Job.objects.count()) == (State.READ, 0)


def test_a_mapping_that_was_kept_is_used_for_the_same_shape_and_said_so(people: Cast, owner: Client) -> None:
    run = bring(owner, workbook(UGLY))
    try_out(owner, run, **{"column-5": "remarks", "existing": "skip", "keeps": "on"})
    kept = SavedMapping.objects.get()
    assert (kept.by, kept.kind) == (people.owner, "customers")
    assert [e["action"] for e in tables()["audit.Entry"]] == ["kept a mapping"]
    other = bring(owner, workbook([*UGLY[:2], ["A9", "明月", "", "", "", "蓝"]]))
    assert (other.is_remembered, other.options["existing"]) == (True, "skip")
    assert [5, "remarks"] in other.plan["mapping"]
    assert not bring(owner, workbook([["客户名称", "颜色"], ["明月", "蓝"]])).is_remembered


def test_a_faulty_cell_is_corrected_on_the_page_and_the_file_stays_as_it_is(owner: Client) -> None:
    run = try_out(owner, bring(owner, workbook(UGLY)))
    shown = owner.get(run.get_absolute_url())
    (row,) = [row for row in shown.context["checked"].rows if row.is_error]
    cell, owned = [cell for cell in row.cells if cell.name]
    assert (row.place, cell.text, cell.place, owned.text) == (4, "abc", 2, "小王")
    answer = owner.post(address(run, "check"), {"cell-4-2": "021-60010002"})
    assert answer["Location"].startswith(run.get_absolute_url())
    work(run)
    assert (run.plan["edits"], run.state) == ([[4, "phone", "021-60010002"]], State.CHECKED)
    again = owner.get(run.get_absolute_url())
    assert [c.text for row in again.context["checked"].rows for c in row.cells if c.name == "owner"] == ["小王"]
    decide(owner, run, **{"cell-4-4": "李强"})
    confirm(owner, run)
    assert (run.state, counts(run)) == (State.DONE, (2, 2, 0, 0, 0))
    assert not list(spools.folder().glob(f"{run.pk}-*"))


def test_a_row_may_be_left_out_and_a_line_taken_back_in(owner: Client) -> None:
    run = try_out(owner, bring(owner, workbook(UGLY)))
    assert [place for place, _, _ in owner.get(run.get_absolute_url()).context["left_out"]] == [5]
    decide(owner, run, drop=["4"], keep=["5"])
    assert (run.plan["dropped"], run.plan["kept"], run.rows) == ([4], [5], 2)


def test_what_was_found_is_shown_by_grade_and_column_and_page(owner: Client) -> None:
    rows: Rows = [
        ["客户名称", "电话"],
        *([f"店{n}", "abc" if n % 2 else f"０２１-6001{n:04}"] for n in range(130)),
    ]
    run = try_out(owner, bring(owner, workbook(rows)))
    found = {
        asked: owner.get(run.get_absolute_url() + asked).context["checked"]
        for asked in ("", "?grade=error", "?grade=warning", "?grade=error&page=2", "?column=电话", "?page=x&grade=y")
    }
    assert found["?grade=error"].count == 65
    assert [len(found[asked].rows) for asked in ("?grade=error", "?grade=error&page=2")] == [50, 15]
    assert found["?grade=warning"].count == 0
    assert found["?column=电话"].count == found[""].count == found["?page=x&grade=y"].count
    assert found[""].messages[0].count == 65


def test_going_back_and_trying_again_loses_nothing(owner: Client) -> None:
    run = try_out(owner, bring(owner, workbook(UGLY)))
    decide(owner, run, **{"cell-4-2": "021-60010002"})
    assert owner.get(address(run, "read")).status_code == owner.get(address(run, "map")).status_code == 200
    send(owner, run, "read")
    assert run.state == State.READ
    run = try_out(owner, run)
    assert run.plan["edits"] == [[4, "phone", "021-60010002"]]


def test_a_trial_whose_spool_is_gone_says_so_and_is_made_again(owner: Client) -> None:
    run = try_out(owner, bring(owner, workbook(UGLY)))
    spools.forget(run)
    shown = owner.get(run.get_absolute_url())
    assert shown.context["checked"] is None
    decide(owner, run)
    assert owner.get(run.get_absolute_url()).context["checked"].rows


def test_an_import_whose_spool_is_gone_reads_the_source_by_the_same_plan(owner: Client) -> None:
    run = try_out(owner, bring(owner, workbook(UGLY)))
    decide(owner, run, drop=["4"])
    spools.forget(run)
    confirm(owner, run)
    assert counts(run) == (1, 1, 0, 0, 0)


def test_a_run_under_way_or_done_cannot_be_changed(owner: Client) -> None:
    run = try_out(owner, bring(owner, workbook(UGLY)))
    owner.post(address(run, "confirm"))
    before = ImportRun.objects.values("plan", "turn", "state").get(pk=run.pk)
    for step in ("read", "map"):
        assert owner.get(address(run, step))["Location"] == run.get_absolute_url()
    for step in ("read", "map", "check"):
        assert owner.post(address(run, step), {"drop": ["4"]})["Location"] == run.get_absolute_url()
    assert ImportRun.objects.values("plan", "turn", "state").get(pk=run.pk) == before


def test_the_file_can_be_fetched_until_its_days_are_over(owner: Client, settings: Settings) -> None:
    content = workbook(UGLY)
    run = try_out(owner, bring(owner, content))
    confirm(owner, run)
    answer: Any = owner.get(address(run, "file"))
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"].startswith("attachment")
    place = Path(run.source.path)
    tidying.tidy(at=timezone.now() + timedelta(days=settings.IMPORTS_KEPT_DAYS - 1))
    assert place.is_file()
    tidying.tidy(at=timezone.now() + timedelta(days=settings.IMPORTS_KEPT_DAYS + 1))
    run.refresh_from_db()
    assert (place.exists(), run.source.name, run.rows, run.plan) == (False, "", 2, {})
    assert not list(spools.folder().glob(f"{run.pk}-*"))
    assert owner.get(address(run, "file")).status_code == 404
    assert owner.get(run.get_absolute_url()).status_code == 200
    assert "客户.xlsx" in words(owner.get("/import/"))


def test_a_file_that_takes_too_long_to_look_at_is_refused_with_a_remedy(
    owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zhike.exchange.reading import parent

    monkeypatch.setattr(
        "zhike.exchange.deciding.taking.peek_in_child", lambda *a, **k: parent.peek_in_child(*a, **k, seconds=0)
    )
    told = {"existing": "fill", "likely_known": "warn", "file": SimpleUploadedFile("客户.xlsx", workbook(UGLY))}
    answer = owner.post("/import/new/customers/", told)
    assert (answer.status_code, ImportRun.objects.count()) == (422, 0)
    assert "csv" in str(answer.context["form"].errors["file"])


def test_the_pages_of_the_steps_ask_few_questions(
    owner: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rows: Rows = [["客户名称", "电话", "客户经理"], *([f"店{n}", "abc", "小王"] for n in range(90))]
    run = try_out(owner, bring(owner, workbook(rows)))
    for path in (run.get_absolute_url(), address(run, "read"), address(run, "map"), "/import/"):
        with django_assert_max_num_queries(11):
            assert owner.get(path).status_code == 200
