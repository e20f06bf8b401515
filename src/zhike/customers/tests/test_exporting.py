"""A list leaves the house as a file: what it shows, for who may, noted; nothing in it is a formula."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import Cast, customer
from tests.factories.files import tables
from zhike.core.access.models import Role
from zhike.core.audit.models import Entry
from zhike.customers.models import Customer
from zhike.exchange.models import Export
from zhike.exchange.sheets import Limits, open_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(people: Cast) -> Cast:
    customer("宏达商贸", number="K1", owner=people.rep, phone="13800000001")
    customer("=HYPERLINK(1)", number="K2", owner=people.rep, phone="13800000002")
    customer("云海食品", number="K3", owner=people.other_rep, phone="13800000003")
    Customer.objects.filter(number="K1").update(bought_365d=123_456, last_bought_on="2026-11-01", level="A")
    return people


def taken(client: Client, kind: str = "csv", query: str = "") -> Any:
    return client.post(f"{reverse('exchange:export', args=['customers'])}?{query}", {"kind": kind})


def rows(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_a_csv_holds_what_the_list_shows_in_its_order_and_columns(owner: Client) -> None:
    head, *lines = rows(taken(owner, query="sort=number"))
    assert head[:2] == ["客户", "编号"]
    assert [line[1] for line in lines] == ["K1", "K2", "K3"]
    assert lines[0][2] == "A"
    assert "1234.56" in lines[0]
    assert "2026-11-01" in lines[0]


def test_a_formula_is_neutralised(owner: Client) -> None:
    assert "'=HYPERLINK(1)" in [line[0] for line in rows(taken(owner))]


def test_a_workbook_keeps_numbers_days_and_texts_apart(owner: Client, tmp_path: Path) -> None:
    target = tmp_path / "customers.xlsx"
    target.write_bytes(b"".join(taken(owner, "xlsx", "sort=number").streaming_content))
    with open_sheet(target, Limits()) as sheet:
        lines = [cells for _, cells in sheet.rows]
    assert lines[1][0] == "宏达商贸"
    assert 1234.56 in lines[1]
    assert lines[2][0] == "=HYPERLINK(1)"  # as a text


def test_an_export_is_noted_with_rows_columns_and_fingerprint(owner: Client, people: Cast) -> None:
    rows(taken(owner, query="sort=number"))
    export = Export.objects.get()
    assert (export.by, export.rows, export.state, export.file_kind) == (people.owner, 3, "done", "csv")
    assert len(export.sha256) == 64
    assert Entry.objects.get(action="exported").fields == sorted(export.columns)


def test_an_export_reaches_what_the_right_to_export_reaches(people: Cast) -> None:
    role = Role.objects.get(code="rep")
    Role.objects.filter(pk=role.pk).update(grants=role.grants | {"customers.export": 10})
    client = Client()
    client.force_login(people.rep)
    assert {line[1] for line in rows(taken(client))[1:]} == {"K1", "K2"}


def test_masked_values_leave_the_house_masked(people: Cast) -> None:
    role = Role.objects.get(code="rep")
    Role.objects.filter(pk=role.pk).update(
        grants=role.grants | {"customers.export": 10}, fields={"customers.phone": 10}
    )
    client = Client()
    client.force_login(people.rep)
    client.post("/customers/-/columns/", {"column": ["number", "phone"]})
    content = "".join(",".join(line) for line in rows(taken(client)))
    assert "13800000001" not in content
    assert "138****0001" in content


@pytest.mark.parametrize("actor", ["rep", "visitor"])
def test_who_may_not_export_gets_nothing(actor: str, people: Cast) -> None:
    client = Client()
    client.force_login(getattr(people, actor))
    before = tables()
    assert taken(client).status_code == 403
    assert tables() == before


def test_a_list_or_a_kind_of_file_nobody_knows_is_not_found(owner: Client) -> None:
    assert taken(owner, "pdf").status_code == 404
    assert owner.post(reverse("exchange:export", args=["secrets"]), {"kind": "csv"}).status_code == 404
