"""What an administrator may define."""

import pytest

from zhike.core.fields import rules
from zhike.core.fields.rules import Choice, Draft

BLOCKS = ("basic",)
ASSETS = Draft("资产", "money", "assets", block="basic")
FAMILY = Draft("家庭人数", "number", "family", block="basic", right="customers.sensitive")


def faults(draft: Draft, *others: Draft, idle: tuple[Draft, ...] = ()) -> list[tuple[str, str]]:
    return [
        (field, phrase.text) for field, phrase in rules.validate_definition(draft, others, blocks=BLOCKS, idle=idle)
    ]


def draft(title: str = "车间数量", of_type: str = "number", **more: object) -> Draft:
    return Draft(title, of_type, **{"code": "workshops", "block": "basic"} | more)  # type: ignore[arg-type]


def wrong(made: Draft, *others: Draft) -> list[str]:
    return [field for field, _ in faults(made, *others)]


def test_a_plain_field_stands() -> None:
    assert faults(draft(), ASSETS) == []


@pytest.mark.parametrize(
    ("made", "field"),
    [
        (draft(""), "title"),
        (draft("a{b}"), "title"),
        (draft("资产"), "title"),
        (draft("ASSETS"), "title"),
        (draft(code="1a"), "code"),
        (draft(code="A"), "code"),
        (draft(code="assets"), "code"),
        (draft(code=""), "code"),
        (draft(block="nowhere"), "block"),
        (draft(of_type="choice"), "choices"),
        (draft(of_type="long_text", is_filtered=True), "is_filtered"),
        (draft(of_type="file", is_filtered=True), "is_filtered"),
        (draft(of_type="formula", formula="{没有}"), "formula"),
        (draft(of_type="formula", formula="1+"), "formula"),
        (draft(of_type="formula", formula="{车间数量}"), "formula"),
        (draft(of_type="formula", formula="1", result="file"), "result"),
        (draft(of_type="formula", formula="today()-today()", is_filtered=True), "is_filtered"),
    ],
)
def test_what_cannot_stand_is_said_beside_its_field(made: Draft, field: str) -> None:
    assert wrong(made, ASSETS) == [field]


def test_the_name_of_a_field_that_is_switched_off_is_taken_too() -> None:
    assert [field for field, _ in faults(draft("资产"), idle=(ASSETS,))] == ["title"]


def test_a_formula_needs_fields_in_use() -> None:
    assert [field for field, _ in faults(draft(of_type="formula", formula="{资产}"), idle=(ASSETS,))] == ["formula"]


@pytest.mark.parametrize(
    "choices",
    [
        [{"key": "c1", "title": "强"}, {"key": "c2", "title": "强"}],
        [{"key": "c1", "title": ""}],
        [{"key": "c1", "title": "字" * 61}],
        [{"key": "c1", "title": "强", "is_off": True}],
        [{"key": "c1", "title": "强", "now": "c9"}, {"key": "c2", "title": "弱"}],
        [
            {"key": "c1", "title": "强", "now": "c2"},
            {"key": "c2", "title": "弱", "is_off": True},
            {"key": "c3", "title": "中"},
        ],
        [{"key": "c1", "title": "c2"}, {"key": "c2", "title": "弱"}],
        [{"key": f"c{n}", "title": f"选{n}"} for n in range(201)],
    ],
)
def test_choices_are_clear(choices: list[dict[str, object]]) -> None:
    assert "choices" in wrong(draft(of_type="choice", choices=choices))


def test_where_several_can_be_chosen_a_choice_has_no_separator() -> None:
    choices = [{"key": "c1", "title": "强、很强"}]
    assert wrong(draft(of_type="choices", choices=choices)) == ["choices"]
    assert wrong(draft(of_type="choice", choices=choices)) == []


def test_a_formula_shows_nothing_that_a_rule_keeps() -> None:
    formula = draft("人均", "formula", formula="{资产}/{家庭人数}")
    assert wrong(formula, ASSETS, FAMILY) == ["right"]
    assert wrong(draft("人均", "formula", formula="{家庭人数}", right=FAMILY.right), ASSETS, FAMILY) == []
    through = Draft("间接", "formula", "through", formula="{家庭人数}", right=FAMILY.right)
    assert wrong(draft("人均", "formula", formula="{间接}"), ASSETS, FAMILY, through) == ["right", "right"]


def test_a_field_gets_no_rule_as_long_as_a_formula_would_show_it() -> None:
    formula = Draft("双倍", "formula", "double", formula="{assets}*2")
    assert wrong(Draft("资产", "money", "assets", block="basic", right="customers.sensitive"), formula) == ["right"]


def test_a_code_is_made_of_the_name_and_is_nobody_elses() -> None:
    assert rules.code_of("车间数量", set()) == "chejianshuliang"
    assert rules.code_of("车间数量", {"chejianshuliang"}) == "chejianshuliang_2"
    assert rules.code_of("女装", set()) == "nvzhuang"
    assert rules.code_of("2026 目标", set()) == "f_2026_mubiao"
    assert rules.code_of("😀", set()) == "f"
    assert len(rules.code_of("很" * 60, {"a"})) <= 40
    assert rules.with_code(Draft("车间数量", "number"), [ASSETS]).code == "chejianshuliang"


def test_new_choices_get_keys_that_were_never_used() -> None:
    kept = [Choice("c1", "强"), Choice("c3", "弱")]
    assert [choice.key for choice in rules.added_choices(kept, ["中", "很弱"])] == ["c1", "c3", "c2", "c4"]


def test_what_is_calculated_from_a_field_is_known() -> None:
    double = Draft("双倍", "formula", "double", formula="{资产}*2")
    four = Draft("四倍", "formula", "four", formula="{双倍}*2")
    broken = Draft("坏", "formula", "broken", formula="((")
    assert rules.dependents(ASSETS, [double, four, broken, FAMILY]) == [double, four]
