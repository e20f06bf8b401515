"""Each look of a value, in one place."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.kit import cells
from zhike.kit.charts import Chart
from zhike.kit.columns import Column, chosen_order

NAUGHTY = "<script>alert('1')</script>"


@dataclass
class Record:
    """Anything that has a name and a page."""

    name: str = NAUGHTY
    level: str = "A"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f'/x/"{self.name}"/'


@pytest.mark.parametrize(
    ("fen", "shown"),
    [
        (0, "¥0.00"),
        (5, "¥0.05"),
        (100, "¥1.00"),
        (1_234_500, "¥12,345.00"),
        (-50, "-¥0.50"),
        (-123_456, "-¥1,234.56"),
        (10**13 + 1, "¥100,000,000,000.01"),
    ],
)
def test_money_is_shown_in_yuan(fen: int, shown: str) -> None:
    assert cells.yuan(fen) == cells.money(fen) == shown


@given(fen=st.integers(-(10**15), 10**15))
def test_no_fen_is_lost_on_the_screen(fen: int) -> None:
    assert Decimal(cells.yuan(fen).replace("¥", "").replace(",", "")) * 100 == fen


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (12_000, "12,000"),
        (1.5, "1.5"),
        (Decimal("1.250000"), "1.25"),
        (Decimal("0.000001"), "0.000001"),
        (Decimal("9999999999.000000"), "9,999,999,999"),
        (Decimal("100"), "100"),
    ],
)
def test_a_number_has_no_useless_zeros(value: Any, shown: str) -> None:
    assert cells.number(value) == shown


def test_what_is_not_there_is_a_dash_and_never_a_zero() -> None:
    empty = [cells.money(None), cells.number(None), cells.day(None), cells.moment(None), cells.link(None)]
    empty += [cells.text(""), cells.text(None), cells.phone(""), cells.email(""), cells.badge("")]
    assert set(empty) == {cells.NOTHING}


def test_a_day_and_a_moment_are_in_the_companys_zone() -> None:
    assert ">2026-11-21<" in cells.day(date(2026, 11, 21))
    shown = cells.moment(datetime(2026, 11, 21, 17, 30, 5, tzinfo=UTC))
    assert ">2026-11-22 01:30<" in shown
    assert 'title="2026-11-22 01:30:05"' in shown


def test_whatever_people_typed_is_never_markup() -> None:
    record = Record()
    shown = [
        cells.text(NAUGHTY),
        cells.link(record),
        cells.badge(NAUGHTY),
        cells.person(record),
    ]
    shown += [cells.phone(NAUGHTY), cells.email(NAUGHTY), cells.missing(NAUGHTY)]
    assert all("<script" not in cell and "&lt;script" in cell for cell in shown)


def test_a_badge_has_the_tone_it_is_given() -> None:
    assert cells.badge("A", "accent") == '<span class="zk-badge zk-badge-accent">A</span>'
    assert cells.badge("C") == '<span class="zk-badge">C</span>'
    assert cells.badge(0) == '<span class="zk-badge">0</span>'


def test_a_phone_and_an_address_are_one_tap_away() -> None:
    assert 'href="tel:13800000007"' in cells.phone("13800000007")
    assert 'href="mailto:li@example.com"' in cells.email("li@example.com")


def test_a_column_shows_what_its_path_leads_to() -> None:
    assert Column("name", "Name", "name").show(Record(name="宏达")) == "宏达"
    assert Column("name", "Name", "level.name").show(type("R", (), {"level": Record(name="宏达")})()) == "宏达"


@pytest.mark.parametrize("word", ["", "-", "secret", "owner__password", "-name", "name--", "?", "name; DROP TABLE"])
def test_a_word_that_is_no_sortable_column_is_no_order(word: str) -> None:
    columns = (Column("name", "Name"), Column("number", "No.", sort=("number",)))
    assert chosen_order(columns, word) is None


def test_a_sorting_word_falls_with_a_minus() -> None:
    columns = (Column("number", "No.", sort=("number",)),)
    rising, falling = chosen_order(columns, "number"), chosen_order(columns, "-number")
    assert rising is not None
    assert falling is not None
    assert (rising.falls, rising.word) == (False, "number")
    assert (falling.falls, falling.word) == (True, "-number")


def test_a_chart_says_the_same_to_the_browser_and_in_its_table() -> None:
    chart = Chart("k", "t", "元", ["2026-01", "2026-02"], [1.5, 0], "Sold")
    assert chart.for_browser()["series"] == [{"name": "Sold", "data": [1.5, 0]}]
    assert chart.rows == [("2026-01", 1.5), ("2026-02", 0)]
