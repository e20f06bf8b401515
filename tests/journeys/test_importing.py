import csv
import io
import re
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Page, expect

from tests.factories import Cast
from tests.factories.files import write_csv
from tests.journeys.company import CUSTOMER_HEADS, CUSTOMERS, ORDER_HEADS, SignIn, order_rows
from tests.journeys.looking import Look
from zhike.customers.models import Customer
from zhike.sales.models import Order

pytestmark = pytest.mark.journey

BAD_CUSTOMERS = (
    ("K3001", "", "021-60010009", "上海", "批发", "周敏", "", "", ""),
    ("K3002", "名" * 200, "021-60010009", "上海", "批发", "周敏", "", "", ""),
)


def upload(page: Page, kind: str, file: Path) -> None:
    """Bring a file to the end of its trial."""
    page.goto(f"/import/new/{kind}/")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator("zk-drop output")).to_contain_text(file.name)
    page.locator("main form button[type=submit]").click()
    go_on(page, "read")
    go_on(page, "map")
    expect(page).to_have_url(re.compile(r"/import/\d+/$"))
    expect(page.locator(".zk-figure-value").first).to_be_visible()


def go_on(page: Page, step: str) -> None:
    """Take a step as it is proposed."""
    expect(page).to_have_url(re.compile(rf"/import/\d+/{step}/$"))
    page.locator("main form .btn-primary[type=submit]").click()


def confirm(page: Page) -> None:
    page.locator("form[action$='/confirm/'] button").click()
    expect(page.locator("a[href$='/undo/']")).to_be_visible()


def counts(page: Page) -> list[int]:
    """Answer rows, created, updated, skipped and errors, as the page says them."""
    return [int(text.replace(",", "")) for text in page.locator(".zk-figure-value").all_inner_texts()]


def test_a_customer_file_with_bad_rows_is_tried_then_imported(
    page: Page, people: Cast, sign_in: SignIn, working: None, look: Look, tmp_path: Path
) -> None:
    sign_in(people.owner)
    file = write_csv(tmp_path / "老客户.csv", [*CUSTOMERS, *BAD_CUSTOMERS], CUSTOMER_HEADS)
    file.write_text(file.read_text(encoding="utf-8"), encoding="gb18030", newline="")
    page.goto("/import/")
    look("imports without any")
    page.locator("a[href='/import/new/customers/']").first.click()
    look("import customers")
    upload(page, "customers", file)
    assert counts(page) == [7, 5, 0, 0, 2]
    assert not Customer.objects.exists()
    look("trial with errors")
    with page.expect_download() as download:
        page.locator("a[href$='/errors/']").click()
    check_error_file(download.value.path(), download.value.suggested_filename)
    confirm(page)
    assert counts(page) == [7, 5, 0, 0, 2]
    look("imported with errors")
    page.locator("main a.btn-primary[href*='/customers/']").click()
    expect(page.locator("tbody tr")).to_have_count(5)
    look("customers without orders")


def check_error_file(path: Path, name: str) -> None:
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert name == "老客户-错误行.csv"
    assert [row[0] for row in rows[1:]] == ["K3001", "K3002"]
    assert [row[-2] for row in rows[1:]] == ["7", "8"]
    assert all(re.search(r"[\u4e00-\u9fff]", row[-1]) for row in rows[1:])


def test_the_orders_follow_and_the_customer_page_shows_them(
    page: Page, people: Cast, sign_in: SignIn, working: None, look: Look, tmp_path: Path
) -> None:
    sign_in(people.owner)
    upload(page, "customers", write_csv(tmp_path / "客户.csv", CUSTOMERS, CUSTOMER_HEADS))
    confirm(page)
    rows = order_rows(date(2026, 10, 1))
    upload(page, "orders", write_csv(tmp_path / "订单.csv", rows, ORDER_HEADS))
    look("trial without errors")
    confirm(page)
    assert counts(page) == [len(rows), len(rows), 0, 0, 0]
    expected = sum(round(float(str(row[8])) * 100) for row in rows if row[1] == "K1001")
    assert sum(Order.objects.filter(customer__number="K1001").values_list("amount", flat=True)) == expected
    page.goto("/customers/K1001/")
    figure = page.locator("a[href*='/orders/?customer=K1001']").first
    expect(figure).to_have_text(f"¥{expected // 100:,}.{expected % 100:02d}")


def test_the_same_file_twice_makes_nothing_new(
    page: Page, company: Cast, sign_in: SignIn, working: None, tmp_path: Path
) -> None:
    sign_in(company.owner)
    upload(page, "customers", write_csv(tmp_path / "客户.csv", CUSTOMERS, CUSTOMER_HEADS))
    assert counts(page) == [5, 0, 0, 5, 0]
    expect(page.locator("form[action$='/confirm/'] button")).to_have_count(0)


def test_a_file_that_is_no_table_is_refused_in_words(
    page: Page, people: Cast, sign_in: SignIn, working: None, look: Look, tmp_path: Path
) -> None:
    sign_in(people.owner)
    file = tmp_path / "照片.csv"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    page.goto("/import/new/orders/")
    page.locator("input[type=file]").set_input_files(file)
    page.locator("main form button[type=submit]").click()
    refusal = page.locator("#id_file_error")
    expect(refusal).to_be_visible()
    assert re.search(r"[\u4e00-\u9fff]", refusal.inner_text())
    look("import refused")


def test_no_file_at_all_is_said_beside_the_field(page: Page, people: Cast, sign_in: SignIn, look: Look) -> None:
    sign_in(people.owner)
    page.goto("/import/new/customers/")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("#id_file_error")).to_be_visible()
    look("import without file")


UGLY: list[list[object]] = [
    ["青山商贸有限公司客户一览表"],
    ["制表人：周敏"],
    ["客户编码", "单位名称", "手机", "性质", "所属区域", "客户经理", "说明"],
    ["A1", "远山商贸", "13800001111、021-60012345", "公司客户", "华东大区", "李强", "老客户"],
    ["A2", "", "13900002222", "个人", "华南大区", "李强", ""],
    ["A3", "长风五金", "abc", "企业", "华北", "小王", ""],
    ["小计", "", "", "", "", "", ""],
    ["A4", "明月酒楼", "０２１－６００１２３４６", "企业", "华东", "王芳", ""],
    ["合计", "", "", "", "", "", "4"],
    ["备注：截止十月"],
]


def test_an_ugly_file_is_read_mapped_corrected_imported_and_undone(
    page: Page, people: Cast, sign_in: SignIn, working: None, look: Look, tmp_path: Path
) -> None:
    sign_in(people.owner)
    page.goto("/import/new/customers/")
    page.locator("input[type=file]").set_input_files(write_workbook(tmp_path / "老客户 2026.xlsx"))
    page.locator("main form button[type=submit]").click()
    first = page.locator("main section").first
    expect(first.locator(".zk-line-head")).to_have_count(1)
    expect(first.locator(".zk-line-out")).to_have_count(5)
    look("what was read")
    go_on(page, "read")
    look("what the columns are")
    page.get_by_label("小王").select_option("wangfang")
    page.locator("input[name=keeps]").check()
    go_on(page, "map")
    expect(page.locator(".zk-figure-value").first).to_be_visible()
    assert counts(page) == [4, 2, 0, 0, 2]
    look("what was found")
    correct_and_import(page)
    look("imported after corrections")
    assert {*Customer.objects.values_list("party__name", flat=True)} == {"明月酒楼", "海岸贸易", "远山商贸", "长风五金"}
    undo(page)
    look("undone")
    page.goto("/import/")
    look("history of imports")


def correct_and_import(page: Page) -> None:
    page.reload()
    page.locator("input[name='cell-5-1']").fill("海岸贸易")
    page.locator("input[name='cell-6-2']").fill("021-60010003")
    page.locator("input[name='cell-6-2']").press("Enter")
    expect(page.locator(".zk-figure-value").last).to_have_text("0")
    confirm(page)
    assert counts(page) == [4, 4, 0, 0, 0]


def undo(page: Page) -> None:
    page.locator("a[href$='/undo/']").click()
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".zk-run .zk-note-good")).to_be_visible()
    assert not Customer.objects.exists()


def write_workbook(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("华东")
        for number, row in enumerate(UGLY):
            sheet.write_row(number, 0, row)
        book.add_worksheet("说明").write(0, 0, "这里是说明")
    return path
