"""When a scheduled export is due, and which of its files stay."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from zhike.exchange.exports.rules import Days, file_name, is_file_name, last_due, next_due, outdated

HERE = ZoneInfo("Asia/Shanghai")
MONDAYS = Days(time(6), weekdays=frozenset({0}))
LAST_OF_MONTH = Days(time(6), month_day=31)


def at(day: str, hour: int = 8) -> datetime:
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=HERE)


def test_a_weekday_is_due_from_its_time_on() -> None:
    assert last_due(MONDAYS, at("2026-11-23", 6)) == at("2026-11-23", 6)
    assert last_due(MONDAYS, at("2026-11-23", 5)) == at("2026-11-16", 6)
    assert next_due(MONDAYS, at("2026-11-23", 5)) == at("2026-11-23", 6)
    assert next_due(MONDAYS, at("2026-11-23", 6)) == at("2026-11-30", 6)


def test_the_31st_of_a_shorter_month_is_its_last_day() -> None:
    assert last_due(LAST_OF_MONTH, at("2026-12-05")) == at("2026-11-30", 6)
    assert next_due(LAST_OF_MONTH, at("2027-02-01")) == at("2027-02-28", 6)
    assert last_due(LAST_OF_MONTH, at("2027-01-31", 5)) == at("2026-12-31", 6)
    assert next_due(LAST_OF_MONTH, at("2026-12-31", 7)) == at("2027-01-31", 6)


def test_without_days_nothing_is_ever_due() -> None:
    assert last_due(Days(time(6)), at("2026-11-23")) is None
    assert next_due(Days(time(6)), at("2026-11-23")) is None


@pytest.mark.parametrize(
    "name", ["", " 客户", "客户 ", "../客户", "a/b", "a\\b", ".客户", "客户\n", "客户?", 'a"b', "a\x00"]
)
def test_a_name_that_would_leave_the_folder_is_none(name: str) -> None:
    assert not is_file_name(name)


@pytest.mark.parametrize("name", ["客户", "全部客户 华东", "customers-2026", "v1.2"])
def test_an_ordinary_name_is_one(name: str) -> None:
    assert is_file_name(name)


def test_only_the_newest_own_files_stay() -> None:
    own = [file_name("客户", date(2026, 11, day), ".xlsx") for day in (1, 2, 3)]
    others = ["客户-2026-11-01.csv", "客户-华东-2026-11-01.xlsx", "客户-名单.xlsx", "客户-20261101.xlsx", "x.xlsx"]
    assert outdated([*own, *others], name="客户", suffix=".xlsx", kept=2) == [own[0]]
