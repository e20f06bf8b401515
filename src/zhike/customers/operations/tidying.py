"""The cells of a customer file as we keep them: phones, codes, places, birthdays; read before the transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from zhike.customers.rules import NotSo, areas
from zhike.customers.rules.birthdays import read_birthday
from zhike.customers.rules.identity import normal_code, tidy_phone
from zhike.exchange.kinds import Outcome
from zhike.exchange.spool import Row


@dataclass(frozen=True)
class Tidied:
    """The rows of a batch with tidy cells, and what is wrong with some of them by line."""

    rows: list[Row]
    faults: dict[int, Outcome]


def tidy(rows: Sequence[Row]) -> Tidied:
    """Read what the cells mean; a row with a cell that cannot be what it should be stays out."""
    tidied = Tidied([], {})
    for row in rows:
        values: dict[str, Any] = dict(row.values)
        for name, column, reading in _READINGS:
            try:
                if values.get(name):
                    reading(values)
            except NotSo as wrong:
                tidied.faults.setdefault(row.line, Outcome(row.line, "errored", wrong.phrase, column))
        tidied.rows.append(Row(row.line, values))
    return tidied


def _phone(values: dict[str, Any]) -> None:
    values["phone"] = tidy_phone(values["phone"])


def _contact_phone(values: dict[str, Any]) -> None:
    values["contact_phone"] = tidy_phone(values["contact_phone"])


def _credit_code(values: dict[str, Any]) -> None:
    values["credit_code"] = normal_code(values["credit_code"])


def _area(values: dict[str, Any]) -> None:
    values["area"] = areas.read_area(values["area"])


def _address(values: dict[str, Any]) -> None:
    area, values["address"] = areas.split_address(values["address"], area=values.get("area") or "")
    values["area"] = area or None


def _birthday(values: dict[str, Any]) -> None:
    born = read_birthday(values["birthday"])
    values |= {"birthday": born.written, "birth_year": born.year}


_READINGS: tuple[tuple[str, str, Callable[[dict[str, Any]], None]], ...] = (
    ("phone", "电话", _phone),
    ("contact_phone", "联系人电话", _contact_phone),
    ("credit_code", "统一社会信用代码", _credit_code),
    ("area", "省市区", _area),
    ("address", "地址", _address),
    ("birthday", "生日", _birthday),
)
