"""Credit code, place, birthday and phone: read one way by the form, the operations and the import."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.test import Client

from tests.factories import Cast, customer
from tests.factories.files import bring_in, counts, reasons, tables, write_csv
from tests.factories.pages import words
from zhike.core.access.models import Role
from zhike.core.audit.models import Entry
from zhike.customers import permissions
from zhike.customers.forms import CustomerForm, NewCustomerForm, initial_of
from zhike.customers.models import Customer, Party
from zhike.customers.operations import add_customer, change_customer
from zhike.customers.rules import areas, birthdays, identity
from zhike.kit.refusals import FieldRefused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]
CODE = "91110000600037341L"
PERSON: dict[str, Any] = {"name": "赵阿姨", "kind": "household"}
HEADS = ("客户名称", "客户类型", "电话", "统一社会信用代码", "省市区", "地址", "生日")


def test_the_form_keeps_everything_the_one_way(people: Cast, client: Client) -> None:
    client.force_login(people.owner)
    told = PERSON | {
        "phone": "+86 138 0000 0007",
        "address": "浙江省杭州市西湖区文三路 1 号",
        "birthday": "1958年八月十五",
    }
    assert client.post("/customers/new/", told).status_code == 302
    party = Party.objects.get()
    assert (party.phone, party.area, party.address) == ("13800000007", "330106", "文三路 1 号")
    assert (party.birthday, party.birth_year, party.area_name) == ("农历八月十五", 1958, "浙江省杭州市西湖区")
    shown = words(client.get("/customers/edit/K000001/"))
    for value in ("浙江省杭州市西湖区", "文三路 1 号", "农历八月十五", "1958"):
        assert f'value="{value}"' in shown


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"kind": "organisation", "credit_code": CODE[:-1] + "M"}, "credit_code"),
        ({"area": "西湖区"}, "area"),
        ({"birthday": "2-30"}, "birthday"),
        ({"kind": "organisation", "birthday": "5-1"}, "birthday"),
        ({"phone": "60000000"}, "phone"),
        ({"contact_name": "李姐", "contact_phone": "1380000000"}, "contact_phone"),
        ({"birth_year": "1800"}, "birth_year"),
    ],
    ids=lambda bad: next(iter(bad)) if isinstance(bad, dict) else bad,
)
def test_the_form_refuses_beside_the_field(bad: dict[str, str], field: str, people: Cast, client: Client) -> None:
    client.force_login(people.owner)
    before = tables()
    answer = client.post("/customers/new/", PERSON | bad)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    assert tables() == before


def test_a_phone_from_before_it_was_checked_may_stay(people: Cast, client: Client) -> None:
    made = customer("宏达", number="K1", owner=people.rep, phone="6000-0000")
    client.force_login(people.rep)
    told = {"name": "宏达商贸", "kind": "organisation", "phone": "6000-0000", "version": "1"}
    assert client.post("/customers/edit/K1/", told).status_code == 302
    made.refresh_from_db()
    assert (made.party.name, made.party.phone) == ("宏达商贸", "6000-0000")
    assert client.post("/customers/edit/K1/", told | {"phone": "7000-0000", "version": "2"}).status_code == 422


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"credit_code": "123"}, "credit_code"),
        ({"area": "火星"}, "area"),
        ({"birthday": "13-1"}, "birthday"),
        ({"phone": "12"}, "phone"),
    ],
)
def test_the_operations_refuse_what_the_form_would(data: dict[str, Any], field: str, people: Cast) -> None:
    made = customer("宏达", owner=people.rep)
    before = tables()
    attempts: tuple[Callable[[], Customer], ...] = (
        lambda: add_customer(data=PERSON | data, by=people.rep),
        lambda: change_customer(customer=made, data=data, version=1, by=people.rep),
    )
    for attempt in attempts:
        with pytest.raises(FieldRefused) as wrong:
            attempt()
        assert wrong.value.field == field
    assert tables() == before


def test_a_change_tells_before_and_after_and_renews_the_keys(people: Cast) -> None:
    made = customer("宏达商贸", owner=people.rep, phone="13800000007")
    told = {"name": "鸿图食品有限公司", "phone": "021-60000000", "credit_code": CODE, "area": "浙江杭州"}
    change_customer(customer=made, data=told, version=1, by=people.rep)
    party = Party.objects.get()
    assert (party.name_key, party.phone_key, party.area) == ("鸿图食品", "02160000000", "330100")
    entry = Entry.objects.get(action="changed")
    values = {value.field: (value.before, value.after) for value in entry.values.all()}
    assert values["phone"] == ("13800000007", "021-60000000")
    assert values["area"] == ("", "330100")
    assert {value.subject for value in entry.values.all()} == {party.pk}


def test_a_form_has_no_field_that_its_user_may_not_change(people: Cast, client: Client) -> None:
    made = customer("宏达", number="K1", owner=people.rep, phone="13800000007")
    Role.objects.filter(code="rep").update(fields={permissions.PHONE: 20, permissions.ADDRESS: 0})
    form = CustomerForm(for_user=people.rep, initial=initial_of(made))
    assert not {"phone", "address", "birth_year"} & {*form.fields}
    new = NewCustomerForm(for_user=people.rep)
    assert "phone" in new.fields
    assert not {"address", "birth_year"} & {*new.fields}
    assert "birth_year" in CustomerForm(for_user=people.owner).fields
    client.force_login(people.rep)
    assert "13800000007" not in words(client.get("/customers/edit/K1/"))
    told = {"name": "宏达", "kind": "organisation", "phone": "13911111111", "address": "x", "version": "1"}
    assert client.post("/customers/edit/K1/", told).status_code == 302
    made.party.refresh_from_db()
    assert (made.party.phone, made.party.address) == ("13800000007", "")


def test_the_fields_that_are_data_are_asked_too() -> None:
    form = CustomerForm(definitions={"x_rooms": forms.IntegerField(label="车间数量")})
    assert "form-control" in str(form["x_rooms"])
    assert "x_rooms" not in CustomerForm().fields


def import_rows(folder: Path, *rows: dict[str, str]) -> Any:
    lines = [[row.get(head, "") for head in HEADS] for row in rows]
    return bring_in("customers", write_csv(folder / "c.csv", lines, HEADS))


def test_an_import_reads_them_the_same_way(tmp_path: Path) -> None:
    run = import_rows(
        tmp_path,
        {"客户名称": "宏达商贸", "电话": "+86 21 6000 0000", "统一社会信用代码": CODE.lower(), "省市区": "浙江 杭州"},
        {"客户名称": "赵阿姨家", "客户类型": "家庭", "地址": "杭州西湖区文三路 1 号", "生日": "1958-05-01"},
        {"客户名称": "钱师傅家", "客户类型": "家庭", "生日": "农历八月十五"},
    )
    assert counts(run) == (3, 3, 0, 0, 0)
    by_name = {party.name: party for party in Party.objects.all()}
    assert by_name["宏达商贸"].phone == "021-60000000"
    assert (by_name["宏达商贸"].credit_code, by_name["宏达商贸"].area) == (CODE, "330100")
    assert (by_name["赵阿姨家"].area, by_name["赵阿姨家"].address) == ("330106", "文三路 1 号")
    assert (by_name["赵阿姨家"].birthday, by_name["赵阿姨家"].birth_year) == ("05-01", 1958)
    assert by_name["钱师傅家"].birthday == "农历八月十五"


def test_a_cell_that_cannot_be_keeps_its_row_out_and_says_which(tmp_path: Path) -> None:
    run = import_rows(
        tmp_path,
        {"客户名称": "甲", "统一社会信用代码": CODE[:-1]},
        {"客户名称": "乙", "省市区": "火星"},
        {"客户名称": "丙", "生日": "2-30"},
        {"客户名称": "丁", "电话": "6000000"},
    )
    assert counts(run) == (4, 1, 0, 0, 3)
    assert reasons(run) == [
        (2, "统一社会信用代码", identity.WRONG_LENGTH.text),
        (3, "省市区", areas.NO_AREA.text),
        (4, "生日", birthdays.NO_SUCH_DAY.text),
    ]
    assert Customer.objects.get().party.phone == "6000000"


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    row = {"客户名称": "赵阿姨家", "客户类型": "家庭", "地址": "杭州西湖区文三路 1 号", "生日": "1958年八月十五"}
    row |= {"电话": "02160000000"}
    import_rows(tmp_path, row)
    assert counts(import_rows(tmp_path, row)) == (1, 0, 0, 1, 0)
    assert counts(import_rows(tmp_path, row | {"生日": "五月初五"})) == (1, 0, 1, 0, 0)
    assert Party.objects.get().birthday == "农历五月初五"
