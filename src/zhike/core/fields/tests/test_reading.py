"""Values as people write them, and back."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.core.fields import rules
from zhike.core.fields.rules import BadValue, Draft, Known, Missing, types

CHOICES = [{"key": "c1", "title": "强"}, {"key": "c2", "title": "中"}, {"key": "c3", "title": "弱"}]
WORKSHOPS = Draft("车间数量", "number", "workshops", unit="个")
ASSETS = Draft("资产", "money", "assets")
FOUNDED = Draft("创业时间", "date", "founded")
STRENGTH = Draft("销售能力", "choice", "strength", choices=CHOICES)
SEVERAL = Draft("能力", "choices", "several", choices=CHOICES)
NOTE = Draft("说明", "text", "note")
STORY = Draft("经营观念", "long_text", "story")
GUIDE = Draft("向导", "person", "guide")
PARENT = Draft("母公司", "record", "parent")
KNOWN = Known(people={1: "王芳", 2: "李强", 3: "李强"}, records={7: "K7"}, files={5: "合同.pdf"})


def shown_again(field: Draft, value: object) -> str:
    return rules.shown(field, {field.code: value}, values=rules.Values([field]), known=KNOWN).text


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("3", "3"), ("３", "3"), ("3 个", "3"), ("1,280.50", "1280.5"), ("3万", "30000"), ("1.5亿", "150000000"),
        ("-2", "-2"), ("−2", "-2"), ("0.000001", "0.000001"), ("007", "7"), ("1.10", "1.1"), (" ", None),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(words: str, value: str | None) -> None:
    assert rules.read(WORKSHOPS, words) == value


@pytest.mark.parametrize("words", ["三", "1,28", "1e5", "0x10", "1.2.3", "9" * 13, "0.0000001", "nan", "∞", "3 只"])
def test_what_is_no_number_is_refused_with_its_remedy(words: str) -> None:
    with pytest.raises(BadValue):
        rules.read(WORKSHOPS, words)


@pytest.mark.parametrize(
    ("words", "fen"),
    [
        ("1280.5", 128050),
        ("¥1,280.50", 128050),
        ("￥３万元", 3000000),
        ("1.23456万元", 1234560),
        ("-¥0.01", -1),
        ("0", 0),
    ],
)
def test_money_is_exact_to_the_fen(words: str, fen: int) -> None:
    assert rules.read(ASSETS, words) == fen


@pytest.mark.parametrize("words", ["1.005", "很多", "1000亿", "12元5角"])
def test_an_amount_that_cannot_be_exact_is_refused(words: str) -> None:
    with pytest.raises(BadValue):
        rules.read(ASSETS, words)


@pytest.mark.parametrize(
    "words",
    ["2026-3-5", "2026/03/05", "2026.3.5", "2026年3月5日", "２０２６年３月５号", "20260305", "2026-03-05 00:00:00"],
)
def test_a_day_is_read_with_the_year_first(words: str) -> None:
    assert rules.read(FOUNDED, words) == "2026-03-05"


@pytest.mark.parametrize("words", ["3/5/2026", "2026-02-30", "0026-01-01", "9999-01-01", "明天", "2026-3"])
def test_what_is_no_day_is_refused(words: str) -> None:
    with pytest.raises(BadValue):
        rules.read(FOUNDED, words)


def test_a_choice_is_read_by_its_key_and_by_its_title() -> None:
    assert rules.read(STRENGTH, "c1") == rules.read(STRENGTH, "强") == rules.read(STRENGTH, " 强 ") == "c1"
    with pytest.raises(BadValue) as refused:
        rules.read(STRENGTH, "超强")
    assert refused.value.phrase.values["words"] == "强、中、弱"


def test_several_choices_come_each_once_and_in_their_order() -> None:
    assert rules.read(SEVERAL, "弱，强、弱") == rules.read(SEVERAL, ["c3", "c1"]) == ["c1", "c3"]
    assert rules.read(SEVERAL, []) is None


def test_a_choice_that_was_replaced_is_read_and_shown_as_the_one_in_its_place() -> None:
    choices = [{"key": "c1", "title": "强", "now": "c2"}, {"key": "c2", "title": "很强"}]
    field = Draft("能力", "choice", "a", choices=choices)
    assert rules.read(field, "强") == "c2"
    assert shown_again(field, "c1") == "很强"
    assert rules.stored(Draft("x", "choices", "a", choices=choices), {"a": ["c1", "c2"]}) == ["c2"]


def test_a_choice_no_longer_offered_is_still_shown() -> None:
    field = Draft("能力", "choice", "a", choices=[{"key": "c1", "title": "强", "is_off": True}])
    assert shown_again(field, "c1") == "强"
    assert rules.offered(field) == []


def test_a_text_keeps_its_words_and_loses_what_cannot_be_seen() -> None:
    assert rules.read(NOTE, " 老客户\t推荐\u200b ") == "老客户 推荐"
    assert rules.read(STORY, "一\r\n二") == "一\n二"
    for field, words in ((NOTE, "字" * 101), (STORY, "字" * 2001), (NOTE, "a\x00b"), (STORY, "a\x07")):
        with pytest.raises(BadValue):
            rules.read(field, words)


def test_a_colleague_is_read_by_id_or_by_a_name_only_one_has() -> None:
    assert rules.read(GUIDE, "1", KNOWN) == rules.read(GUIDE, "王芳", KNOWN) == 1
    for words in ("李强", "赵磊", "9"):
        with pytest.raises(BadValue):
            rules.read(GUIDE, words, KNOWN)


def test_a_record_is_read_by_a_number_the_user_may_see() -> None:
    assert rules.read(PARENT, "K7", KNOWN) == 7
    assert rules.read(PARENT, "K8", Known(find_record={"K8": 8}.get)) == 8
    with pytest.raises(BadValue):
        rules.read(PARENT, "7", KNOWN)


def test_a_record_that_is_not_the_users_to_see_is_told_of_without_its_number() -> None:
    told = rules.shown(PARENT, {"parent": 8}, values=rules.Values([PARENT]), known=KNOWN)
    assert (told.text, bool(told.reason)) == ("", True)


def test_files_and_formulas_are_not_written_as_words() -> None:
    for field in (Draft("合同", "file", "f"), Draft("双倍", "formula", "d", formula="1")):
        with pytest.raises(BadValue):
            rules.read(field, "合同.pdf", KNOWN)


def test_all_values_of_a_record_are_read_and_every_fault_is_named() -> None:
    told, faults = rules.clean([WORKSHOPS, ASSETS, NOTE], {"workshops": "3", "assets": "很多"})
    assert (told, [*faults]) == ({"workshops": "3", "note": None}, ["assets"])


def test_of_a_part_of_a_record_the_rest_stays() -> None:
    told, faults = rules.clean([WORKSHOPS, ASSETS, NOTE], {"workshops": ""}, is_whole=False)
    assert (told, faults) == ({"workshops": None}, {})
    assert rules.merged({"workshops": "3", "note": "好", "old": 1}, told) == {"note": "好", "old": 1}


def test_what_is_needed_and_empty_is_named() -> None:
    told, faults = rules.clean([Draft("车间数量", "number", "n", is_needed=True)], {})
    assert (told, [*faults]) == ({}, ["n"])


def test_what_another_type_left_behind_is_no_value() -> None:
    left = [(WORKSHOPS, 3), (WORKSHOPS, "x"), (ASSETS, "3"), (ASSETS, True), (FOUNDED, "heute"), (SEVERAL, "c1")]
    assert all(rules.stored(field, {field.code: value}) is None for field, value in left)


@given(st.decimals(min_value=-(10**12) + 1, max_value=10**12 - 1, places=6))
def test_a_number_that_is_shown_is_read_as_itself(number: Decimal) -> None:
    kept = rules.read(WORKSHOPS, str(f"{number:f}"))
    assert kept is not None
    assert Decimal(str(kept)) == number
    assert rules.read(WORKSHOPS, shown_again(WORKSHOPS, kept)) == kept
    assert rules.read(WORKSHOPS, rules.typed(WORKSHOPS, kept)) == kept


@given(st.integers(min_value=-9_999_999_999_999, max_value=9_999_999_999_999))
def test_an_amount_that_is_shown_is_read_as_itself(fen: int) -> None:
    assert rules.read(ASSETS, shown_again(ASSETS, fen)) == fen
    assert rules.read(ASSETS, rules.typed(ASSETS, fen)) == fen
    assert rules.cell(ASSETS, {"assets": fen}, values=rules.Values([ASSETS])) == Decimal(fen) / 100


@given(st.dates(min_value=date(1800, 1, 1), max_value=date(2200, 12, 31)))
def test_a_day_that_is_shown_is_read_as_itself(day: date) -> None:
    assert rules.read(FOUNDED, shown_again(FOUNDED, day.isoformat())) == day.isoformat()
    assert rules.cell(FOUNDED, {"founded": day.isoformat()}, values=rules.Values([FOUNDED])) == day


@given(st.sets(st.sampled_from(["c1", "c2", "c3"]), min_size=1))
def test_choices_that_are_shown_are_read_as_themselves(chosen: set[str]) -> None:
    kept = sorted(chosen)
    assert rules.read(SEVERAL, shown_again(SEVERAL, kept)) == kept


@given(
    st.text(max_size=150), st.sampled_from([WORKSHOPS, ASSETS, FOUNDED, STRENGTH, SEVERAL, NOTE, STORY, GUIDE, PARENT])
)
def test_whatever_is_written_is_read_or_refused(words: str, field: Draft) -> None:
    try:
        kept = rules.read(field, words, KNOWN)
    except BadValue:
        return
    if kept is not None:
        assert rules.stored(field, {field.code: kept}) == kept


@given(
    st.dictionaries(
        st.sampled_from(["workshops", "assets", "founded", "strength", "several"]),
        st.none() | st.text() | st.integers() | st.lists(st.text()),
    )
)
def test_whatever_a_record_holds_is_shown_without_an_error(extra: dict[str, object]) -> None:
    fields = [WORKSHOPS, ASSETS, FOUNDED, STRENGTH, SEVERAL]
    values = rules.Values(fields)
    for field in fields:
        assert not isinstance(values.of(field, extra), Missing)
        rules.shown(field, extra, values=values)
        rules.cell(field, extra, values=values)


def test_texts_are_found_by_unless_a_rule_keeps_them() -> None:
    fields = [NOTE, STRENGTH, Draft("家庭", "text", "family", right="customers.sensitive"), WORKSHOPS]
    extra = {"note": "老客户", "strength": "c1", "family": "二子", "workshops": "3"}
    assert list(rules.searchable(fields, extra)) == ["老客户", "强"]


def test_every_type_can_be_read_shown_and_kept() -> None:
    from zhike.core.fields.models import Definition
    from zhike.core.fields.rules import reading, showing, values

    assert {*reading._READERS} == {*Definition.Type.values}
    assert {*showing._WORDS} == {*values._KEPT} == {*Definition.Type.values} - {types.FORMULA}
