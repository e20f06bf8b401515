"""A field an administrator adds is at once in the form, on the card, in the list, its filter and order, its export."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import Cast, customer
from tests.factories.files import AT, write_csv
from tests.factories.pages import words
from zhike.core.access.models import Role
from zhike.core.access.rules import Level
from zhike.core.audit.models import Batch, Entry
from zhike.core.fields import queries
from zhike.core.fields.models import Definition, StoredFile
from zhike.customers.models import Customer
from zhike.exchange.kinds import kinds
from zhike.exchange.models import ImportRun
from zhike.exchange.operations import import_file
from zhike.exchange.understanding.matching import guesses

pytestmark = pytest.mark.django_db
KIND = "customers.customer"
CUSTOMER = {"name": "宏达商贸", "kind": "organisation", "version": 1}


@pytest.fixture
def people(people: Cast) -> Cast:
    for number in (1, 2, 3):
        customer(f"客户{number}", number=f"K{number}", owner=people.rep)
    return people


def defined(**more: Any) -> Definition:
    told = {"kind": KIND, "code": "workshops", "title": "车间数量", "type": "number", "block": "basic"}
    return Definition.objects.create(**(told | {"is_filtered": True, "is_ready": True} | more))


def save(client: Client, number: str, **values: Any) -> Any:
    record = Customer.objects.get(number=number)
    told = CUSTOMER | {"name": record.party.name, "version": record.version, "record": record.pk}
    return client.post(reverse("customers:edit", args=[number]), told | values)


def numbers(answer: Any) -> list[str]:
    return [row.number for row in answer.context["page_obj"]]


@pytest.mark.domain("A54")
def test_a_number_field_is_asked_shown_filtered_sorted_and_exported(owner: Client) -> None:
    owner.post(
        reverse("custom_fields:new", args=["number"]),
        {"title": "车间数量", "block": "basic", "is_filtered": "on", "code": "workshops"},
    )
    definition = Definition.objects.get()
    assert definition.may_filter
    assert "车间数量" in words(owner.get(reverse("customers:edit", args=["K1"])))
    for number, value in (("K1", "2"), ("K2", "３"), ("K3", "1,200")):
        assert save(owner, number, x_workshops=value).status_code == 302
    assert "1,200" in words(owner.get("/customers/K3/"))
    answer = owner.post("/customers/-/filter/", {"ask": "x_workshops", "op": "ge", "v": "3"}, follow=True)
    assert numbers(answer) == ["K3", "K2"]
    owner.post("/customers/-/columns/", {"column": ["number", "x_workshops"]})
    assert numbers(owner.get("/customers/?sort=-x_workshops")) == ["K3", "K2", "K1"]
    taken: Any = owner.post(f"{reverse('exchange:export', args=['customers'])}?sort=x_workshops", {"kind": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(taken.streaming_content).decode("utf-8-sig"))))
    assert rows == [["编号", "车间数量"], ["K1", "2"], ["K2", "3"], ["K3", "1200"]]


def test_a_value_that_cannot_be_read_is_said_beside_its_field_and_kept(owner: Client) -> None:
    defined()
    answer = save(owner, "K1", x_workshops="三个")
    assert answer.status_code == 422
    assert 'value="三个"' in answer.content.decode()
    assert Customer.objects.get(number="K1").extra == {}


def test_what_stands_further_down_the_card_is_folded_while_it_is_empty(owner: Client) -> None:
    defined(block="trade", is_filtered=False)
    defined(code="tea", title="茶叶偏好")
    defined(code="vat", title="税率", block="trade", is_needed=True)
    form = owner.get(reverse("customers:new")).context["form"]
    assert [field.name for field in form.folded_fields()] == ["x_workshops"]
    assert not form.is_unfolded()
    save(owner, "K1", x_workshops="2", x_vat="3")
    assert not owner.get(reverse("customers:edit", args=["K1"])).context["form"].folded_fields()
    assert save(owner, "K2", x_workshops="三", x_vat="3").context["form"].is_unfolded()


def test_a_value_emptied_meanwhile_stands_beside_the_other_one_as_empty(owner: Client) -> None:
    defined()
    save(owner, "K1", x_workshops="2")
    stale = save(owner, "K1", x_workshops="", version=1)
    assert stale.status_code == 409
    assert ("车间数量", "2", "") in stale.context["differing"]


def test_a_change_of_a_custom_value_is_audited_before_and_after(owner: Client) -> None:
    defined()
    save(owner, "K1", x_workshops="2")
    save(owner, "K1", x_workshops="5")
    values = [(v.field, v.before, v.after) for v in Entry.objects.order_by("-pk")[0].values.all()]
    assert values == [("x_workshops", "2", "5")]


def test_a_choice_is_filtered_and_changed_in_its_place(owner: Client, people: Cast) -> None:
    choices = [{"key": "a", "title": "直营"}, {"key": "b", "title": "加盟"}]
    defined(code="style", title="经营方式", type="choice", choices=choices)
    row = Customer.objects.get(number="K2")
    address = reverse("customers:cell", args=["x_style", row.pk])
    assert "加盟" in owner.get(address).content.decode()
    assert owner.post(address, {"x_style": "b", "version": row.version}).content.decode() == "加盟"
    answer = owner.post("/customers/-/filter/", {"ask": "x_style", "op": "in", "v": ["b"]}, follow=True)
    assert numbers(answer) == ["K2"]
    others = owner.post("/customers/-/filter/", {"ask": "x_style", "op": "not_in", "v": ["b"]}, follow=True)
    assert numbers(others) == ["K3", "K1"]


def test_a_formula_is_worked_out_and_filtered(owner: Client) -> None:
    defined()
    defined(code="capacity", title="产能", type="formula", formula="{workshops} * 50", result="number")
    save(owner, "K1", x_workshops="3")
    owner.post("/customers/-/columns/", {"column": ["number", "x_capacity"]})
    assert "150" in words(owner.get("/customers/"))
    answer = owner.post("/customers/-/filter/", {"ask": "x_capacity", "op": "ge", "v": "100"}, follow=True)
    assert numbers(answer) == ["K1"]


def test_a_file_is_kept_and_given_to_who_sees_the_customer(owner: Client, people: Cast) -> None:
    defined(code="licence", title="营业执照", type="file", is_filtered=False)
    save(owner, "K1", x_licence=SimpleUploadedFile("执照.pdf", b"%PDF-1.4 x", content_type="application/pdf"))
    pk = Customer.objects.get(number="K1").pk
    assert Customer.objects.get(pk=pk).extra == {"licence": StoredFile.objects.get().pk}
    address = reverse("fields:file", args=[KIND, pk, "licence"])
    answer: Any = owner.get(address)
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 x"
    assert "attachment" in answer["Content-Disposition"]
    stranger = Client()
    stranger.force_login(people.other_rep)
    assert stranger.get(address).status_code == 404


def test_a_sensitive_field_is_neither_shown_nor_written_by_who_may_not(people: Cast) -> None:
    defined(code="family", title="负责人家庭", type="text", right="customers.sensitive")
    Customer.objects.filter(number="K1").update(extra={"family": "两个孩子"})
    rep = Client()
    rep.force_login(people.rep)
    assert "负责人家庭" not in words(rep.get(reverse("customers:edit", args=["K1"])))
    assert "两个孩子" not in words(rep.get("/customers/K1/"))
    save(rep, "K1", x_family="被改了", region="上海")
    record = Customer.objects.get(number="K1")
    assert (record.extra, record.region) == ({"family": "两个孩子"}, "上海")


def test_a_masked_field_shows_stars_and_cannot_be_asked(people: Cast) -> None:
    defined(code="family", title="负责人家庭", type="text", right="customers.sensitive")
    Customer.objects.filter(number="K1").update(extra={"family": "两个孩子"})
    Role.objects.filter(code="rep").update(fields={"customers.sensitive": 10})
    rep = Client()
    rep.force_login(people.rep)
    rep.post("/customers/-/columns/", {"column": ["number", "x_family"]})
    page = words(rep.get("/customers/"))
    assert "****" in page
    assert "两个孩子" not in page
    assert rep.post("/customers/-/filter/", {"ask": "x_family", "op": "is", "v": "两个孩子"}).status_code == 404


HEADS = ("客户编号", "客户名称", "车间数量", "车牌", "联系人")


def imported(tmp_path: Path, rows: Sequence[tuple[str, ...]], **options: str) -> ImportRun:
    path = write_csv(tmp_path / "f.csv", rows, HEADS)
    return import_file(kind="customers", path=path, by=None, options=options, at=AT)


@pytest.mark.domain("A54")
def test_a_file_brings_it_with_new_and_known_customers(people: Cast, tmp_path: Path) -> None:
    field, plate = defined(), defined(code="plate", title="车牌", type="text", is_filtered=False)
    run = imported(tmp_path, [("K1", "客户1", "1,200", "", ""), ("K9", "新客户", "3 ", "沪A12345", "赵")])
    assert (run.created, run.updated, run.errored) == (1, 1, 0)
    known, new = Customer.objects.get(number="K1"), Customer.objects.get(number="K9")
    assert (known.extra, known.version) == ({"workshops": "1200"}, 2)
    assert new.extra == {"workshops": "3", plate.code: "沪A12345"}
    assert set(queries.matching(field, "ge", ["1"])) == {known.pk, new.pk}
    again = imported(tmp_path, [("K1", "客户1", "1200", "", ""), ("K9", "新客户", "", "沪A12345", "赵")])
    assert (again.updated, again.skipped) == (0, 2)


def test_a_cell_that_the_field_cannot_read_keeps_its_row_out(people: Cast, tmp_path: Path) -> None:
    defined()
    run = imported(tmp_path, [("K1", "客户1", "很多", "", ""), ("K9", "新客户", "3", "", "")])
    assert (run.created, run.errored) == (1, 1)
    assert run.notes["faults"][0][1] == "车间数量"
    assert Customer.objects.get(number="K1").extra == {}


def test_a_day_is_read_as_any_other_day_of_the_file(people: Cast, tmp_path: Path) -> None:
    defined(title="到期", type="date")
    days = ("2022.5", "2022年5月", "26.3.5", "45000", "二〇二六年三月十五日", "2026-03-05")
    rows = [(f"K{number}", f"公司{number}", day) for number, day in enumerate(days, start=11)]
    path = write_csv(tmp_path / "f.csv", rows, ("客户编号", "客户名称", "到期"))
    run = import_file(kind="customers", path=path, by=None, at=AT)
    assert (run.created, run.errored) == (6, 0)
    told = Customer.objects.filter(party__name__startswith="公司").order_by("number").values_list("extra", flat=True)
    read = ["2022-05-01", "2022-05-01", "2026-03-05", "2023-03-15", "2026-03-15", "2026-03-05"]
    assert [extra["workshops"] for extra in told] == read
    assert {text for grade, _, text, _ in run.notes["remarks"] if grade == "warning"} == {
        "“%(value)s” was read as %(meant)s, the first day of that month.",
        "“%(value)s” was read as %(meant)s: check the year.",
        "The number %(value)s was read as the day %(meant)s, as spreadsheets count days.",
    }


def test_days_under_another_title_are_not_taken_for_a_field(people: Cast) -> None:
    defined(title="到期", type="date")
    found = guesses(["客户名称", "注册于"], [["甲"], ["2026-03-05"] * 3], kinds()["customers"].layout_for(None))
    assert [each.column for each in found] == ["name", None]


def test_what_is_there_is_kept_when_only_gaps_are_filled(people: Cast, tmp_path: Path) -> None:
    defined()
    Customer.objects.filter(number="K1").update(extra={"workshops": "7"})
    rows = [("K1", "客户1", "8", "", ""), ("K2", "客户2", "9", "", "")]
    run = imported(tmp_path, rows, existing="fill")
    assert (run.updated, run.skipped) == (1, 1)
    assert [c.extra for c in Customer.objects.filter(number__in=("K1", "K2")).order_by("pk")] == [
        {"workshops": "7"},
        {"workshops": "9"},
    ]


def test_rows_of_one_new_customer_add_to_each_other(people: Cast, tmp_path: Path) -> None:
    defined()
    defined(code="plate", title="车牌", type="text", is_filtered=False)
    run = imported(tmp_path, [("", "新客户", "3", "", "赵"), ("", "新客户", "", "沪A1", "钱")])
    assert (run.created, run.updated) == (1, 1)
    assert Customer.objects.get(party__name="新客户").extra == {"workshops": "3", "plate": "沪A1"}


def test_who_may_not_change_a_field_cannot_bring_it_either(people: Cast, tmp_path: Path) -> None:
    defined(right="customers.sensitive")
    Role.objects.filter(name="业务员").update(fields={"customers.sensitive": int(Level.READ)})
    layouts = [kinds()["customers"].layout_for(user) for user in (people.rep, None)]
    assert [any(column.title == "车间数量" for column in layout.columns) for layout in layouts] == [False, True]


@pytest.mark.domain("A54")
def test_many_customers_get_one_value_at_once_and_lose_it_by_undo(owner: Client, people: Cast) -> None:
    field = defined(is_needed=True)
    ids = list(Customer.objects.order_by("pk").values_list("pk", flat=True)[:2])
    address, told = reverse("customers:bulk", args=["change"]), {"pk": ids, "x_workshops": "1,200"}
    assert "x_workshops" in words(owner.post(address, {"pk": ids}))
    assert "1,200" in words(owner.post(address, told | {"step": "look"}))
    assert not any(Customer.objects.values_list("extra", flat=True))
    owner.post(address, told | {"step": "do"})
    assert set(queries.matching(field, "ge", ["1200"])) == set(ids)
    owner.post(reverse("customers:undo", args=[Batch.objects.latest("pk").pk]))
    assert not any(Customer.objects.values_list("extra", flat=True))


def test_a_field_left_empty_stays_as_it_is_in_each_of_many(owner: Client) -> None:
    defined()
    made = Customer.objects.get(number="K1")
    save(owner, "K1", x_workshops="7")
    owner.post(reverse("customers:bulk", args=["change"]), {"pk": [made.pk], "industry": "五金", "step": "do"})
    made.refresh_from_db()
    assert (made.industry, made.extra) == ("五金", {"workshops": "7"})


@pytest.mark.parametrize("page", [1, 2, 3])
@pytest.mark.parametrize("word", ["x_workshops", "-x_workshops"])
def test_a_large_list_comes_in_the_order_of_a_small_one(
    owner: Client, people: Cast, monkeypatch: pytest.MonkeyPatch, *, word: str, page: int
) -> None:
    field = defined()
    for number in range(4, 8):
        customer(f"客户{number}", number=f"K{number}", owner=people.rep)
    for number, value in ((1, "7"), (3, "-2"), (4, "7"), (6, "1200")):
        save(owner, f"K{number}", x_workshops=value)
    assert field.may_sort
    monkeypatch.setattr("zhike.customers.screens.CustomerScreen.page_size", 3)
    address = f"/customers/?sort={word}&page={page}"
    small = numbers(owner.get(address))
    monkeypatch.setattr("zhike.kit.paging.CappedPaginator.is_capped", True)
    with CaptureQueriesContext(connection) as asked:
        assert numbers(owner.get(address)) == small
    assert any('FROM "fields_value"' in each["sql"] and f"LIMIT {len(small)}" in each["sql"] for each in asked)
    assert len(small) == (1 if page == 3 else 3)
