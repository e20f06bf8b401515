"""Who is who in a file does not depend on where its batches end: here each row is a batch of its own."""

from pathlib import Path

import pytest

from tests.factories import add_user, customer
from tests.factories.files import bring_in, counts, reasons, write_csv
from zhike.core.audit.models import Entry
from zhike.customers.models import Contact, Customer
from zhike.exchange.models import ImportRun
from zhike.sales.models import Order

pytestmark = pytest.mark.django_db
CREATE = {"unknown_customers": "create"}


@pytest.fixture(autouse=True)
def a_batch_a_row(read_here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhike.exchange.preparing.ROWS_AT_ONCE", 1)


def both(kind: str, path: Path, options: dict[str, str] | None = None) -> ImportRun:
    """Try a file and import it: both must come to the same."""
    trial = bring_in(kind, path, options=options, dry_run=True)
    run = bring_in(kind, path, options=options)
    assert (counts(trial), reasons(trial)) == (counts(run), reasons(run))
    return run


def names() -> dict[str, str]:
    return dict(Customer.objects.values_list("number", "party__name"))


def test_a_number_that_a_later_row_brings_is_not_given_to_an_earlier_one(tmp_path: Path) -> None:
    rows = [["", "A公司"], ["", "B公司"], ["K000001", "Z公司"]]
    run = both("customers", write_csv(tmp_path / "c.csv", rows, ("客户编号", "客户名称")))
    assert counts(run) == (3, 3, 0, 0, 0)
    assert names()["K000001"] == "Z公司"
    assert sorted(names().values()) == ["A公司", "B公司", "Z公司"]


def test_an_order_never_lands_on_a_customer_who_got_its_number_meanwhile(tmp_path: Path) -> None:
    rows = [["A1", "", "甲家", "2026-03-05", "1"], ["Z1", "K000001", "另一家", "2026-03-05", "1"]]
    heads = ("订单号", "客户编号", "客户名称", "日期", "金额")
    both("orders", write_csv(tmp_path / "o.csv", rows, heads), CREATE)
    assert Order.objects.get(number="Z1").customer.party.name == "另一家"
    assert Order.objects.get(number="A1").customer.party.name == "甲家"


@pytest.mark.parametrize("order", [("A1", "Z1"), ("Z1", "A1")])
def test_a_name_means_the_number_that_the_file_gives_it_elsewhere(order: tuple[str, str], tmp_path: Path) -> None:
    rows = [[order[0], "C1", "宏达", "2026-03-05", "1"], [order[1], "", "宏达", "2026-03-05", "1"]]
    heads = ("订单号", "客户编号", "客户名称", "日期", "金额")
    run = both("orders", write_csv(tmp_path / "o.csv", rows, heads), CREATE)
    assert counts(run) == (2, 2, 0, 0, 0)
    assert names() == {"C1": "宏达"}


def test_a_name_that_the_file_gives_two_numbers_needs_one(tmp_path: Path) -> None:
    rows = [[n, c, "宏达", "2026-03-05", "1"] for n, c in (("A1", "C1"), ("A2", "C2"), ("Z1", ""))]
    heads = ("订单号", "客户编号", "客户名称", "日期", "金额")
    run = both("orders", write_csv(tmp_path / "o.csv", rows, heads), CREATE)
    assert counts(run) == (3, 2, 0, 0, 1)
    assert Order.objects.filter(number="Z1").count() == 0


def test_a_renaming_is_refused_while_the_file_still_uses_the_old_name(tmp_path: Path) -> None:
    customer("甲", number="K9")
    run = both("customers", write_csv(tmp_path / "c.csv", [["K9", "乙"], ["", "甲"]], ("客户编号", "客户名称")))
    assert counts(run) == (2, 0, 0, 1, 1)
    assert names() == {"K9": "甲"}


def test_a_refused_paper_leaves_no_customer_and_no_product(tmp_path: Path) -> None:
    customer("甲", number="K1")
    heads = ("订单号", "客户", "日期", "产品", "金额")
    both("orders", write_csv(tmp_path / "o.csv", [["O1", "K1", "2026-03-05", "酒", "1"]], heads), CREATE)
    run = both("orders", write_csv(tmp_path / "p.csv", [["O1", "乙家", "2026-03-05", "面", "1"]], heads), CREATE)
    assert counts(run) == (1, 0, 0, 0, 1)
    assert names() == {"K1": "甲"}


def test_a_code_in_the_customer_column_is_the_number_and_the_name_column_the_name(tmp_path: Path) -> None:
    heads = ("订单号", "客户", "客户名称", "日期", "金额")
    rows = [["O1", "C001", "宏达商贸", "2026-03-05", "1"], ["O2", "", "Walmart365", "2026-03-05", "1"]]
    both("orders", write_csv(tmp_path / "o.csv", rows, heads), CREATE)
    assert names() == {"C001": "宏达商贸", "K000001": "Walmart365"}


def test_two_rows_about_one_customer_both_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhike.exchange.preparing.ROWS_AT_ONCE", 500)
    customer("甲", number="K9")
    heads = ("客户编号", "客户名称", "电话", "地址")
    run = both(
        "customers", write_csv(tmp_path / "c.csv", [["K9", "甲", "13800000007", ""], ["", "甲", "", "路1号"]], heads)
    )
    assert counts(run) == (2, 0, 2, 0, 0)
    kept = Customer.objects.get(number="K9").party
    assert (kept.phone, kept.address) == ("13800000007", "路1号")
    assert Entry.objects.get(kind="customers.customer").fields == ["address", "phone"]


def test_an_owner_whom_two_colleagues_could_be_is_asked_for(tmp_path: Path) -> None:
    add_user("李强强", username="liq1")
    second = add_user("李强强", username="liq2")
    rows = [["甲", "李强强"], ["乙", "LIQ2"]]
    run = both("customers", write_csv(tmp_path / "c.csv", rows, ("客户名称", "负责人")))
    assert counts(run) == (2, 1, 0, 0, 1)
    assert Customer.objects.get().owner == second


def test_a_contacts_phone_without_a_name_is_given_back(tmp_path: Path) -> None:
    run = both("customers", write_csv(tmp_path / "c.csv", [["甲", "13800000007"]], ("客户名称", "联系人电话")))
    assert counts(run) == (1, 0, 0, 0, 1)
    assert not Contact.objects.exists()


def test_numbers_that_no_page_could_have_are_given_back(tmp_path: Path) -> None:
    run = both("customers", write_csv(tmp_path / "c.csv", [["new", "甲"], ["..", "乙"]], ("客户编号", "客户名称")))
    assert counts(run) == (2, 0, 0, 0, 2)
    heads = ("订单号", "客户", "日期", "产品编码", "金额")
    rows = [["..", "K1", "2026-03-05", "", "1"], ["O1", "K1", "2026-03-05", "new", "1"]]
    assert counts(both("orders", write_csv(tmp_path / "o.csv", rows, heads), CREATE)) == (2, 0, 0, 0, 2)
