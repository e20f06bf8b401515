"""Small files with repeated papers, buyers of several spellings and bad cells, for what every import promises."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction
from hypothesis import strategies as st

from tests.factories import customer, order, product
from tests.factories.files import CUSTOMER_HEADS, ORDER_HEADS, bring_in, tables, write_csv
from zhike.catalog import operations as catalog
from zhike.exchange.models import ImportRun

FOLLOWS = {"audit.Batch", "audit.Entry", "audit.Value", "jobs.Job"}
File = tuple[str, "Rows", dict[str, str]]
Rows = list[tuple[str, ...]]

order_row = st.tuples(
    st.sampled_from(["D1", "D2", "D3", "d3", ""]),
    st.sampled_from(["K1", "宏达", "K9", "远山", "Alpha", "K000001", "同名", ""]),
    st.sampled_from(["2026-03-05", "2026-03-05", "2026/3/6", "昨天"]),
    st.sampled_from(["", "", "", "1", "2"]),
    st.sampled_from(["", "P1", "P2"]),
    st.sampled_from(["", "1", "0", "2.5"]),
    st.just(""),
    st.sampled_from(["0", "1", "0.01", "100", "100", "-1", "x"]),
    st.sampled_from(["", "1"]),
)
customer_row = st.tuples(
    st.sampled_from(["", "", "K1", "K2", "K000001"]),
    st.sampled_from(["宏达", "远山", "Alpha", "同名", "Alpha", ""]),
    st.sampled_from(["", "02160000000", "abc"]),
    st.sampled_from(["", "", "无此人"]),
    st.sampled_from(["", "李姐", "赵磊"]),
    st.sampled_from(["", "13800000007", "13911111111"]),
)
product_row = st.tuples(
    st.sampled_from(["", "P1", "P2", "礼盒"]),
    st.sampled_from(["礼盒", "散茶", "旧茶", ""]),
    st.sampled_from(["", "盒"]),
    st.sampled_from(["", "节日"]),
)
contact_row = st.tuples(
    st.sampled_from(["K1", "T1", "T2", "K9"]),
    st.sampled_from(["李姐", "赵磊", ""]),
    st.sampled_from(["", "13800000007", "13911111111"]),
    st.sampled_from(["", "经理"]),
    st.sampled_from(["", "决策者"]),
    st.sampled_from(["", "li@example.com"]),
)
preference_row = st.tuples(
    st.sampled_from(["K1", "T1", "宏达"]),
    st.sampled_from(["", "", "李姐", "赵磊"]),
    st.just("茶"),
    st.sampled_from(["龙井", "普洱"]),
    st.sampled_from(["", "2"]),
)
receipt_row = st.tuples(
    st.sampled_from(["", "", "S1", "SK000001"]),
    st.sampled_from(["K1", "宏达", "远山", "同名"]),
    st.just("2026-03-05"),
    st.sampled_from(["100", "100", "5", "0"]),
)
return_row = st.tuples(
    st.sampled_from(["R1", "R2"]),
    st.sampled_from(["", "K1", "T1"]),
    st.just("2026-03-06"),
    st.sampled_from(["D0", "D0", "D1", ""]),
    st.sampled_from(["", "P1"]),
    st.sampled_from(["40", "70", "-5"]),
)
order_files = st.lists(order_row.filter(any), min_size=1, max_size=8)
HEADS = {
    "customers": CUSTOMER_HEADS,
    "orders": ORDER_HEADS,
    "products": ("产品编码", "产品名称", "单位", "分类"),
    "contacts": ("客户编号", "联系人", "电话", "职务", "角色", "邮箱"),
    "preferences": ("客户", "联系人", "偏好种类", "偏好内容", "次数"),
    "receipts": ("收款单号", "客户", "收款日期", "金额"),
    "returns": ("退货单号", "客户编号", "退货日期", "原订单号", "产品编码", "金额"),
}
UPDATES = [{"existing": word} for word in ("update", "fill", "skip")]
MAKES = [{"unknown_customers": word} for word in ("refuse", "create")]


def _files(kind: str, row: Any, options: list[dict[str, str]]) -> st.SearchStrategy[File]:
    return st.tuples(st.just(kind), st.lists(row.filter(any), min_size=1, max_size=8), st.sampled_from(options))


kinds = st.one_of(
    _files("orders", order_row, [o | {"existing_papers": p} for o in MAKES for p in ("refuse", "revise")]),
    _files("customers", customer_row, UPDATES),
    _files("products", product_row, UPDATES),
    _files("contacts", contact_row, UPDATES),
    _files("preferences", preference_row, [{"existing": word} for word in ("skip", "count")]),
    _files("receipts", receipt_row, MAKES),
    _files("returns", return_row, MAKES),
)


@contextmanager
def company() -> Iterator[Path]:
    """Begin each example with the same three customers, a product and an order, and forget it afterwards."""
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        buyer = customer("宏达", number="K1", contact=("李姐", "13800000007"))
        order(buyer, number="D0", of=product("P1", "旧茶"))
        catalog.index_products_after(0, 1)
        customer("同名", number="T1")
        customer("同名", number="T2")
        yield Path(folder)
        transaction.set_rollback(True)


def run(folder: Path, kind: str, rows: Rows, *, options: dict[str, str], dry_run: bool = False) -> ImportRun:
    return bring_in(kind, write_csv(folder / "f.csv", rows, HEADS[kind]), options=options, dry_run=dry_run)


def books() -> dict[str, Any]:
    """Photograph all but the runs themselves and what follows each of them."""
    return {name: rows for name, rows in tables(besides=[ImportRun]).items() if name not in FOLLOWS}
