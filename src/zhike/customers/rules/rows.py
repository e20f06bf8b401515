"""The rows of a customer file, prepared before the transaction: cells as we keep them, keys, what search will read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from zhike.core.search.rules import Named
from zhike.customers.rules import NotSo, areas
from zhike.customers.rules.birthdays import read_birthday
from zhike.customers.rules.identity import name_key, normal_code, phone_key, tidy_phone
from zhike.exchange.spool import Fault, Row

CONTACT = "contact_"


@dataclass(frozen=True)
class Prepared:
    """The rows of a batch with tidy cells, those of which something is wrong apart, and what that is."""

    rows: list[Row]
    faults: list[Fault]
    unsound: list[Row]


def prepare(rows: Sequence[Row]) -> Prepared:
    """Read what the cells mean; a row with a cell that cannot be what it should be stays out."""
    prepared = Prepared([], [], [])
    for row in rows:
        values: dict[str, Any] = {name: value for name, value in row.values.items() if value}
        faults = [*_faults(row.line, values)]
        if faults:
            prepared.faults.extend(faults)
            prepared.unsound.append(row)
        else:
            prepared.rows.append(Row(row.line, values | _keys(values, "") | _keys(values, CONTACT)))
    return prepared


def names(prepared: Prepared) -> Iterator[Named]:
    """Give the names, with number and phone, that search will read when these rows are written."""
    for row in prepared.rows:
        for who in ("", CONTACT):
            if name := row.values.get(f"{who}name"):
                yield (
                    str(name),
                    str(row.values.get(f"{who}number") or ""),
                    phones(str(row.values.get(f"{who}phone") or "")),
                )


def phones(phone: str) -> tuple[str, ...]:
    """Answer the only phone there is, if there is one."""
    return (phone,) if phone else ()


def _faults(line: int, values: dict[str, Any]) -> Iterator[Fault]:
    for name, column, reading in _READINGS:
        try:
            if name in values:
                reading(values)
        except NotSo as wrong:
            yield Fault(line, column, wrong.phrase)


def _keys(values: dict[str, Any], who: str) -> dict[str, str]:
    """Answer what duplicates are found by: of the customer, or of the contact."""
    name, phone = values.get(f"{who}name"), values.get(f"{who}phone")
    keys = {f"{who}name_key": name_key(name)} if name else {}
    return keys | {f"{who}phone_key": phone_key(phone)} if phone else keys


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
