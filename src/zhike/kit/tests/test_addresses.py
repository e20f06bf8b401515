"""A number that is let in leads to the page of its record, as browsers read addresses."""

from urllib.parse import unquote, urljoin, urlsplit

import pytest
from django.urls import resolve, reverse
from hypothesis import example, given
from hypothesis import strategies as st

from zhike.kit.addresses import is_reachable

TRICKY = st.lists(st.sampled_from(["new", "edit", "/", ".", "..", "K1", "%2e", "?", "#", "\\", "宏", " "]), min_size=1)


@given(number=st.one_of(st.text(min_size=1, max_size=10), TRICKY.map("".join)))
@example(number="K000001")
@example(number="a/new")
@example(number="1.5")
def test_a_number_that_is_reachable_leads_to_its_own_page(number: str) -> None:
    if is_reachable(number):
        address = urljoin("http://zhike.example/", reverse("products:card", args=[number]))
        found = resolve(unquote(urlsplit(address).path))
        assert (found.view_name, found.kwargs) == ("products:card", {"code": number})


@pytest.mark.parametrize(
    "number", ["new", "edit/1", ".", "..", "a/../b", "/a", "a/", "a//b", "a\x00", "a\nb", "\ud800"]
)
def test_a_number_that_would_lead_elsewhere_is_not_reachable(number: str) -> None:
    assert not is_reachable(number)


@pytest.mark.parametrize("number", ["K000001", "a/b", "50%", "编号 1", "x?y", "a#b", "新", "newer", "1.5", "𠮷"])
def test_odd_signs_are_no_obstacle(number: str) -> None:
    assert is_reachable(number)
