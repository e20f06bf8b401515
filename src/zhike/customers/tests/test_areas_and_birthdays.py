"""省市区 read as people write them, and birthdays by two calendars."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.customers.rules import NotSo, areas
from zhike.customers.rules.birthdays import Birthday, Calendar, read_birthday


@pytest.mark.parametrize(
    ("told", "code", "rest"),
    [
        ("浙江省杭州市西湖区文三路 1 号", "330106", "文三路 1 号"),
        ("浙江杭州西湖区", "330106", ""),
        ("杭州西湖区", "330106", ""),
        ("上海市浦东新区世纪大道 100 号", "310115", "世纪大道 100 号"),
        ("海淀区中关村", "110108", "中关村"),
        ("广西南宁青秀区", "450103", ""),
        ("甘孜州康定市", "513301", ""),
        ("新疆石河子市", "659001", ""),
        ("湖北神农架林区", "429021", ""),
        ("重庆渝北区", "500112", ""),
        ("吉林长春", "220100", ""),
        ("浙江省　杭州市/滨江区　江南大道", "330108", "江南大道"),
    ],
)
def test_a_place_is_read_from_the_front(told: str, code: str, rest: str) -> None:
    place = areas.read_place(told)
    assert place is not None
    assert (place.code, place.rest) == (code, rest)


@pytest.mark.parametrize("told", ["", "abc", "西湖区", "朝阳区", "鼓楼区"])
def test_what_names_no_place_or_several_is_none(told: str) -> None:
    assert areas.read_place(told) is None


@pytest.mark.parametrize(
    ("address", "area", "rest"),
    [
        ("浙江省杭州市西湖区文三路 1 号", "330106", "文三路 1 号"),
        ("上海市南京东路 100 号", "310000", "南京东路 100 号"),
        ("南京东路 100 号", "", "南京东路 100 号"),
        ("江苏南京路 1 号", "", "江苏南京路 1 号"),
        ("朝阳市场 3 号", "", "朝阳市场 3 号"),
    ],
)
def test_a_street_called_like_a_city_stays_in_the_address(address: str, area: str, rest: str) -> None:
    assert areas.split_address(address, area="") == (area, rest)


def test_an_address_is_left_alone_where_the_area_is_known() -> None:
    assert areas.split_address("杭州市文三路", area="330106") == ("330106", "杭州市文三路")


def test_every_place_is_read_back_from_its_whole_name() -> None:
    wrong = [(code, name) for code, name in areas.places() if areas.read_area(name) != code]
    assert not wrong


@pytest.mark.parametrize("told", ["火星", "西湖区", "浙江省火星市"])
def test_an_unknown_area_is_refused(told: str) -> None:
    with pytest.raises(NotSo):
        areas.read_area(told)


def test_the_name_of_a_code_is_told_from_the_province_down() -> None:
    assert areas.area_name("330106") == "浙江省杭州市西湖区"
    assert areas.area_name("000000") == ""
    assert "浙江" in areas.city_calls()


@pytest.mark.parametrize(
    ("told", "calendar", "month", "day", "year"),
    [
        ("05-01", "solar", 5, 1, None),
        ("5月1日", "solar", 5, 1, None),
        ("1980-05-01", "solar", 5, 1, 1980),
        ("1980年5月1日", "solar", 5, 1, 1980),
        ("1980-05-01 00:00:00", "solar", 5, 1, 1980),
        ("八月十五", "lunar", 8, 15, None),
        ("农历8-15", "lunar", 8, 15, None),
        ("农历正月初一", "lunar", 1, 1, None),
        ("腊月廿三", "lunar", 12, 23, None),
        ("闰六月三十", "lunar", 6, 30, None),
        ("1975年冬月二十", "lunar", 11, 20, 1975),
    ],
)
def test_birthdays_are_read_as_people_write_them(
    told: str, calendar: Calendar, month: int, day: int, year: int | None
) -> None:
    assert read_birthday(told) == Birthday(month, day, calendar, year)


@pytest.mark.parametrize("told", ["13-1", "2-30", "x", "农历8-31", "八月", "0-1"])
def test_what_is_no_day_is_refused(told: str) -> None:
    with pytest.raises(NotSo):
        read_birthday(told)


@pytest.mark.parametrize(
    ("born", "on", "next_on"),
    [
        (Birthday(8, 15, "lunar"), date(2026, 1, 1), date(2026, 9, 25)),
        (Birthday(8, 15, "lunar"), date(2026, 9, 25), date(2026, 9, 25)),
        (Birthday(12, 30, "lunar"), date(2026, 1, 1), date(2026, 2, 16)),  # the month had 29 days that year
        (Birthday(6, 1, "lunar"), date(2025, 1, 1), date(2025, 6, 25)),  # not the 1st of the second, leap, sixth month
        (Birthday(2, 29), date(2027, 1, 1), date(2027, 2, 28)),
        (Birthday(2, 29), date(2028, 1, 1), date(2028, 2, 29)),
        (Birthday(5, 1), date(2026, 5, 2), date(2027, 5, 1)),
    ],
)
def test_the_next_birthday_is_on_or_after_the_day(born: Birthday, on: date, next_on: date) -> None:
    assert born.next_on(on) == next_on


def test_a_birthday_is_written_with_the_day_it_falls_on() -> None:
    assert Birthday(8, 15, "lunar").words(date(2026, 1, 1)) == "农历八月十五 (2026-09-25)"
    assert Birthday(5, 1).words(date(2026, 1, 1)) == "5月1日 (2026-05-01)"


@given(
    st.integers(1, 12),
    st.integers(1, 28),
    st.sampled_from(["solar", "lunar"]),
    st.dates(date(1950, 1, 1), date(2090, 1, 1)),
)
def test_what_is_written_is_read_back_and_the_next_is_within_thirteen_months(
    month: int, day: int, calendar: Calendar, on: date
) -> None:
    born = Birthday(month, day, calendar)
    assert read_birthday(born.written) == born
    assert 0 <= (born.next_on(on) - on).days <= 390
