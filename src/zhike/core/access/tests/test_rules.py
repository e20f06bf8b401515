"""What a role says of fields, and what is left of a value for who may not read it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.core.access.masks import masked
from zhike.core.access.rules import FieldRight, Held, Level, Scope, field_level, in_tree_order, widest

PHONE = FieldRight("papers.phone", "Phone", "papers.see", "phone")
SECRET = FieldRight("papers.secret", "Secret", "papers.see", default=Level.HIDDEN)


def role(grants: dict[str, int], **fields: int) -> Held:
    return Held("角色", "公司", "1/", grants, {f"papers.{name}": level for name, level in fields.items()}, 30)


def test_a_field_is_as_a_rule_what_its_right_says() -> None:
    seeing = role({"papers.see": 10})
    assert field_level(PHONE, [seeing]) == Level.EDIT
    assert field_level(SECRET, [seeing]) == Level.HIDDEN


def test_a_role_by_which_nothing_is_seen_has_no_say() -> None:
    assert field_level(PHONE, [role({}, phone=Level.EDIT)]) == Level.HIDDEN
    assert field_level(PHONE, [role({"papers.see": 10}, phone=Level.MASKED), role({}, phone=30)]) == Level.MASKED
    assert field_level(PHONE, []) == Level.HIDDEN


def test_of_several_roles_the_most_generous_counts() -> None:
    roles = [role({"papers.see": 10}, phone=Level.MASKED), role({"papers.see": 100}, phone=Level.READ)]
    assert field_level(PHONE, roles) == Level.READ


@given(st.lists(st.sampled_from(list(Scope))))
def test_roles_only_ever_add_up(scopes: list[Scope]) -> None:
    assert all(widest(scopes) >= scope for scope in scopes)


@pytest.mark.parametrize(
    ("value", "kind", "left"),
    [
        ("13812345678", "phone", "138****5678"),
        ("+86 138-1234-5678", "phone", "86138****5678"),
        ("021-60001234", "phone", "021****1234"),
        ("6000123", "phone", "*****23"),
        ("110", "phone", "****10"),
        ("lina@example.com", "email", "li***@example.com"),
        ("l@example.com", "email", "***@example.com"),
        ("li@example.com", "email", "l***@example.com"),
        ("310101199001011234", "id", "3101**********1234"),
        ("12345", "id", "****"),
        ("上海市南京路 1 号", "text", "****"),
        ("", "phone", ""),
    ],
)
def test_what_is_left_of_a_value(value: str, kind: str, left: str) -> None:
    assert masked(value, kind) == left  # type: ignore[arg-type]


@given(st.from_regex(r"1\d{10}", fullmatch=True))
def test_a_masked_phone_never_shows_the_middle(phone: str) -> None:
    shown = masked(phone, "phone")
    assert re.fullmatch(r"\d{3}\*{4}\d{4}", shown)
    assert (shown[:3], shown[-4:]) == (phone[:3], phone[-4:])


@given(st.text(min_size=1, max_size=40), st.sampled_from(["phone", "email", "id", "text"]))
def test_a_masked_value_is_never_the_value_nor_the_same_twice_masked_wider(value: str, kind: str) -> None:
    shown = masked(value, kind)  # type: ignore[arg-type]
    assert shown != value or set(value) == {"*"}
    assert "*" in shown


def test_a_tree_is_read_from_the_top_neighbours_by_name() -> None:
    names = {1: "公司", 2: "B", 3: "A", 10: "C"}
    assert in_tree_order(["1/2/", "1/", "1/2/10/", "1/3/"], names) == ["1/", "1/3/", "1/2/", "1/2/10/"]
