"""Search forgives: readings, scripts, width, spaces and mixtures, alike in the word index and in the forms."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

from zhike.core.jobs.models import Worker
from zhike.core.search import operations, queries
from zhike.core.search.models import Entry
from zhike.core.search.rules import is_phone_like, read, words
from zhike.core.search.rules.folding import joined, plain
from zhike.core.search.rules.sounds import RARE, readings
from zhike.core.search.rules.syllables import SYLLABLES, spellings

pytestmark = pytest.mark.django_db

SURNAMES = (
    ("曾志伟", "zengzhiwei"),
    ("解小龙", "xiexiaolong"),
    ("仇英", "qiuying"),
    ("单雄", "shanxiong"),
    ("区建国", "oujianguo"),
    ("查良", "zhaliang"),
    ("任红", "renhong"),
    ("盖叫天", "gejiaotian"),
    ("尉迟恭", "yuchigong"),
    ("万俟明", "moqiming"),
    ("朴成", "piaocheng"),
    ("缪伟", "miaowei"),
    ("翟天", "zhaitian"),
    ("单于明", "chanyuming"),
    ("长孙无忌", "zhangsunwuji"),
)
BY_PHRASE = (
    ("重庆长城酒行", "chongqing"),
    ("重庆长城酒行", "changcheng"),
    ("音乐学院", "yinyue"),
    ("中国银行", "yinhang"),
)
SAME = (
    ("臺灣國際貿易", "台湾国际贸易"),
    ("臺灣國際貿易", "taiwan"),
    ("台湾国际贸易", "臺灣"),
    ("后勤公司", "後勤"),
    ("ＡＢＣ科技", "abc科技"),
    ("宏达 商贸", "宏达商贸"),
    ("宏达（杭州）商贸", "宏达杭州"),
    ("宏达（杭州）商贸", "宏达(杭州)"),
    ("宏达商贸", "　宏达商贸　"),
    ("宏达商贸", "宏 达 商 贸"),
    ("宏达商贸", "hong da"),
    ("宏达商贸", "宏da"),
    ("宏达商贸", "宏d"),
    ("宏达商贸", "h达"),
    ("宏达商贸", "宏达sm"),
    ("宏达商贸", "宏dsm"),
    ("宏达商贸", "hongdsm"),
    ("宏达商贸", "hdshangmao"),
    ("华泰建材", "华tai"),
    ("吕布", "lvbu"),
    ("吕布", "lübu"),
    ("吕布", "lubu"),
    ("女娲", "nüwa"),
    ("Müller 机械", "muller"),
    ("Müller 机械", "Müller"),
    ("Café 时光", "cafe"),
    ("ABC Trading", "abctrading"),
    ("TCL集团", "tcl jt"),
    ("李姐", "ｌｉｊｉｅ"),
)


def find(title: str, *, few: bool) -> Callable[[str], list[str]]:
    """Index one name among others and answer how to search."""
    Entry.objects.all().delete()
    rows = enumerate((title, "无关的人", "Other 88"), start=1)
    entries = (
        operations.entry(kind="customer", object_id=n, page="customer", page_id=n, words=words(name, number=f"ZZ8{n}"))
        for n, name in rows
    )
    operations.index(entries)
    before, queries.FEW = queries.FEW, 9 if few else -1

    def found(typed: str) -> list[str]:
        try:
            asked = queries.best(read(typed), page="customer", among=Worker.objects.all(), limit=9)
        finally:
            queries.FEW = before
        return [name for _, (_, _, _, name) in asked]

    return found


@pytest.fixture(autouse=True)
def records() -> None:
    """Let workers stand in for records of any kind."""
    Worker.objects.bulk_create([Worker(pk=n, name=str(n), seen_at=timezone.now()) for n in range(1, 4)])


@pytest.mark.parametrize("few", [False, True], ids=["many", "few"])
@pytest.mark.parametrize(("name", "typed"), [*SURNAMES, *BY_PHRASE, *SAME], ids=ascii)
def test_it_is_found_however_it_is_typed(name: str, typed: str, few: bool) -> None:
    assert find(name, few=few)(typed) == [name]


@pytest.mark.parametrize(("name", "typed"), [("曾志伟", "ceng"), ("单雄", "dan"), ("查良", "cha"), ("任红", "rh")])
def test_the_other_reading_finds_too(name: str, typed: str) -> None:
    assert find(name, few=False)(typed) == [name]


def test_neighbours_come_before_what_lies_apart() -> None:
    entries = (
        operations.entry(kind="customer", object_id=n, page="customer", page_id=n, words=words(name))
        for n, name in enumerate(("华泰建材", "泰和华联", "春华"), start=1)
    )
    operations.index(entries)
    asked = queries.best(read("华tai"), page="customer", among=Worker.objects.all(), limit=9)
    assert [title for _, (_, _, _, title) in asked] == ["华泰建材", "泰和华联"]


HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
NAMES = st.text(st.one_of(HAN, st.sampled_from("宏达商贸长重乐曾单绿吕")), min_size=1, max_size=12)
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@SLOW
@given(name=NAMES, few=st.booleans(), data=st.data())
def test_any_part_of_a_name_finds_it(name: str, few: bool, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    assert name in find(name, few=few)(name[start:end])


@SLOW
@given(name=NAMES, few=st.booleans(), data=st.data())
def test_pinyin_and_initials_find_it_from_any_syllable_on(name: str, few: bool, data: st.DataObject) -> None:
    for syllables in readings(joined(plain(name))):
        if not syllables:
            continue
        start = data.draw(st.integers(0, len(syllables) - 1))
        aloud = "".join(syllables[start:])[:24]
        end = data.draw(st.integers(1, len(aloud)))
        found = find(name, few=few)
        assert name in found(aloud[:end])
        assert name in found("".join(syllable[0] for syllable in syllables[start:]))


@SLOW
@given(number=st.text("ab0129-/ 沪", min_size=1, max_size=12), few=st.booleans())
def test_a_number_is_found_as_it_is_written(number: str, few: bool) -> None:
    entry = operations.entry(kind="customer", object_id=1, page="customer", page_id=1, words=words("名", number=number))
    found = find("名", few=few)
    operations.index([entry])
    assert found(number) == ["名"] or not read(number).any


@given(letters=st.text("abcdefghijklmnopqrstuvwxyz", max_size=24))
def test_letters_are_spelt_without_loss(letters: str) -> None:
    assert all("".join(units) == letters for units in spellings(letters))


def test_every_syllable_that_a_character_has_can_be_typed() -> None:
    aloud = {to_normal(one, v_to_u=False) for all_of in PINYIN_DICT.values() for one in all_of.split(",")}
    assert {one for one in aloud if one.isascii()} - set(RARE) <= SYLLABLES


def test_letters_that_could_mean_anything_are_read_quickly() -> None:
    for letters in ("a" * 24, "xian" * 6, "aoe" * 8, "n" * 24):
        assert len(spellings(letters)) <= 24
        assert len(read(letters * 9).any[0]) < 40


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [
        ("0007", True),
        ("13800000007", True),
        ("138 0000 0007", True),
        ("李姐 0007", True),
        ("+86 138-0000-0007", True),
        ("K0007", True),
        ("812", False),
        ("宏达", False),
        ("12345", False),
        ("", False),
    ],
)
def test_a_search_for_a_phone_is_told_from_others(typed: str, is_one: bool) -> None:
    assert is_phone_like(typed) is is_one
