"""Rows that look like an earlier row of the same file: asked about as those that look like a known customer."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories import Cast, customer
from tests.factories.files import CUSTOMER_HEADS, bring_in, counts, write_csv
from tests.factories.steps import confirm, decide, try_file
from zhike.customers.models import Customer
from zhike.exchange.models import ImportRun

pytestmark = pytest.mark.django_db
LONG, SHORT = "无锡市朗云科技有限公司", "朗云科技"
ROWS = [
    ("", SHORT, "", "", "王芳", ""),
    ("", "远山", "13800000009", "", "", ""),
    ("", LONG, "13800000001", "", "赵磊", "13900000002"),
    ("", "朗云　科技(有限公司)", "13800000007", "", "", ""),
    ("", "远山茶行", "13800000009", "", "", ""),
]


@pytest.fixture(autouse=True)
def nothing_remembered(read_here: None) -> None:
    cache.clear()


def tried(client: Client, folder: Path, rows: Sequence[Sequence[object]]) -> ImportRun:
    return try_file(client, write_csv(folder / "c.csv", rows, CUSTOMER_HEADS), likely_known="ask")


def names() -> set[str]:
    return {*Customer.objects.values_list("party__name", flat=True)}


def test_a_row_like_an_earlier_one_is_asked_about_and_stays_out(owner: Client, tmp_path: Path) -> None:
    run = tried(owner, tmp_path, ROWS)
    assert counts(run) == (5, 2, 0, 0, 3)
    page = owner.get(run.get_absolute_url())
    assert [(row.place, row.is_asked) for row in page.context["checked"].rows] == [(4, True), (5, True), (6, True)]
    row = page.context["checked"].rows[0]
    assert SHORT in next(said.words for cell in row.cells for said in cell.sentences if said.grade == "question")
    confirm(owner, run)
    assert (counts(run), names()) == ((5, 2, 0, 0, 3), {SHORT, "远山"})


def test_rows_that_are_the_same_make_one_customer_and_later_ones_only_fill_gaps(owner: Client, tmp_path: Path) -> None:
    run = decide(owner, tried(owner, tmp_path, ROWS), **{"decide-4": "same", "decide-5": "same", "decide-6": "out"})
    assert counts(run) == (5, 2, 1, 2, 0)  # line 5 says nothing more
    confirm(owner, run)
    assert (counts(run), names()) == ((5, 2, 1, 2, 0), {SHORT, "远山"})
    made = Customer.objects.get(party__name=SHORT)
    assert made.party.phone == "13800000001"
    assert {contact.person.name for contact in made.contacts.all()} == {"王芳", "赵磊"}


def test_all_may_be_decided_at_once(owner: Client, tmp_path: Path) -> None:
    run = tried(owner, tmp_path, ROWS)
    assert counts(decide(owner, run, **{"decide-all": "same"})) == (5, 2, 1, 2, 0)


def test_another_one_is_created_and_an_answer_can_be_taken_back(owner: Client, tmp_path: Path) -> None:
    run = decide(owner, tried(owner, tmp_path, ROWS), **{"decide-4": "same", "decide-6": "another"})
    assert counts(run) == (5, 3, 1, 0, 1)
    rows = {row.place: row for row in owner.get(run.get_absolute_url()).context["checked"].rows}
    assert (rows[4].asked.decided, rows[4].is_error) == ("same", False)
    decide(owner, run, **{"decide-4": "", "decide-6": "another"})
    assert counts(run) == (5, 3, 0, 0, 2)
    decide(owner, run, **{"decide-4": "another"})
    confirm(owner, run)
    assert names() == {SHORT, LONG, "远山", "远山茶行"}


def test_rows_with_numbers_of_their_own_are_not_the_same(owner: Client, tmp_path: Path) -> None:
    run = tried(owner, tmp_path, [("A1", SHORT, "", "", "", ""), ("A2", LONG, "", "", "", "")])
    assert counts(run) == (2, 2, 0, 0, 0)


def test_a_known_customer_comes_before_an_earlier_row(owner: Client, tmp_path: Path) -> None:
    known = customer("朗云科技公司", number="K1")
    run = tried(owner, tmp_path, ROWS[:3])
    assert counts(run) == (3, 1, 0, 0, 2)
    asked = [row.asked.known for row in owner.get(run.get_absolute_url()).context["checked"].rows]
    assert asked == [known.pk, known.pk]


def test_nobody_is_asked_who_did_not_choose_so(people: Cast, tmp_path: Path) -> None:
    run = bring_in("customers", write_csv(tmp_path / "c.csv", ROWS, CUSTOMER_HEADS))
    assert counts(run) == (5, 5, 0, 0, 0)


def test_a_row_with_a_bad_cell_is_asked_about_in_the_first_trial_too(owner: Client, tmp_path: Path) -> None:
    run = tried(owner, tmp_path, [("", SHORT, "", "", "", ""), ("", LONG, "12", "", "", "")])
    (row,) = owner.get(run.get_absolute_url()).context["checked"].rows
    assert {said.grade for cell in row.cells for said in cell.sentences} == {"error", "question"}


def test_pairs_that_go_in_all_the_same_are_named_on_both_pages(owner: Client, tmp_path: Path) -> None:
    customer("青山茶业公司", number="K1")
    rows = [*ROWS, ("", "青山茶业", "", "", "", ""), ("", "孤舟", "", "", "", "")]
    run = try_file(owner, write_csv(tmp_path / "c.csv", rows, CUSTOMER_HEADS), likely_known="warn")
    pairs = [("4", LONG), ("5", "朗云　科技(有限公司)"), ("6", "远山茶行"), ("7", "青山茶业")]
    for _ in range(2):
        assert [(line, name) for line, name, _ in run.pairs] == pairs
        assert [SHORT in run.pairs[0][2], "K1" in run.pairs[3][2]] == [True, True]
        page = owner.get(run.get_absolute_url()).content.decode()
        assert page.index('id="pairs"') < page.index("远山茶行")
        assert counts(run) == (7, 7, 0, 0, 0)
        confirm(owner, run)


def test_from_the_page_that_tells_of_doubles_one_can_be_asked_about_them(owner: Client, tmp_path: Path) -> None:
    run = try_file(owner, write_csv(tmp_path / "c.csv", ROWS, CUSTOMER_HEADS), likely_known="warn")
    assert counts(run) == (5, 5, 0, 0, 0)
    offered = {
        each.choice.value for each in owner.get(run.get_absolute_url()).context["checked"].messages if each.choice
    }
    assert offered == {"likely_known=ask"}
    assert counts(decide(owner, run, choose="likely_known=ask")) == (5, 2, 0, 0, 3)
