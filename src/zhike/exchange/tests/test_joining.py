"""Several columns of a file may be one long text: they are put together, each under its own title."""

from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client

from tests.factories.files import bring_in, counts, write_csv
from tests.factories.steps import Rows, address, bring, confirm, decide, send, try_out, workbook
from zhike.exchange.models import ImportRun, SavedMapping

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]

ROWS: Rows = [
    ["客户名称", "微信", "备注", "旧系统"],
    ["远山", "wx_1203", "账期60天", 77],
    ["长风", "", "要开票", ""],
    ["清泉", "wx_77", "", ""],
    ["明月", "", "", ""],
]
BOTH = {"column-1": "remarks", "column-3": "remarks"}


def remarks() -> dict[str, str]:
    customers = apps.get_model("customers", "Customer")
    return dict(customers._default_manager.values_list("party__name", "remarks"))


def test_all_columns_that_are_nothing_yet_are_put_into_the_remarks_at_once(owner: Client) -> None:
    run = bring(owner, workbook(ROWS))
    answer = send(owner, run, "map", **{"column-1": "email", "column-3": "", "rest": "1"})
    assert answer.status_code == 200
    assert [column.chosen for column in answer.context["form"].columns] == ["name", "email", "remarks", "remarks"]


def test_columns_taken_for_the_remarks_are_put_together(owner: Client) -> None:
    run = try_out(owner, bring(owner, workbook(ROWS)), **BOTH, keeps="on")
    assert (run.state, counts(run)) == (ImportRun.State.CHECKED, (4, 4, 0, 0, 0))
    confirm(owner, run)
    assert remarks() == {
        "远山": "微信：wx_1203；账期60天；旧系统：77",
        "长风": "要开票",
        "清泉": "微信：wx_77",
        "明月": "",
    }
    assert ("微信", "备注") in run.mapped
    assert run.notes["ignored"] == []
    assert SavedMapping.objects.get().columns == [[0, "name"], [1, "remarks"], [2, "remarks"], [3, "remarks"]]
    form = owner.get(address(bring(owner, workbook(ROWS)), "map")).context["form"]
    assert [column.chosen for column in form.columns] == ["name", "remarks", "remarks", "remarks"]


def test_another_column_is_not_taken_twice(owner: Client) -> None:
    run = bring(owner, workbook(ROWS))
    assert send(owner, run, "map", **{"column-1": "phone", "column-3": "phone"}).status_code == 422


def test_what_is_too_long_together_is_shown_and_mended_as_one(owner: Client) -> None:
    rows: Rows = [["客户名称", "微信", "备注"], ["远山", "w" * 1200, "备" * 1200]]
    run = try_out(owner, bring(owner, workbook(rows)), **{"column-1": "remarks"})
    assert run.errored == 1
    (row,) = owner.get(run.get_absolute_url()).context["checked"].rows
    (cell,) = [cell for cell in row.cells if cell.name]
    assert (cell.text[:5], len(cell.text)) == ("微信：ww", 2404)
    decide(owner, run, **{f"cell-{row.place}-{cell.place}": "短"})
    confirm(owner, run)
    assert remarks() == {"远山": "短"}


def test_what_is_no_text_is_complained_of(owner: Client) -> None:
    rows: Rows = [["客户名称", "备注", "微信"], ["远山", "好", "#N/A"]]
    run = try_out(owner, bring(owner, workbook(rows)), **{"column-2": "remarks"})
    assert run.errored == 1


def test_each_sheet_puts_together_what_it_has(owner: Client) -> None:
    first: Rows = [["客户名称", "备注"], ["远山", "好"]]
    second: Rows = [["客户名称", "说明", "微信"], ["长风", "急", "wx_1"]]
    run = bring(owner, workbook(first, second))
    send(owner, run, "read", **{"use-0": "on", "use-1": "on"})
    titles = run.plan["titles"]
    try_out(owner, run, **{f"column-{titles.index(title)}": "remarks" for title in ("备注", "说明", "微信")})
    confirm(owner, run)
    assert remarks() == {"远山": "好", "长风": "急；微信：wx_1"}


def test_without_a_page_two_words_for_the_remarks_are_put_together(tmp_path: Path) -> None:
    heads = ("客户名称", "备注", "说明")
    bring_in("customers", write_csv(tmp_path / "a.csv", [("远山", "好", "急"), ("长风", "", "急")], heads))
    assert remarks() == {"远山": "好；急", "长风": "急"}
