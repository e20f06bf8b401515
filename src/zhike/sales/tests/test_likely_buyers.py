"""Papers that call a known customer by a name much like its own: asked about once for all rows with that name."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from django.test import Client

from tests.factories import Cast, customer
from tests.factories.files import ORDER_HEADS, bring_in, counts, reasons, write_csv
from tests.factories.pages import words
from tests.factories.steps import confirm, decide, importer, try_file
from zhike.customers.models import Customer
from zhike.customers.operations.likely import ANOTHERS, LIKELY
from zhike.exchange.models import ImportRun
from zhike.sales.models import Order, Receipt, Return

pytestmark = pytest.mark.django_db
CALLED, FULL = "台州钊桁食品", "台州市钊桁食品有限公司"


def order(number: str, who: str) -> tuple[object, ...]:
    return (number, who, "2026-03-01", 1, "A1", 2, 10, 20, 8)


ROWS = [order("D1", CALLED), order("D2", FULL), order("D3", CALLED), order("D4", "远山"), order("D5", "钊桁 食品")]


@pytest.fixture(autouse=True)
def here(read_here: None) -> None:
    pass


@pytest.fixture
def known(people: Cast) -> Customer:
    return customer(FULL, number="K1", owner=people.rep)


def tried(client: Client, path: Path, kind: str = "orders", unknown: str = "refuse") -> ImportRun:
    return try_file(client, path, kind, unknown_customers=unknown)


def asked(client: Client, run: ImportRun) -> list[tuple[str, int, Sequence[str], str]]:
    names = client.get(run.get_absolute_url()).context["checked"].names
    return [(each.name, each.count, [value for value, _ in each.choices], each.answer) for each in names]


def test_one_answer_counts_for_all_rows_with_the_name(owner: Client, known: Customer, tmp_path: Path) -> None:
    run = tried(owner, write_csv(tmp_path / "o.csv", ROWS))
    assert counts(run) == (5, 1, 0, 0, 4)
    may = [str(known.pk), "out"]
    assert asked(owner, run) == [(CALLED, 2, may, ""), ("钊桁 食品", 1, may, "")]
    page = words(owner.get(run.get_absolute_url()))
    assert f"K1 {FULL}" in page
    assert 'name="decide-2"' not in page
    decide(owner, run, **{f"name-{CALLED}": str(known.pk), "name-钊桁 食品": ""})
    assert counts(run) == (5, 3, 0, 0, 2)
    assert asked(owner, run) == [("钊桁 食品", 1, may, ""), (CALLED, 0, [str(known.pk)], str(known.pk))]
    confirm(owner, run)
    assert counts(run) == (5, 3, 0, 0, 2)
    assert {*Order.objects.values_list("number", "customer")} == {(n, known.pk) for n in ("D1", "D2", "D3")}


def test_all_names_may_be_meant_at_once_and_an_answer_taken_back(
    owner: Client, known: Customer, tmp_path: Path
) -> None:
    run = tried(owner, write_csv(tmp_path / "o.csv", ROWS))
    assert counts(decide(owner, run, **{"decide-all": "same"})) == (5, 4, 0, 0, 1)
    assert counts(decide(owner, run, **{f"name-{CALLED}": ""})) == (5, 2, 0, 0, 3)
    assert counts(decide(owner, run, **{f"name-{CALLED}": "out"})) == (5, 2, 0, 2, 1)
    assert (CALLED, 0, ["out"], "out") in asked(owner, run)


def test_a_customer_is_not_made_of_a_likely_name_before_somebody_says_so(
    owner: Client, known: Customer, tmp_path: Path
) -> None:
    run = tried(owner, write_csv(tmp_path / "o.csv", ROWS), unknown="create")
    assert counts(run) == (5, 2, 0, 0, 3)
    decide(owner, run, **{f"name-{CALLED}": "another", "name-钊桁 食品": str(known.pk)})
    confirm(owner, run)
    assert counts(run) == (5, 5, 0, 0, 0)
    assert {*Customer.objects.values_list("party__name", flat=True)} == {FULL, CALLED, "远山"}
    assert Order.objects.get(number="D5").customer == known


def test_an_answer_counts_only_as_long_as_the_customer_is_alike(owner: Client, known: Customer, tmp_path: Path) -> None:
    run = tried(owner, write_csv(tmp_path / "o.csv", ROWS))
    other = customer("明月", number="K2")
    assert counts(decide(owner, run, **{f"name-{CALLED}": str(other.pk)})) == (5, 1, 0, 0, 4)
    decide(owner, run, **{f"name-{CALLED}": str(known.pk)})
    known.party.name = "明日"
    known.party.with_keys().save()
    assert counts(confirm(owner, run)) == (5, 0, 0, 0, 5)


def test_who_cannot_see_the_likely_one_is_told_whose_it_is_and_may_not_choose_it(
    people: Cast, known: Customer, tmp_path: Path
) -> None:
    client = importer(people.visitor)
    run = tried(client, write_csv(tmp_path / "o.csv", ROWS))
    page = words(client.get(run.get_absolute_url()))
    assert f"台***（{people.rep.name}）" in page
    assert "K1" not in page
    assert (asked(client, run), {text for *_, text in reasons(run)} >= {ANOTHERS.text}) == ([], True)
    ImportRun.objects.update(decisions={f"={CALLED}": ["same", known.pk, "?"]})
    assert counts(confirm(client, run)) == (5, 1, 0, 0, 4)


def test_several_likely_ones_are_offered(owner: Client, known: Customer, tmp_path: Path) -> None:
    second = customer("钊桁食品厂", number="K2")
    run = tried(owner, write_csv(tmp_path / "o.csv", ROWS))
    assert asked(owner, run)[0] == (CALLED, 2, [str(known.pk), str(second.pk), "out"], "")
    assert counts(decide(owner, run, **{"decide-all": "same"})) == (5, 1, 0, 0, 4)
    decide(owner, run, **{f"name-{CALLED}": str(second.pk)})
    confirm(owner, run)
    assert Order.objects.get(number="D3").customer == second


@pytest.mark.parametrize(
    ("kind", "heads", "row", "model"),
    [
        ("receipts", ("收款单号", "客户名称", "收款日期", "金额"), ("R1", CALLED, "2026-03-01", 20), Receipt),
        ("returns", ("退货单号", "客户名称", "退货日期", "金额"), ("T1", CALLED, "2026-03-01", 20), Return),
    ],
)
def test_receipts_and_returns_ask_too(
    *,
    owner: Client,
    known: Customer,
    tmp_path: Path,
    kind: str,
    heads: tuple[str, ...],
    row: tuple[object, ...],
    model: type[Receipt | Return],
) -> None:
    run = tried(owner, write_csv(tmp_path / "p.csv", [row], heads), kind=kind)
    assert counts(run) == (1, 0, 0, 0, 1)
    decide(owner, run, **{f"name-{CALLED}": str(known.pk)})
    confirm(owner, run)
    assert model.objects.get().customer == known


def test_on_the_command_line_the_likely_one_is_named_and_new_ones_are_made_as_told(
    known: Customer, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "o.csv", ROWS, ORDER_HEADS)
    run = bring_in("orders", path)
    assert counts(run) == (5, 1, 0, 0, 4)
    assert {text for *_, text in reasons(run)} >= {LIKELY.text}
    assert counts(bring_in("orders", path, options={"unknown_customers": "create"})) == (5, 4, 0, 1, 0)


@pytest.mark.parametrize(
    ("called", "likely"),
    [
        ("苏州栩岑", ["苏州栩岑生物科技有限公司"]),
        ("栩岑", ["苏州栩岑生物科技有限公司"]),
        ("澜泓（老客户）", ["澜泓"]),
        ("澜泓茶业 张总转", ["澜泓"]),
        ("生物科技", ["苏州栩岑生物科技有限公司", "云帆生物科技"]),
        ("栩", []),
        ("陆川", []),
        ("K1", []),
    ],
)
def test_a_short_name_is_asked_about_with_whoever_is_called_so_and_more(
    owner: Client, tmp_path: Path, called: str, likely: list[str]
) -> None:
    for name in ("苏州栩岑生物科技有限公司", "澜泓", "云帆生物科技", "陆川平"):
        customer(name)
    run = tried(owner, write_csv(tmp_path / "o.csv", [order("D1", called)]))
    offered = {str(each.pk) for each in Customer.objects.filter(party__name__in=likely)}
    assert {value for *_, may, _ in asked(owner, run) for value in may} - {"out"} == offered
    if len(likely) == 1:
        assert counts(decide(owner, run, **{"decide-all": "same"})) == (1, 1, 0, 0, 0)


def test_a_short_name_that_many_have_or_only_others_means_nobody(people: Cast, tmp_path: Path) -> None:
    for n in range(6):
        customer(f"{'甲乙丙丁戊己'[n]}山茶业", owner=people.visitor)
    customer("苏州栩岑生物科技有限公司", owner=people.rep)
    client = importer(people.visitor)
    run = tried(client, write_csv(tmp_path / "o.csv", [order("D1", "山茶业"), order("D2", "栩岑")]))
    assert (asked(client, run), counts(run)) == ([], (2, 0, 0, 0, 2))
    assert LIKELY.text not in {text for *_, text in reasons(run)}
