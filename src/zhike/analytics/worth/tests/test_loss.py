"""What a lost customer costs; the numbers are those of the domain book, 2.1."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.analytics.worth.figures import BadFigures, Span
from zhike.analytics.worth.loss import TELLING, Story, annuity, loss, textbook_loss

YUAN = 100


def yuan(found: Span) -> tuple[float, float]:
    return (found.low / YUAN, found.high / YUAN)


def test_the_book_story_costs_221_000_to_416_000() -> None:
    found = loss()
    assert yuan(found.own) == (26_000, 26_000)
    assert (found.first_ring, found.second_ring) == (Span(5, 10), Span(25, 50))
    assert found.people == Span(7.5, 15)
    assert yuan(found.others) == (195_000, 390_000)
    assert yuan(found.total) == (221_000, 416_000)
    assert found.open_above
    assert (found.reading, found.margin) == ("both_rings", "sales")


def test_the_second_reading_loses_a_quarter_of_the_second_ring_only() -> None:
    found = loss(reading="second_ring")
    assert found.people == Span(6.25, 12.5)
    assert yuan(found.others) == (162_500, 325_000)
    assert yuan(found.total) == (188_500, 351_000)


def test_people_may_be_counted_whole() -> None:
    less, more = loss(people="floor"), loss(people="ceil")
    assert (less.people, more.people) == (Span(7, 15), Span(8, 15))
    assert yuan(less.total) == (208_000, 416_000)
    assert yuan(more.total) == (234_000, 416_000)


def test_years_to_come_may_be_discounted() -> None:
    assert annuity(10, 0.1) == pytest.approx(6.1446, abs=5e-5)
    assert annuity(10, 0) == 10
    assert loss(discount=0.1).own.low / YUAN == pytest.approx(15_975.87, abs=0.005)


def test_sales_may_be_turned_into_margin() -> None:
    found = loss(margin_rate=0.3, kind="gross_margin")
    assert yuan(found.total) == pytest.approx((66_300, 124_800))
    assert found.margin == "gross_margin"


def test_the_american_textbook_loses_442_000() -> None:
    found = textbook_loss()
    assert (found.heard, found.leaving) == (67, 17)
    assert (found.yearly, found.total) == (44_200 * YUAN, 442_000 * YUAN)


def test_presets_of_telling_are_ranges() -> None:
    assert TELLING["workshop"] == Span(5, 5)
    assert TELLING["course"] == Story().told
    assert TELLING["folk_with_one_in_five_telling_twenty"].high == pytest.approx(12)
    assert loss(Story(told=TELLING["workshop"])).people == Span(3.75, 3.75)


@pytest.mark.parametrize(
    ("story", "said"),
    [
        (Story(told=Span(20, 10)), "told: the low end 20"),
        (Story(believing=1.5), "believing: expected from 0 to 1"),
        (Story(a_week=-1), "a_week: expected from 0"),
        (Story(years=float("nan")), "years: a finite number"),
        (Story(weeks=60), "weeks: expected from 0 to 53"),
    ],
)
def test_a_story_that_cannot_be_is_refused(story: Story, said: str) -> None:
    with pytest.raises(BadFigures, match=said):
        loss(story)


def test_unknown_readings_are_refused() -> None:
    with pytest.raises(BadFigures, match="reading"):
        loss(reading="third")  # type: ignore[arg-type]
    with pytest.raises(BadFigures, match="people"):
        loss(people="half")  # type: ignore[arg-type]


@given(
    told=st.tuples(st.floats(0, 50), st.floats(0, 50)).map(sorted),
    leaving=st.floats(0, 1),
    years=st.floats(0, 60),
    discount=st.floats(0, 1),
)
def test_the_range_is_never_upside_down_and_the_wider_reading_never_less(
    told: list[float], leaving: float, years: float, discount: float
) -> None:
    story = Story(told=Span(*told), leaving=leaving, years=years)
    wide, narrow = loss(story, discount=discount), loss(story, discount=discount, reading="second_ring")
    assert wide.total.low <= wide.total.high
    assert wide.total.low >= narrow.total.low
    less, more = loss(story, discount=discount, people="floor"), loss(story, discount=discount, people="ceil")
    assert less.total.high <= wide.total.high * (1 + 1e-9) + 1e-6
    assert more.total.low >= wide.total.low * (1 - 1e-6) - 1e-3 * story.years  # type: ignore[operator]
