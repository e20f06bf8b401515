"""What a month of lines comes to: its count, its sum, and a mark of what the lines say."""

from collections.abc import Iterable
from dataclasses import dataclass

PRIME = 2_147_483_647
FACTORS = {"line": 1_640_531_527, "customer": 1_103_515_245, "COALESCE(item, 0)": 69_069_069, "amount": 1_406_868_647}


@dataclass(frozen=True)
class Figures:
    """What the lines of a month come to.

    Attributes:
        count: lines.
        amount: 分, their sum.
        mark: sum over the lines of a number made of line, customer, item, amount and day: another line, another
            customer or another day changes it, even where count and amount stay.
    """

    count: int
    amount: int
    mark: int


def figures_sql(lines: str) -> str:
    """Write the query of (month, count, amount, mark) over a query of lines; SQLite, PostgreSQL and DuckDB take it."""
    code = " + ".join(f"{name} % {PRIME} * {factor} % {PRIME}" for name, factor in FACTORS.items())
    day = "CAST(substr(CAST(ordered_on AS TEXT), 9, 2) AS BIGINT)"
    coded = (
        f"SELECT substr(CAST(ordered_on AS TEXT), 1, 7) AS month, amount, ({code} + {day} * 7919) % {PRIME} AS code "  # noqa: S608
        f"FROM ({lines}) AS lines"
    )
    sums = f"COUNT(*) AS many, CAST(SUM(amount) AS BIGINT) AS total, CAST(SUM(code * code % {PRIME}) AS BIGINT) AS mark"
    return f"SELECT month, {sums} FROM ({coded}) AS coded GROUP BY month"  # noqa: S608


def figures_of(rows: Iterable[tuple[object, ...]]) -> dict[str, Figures]:
    """Read the answer of that query, by month such as 2026-01."""
    return {str(month): Figures(*(int(str(each)) for each in numbers)) for month, *numbers in sorted(rows, key=str)}


def month_sql(lines: str, month: str) -> str:
    """Write the query of one month's lines."""
    year, number = map(int, month.split("-"))
    after = f"{year + number // 12:04}-{number % 12 + 1:02}"
    return f"SELECT * FROM ({lines}) AS lines WHERE ordered_on >= '{month}-01' AND ordered_on < '{after}-01'"  # noqa: S608
