"""Sheets of one file with different heads are mapped each by its own titles; what is not read is said."""

from typing import Any

import pytest
from django.test import Client

from tests.factories.files import counts, tables
from tests.factories.steps import Rows, address, bring, confirm, decide, send, try_out, workbook
from zhike.exchange.models import ImportRun, SavedMapping

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]

NEW: Rows = [["客户名称", "电话", "客户类型"], ["远山", "021-60010001", "公司客户"], ["长风", "021-60010002", "个人"]]
OLD: Rows = [
    ["单位名称", "性质", "老编号", "电话"],
    ["明月", "个人", "A7", "abc"],
    ["清泉", "企业", "A8", "021-60010004"],
]


def both(owner: Client) -> ImportRun:
    run = bring(owner, workbook(NEW, OLD))
    assert send(owner, run, "read", **{"use-0": "on", "use-1": "on"}).status_code == 302
    return run


def columns_of(client: Client, run: ImportRun) -> dict[str, tuple[str, str]]:
    form = client.get(address(run, "map")).context["form"]
    return {column.title: (column.chosen, column.sheet) for column in form.columns}


def test_each_sheet_is_mapped_by_its_own_titles_and_imported(owner: Client) -> None:
    run = both(owner)
    shown = columns_of(owner, run)
    assert (shown["客户名称"], shown["单位名称"]) == (("name", "Sheet1"), ("name", "Sheet2"))
    assert (shown["老编号"][1], shown["电话"][1]) == ("Sheet2", "")
    places = {title: place for place, title in enumerate(run.plan["titles"])}
    run = try_out(owner, run, **{f"column-{places['老编号']}": "number", f"column-{places['性质']}": "kind"})
    if run.state == ImportRun.State.READ:  # the words of the column chosen just now are asked about
        run = try_out(owner, run)
    assert (run.state, counts(run)) == (ImportRun.State.CHECKED, (4, 3, 0, 0, 1))
    (row,) = [row for row in owner.get(run.get_absolute_url()).context["checked"].rows if row.is_error]
    assert [cell.text for cell in row.cells if cell.text] == ["明月", "abc", "个人", "A7"]
    decide(owner, run, **{f"cell-{row.place}-1": "021-60010003"})
    confirm(owner, run)
    assert (run.state, counts(run)) == (ImportRun.State.DONE, (4, 4, 0, 0, 0))
    assert {party["name"] for party in tables()["customers.Party"]} >= {"远山", "长风", "明月", "清泉"}


def test_the_error_file_has_a_column_of_two_names_once(owner: Client) -> None:
    run = try_out(owner, both(owner))
    answer: Any = owner.get(address(run, "errors"))
    again = bring(owner, b"".join(answer.streaming_content), "错误行.xlsx")
    assert [line for line in again.peek["glances"][0]["rows"][1][1] if line][:2] == ["明月", "abc"]


def test_one_column_twice_is_refused_in_one_sheet_only_and_a_missing_one_names_its_sheet(owner: Client) -> None:
    run = both(owner)
    places = {title: place for place, title in enumerate(run.plan["titles"])}
    answer = send(owner, run, "map", **{f"column-{places['老编号']}": "name"})
    assert [*answer.context["form"].errors] == [f"column-{places['老编号']}"]
    answer = send(owner, run, "map", **{f"column-{places['单位名称']}": ""})
    assert "Sheet2" in str(answer.context["form"].non_field_errors())


def test_what_was_said_of_columns_and_words_stays_when_another_sheet_is_ticked(owner: Client) -> None:
    run = bring(owner, workbook(NEW, OLD))
    run = try_out(owner, run, **{"column-1": "remarks", "word-2-0": "person"})
    send(owner, run, "read", **{"use-0": "on", "use-1": "on"})
    assert columns_of(owner, run)["电话"] == ("remarks", "")
    assert run.plan["values"]["kind"]["公司客户"] == "person"


def test_a_sheet_that_is_not_ticked_says_why_and_how_much_is_in_it(owner: Client) -> None:
    run = bring(owner, workbook(NEW, OLD, []))
    sheets = [sheet for sheet, _, _ in owner.get(address(run, "read")).context["form"].shown()]
    assert [bool(sheet.why_not) for sheet in sheets] == [False, True, True]
    assert "2" in sheets[1].why_not
    assert not sheets[2].lines


def test_the_end_of_a_long_sheet_is_shown_with_what_is_left_out_there(owner: Client) -> None:
    rows: Rows = [["客户名称", "电话"], *([f"店{n}", ""] for n in range(300))]
    rows += [["合计", "300"], ["注：重点客户由周经理跟进；", ""], ["    2、本表每月更新。 制表：办公室", ""]]
    run = bring(owner, workbook(rows))
    ((sheet, _, ticked),) = owner.get(address(run, "read")).context["form"].shown()
    assert [line.number for line in sheet.lines][-5:] == [300, 301, 302, 303, 304]
    assert [bool(line.reason) for line in sheet.lines][-5:] == [False, False, True, True, True]
    assert {300, 301} <= ticked
    assert not {302, 303, 304} & ticked
    send(owner, run, "read", **{"rows-0": sorted(ticked - {301})})
    assert try_out(owner, run).rows == 299


def test_a_choice_is_looked_at_without_being_kept_and_shows_its_words(owner: Client) -> None:
    run = bring(owner, workbook([["客户名称", "谁跟"], ["远山", "小王"], ["长风", "小王"], ["明月", "王"]]))
    before = run.plan
    told = {"column-0": "name", "column-1": "owner", "existing": "skip", "look": "1"}
    form = owner.post(address(run, "map"), told).context["form"]
    run.refresh_from_db()
    assert run.plan == before
    assert [column.certainty for column in form.columns][1] == "chosen"
    ((_, _, asked),) = form.shown_words()
    assert [word for word, _ in asked] == ["小王", "王"]
    assert "stay out" in str(asked[0][1]) or "不会导入" in str(asked[0][1])
    assert form["existing"].value() == "skip"


def test_a_word_that_was_cleared_stays_so_when_another_column_is_looked_at(owner: Client) -> None:
    run = bring(owner, workbook(NEW))
    told = {"column-0": "name", "column-1": "remarks", "column-2": "kind", "word-2-0": "", "look": "1"}
    form = owner.post(address(run, "map"), told).context["form"]
    assert [[field.value() for _, field in words] for _, _, words in form.shown_words()] == [[""]]


def test_the_page_remembers_that_its_mapping_is_kept_and_claims_no_earlier_file(owner: Client) -> None:
    run = try_out(owner, bring(owner, workbook(NEW)), keeps="on")
    assert SavedMapping.objects.count() == 1
    page = owner.get(address(run, "map"))
    assert (page.context["form"]["keeps"].value(), run.is_remembered) == (True, False)
    assert bring(owner, workbook(NEW)).is_remembered


def test_words_that_serve_several_sheets_are_asked_about_under_all_their_titles(owner: Client) -> None:
    first: Rows = [["客户名称", "负责人"], ["远山", "老赵"]]
    second: Rows = [["单位名称", "谁跟的"], ["长风", "老钱"]]
    run = bring(owner, workbook(first, second))
    send(owner, run, "read", **{"use-0": "on", "use-1": "on"})
    place = run.plan["titles"].index("谁跟的")
    send(owner, run, "map", **{f"column-{place}": "owner", "look": "1"})
    send(owner, run, "map", **{f"column-{place}": "owner"})
    asked = owner.get(address(run, "map")).context["form"].shown_words()
    assert {column.title for column, _, _ in asked} == {"负责人、谁跟的"}
