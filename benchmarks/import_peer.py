"""The peer of the import benchmarks: django-import-export brings the same rows into the same models.

    python -m benchmarks.import_peer customers|orders FILE ROWS

Run in a process of its own, in an installation of its own. It is used as its manual says for large files: in bulk,
without diffs, with cached foreign keys. It has less to do: it knows no papers, so that the orders are handed to it
already put together, and it writes neither contacts nor the search index, checks no cell against another and
answers no file of bad rows.
"""
# mypy: disallow-subclassing-any=False

import csv
import json
import os
import sys
from collections import Counter
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

import django
from django.db import transaction

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhike.config.settings")
django.setup()

from import_export.fields import Field  # noqa: E402 - Django has to be set up before
from import_export.resources import ModelResource  # noqa: E402
from import_export.widgets import CachedForeignKeyWidget  # noqa: E402
from tablib import Dataset  # type: ignore[import-untyped]  # noqa: E402

from zhike.customers.models import Customer, Party  # noqa: E402
from zhike.sales.models import Order, OrderLine  # noqa: E402


class Fast:
    """The settings that its manual recommends for speed."""

    use_bulk = True
    batch_size = 1000
    skip_diff = True
    force_init_instance = True  # every row is new: no look-up
    import_id_fields = ()


def linked(name: str, model: Any, key: str) -> Field:
    """Link to the record whose key stands in the column of the same name."""
    return Field(column_name=name, attribute=name, widget=CachedForeignKeyWidget(model, key))


class PartyResource(ModelResource):
    class Meta(Fast):
        model = Party
        fields = ("name", "kind", "phone")


class CustomerResource(ModelResource):
    party = linked("party", Party, "name")

    class Meta(Fast):
        model = Customer
        fields = ("party", "number", "region", "industry")


class OrderResource(ModelResource):
    customer = linked("customer", Customer, "number")

    class Meta(Fast):
        model = Order
        fields = ("number", "customer", "ordered_on", "amount")


class LineResource(ModelResource):
    order = linked("order", Order, "number")

    class Meta(Fast):
        model = OrderLine
        fields = ("order", "position", "quantity", "amount")


def bring_in(resource: ModelResource, rows: list[dict[str, Any]]) -> None:
    """Import rows, failing loudly at the first fault."""
    data = Dataset(headers=list(rows[0]))
    data.extend(tuple(row.values()) for row in rows)
    with transaction.atomic():
        resource.import_data(data, raise_errors=True)


def bring_in_customers(rows: list[dict[str, str]]) -> None:
    kinds = {"企业": "organisation", "个人": "person", "家庭": "household"}
    parties = [{"name": row["客户名称"], "kind": kinds[row["客户类型"]], "phone": row.get("电话", "")} for row in rows]
    bring_in(PartyResource(), parties)
    customers = [
        {
            "party": row["客户名称"],
            "number": row["客户编号"],
            "region": row.get("地区", ""),
            "industry": row.get("行业", ""),
        }
        for row in rows
    ]
    bring_in(CustomerResource(), customers)


def bring_in_orders(rows: list[dict[str, str]]) -> None:
    """Import whole orders first, then their lines."""
    amounts: dict[str, int] = {}
    lines = []
    positions: Counter[str] = Counter()
    for row in rows:
        number, amount = row["订单号"], round(float(row["金额"]) * 100)
        amounts[number] = amounts.get(number, 0) + amount
        positions[number] += 1
        lines.append({"order": number, "position": positions[number], "quantity": row["数量"], "amount": amount})
    buyers = {row["订单号"]: (row["客户编号"], row["日期"]) for row in rows}
    orders = [
        {"number": number, "customer": buyers[number][0], "ordered_on": buyers[number][1], "amount": amount}
        for number, amount in amounts.items()
    ]
    bring_in(OrderResource(), orders)
    bring_in(LineResource(), lines)


def main() -> None:
    kind, path, count = sys.argv[1:]
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        rows = list(islice(csv.DictReader(file), int(count)))
    before = perf_counter()
    {"customers": bring_in_customers, "orders": bring_in_orders}[kind](rows)
    print(json.dumps({"rows": len(rows), "seconds": perf_counter() - before}))


if __name__ == "__main__":
    main()
