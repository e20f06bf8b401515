from datetime import date
from pathlib import Path

import pytest

from zhike.cli import demo_company
from zhike.core.accounts.queries import user_named
from zhike.customers import operations as customers
from zhike.customers.models import Customer
from zhike.insight import queries as insight
from zhike.sales.models import Order
from zhike.value.models import Score

ON = date(2026, 11, 22)
pytestmark = pytest.mark.django_db


def test_the_demo_company_comes_in_whole_and_is_all_demo(tmp_path: Path) -> None:
    logins = demo_company.ensure(tmp_path, on=ON)

    assert [login.role for login in logins] == ["老板", "业务员", "业务员"]
    assert Customer.objects.count() == 190
    assert Order.objects.count() > 3000
    assert demo_company.foreign_rows() == {}
    assert {level for (level,) in Score.objects.values_list("level")} >= {"A", "B", "C"}
    assert insight.hits("hdsm", for_user=None)[0].title == "宏达商贸"


def test_a_second_start_changes_nothing(tmp_path: Path) -> None:
    first = demo_company.ensure(tmp_path, on=ON)
    orders = Order.objects.count()

    assert demo_company.ensure(tmp_path, on=ON) == first
    assert Order.objects.count() == orders


def test_what_a_person_adds_is_told_apart_from_the_demo(tmp_path: Path) -> None:
    demo_company.ensure(tmp_path, on=ON)
    owner = user_named("zhoumin")
    assert owner is not None
    customers.add_customer(data={"name": "我自己的客户"}, by=owner)

    assert list(demo_company.foreign_rows().values()) == [1]


def test_each_directory_has_passwords_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    one = demo_company.ensure(tmp_path / "one", on=ON)
    two = demo_company.ensure(tmp_path / "two", on=ON)

    assert not {login.password for login in one} & {login.password for login in two}
    assert (tmp_path / "one" / "logins.json").stat().st_mode & 0o077 == 0
