"""What is typed and answered on the page of a trial reaches the cell it stands in, and nothing of it is lost."""

from typing import Any

import pytest
from django.test import Client

from tests.factories import Cast, customer
from tests.factories.files import counts
from tests.factories.steps import Rows, address, bring, decide, send, try_out, work, workbook
from zhike.exchange.models import ImportRun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]

OLD: Rows = [["客户", "跟进内容", "跟进时间"], ["远山", "谈了价格", "2025-03-05"]]
NEW: Rows = [["跟进时间", "客户名称", "跟进内容"], ["2026-03-05", "没有这家", "送了样品"]]
SECOND = (1 << 40) + 2
CUSTOMERS: Rows = [["客户名称", "电话", "另一列"], ["远山", "abc", "x"], ["长风", "021-60010001", "y"]]
ORDERS: Rows = [
    ["订单号", "日期", "客户", "产品名称", "数量", "金额"],
    ["D1", "2026-03-05", "台州钊桁食品", "货", 1, 100],
    ["D2", "某天", "台州钊桁食品", "货", 1, 100],
]


def checked(owner: Client, run: ImportRun, query: str = "") -> Any:
    return owner.get(run.get_absolute_url() + query).context["checked"]


def corrected(owner: Client, *sheets: Rows) -> ImportRun:
    run = try_out(owner, bring(owner, workbook(*sheets)))
    return decide(owner, run, **{"cell-2-1": "021-60010009"})


def test_a_name_is_mended_in_the_column_that_its_own_sheet_has(owner: Client, people: Cast) -> None:
    customer("远山", number="K1", owner=people.rep)
    run = bring(owner, workbook(OLD, NEW), kind="follow_ups")
    send(owner, run, "read", **{"use-0": "on", "use-1": "on"})
    run = try_out(owner, run)
    (row,) = checked(owner, run).rows
    (cell,) = [cell for cell in row.cells if cell.name]
    assert (row.place, cell.title, cell.text) == (SECOND, "客户名称", "没有这家")
    run = decide(owner, run, **{f"cell-{row.place}-{cell.place}": "远山"})
    assert counts(run) == (2, 2, 0, 0, 0)


def test_a_correction_stays_in_its_cell_when_the_columns_are_others(owner: Client) -> None:
    run = corrected(owner, CUSTOMERS)
    assert run.plan["edits"] == [[2, "phone", "021-60010009"]]
    run = try_out(owner, run, **{"column-1": "remarks"})
    assert (run.plan["edits"], run.plan["resting"]) == ([[2, "remarks", "021-60010009"]], [])


def test_a_correction_rests_while_its_column_is_not_imported_and_is_there_again_after(owner: Client) -> None:
    run = try_out(owner, corrected(owner, CUSTOMERS), **{"column-1": ""})
    assert (run.plan["edits"], run.plan["resting"]) == ([], [[0, 2, 1, "021-60010009"]])
    run = try_out(owner, run, **{"column-1": "phone"})
    assert (run.plan["edits"], run.plan["resting"], run.errored) == ([[2, "phone", "021-60010009"]], [], 0)


def test_a_correction_stays_when_another_sheet_is_read_too_or_instead(owner: Client) -> None:
    first: Rows = [["电话", "客户名称"], ["021-60010005", "清泉"]]
    run = bring(owner, workbook(first, CUSTOMERS))
    send(owner, run, "read", **{"use-0": None, "use-1": "on"})
    run = decide(owner, try_out(owner, run), **{"cell-2-1": "021-60010009"})
    send(owner, run, "read", **{"use-0": "on", "use-1": "on"})
    assert run.plan["edits"] == [[SECOND, "phone", "021-60010009"]]
    send(owner, run, "read", **{"use-0": "on", "use-1": None})
    assert (run.plan["edits"], run.plan["resting"]) == ([], [[1, 2, 1, "021-60010009"]])


def test_cells_emptied_with_their_column_come_back_where_it_is_another_one(owner: Client) -> None:
    rows: Rows = [["客户名称", "归属"], ["远山", "没有这人"]]
    run = try_out(owner, bring(owner, workbook(rows)), **{"column-1": "owner"})
    if run.state == ImportRun.State.READ:  # who that is was asked about
        run = try_out(owner, run)
    run = decide(owner, run, empty="owner")
    assert run.plan["edits"] == [[2, "owner", ""]]
    run = try_out(owner, run, **{"column-1": "remarks"})
    assert (run.plan["edits"], run.plan["resting"]) == ([], [])


def test_one_button_saves_corrections_and_answers(owner: Client, people: Cast) -> None:
    known = customer("台州市钊桁食品有限公司", number="K1", owner=people.rep)
    run = try_out(owner, bring(owner, workbook(ORDERS), kind="orders"))
    page = owner.get(run.get_absolute_url()).content.decode()
    assert page.count(f'action="{address(run, "check")}"') == 1
    (asked,) = checked(owner, run).names_open
    (row,) = [row for row in checked(owner, run).rows if row.is_error]
    (day,) = [cell for cell in row.cells if cell.text == "某天"]
    run = decide(owner, run, **{asked.field: str(known.pk), f"cell-{row.place}-{day.place}": "2026-03-06"})
    assert counts(run) == (2, 2, 0, 0, 0)


def test_what_was_said_of_one_row_counts_though_all_others_are_decided_at_once(owner: Client) -> None:
    for phone in ("13800000001", "13800000002"):
        customer(f"老客户{phone[-1]}", number=f"K{phone[-1]}", phone=phone)
    rows: Rows = [["客户名称", "电话"], ["远山", "13800000001"], ["长风", "13800000002"]]
    run = try_out(owner, bring(owner, workbook(rows), likely_known="ask"))
    assert run.errored == 2
    run = decide(owner, run, **{"decide-all": "out", "decide-3": "another"})
    assert {place: word for place, (word, _known) in run.decisions.items()} == {"2": "out", "3": "another"}


def test_the_page_goes_on_with_what_is_next_to_mend(owner: Client, people: Cast) -> None:
    known = customer("台州市钊桁食品有限公司", number="K1", owner=people.rep)
    run = try_out(owner, bring(owner, workbook(ORDERS), kind="orders"))

    def shown(query: str = "?page=1") -> str:
        answer = owner.get(run.get_absolute_url() + query, headers={"HX-Request": "true"})
        return answer["HX-Reswap"]

    assert shown() == "outerHTML show:#names:top"
    assert shown("?grade=error&page=1") == "outerHTML show:#rows:top"
    (asked,) = checked(owner, run).names_open
    decide(owner, run, **{asked.field: str(known.pk)})
    assert shown() == "outerHTML show:#messages:top"
    decide(owner, run, **{"cell-3-1": "2026-03-06"})
    assert shown() == "outerHTML show:#run:top"


def test_counts_and_the_way_on_stand_in_a_bar_below(owner: Client) -> None:
    run = work(try_out(owner, bring(owner, workbook(CUSTOMERS))))
    page = owner.get(run.get_absolute_url()).content.decode()
    bar = page[page.index("zk-bar-run") :]
    assert f'action="{address(run, "confirm")}"' in bar
    assert 'form="corrections"' in bar
