"""What lists ask of custom fields, answered by the index beside the records."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import Cast, customer
from zhike.core.fields import operations, queries, rules
from zhike.core.fields.models import Definition, StoredFile, Value
from zhike.core.fields.rules import BadValue, Known
from zhike.core.fields.tests.conftest import KIND, choices, define
from zhike.core.jobs.worker import run_all

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
Extras = dict[int, dict[str, Any]]


def ids(found: QuerySet[Any]) -> list[int]:
    return sorted(set(found))


def test_a_number_is_found_by_at_least_as_soon_as_it_is_written() -> None:
    workshops = define("车间数量", "number", "workshops", unit="个")
    operations.index(KIND, {1: {"workshops": "2"}, 2: {"workshops": "3"}, 3: {"workshops": "12"}, 4: {}})
    assert ids(queries.matching(workshops, "ge", ["3"])) == [2, 3]
    assert ids(queries.matching(workshops, "le", ["３"])) == [1, 2]
    assert ids(queries.matching(workshops, "between", ["3", ""])) == [2, 3]
    assert ids(queries.matching(workshops, "is", ["3.0"])) == [2]
    assert ids(queries.matching(workshops, "filled", [])) == [1, 2, 3]


def test_each_type_is_found_as_it_is_asked() -> None:
    text = define("品牌", "text", "brand")
    money = define("资产", "money", "assets")
    day = define("创业时间", "date", "founded")
    one = define("销售能力", "choice", "ability", choices=choices("强", "弱"))
    several = define("标签", "choices", "tags", choices=choices("老", "新", "大"))
    person = define("向导", "person", "guide")
    record = define("母公司", "record", "parent")
    told = {
        "brand": "ＡＢＣ 工厂",
        "assets": 1234500,
        "founded": "2026-03-05",
        "ability": "c1",
        "guide": 7,
        "parent": 9,
    }
    operations.index(KIND, {1: told | {"tags": ["c1", "c3"]}, 2: {"brand": "宏达", "tags": ["c2"]}})
    known = Known(people={7: "王芳"}, records={9: "K9"})
    asked = [
        (text, "contains", ["abc 工"]), (text, "begins", ["abc"]), (text, "is", ["abc 工厂"]), (money, "ge", ["1.2万"]),
        (day, "between", ["2026-03-01", "2026年3月5日"]), (one, "in", ["强"]), (several, "in", ["c3", "新"][:1]),
        (person, "is", ["王芳"]), (record, "is", ["K9"]),
    ]  # fmt: skip
    for definition, op, values in asked:
        assert ids(queries.matching(definition, op, values, known=known)) == [1], definition
    assert ids(queries.matching(several, "in", ["老", "新"])) == [1, 2]


@pytest.mark.parametrize(
    ("op", "values"), [("contains", ["3"]), ("ge", ["drei"]), ("ge", []), ("between", ["", ""]), ("drop", ["1"])]
)
def test_what_a_field_cannot_be_asked_is_refused(op: str, values: list[str]) -> None:
    with pytest.raises(BadValue):
        queries.matching(define("车间数量", "number", "workshops"), op, values)


def test_signs_of_the_database_in_a_text_mean_themselves() -> None:
    text = define("品牌", "text", "brand")
    operations.index(KIND, {1: {"brand": "50%_优惠"}, 2: {"brand": "500 优惠"}})
    assert ids(queries.matching(text, "contains", ["%_"])) == [1]
    assert ids(queries.matching(text, "begins", ["50%"])) == [1]


def test_a_record_written_again_is_found_by_its_new_value_only() -> None:
    workshops = define("车间数量", "number", "workshops")
    several = define("标签", "choices", "tags", choices=choices("老", "新"))
    operations.index(KIND, {1: {"workshops": "3", "tags": ["c1", "c2"]}}, are_new=True)
    operations.index(KIND, {1: {"workshops": "5"}})
    assert ids(queries.matching(workshops, "is", ["3"])) == []
    assert ids(queries.matching(workshops, "is", ["5"])) == [1]
    assert ids(queries.matching(several, "filled", [])) == []


def test_what_is_not_filtered_is_not_indexed() -> None:
    define("车间数量", "number", "workshops", is_filtered=False)
    define("资产", "money", "assets", is_active=False)
    operations.index(KIND, {1: {"workshops": "3", "assets": 100}})
    assert not Value.objects.exists()


def test_a_formula_in_the_filters_is_found_by_what_it_comes_to() -> None:
    define("车间数量", "number", "workshops", is_filtered=False)
    double = define("双倍", "formula", "double", formula="{workshops}*2")
    operations.index(KIND, {1: {"workshops": "3"}, 2: {"workshops": "1"}, 3: {}})
    assert ids(queries.matching(double, "ge", ["6"])) == [1]
    assert ids(queries.matching(double, "filled", [])) == [1, 2]


def test_a_batch_is_indexed_by_few_statements() -> None:
    fields = [define(f"数{n}", "number", f"n{n}") for n in range(3)]
    extras = {pk: {field.code: str(pk) for field in fields} for pk in range(1, 401)}
    definitions = queries.definitions(KIND)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        operations.index(KIND, extras, definitions)
    assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) <= 6
    assert Value.objects.count() == 1200


def test_the_conditions_and_the_order_work_on_the_records_themselves(people: Cast) -> None:
    workshops = define("车间数量", "number", "workshops")
    one = define("销售能力", "choice", "ability", choices=choices("弱", "强"))
    rows = [customer(name, owner=people.rep) for name in ("甲", "乙", "丙", "丁")]
    values: tuple[dict[str, Any], ...] = (
        {"workshops": "3", "ability": "c2"},
        {"workshops": "12"},
        {},
        {"workshops": "-1", "ability": "c1"},
    )
    operations.index(KIND, {row.pk: value for row, value in zip(rows, values, strict=True)})
    base = rows[0].__class__._default_manager.all()

    def names(found: QuerySet[Any]) -> list[str]:
        return [str(row) for row in found]

    assert names(base.filter(queries.condition(workshops, "ge", ["3"])).order_by("pk")) == ["甲", "乙"]
    assert names(base.filter(queries.condition(workshops, "empty", []))) == ["丙"]
    assert names(base.order_by(queries.sort_key(workshops, falls=False), "pk")) == ["丁", "甲", "乙", "丙"]
    assert names(base.order_by(queries.sort_key(workshops, falls=True), "pk")) == ["乙", "甲", "丁", "丙"]
    assert names(base.order_by(queries.sort_key(one, falls=False), "pk"))[:2] == ["丁", "甲"]
    by_id = {row.pk: str(row) for row in rows}
    assert [by_id[pk] for pk in queries.in_order(workshops, base, falls=True)] == ["乙", "甲", "丁"]
    assert [by_id[pk] for pk in queries.in_order(one, base.exclude(pk=rows[3].pk), falls=False)] == ["甲"]


def test_a_field_that_comes_into_the_filters_later_is_indexed_by_a_worker(kinds: Extras) -> None:
    workshops = define("车间数量", "number", "workshops", is_ready=False)
    kinds.update({pk: {"workshops": str(pk % 5)} for pk in range(1, operations.BATCH + 8)})
    operations.begin_indexing(workshops, at=AT)
    assert not queries.definitions(KIND)[0].may_filter
    run_all()
    assert queries.definitions(KIND)[0].may_filter
    assert len(ids(queries.matching(workshops, "ge", ["4"]))) == sum(pk % 5 == 4 for pk in kinds)
    assert operations.index_next(workshops.pk, workshops.turn, after=0) is not None  # twice does no harm
    assert Value.objects.count() == len(kinds)


def test_a_turn_that_another_has_overtaken_does_nothing(kinds: Extras) -> None:
    workshops = define("车间数量", "number", "workshops")
    kinds[1] = {"workshops": "3"}
    operations.begin_indexing(workshops, at=AT)
    assert operations.index_next(workshops.pk, workshops.turn - 1, after=0) is None
    assert not Value.objects.exists()


def test_a_field_that_left_the_filters_leaves_no_values_behind() -> None:
    workshops = define("车间数量", "number", "workshops")
    operations.index(KIND, {pk: {"workshops": "1"} for pk in range(1, operations.BATCH + 5)})
    Definition.objects.update(is_filtered=False)
    operations.begin_indexing(workshops, at=AT)
    run_all()
    assert not Value.objects.exists()


def test_a_record_deleted_for_good_is_forgotten() -> None:
    workshops = define("车间数量", "number", "workshops")
    operations.index(KIND, {1: {"workshops": "1"}, 2: {"workshops": "1"}})
    operations.forget(KIND, [1])
    assert ids(queries.matching(workshops, "filled", [])) == [2]


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "number": st.integers(-20, 20).map(str),
    "money": st.integers(-2000, 2000),
    "date": st.dates(date(2026, 1, 1), date(2026, 2, 1)).map(date.isoformat),
    "text": st.text("ab%_强 ", min_size=1, max_size=4).filter(str.strip),
    "choice": st.sampled_from(["c1", "c2", "c3"]),
    "choices": st.lists(st.sampled_from(["c1", "c2", "c3"]), min_size=1, unique=True),
}


@pytest.mark.parametrize("of_type", VALUES)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_index_answers_as_the_rules_do(of_type: str, data: st.DataObject, monkeypatch: pytest.MonkeyPatch) -> None:
    Definition.objects.all().delete()
    StoredFile.objects.all().delete()
    field = define("值", of_type, "it", choices=choices("强", "中", "弱"))
    extras = {pk: {"it": value} for pk, value in enumerate(data.draw(st.lists(VALUES[of_type], max_size=8)), start=1)}
    operations.index(KIND, extras)
    StoredFile.objects.bulk_create(StoredFile(pk=pk, size=0) for pk in (*extras, 99))  # they stand for the records
    op = data.draw(st.sampled_from(rules.ops(field)))
    count = 2 if op == "between" else 1
    typed = [rules.typed(field, data.draw(VALUES[of_type])).split("\n")[0] for _ in range(count)]
    question = rules.asked(field, op, typed)
    records = extras | {99: {}}
    wanted = [pk for pk, extra in records.items() if rules.holds(field, rules.stored(field, extra), question)]
    for many in (0, queries.MANY):  # matches are listed when they are few, else each record is asked
        monkeypatch.setattr(queries, "MANY", many)
        found = StoredFile.objects.filter(queries.condition(field, op, typed)).order_by("pk")
        assert list(found.values_list("pk", flat=True)) == wanted
    if op != "empty":
        assert ids(queries.matching(field, op, typed)) == wanted


def test_a_number_keeps_its_six_places_in_the_index() -> None:
    define("比率", "number", "ratio")
    operations.index(KIND, {1: {"ratio": "0.000001"}})
    assert Value.objects.get().number == Decimal("0.000001")
