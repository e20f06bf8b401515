"""Rows that look like a customer we have: asked about, decided one by one or all at once."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories import Cast, customer
from tests.factories.files import CUSTOMER_HEADS, bring_in, counts, write_csv
from tests.factories.pages import sent, words
from tests.factories.steps import confirm, decide, importer, try_file, work
from zhike.customers.models import Customer
from zhike.exchange.models import ImportRun

pytestmark = pytest.mark.django_db
HEADS = CUSTOMER_HEADS[:3]
DOUBLES, ROWS = 13, 1_000


@pytest.fixture(autouse=True)
def nothing_remembered(read_here: None) -> None:
    cache.clear()


def tried(client: Client, folder: Path, rows: Sequence[Sequence[object]], heads: Sequence[str] = HEADS) -> ImportRun:
    """Try a file and ask about likely doubles."""
    return try_file(client, write_csv(folder / "c.csv", rows, heads), likely_known="ask")


def of_error_file(run: ImportRun) -> list[list[str]]:
    with run.error_file.open("rb") as file:
        return list(csv.reader(file.read().decode("utf-8-sig").splitlines()))[1:]


@pytest.mark.domain("A49")
def test_a_thousand_rows_with_thirteen_known_phones_make_987_customers_and_13_questions(
    owner: Client, tmp_path: Path
) -> None:
    for number in range(DOUBLES):
        customer(f"老客户{number}", number=f"K{number}", phone=f"1380000{number:04}")
    rows = [(f"N{number}", f"新客户{number}", f"1380000{number:04}") for number in range(ROWS)]
    run = tried(owner, tmp_path, rows)
    assert counts(run) == (ROWS, ROWS - DOUBLES, 0, 0, DOUBLES)
    shown = owner.get(run.get_absolute_url())
    assert shown.context["checked"].open_questions == DOUBLES
    assert [row.asked.known for row in shown.context["checked"].rows] == [
        *Customer.objects.order_by("pk").values_list("pk", flat=True)
    ]
    confirm(owner, run)
    assert (counts(run), Customer.objects.count()) == ((ROWS, ROWS - DOUBLES, 0, 0, DOUBLES), ROWS)
    assert [row[0] for row in of_error_file(run)] == [f"N{number}" for number in range(DOUBLES)]
    again = tried(owner, tmp_path, rows[:DOUBLES])
    assert again.errored == DOUBLES
    decide(owner, again, **{"decide-all": "same"})
    confirm(owner, again)
    assert (counts(again), Customer.objects.count()) == ((DOUBLES, 0, DOUBLES, 0, 0), ROWS)


@pytest.fixture
def known(people: Cast) -> Customer:
    return customer("宏达商贸", number="K1", owner=people.rep, phone="13800000001")


TWO = (("", "宏达集团", "13800000001"), ("", "宏达分店", "13800000001"), ("", "远山", "13800000009"))


def test_each_row_is_decided_by_itself_and_the_trial_foretells_the_import(
    owner: Client, known: Customer, tmp_path: Path
) -> None:
    run = tried(owner, tmp_path, [*TWO, ("", "宏达仓库", "13800000001"), ("", "宏达门市", "13800000001")])
    assert counts(run) == (5, 1, 0, 0, 4)
    decide(owner, run, **{"decide-2": "same", "decide-3": "another", "decide-5": "out"})
    assert counts(run) == (5, 2, 1, 1, 1)
    confirm(owner, run)
    assert counts(run) == (5, 2, 1, 1, 1)
    assert {*Customer.objects.values_list("party__name", flat=True)} == {"宏达商贸", "宏达分店", "远山"}
    assert [row[1] for row in of_error_file(run)] == ["宏达门市"]


def test_a_row_that_is_the_known_one_fills_its_blanks_and_is_taken_back(
    owner: Client, known: Customer, tmp_path: Path, people: Cast
) -> None:
    content = [("", "宏达集团", "13800000001", "王芳", "赵磊", "13900000002")]
    run = tried(owner, tmp_path, content, CUSTOMER_HEADS)
    decide(owner, run, **{"decide-2": "same"})
    confirm(owner, run)
    known.refresh_from_db()
    assert (known.owner, [c.person.name for c in known.contacts.all()]) == (people.rep, ["赵磊"])
    owner.post(f"/import/{run.pk}/undo/", sent(owner.get(f"/import/{run.pk}/undo/")))
    work(run)
    assert (run.state, known.contacts.count()) == (ImportRun.State.UNDONE, 0)


def test_questions_look_different_from_errors_and_are_shown_alone(
    owner: Client, known: Customer, tmp_path: Path
) -> None:
    run = tried(owner, tmp_path, [TWO[0], ("", "", "13800000008"), TWO[1], ('"known":', "", '{"known":1}')])
    assert counts(run) == (4, 0, 0, 0, 4)
    address = run.get_absolute_url()
    for grade, places in (("question", [2, 4]), ("error", [3, 5])):
        some = owner.get(f"{address}?grade={grade}")
        assert [row.place for row in some.context["checked"].rows] == places
    shown = owner.get(address)
    assert [row.place for row in shown.context["checked"].rows] == [2, 3, 4, 5]
    asked, wrong, *_ = shown.context["checked"].rows
    assert (asked.is_asked, asked.is_error, wrong.is_asked, wrong.is_error) == (True, False, False, True)
    assert {said.icon for cell in asked.cells for said in cell.sentences} == {"help-circle"}
    assert words(shown).count('class="zk-row-asked"') == words(shown).count('class="zk-row-bad"') == 2
    assert 'value="grade=question&amp;column=&amp;page=1"' in words(shown)
    decide(owner, run, **{"decide-all": "out"})
    assert "grade=question" not in words(owner.get(address))


def test_a_decision_is_shown_and_may_be_taken_back(owner: Client, known: Customer, tmp_path: Path) -> None:
    run = decide(owner, tried(owner, tmp_path, TWO), **{"decide-2": "another"})
    (first, _) = owner.get(run.get_absolute_url()).context["checked"].rows
    assert (first.asked.decided, first.is_error) == ("another", False)
    assert counts(decide(owner, run, **{"decide-2": ""})) == (3, 1, 0, 0, 2)


def test_a_decision_about_another_customer_counts_no_more(owner: Client, known: Customer, tmp_path: Path) -> None:
    run = decide(owner, tried(owner, tmp_path, TWO), **{"decide-all": "same"})
    assert counts(run) == (3, 1, 2, 0, 0)
    Customer.objects.filter(pk=known.pk).update(trashed_at="2026-11-22T01:00:00Z")
    customer("明月", number="K2", phone="13800000001")
    assert counts(confirm(owner, run)) == (3, 1, 0, 0, 2)


def test_who_cannot_see_the_known_one_may_not_put_a_row_to_it(people: Cast, known: Customer, tmp_path: Path) -> None:
    client = importer(people.visitor)
    run = tried(client, tmp_path, TWO)
    page = client.get(run.get_absolute_url())
    assert "宏达商贸" not in words(page)
    assert [word for word, _ in page.context["checked"].rows[0].asked.choices] == ["another", "out"]
    assert counts(decide(client, run, **{"decide-all": "same", "decide-2": "same"})) == (3, 1, 0, 0, 2)
    ImportRun.objects.update(decisions={"2": ["same", known.pk]})
    assert counts(confirm(client, run)) == (3, 1, 0, 0, 2)


def test_on_the_command_line_what_is_asked_stays_out(known: Customer, tmp_path: Path) -> None:
    run = bring_in("customers", write_csv(tmp_path / "c.csv", TWO, HEADS), options={"likely_known": "ask"})
    assert counts(run) == (3, 1, 0, 0, 2)
