"""Rows of a trial as the page shows them: coloured by what they wait for, the quiet cells folded on a small screen."""

import pytest
from django.test import Client

from tests.factories.pages import words
from tests.factories.steps import Rows, address, bring, send, try_out, workbook
from zhike.exchange.deciding.pages.shown import CellShown, RowShown
from zhike.exchange.spool import Fault
from zhike.phrases import Phrase

WRONG = Fault(2, "电话", Phrase("wrong"))
HINT = Fault(2, "备注", Phrase("trimmed"), "note")
ABOUT_NAME = Fault(2, "客户", Phrase("who is %(customer)s", {"customer": "远山", "known": [[1, "K1 远山商贸"]]}))
KEY = CellShown(0, "客户名称", "远山", is_key=True)
PLAIN, EMPTY = CellShown(1, "地址", "中山路1号"), CellShown(2, "说明", "")
TRIMMED = CellShown(3, "备注", "好", faults=(HINT,))
OPEN = CellShown(4, "电话", "abc", "phone", (WRONG,))
ASKED = CellShown(5, "客户", "远山", "customer", (ABOUT_NAME,))


def row(*cells: CellShown, is_error: bool = False) -> RowShown:
    return RowShown(2, "2", cells, (), is_error)


def test_a_row_with_a_name_that_is_asked_about_is_coloured_as_a_question() -> None:
    assert row(KEY, ASKED).is_asked
    assert not row(KEY, ASKED, OPEN, is_error=True).is_asked
    assert not row(KEY, TRIMMED).is_asked


def test_a_small_screen_folds_what_nobody_need_look_at() -> None:
    assert row(KEY, PLAIN, EMPTY, TRIMMED, OPEN, is_error=True).rest == [1, 3]
    assert row(KEY, PLAIN, TRIMMED, ASKED).rest == [1, 3]


def test_hints_are_not_folded_where_there_is_nothing_else() -> None:
    assert row(KEY, PLAIN, EMPTY, TRIMMED).rest == [1]


@pytest.mark.django_db
@pytest.mark.usefixtures("read_here")
def test_the_page_of_a_trial_has_a_fold_for_each_row_and_its_hints_apart(owner: Client) -> None:
    rows: Rows = [["客户名称", "地址", "电话"], ["远山", "中山路1号", "abc"], ["长风", "", "０２１-60010001"]]
    run = try_out(owner, bring(owner, workbook(rows)))
    page = owner.get(run.get_absolute_url())
    assert [(each.grade, each.count) for each in page.context["checked"].grave_messages] == [("error", 1)]
    assert [(each.grade, each.count) for each in page.context["checked"].hints] == [("note", 1)]
    assert [len(each.rest) for each in page.context["checked"].rows] == [1, 0]
    assert words(page).count("zk-rest") == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("read_here")
def test_words_that_keep_rows_out_are_named_above_the_columns_until_somebody_says_what_they_mean(owner: Client) -> None:
    run = bring(owner, workbook([["客户名称", "客户经理"], ["远山", "小王"], ["长风", "小赵"]]))
    form = owner.get(address(run, "map")).context["form"]
    assert form.unknown_words() == ["小王", "小赵"]
    word = next(name for name in form.fields if name.startswith("word-"))
    looked = send(owner, run, "map", look="1", **{word: "wangfang"})
    assert looked.context["form"].unknown_words() == ["小赵"]
