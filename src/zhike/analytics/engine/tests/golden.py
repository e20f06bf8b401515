"""Lines that hold every oddity, and what each question answers of them: any engine must say the same.

`python -m zhike.analytics.engine.tests.golden` writes the answers of DuckDB into golden.json.
"""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from zhike.analytics.engine import Engine, Place
from zhike.analytics.snapshot import SCHEMA

AS_OF = date(2025, 6, 30)
ANSWERS = Path(__file__).parent / "golden.json"
DIGITS = 12
"""Significant ones that engines must share: they add up in different orders."""

QUESTIONS: dict[str, Callable[[Engine, Place], pa.Table]] = {
    "purchase_days": lambda engine, place: engine.purchase_days(place, as_of=AS_OF),
    "summary": lambda engine, place: engine.summary(place, as_of=AS_OF),
    "gaps": lambda engine, place: engine.gaps(place, as_of=AS_OF),
    "lrfm": lambda engine, place: engine.lrfm(place, as_of=AS_OF),
    "lrfm_window": lambda engine, place: engine.lrfm(place, as_of=AS_OF, window_days=90),
    "cohorts": lambda engine, place: engine.cohorts(place, as_of=AS_OF),
    "concentration": lambda engine, place: engine.concentration(place, as_of=AS_OF),
    "pairs": lambda engine, place: engine.pairs(place, as_of=AS_OF, least=2, widest=3),
    "item_baskets": lambda engine, place: engine.item_baskets(place, as_of=AS_OF),
    "item_days": lambda engine, place: engine.item_days(place, as_of=AS_OF),
    "item_purchases": lambda engine, place: engine.item_purchases(place, as_of=AS_OF),
    "months": lambda engine, place: engine.months(place),
}


def lines() -> pa.Table:
    """Make 240 lines of 24 customers: alike ones, free ones, returns with and without an order, lines after the day."""
    rows = [_line(number) for number in range(240)]
    columns = zip(*rows, strict=True)
    return pa.table([pa.array(each, kind) for each, kind in zip(columns, SCHEMA.types, strict=True)], schema=SCHEMA)


def _line(number: int) -> tuple[object, ...]:
    order = number // 3
    on = date(2024, 1, 31) + timedelta(days=order * order % 541)
    item = None if number % 17 == 0 else number * 7 % 9
    store = None if order % 4 == 0 else order % 3
    if number % 11 == 5:
        named = f"D{max(order - 24, 0)}" if number % 2 else None
        back = -(number * 37 % 900 + 1)
        return number, order % 24, None, named, on + timedelta(days=number % 60), item, store, -1.0, back
    if number % 29 == 7:  # a discount inside the order
        return number, order % 24, f"D{order}", None, on, None, store, None, -50
    amount = 0 if number % 13 == 0 else number * 101 % 700 + 100
    return number, order % 24, f"D{order}", None, on, item, store, 1.0 + number % 4 / 2, amount


def rows_of(table: pa.Table) -> list[list[object]]:
    """Answer a table in words that JSON keeps: days as text, fractions to as many digits as engines share."""
    return [[_plain(value) for value in row.values()] for row in table.to_pylist()]


def answers() -> dict[str, list[list[object]]]:
    """Read what is expected, by question."""
    found: dict[str, list[list[object]]] = json.loads(ANSWERS.read_text(encoding="utf-8"))
    return found


def _plain(value: Any) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value


if __name__ == "__main__":
    import tempfile

    from pyarrow import parquet

    from zhike.analytics.engine import connect

    with tempfile.TemporaryDirectory() as folder, connect() as engine:
        parquet.write_table(lines(), place := Path(folder) / "lines.parquet")
        told = {name: rows_of(question(engine, place)) for name, question in QUESTIONS.items()}
    parts = [f'"{name}": [\n' + ",\n".join(map(json.dumps, rows)) + "\n]" for name, rows in told.items()]
    ANSWERS.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")
