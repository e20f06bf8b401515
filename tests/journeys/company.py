"""The company that the journeys play in: its files, its customers."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from tests.factories import Cast
from tests.factories.files import write_csv
from zhike.core.accounts.models import User
from zhike.core.jobs import worker
from zhike.exchange import operations as exchange

SignIn = Callable[[User], None]

CUSTOMER_HEADS = ("客户编号", "客户名称", "电话", "地区", "行业", "负责人", "联系人", "联系人电话", "联系人职务")
ORDER_HEADS = ("订单号", "客户编号", "日期", "行号", "产品编码", "产品", "数量", "单价", "金额", "成本")
CUSTOMERS = (
    ("K1001", "上海宏达商贸有限公司", "021-60010001", "上海", "批发", "李强", "王建国", "13800000007", "采购经理"),
    ("K1002", "杭州西湖茶叶有限公司", "0571-80020002", "杭州", "食品", "李强", "陈晓", "13900000008", "总经理"),
    ("K1003", "苏州工业园精密模具厂", "0512-60030003", "苏州", "制造", "李强", "", "", ""),
    ("K2001", "深圳华泰信息技术有限公司", "0755-80040004", "深圳", "软件", "王芳", "赵敏", "13700000009", "行政"),
    ("K2002", "重庆山城火锅连锁", "023-60050005", "重庆", "餐饮", "王芳", "曾丽", "13600000010", "店长"),
)


def order_rows(on: date) -> list[tuple[object, ...]]:
    """Answer a year and a half of orders up to a day: K1001 buys each month, K1002 has fallen silent."""
    rows: list[tuple[object, ...]] = []
    for place, (number, *_) in enumerate(CUSTOMERS):
        for times in range(16 - 2 * place):
            day = on - timedelta(days=10 + 32 * times + (45 if number == "K1002" else 0))
            order, quantity = f"D{number[1:]}{times:02d}", 2 + times % 3
            rows.append((order, number, day, 1, "P01", "龙井茶 250g", quantity, "128.00", 128 * quantity, 160))
            rows.append((order, number, day, 2, "P02", "礼盒", 1, "36.5", "36.50", 20))
    return rows


def settle(people: Cast, place: Path) -> None:
    """Bring the company's customers and orders in, and score them."""
    now = timezone.now()
    customers = write_csv(place / "客户.csv", CUSTOMERS, CUSTOMER_HEADS)
    exchange.import_file(kind="customers", path=customers, by=people.owner, at=now)
    orders = write_csv(place / "订单.csv", order_rows(timezone.localdate(now)), ORDER_HEADS)
    exchange.import_file(kind="orders", path=orders, by=people.owner, at=now)
    worker.run_all()
