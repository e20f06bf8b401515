"""What makes two names, two phones and two codes one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn.uscc import calc_check_digit

from zhike.customers.rules import NotSo, identity
from zhike.customers.rules.identity import name_key, normal_code, normal_phone, phone_key, tidy_phone
from zhike.phrases import Phrase

CODE = "91110000600037341L"  # the example of python-stdnum's manual


@pytest.mark.parametrize(
    "name",
    [
        "宏达商贸",
        "宏达商贸有限公司",
        "浙江省杭州市宏达商贸有限责任公司",
        "杭州宏达商贸（集团）有限公司",
        "宏達商貿股份有限公司",
        "宏达商贸 有限公司",
        "宏达商贸公司",
    ],
)
def test_one_company_written_in_many_ways_has_one_key(name: str) -> None:
    assert name_key(name) == "宏达商贸"


@pytest.mark.parametrize(
    ("one", "other"), [("宏达商贸", "宏达食品"), ("宏达", "宏大"), ("宏达杭州分公司", "宏达"), ("第一小学", "第二小学")]
)
def test_two_companies_have_two_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    "name", ["有限公司", "公司", "店", "上海市", "北京公司", "***", "（）", "厂", "李厂", "浙江有限公司"]
)
def test_a_name_made_of_forms_and_places_alone_keeps_something(name: str) -> None:
    assert name_key(name)


def test_latin_names_lose_their_form_too() -> None:
    assert name_key("ＨＯＮＧＤＡ Trading Co., Ltd.") == name_key("Hongda Trading Company Limited") == "hongdatrading"


@given(st.text(max_size=100))
def test_a_key_fits_its_column_and_is_empty_only_without_letters(name: str) -> None:
    key = name_key(name)
    assert len(key) <= identity.LONGEST_NAME_KEY
    assert bool(key) or not "".join(char for char in name if char.isalnum())


@pytest.mark.parametrize(
    ("told", "kept", "key"),
    [
        ("138 0000 0007", "13800000007", "13800000007"),
        ("+86 138-0000-0007", "13800000007", "13800000007"),
        ("008613800000007", "13800000007", "13800000007"),
        ("１３８００００００００７"[:3] + "00000007", "13800000007", "13800000007"),
        ("02160000000", "021-60000000", "02160000000"),
        ("(021) 6000 0000", "021-60000000", "02160000000"),
        ("+86 21 60000000", "021-60000000", "02160000000"),
        ("0571-88886666-801", "0571-88886666-801", "057188886666"),
        ("0571-88886666转801", "0571-88886666-801", "057188886666"),
        ("4006000000", "400-600-0000", "4006000000"),
        ("95588", "95588", "95588"),
        ("+44 20 7946 0000", "+442079460000", "442079460000"),
        ("", "", ""),
    ],
)
def test_phones_are_kept_one_way_and_known_by_their_digits(told: str, kept: str, key: str) -> None:
    assert normal_phone(told) == kept
    assert phone_key(told) == phone_key(kept) == key


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ("1380000000", identity.NO_MOBILE),
        ("60000000", identity.NO_AREA),
        ("021-123", identity.NO_LANDLINE),
        ("abc", identity.NO_PHONE),
        ("12", identity.NO_PHONE),
        ("13800000007/13800000008", identity.LONG_PHONE),
    ],
)
def test_what_cannot_be_dialled_is_refused_with_its_remedy(told: str, why: Phrase) -> None:
    with pytest.raises(NotSo) as refused:
        normal_phone(told)
    assert refused.value.phrase.text == why.text
    assert tidy_phone(told) == told


@given(st.text(max_size=30))
def test_a_phone_once_tidy_stays_so(told: str) -> None:
    once = tidy_phone(told)
    assert tidy_phone(once) == once
    assert len(phone_key(told)) <= identity.LONGEST_PHONE


@pytest.mark.parametrize("told", [CODE, CODE.lower(), "9111 0000-6000 3734 1l"])
def test_a_credit_code_is_kept_without_spaces_in_capitals(told: str) -> None:
    assert normal_code(told) == CODE


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (CODE[:-1], identity.WRONG_LENGTH),
        (CODE[:-1] + "M", identity.WRONG_CHECK),
        (CODE[:-2] + "IL", identity.WRONG_SIGN),
        (CODE[:-2] + "！L", identity.NO_SUCH_SIGN),
        (CODE[:4] + "A" + CODE[5:], identity.NO_CODE),
        ("A" + CODE[1:], identity.WRONG_CHECK),
    ],
)
def test_a_mistyped_credit_code_is_refused_at_the_sign(told: str, why: Phrase) -> None:
    with pytest.raises(NotSo) as refused:
        normal_code(told)
    assert refused.value.phrase.text == why.text


def test_a_village_that_is_registered_by_the_ministry_of_agriculture_has_a_code_too() -> None:
    bare = "N2330106MF0000001"
    assert normal_code(bare + calc_check_digit(bare)) == bare + calc_check_digit(bare)


@given(st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_any_single_wrong_sign_of_a_credit_code_is_noticed(place: int, sign: str) -> None:
    told = CODE[:place] + sign + CODE[place + 1 :]
    if told == CODE:
        assert normal_code(told) == CODE
    else:
        with pytest.raises(NotSo):
            normal_code(told)
