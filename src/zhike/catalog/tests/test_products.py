"""Products are added and changed by who may; orders may name new ones."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from tests.factories import Cast, product
from tests.factories.files import tables
from zhike.catalog import operations, queries
from zhike.catalog.models import Product
from zhike.core.audit.models import Entry
from zhike.kit.refusals import FieldRefused, StaleRecord

pytestmark = pytest.mark.django_db

GIFT: dict[str, Any] = {"code": "P1", "name": "礼盒", "unit": "盒", "category": "节日"}


def test_a_product_is_added_and_the_audit_says_by_whom(people: Cast) -> None:
    made = operations.add_product(data=GIFT, by=people.owner)
    assert (made.code, made.name, made.unit, made.category, made.version) == ("P1", "礼盒", "盒", "节日", 1)
    assert Entry.objects.get().by == people.owner


def test_a_change_is_audited_by_its_fields(people: Cast) -> None:
    made = product("P1", "礼盒")
    operations.change_product(product=made, data=GIFT | {"code": "P2"}, version=1, by=people.owner)
    made.refresh_from_db()
    assert (made.code, made.version) == ("P2", 2)
    assert Entry.objects.get().fields == ["category", "code", "unit"]


def test_saving_without_a_change_writes_nothing(people: Cast) -> None:
    made = operations.add_product(data=GIFT, by=people.owner)
    before = tables()
    operations.change_product(product=made, data=GIFT, version=1, by=people.owner)
    assert tables() == before


@pytest.mark.parametrize("who", ["rep", "visitor"])
def test_who_may_not_change_products_changes_nothing(who: str, people: Cast) -> None:
    made = product("P1")
    before = tables()
    with pytest.raises(PermissionDenied):
        operations.add_product(data=GIFT | {"code": "P2"}, by=getattr(people, who))
    with pytest.raises(PermissionDenied):
        operations.change_product(product=made, data=GIFT, version=1, by=getattr(people, who))
    assert tables() == before


def test_a_code_belongs_to_one_product(people: Cast) -> None:
    product("P1")
    other = product("P2")
    before = tables()
    with pytest.raises(FieldRefused):
        operations.add_product(data=GIFT, by=people.owner)
    with pytest.raises(FieldRefused):
        operations.change_product(product=other, data=GIFT, version=1, by=people.owner)
    with pytest.raises(StaleRecord):
        operations.change_product(product=other, data=GIFT, version=7, by=people.owner)
    assert tables() == before


def test_products_are_seen_by_who_may_see_products_at_all(people: Cast) -> None:
    made = product("P1")
    seen = [list(queries.products(for_user=user)) for user in (people.owner, people.rep, people.visitor, None)]
    assert seen == [[made], [made], [], [made]]
    assert list(queries.editable_products(for_user=people.rep)) == []


def test_a_word_means_the_code_first_and_else_a_name_of_one_product_only() -> None:
    wine, tea = product("酒", "茶"), product("P2", "酒")
    product("P3", "同名")
    product("P4", "同名")
    known = queries.products_known_as(["酒", "茶", "P2", "同名", "没有"])
    assert [known.get(word) for word in ("酒", "茶", "P2", "同名", "没有")] == [wine, wine, tea, None, None]


def test_a_product_code_with_odd_signs_has_its_page(people: Cast, client: Any) -> None:
    client.force_login(people.owner)
    for code in ("a/b", "50%", "编号 1", "x?y", "edit/", "a#b"):
        made = product(code)
        assert client.get(made.get_absolute_url()).status_code == 200
    assert Product.objects.count() == 6
