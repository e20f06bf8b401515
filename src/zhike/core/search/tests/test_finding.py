"""What people type and what it must find: the same contract on both databases."""

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from zhike.core.jobs.models import Worker
from zhike.core.search import matching, operations, queries
from zhike.core.search.models import Entry
from zhike.core.search.rules import MOST_SYLLABLES, read, words

pytestmark = pytest.mark.django_db
RECORDS = 200
AT = timezone.now()

PEOPLE = (
    ("宏达商贸", "K000812", ("021-60000000",)),
    ("李姐", "C31", ("13800000007",)),
    ("北京远山科技有限公司", "K000001", ("+86 139 1234 5678",)),
    ("𠮷野家快餐", "K000002", ()),
    ("ＡＢＣ Trading", "T-9", ()),
    ("长城红酒行", "K000003", ()),
    ("达人运动", "K000004", ()),
    ("宏达", "K000005", ()),
    ("O'Neill 100%纯_棉", "ON\\1", ()),
)


@pytest.fixture(autouse=True, params=["many", "few"])
def indexed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask both the word index and the forms: they must find the same. Workers stand in for records of any kind."""
    monkeypatch.setattr(queries, "FEW", RECORDS if request.param == "few" else -1)
    Worker.objects.bulk_create([Worker(pk=n, name=str(n), seen_at=AT) for n in range(RECORDS)])
    index(*PEOPLE)


def index(*people: tuple[str, str, tuple[str, ...]], start: int = 0) -> None:
    operations.index(
        operations.entry(
            kind="customer", object_id=n, page="customer", page_id=n, words=words(title, number=no, phones=tel)
        )
        for n, (title, no, tel) in enumerate(people, start=start)
    )


def best(typed: str) -> list[tuple[str, int, str]]:
    """Answer kind, id of the page and title of what is found."""
    asked = queries.best(read(typed), page="customer", among=Worker.objects.all(), limit=RECORDS)
    return [(kind, page_id, title) for _, (kind, _, page_id, title) in asked]


def found(typed: str) -> list[str]:
    return [title for _, _, title in best(typed)]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("李", "李姐"),
        ("商", "宏达商贸"),
        ("宏达", "宏达"),
        ("商贸", "宏达商贸"),
        ("宏达商", "宏达商贸"),
        ("远山科技", "北京远山科技有限公司"),
        ("hongdashangmao", "宏达商贸"),
        ("dashangmao", "宏达商贸"),
        ("shangmao", "宏达商贸"),
        ("mao", "宏达商贸"),
        ("yuanshan", "北京远山科技有限公司"),
        ("hongdashangm", "宏达商贸"),
        ("hdsm", "宏达商贸"),
        ("dsm", "宏达商贸"),
        ("YSKJ", "北京远山科技有限公司"),
        ("0007", "李姐"),
        ("13800000007", "李姐"),
        ("138 0000 0007", "李姐"),
        ("138-0000-0007", "李姐"),
        ("139 1234 5678", "北京远山科技有限公司"),
        ("+8613912345678", "北京远山科技有限公司"),
        ("13912345678", "北京远山科技有限公司"),
        ("5678", "北京远山科技有限公司"),
        ("02160000000", "宏达商贸"),
        ("021-60000000", "宏达商贸"),
        ("K000812", "宏达商贸"),
        ("k000812", "宏达商贸"),
        ("812", "宏达商贸"),
        ("000812", "宏达商贸"),
        ("C31", "李姐"),
        ("Ｋ０００８１２", "宏达商贸"),
        ("ｈｄｓｍ", "宏达商贸"),
        ("abc", "ＡＢＣ Trading"),
        ("ABC", "ＡＢＣ Trading"),
        ("trad", "ＡＢＣ Trading"),
        ("T-9", "ＡＢＣ Trading"),
        ("𠮷", "𠮷野家快餐"),
        ("𠮷野", "𠮷野家快餐"),
        ("野家", "𠮷野家快餐"),
        ("宏达 商贸", "宏达商贸"),
        ("商贸 hd", "宏达商贸"),
        ("李姐 0007", "李姐"),
        ("  李姐  ", "李姐"),
        ("o'neill", "O'Neill 100%纯_棉"),
        ("纯_棉", "O'Neill 100%纯_棉"),
    ],
)
def test_it_is_found_and_stands_first(typed: str, title: str) -> None:
    assert found(typed)[:1] == [title]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "宏商",
        "达宏",
        "李哥",
        "hdxx",
        "ongda",
        "3800",
        "00000007",
        "139123",
        "K000813",
        "宏达 李姐",
        "%",
        "_",
        "*",
        "'",
        "|",
    ],
)
def test_what_does_not_fit_finds_nothing(typed: str) -> None:
    assert found(typed) == []


@pytest.mark.parametrize(
    "mark",
    [
        '"',
        "'",
        "*",
        "\\",
        "%",
        "_",
        "(",
        ")",
        ":",
        "&",
        "|",
        "!",
        "<->",
        "--",
        ";",
        "\x00",
        "\n",
        "^",
        "{",
        "-",
        "NEAR",
    ],
)
def test_signs_that_mean_something_to_a_database_mean_nothing(mark: str) -> None:
    for typed in (mark, f"宏达{mark}", f"{mark}宏达", f"宏{mark}达", f"hd{mark}sm", mark * 3):
        assert len(found(typed)) <= len(PEOPLE)
    assert "宏达商贸" in found(f"宏达{mark}" if mark != "NEAR" else "宏达")


@pytest.mark.parametrize("char", ["宏", "a", "1", " ", "𠮷", "'", "宏 a 1 "], ids=ascii)
def test_ten_thousand_characters_are_no_trouble(char: str) -> None:
    assert found(char * 10_000) == []


@given(typed=st.text(max_size=60))
def test_whatever_is_typed_is_understood_as_plain_tokens(typed: str) -> None:
    for _, clause in read(typed).classes:
        for token in {t for ways in clause for way in ways for group in way.tokens for t in group}:
            assert token.isascii()
            assert token.isalnum()


@pytest.mark.parametrize(
    "title",
    ["", "|", "\x00", "!!!", "a" * 10_000, "宏" * 10_000, "𠮷" * 100, "é ñ ß", "😀", "|李|"],
    ids=lambda title: ascii(title[:3]),
)
def test_any_name_can_be_indexed(title: str) -> None:
    made = words(title, number="|'\"", phones=("", "abc", "1"))
    assert made.tokens.isascii()
    index((title[:120].replace("\x00", ""), "", ()), start=99)


def test_the_whole_name_comes_before_its_beginning_and_that_before_the_rest() -> None:
    index(("新宏达", "K7", ()), ("宏达二店", "K8", ()), start=50)
    assert found("宏达")[:3] == ["宏达", "宏达二店", "宏达商贸"]
    assert found("宏达")[-1] == "新宏达"


def test_a_whole_number_comes_before_its_beginning() -> None:
    index(("甲", "12", ()), ("乙", "120", ()), ("丙", "K12", ()), start=50)
    assert found("12") == ["丙", "甲", "乙"]


def test_a_tail_of_a_phone_is_not_drowned_by_numbers_that_begin_alike() -> None:
    index(*((f"新客户{n}", f"K{n:06}", ()) for n in (7, 70, 71, 700, 7000)), start=50)
    assert found("0007")[:2] == ["李姐", "新客户7"]


@pytest.mark.parametrize("typed", ["7", "007", "000007", "K000007"])
def test_a_number_is_known_without_its_letters_and_zeros(typed: str) -> None:
    index(*((f"新客户{n}", f"K{n:06}", ()) for n in (7, 70, 71, 700, 7000)), start=50)
    assert found(typed)[0] == "新客户7"


def test_among_equals_the_newest_comes_first() -> None:
    index(("远山", "a1", ()), ("远山", "a2", ()), start=50)
    assert [page_id for _, page_id, _ in best("远山")[:2]] == [51, 50]


SIGNED = ("AB-12-CD", "2024-A-7", "V.I.P-1", "杭-001", "沪A-12-B", "杭州市-7/B", "甲乙丙", "Nº 5 B/2")


@pytest.mark.parametrize("number", SIGNED)
def test_a_number_is_found_as_it_is_written_whatever_its_signs(number: str) -> None:
    index(*((f"客户{n}", each, ()) for n, each in enumerate(SIGNED)), start=50)
    title = f"客户{SIGNED.index(number)}"
    assert found(number)[:1] == [title]
    assert title in found(number.lower())
    assert title in found(number.replace("-", " "))


@pytest.mark.parametrize("typed", ["AB-12-C", "AB-12", "ab12cd", "AB 12 CD", "12-CD"])
def test_a_number_with_signs_is_found_by_its_beginning_and_without_them(typed: str) -> None:
    index(("远方", "AB-12-CD", ()), start=50)
    assert found(typed) == ["远方"]


def test_a_number_of_several_parts_is_not_found_by_other_parts() -> None:
    index(("远方", "AB-12-CD", ()), start=50)
    assert [found(typed) for typed in ("AB-13-CD", "AB-12-CE", "XAB-12-CD", "AB-12-1")] == [[]] * 4


def test_what_is_changed_is_found_by_its_new_name_only() -> None:
    index(("鸿图贸易", "C31", ("13700004321",)), start=1)
    assert found("李姐") == found("0007") == []
    assert found("hongtu") == found("4321") == ["鸿图贸易"]
    assert Entry.objects.count() == len(PEOPLE)


def test_control_characters_are_dropped() -> None:
    assert read("宏\x00达\x07\ud800").plain == "宏达"
    assert read("宏\t达\n").plain == "宏 达"


def test_what_is_deleted_is_not_found() -> None:
    Entry.objects.filter(title="李姐").delete()
    assert found("李姐") == found("0007") == []
    assert found("宏达商贸") == ["宏达商贸"]


def test_a_page_is_found_by_what_belongs_to_it_and_other_pages_are_not() -> None:
    operations.index([operations.entry(kind="contact", object_id=5, page="customer", page_id=0, words=words("赵磊"))])
    operations.index([operations.entry(kind="product", object_id=5, page="product", page_id=5, words=words("赵磊牌"))])
    assert best("zhaolei") == [("contact", 0, "赵磊")]


def test_a_long_name_is_found_by_any_of_its_first_syllables() -> None:
    name = "上海" + "明" * MOST_SYLLABLES
    index((name, "", ()), start=50)
    assert found("haiming") == [name]
    assert found("海明明") == [name]


@pytest.mark.parametrize(("typed", "title"), [("hdsm", "宏达商贸"), ("0007", "李姐")])
def test_the_book_examples_stand_first(typed: str, title: str) -> None:
    """Domain book A43."""
    assert found(typed)[0] == title


def test_a_phone_is_no_oracle_for_its_digits() -> None:
    """Only the whole number or its last four digits find it (trust 3)."""
    assert all(found("13800000007"[start : start + 5]) == [] for start in range(7))


@pytest.mark.parametrize("pages", [(), ("customer",), ("order", "customer", "product")])
def test_where_anything_fits_is_one_question(
    pages: tuple[str, ...], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1 if pages else 0):
        found = matching.pages_with(read("宏达").any, pages)
    assert found == {"customer"} & {*pages}


def test_nothing_fits_anywhere() -> None:
    assert matching.pages_with(read("没有").any, ["customer", "order"]) == set()


def test_which_records_hold_many_texts_is_one_question_answered_with_the_oldest(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(1):
        found = queries.records_called(["远山", "宏达", "没有", ""], page="customer", most=1)
    assert found == {"远山": [2], "宏达": [0]}
    assert queries.records_called(["宏达"], page="order", most=1) == {}
