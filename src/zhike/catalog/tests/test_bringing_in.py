"""Products from files: made, changed as was chosen, taken back."""

from pathlib import Path
from typing import Any

import pytest

from tests.factories import cast, product
from tests.factories.files import bring_in, counts, reasons, tables, take_back, write_csv
from zhike.catalog.models import Product
from zhike.exchange.models import ImportRun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_batches")]

HEADS = ("产品编码", "产品名称", "单位", "分类")


def import_products(folder: Path, *rows: Any, existing: str = "update", dry_run: bool = False) -> ImportRun:
    path = write_csv(folder / "产品.csv", rows, HEADS)
    return bring_in("products", path, options={"existing": existing}, dry_run=dry_run)


def known() -> set[tuple[str, str, str, str]]:
    return set(Product.objects.values_list("code", "name", "unit", "category"))


def test_new_products_are_made_and_a_name_alone_is_the_code(tmp_path: Path) -> None:
    run = import_products(tmp_path, ("P1", "礼盒", "盒", "节日"), ("", "散茶", "斤", ""), ("P1", "礼盒", "", "送礼"))
    assert counts(run) == (3, 2, 1, 0, 0)
    assert known() == {("P1", "礼盒", "盒", "送礼"), ("散茶", "散茶", "斤", "")}


@pytest.mark.parametrize(
    ("existing", "then", "result"),
    [
        ("update", ("P1", "大礼盒", "箱", "节日"), (1, 0, 1, 0, 0)),
        ("fill", ("P1", "礼盒", "盒", "节日"), (1, 0, 1, 0, 0)),
        ("skip", ("P1", "礼盒", "盒", ""), (1, 0, 0, 1, 0)),
    ],
)
def test_a_known_product_changes_as_was_chosen(
    existing: str, then: tuple[str, ...], result: tuple[int, ...], tmp_path: Path
) -> None:
    Product.objects.create(code="P1", name="礼盒", unit="盒")
    assert counts(import_products(tmp_path, ("P1", "大礼盒", "箱", "节日"), existing=existing)) == result
    assert known() == {then}


def test_a_name_without_a_code_means_the_only_product_of_that_name(tmp_path: Path) -> None:
    product("P1", "礼盒"), product("P2", "散茶"), product("P3", "散茶")
    run = import_products(tmp_path, ("", "礼盒", "盒", ""), ("", "散茶", "斤", ""))
    assert counts(run) == (2, 0, 1, 0, 1)
    assert reasons(run)[0][1:] == ("产品名称", "Several products are called %(name)s; give the product code as well")


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    rows = [("P1", "礼盒", "盒", ""), ("", "散茶", "", "")]
    import_products(tmp_path, *rows)
    before = known()
    assert counts(import_products(tmp_path, *rows)) == (2, 0, 0, 2, 0)
    assert known() == before


def test_a_trial_says_what_the_import_does_and_writes_nothing(tmp_path: Path) -> None:
    product("P1", "旧名"), product("P4", "四号")
    rows = [
        ("P1", "新名", "", ""),
        ("", "旧名", "", ""),
        ("", "四号", "个", ""),
        ("", "P4", "箱", ""),
        ("P9", "九", "", ""),
    ]
    before = tables(besides=[ImportRun])
    trial = import_products(tmp_path, *rows, dry_run=True)
    assert tables(besides=[ImportRun]) == before
    assert counts(import_products(tmp_path, *rows)) == counts(trial)


def test_an_undo_gives_back_the_old_values_and_removes_what_was_made(tmp_path: Path) -> None:
    Product.objects.create(code="P1", name="礼盒", unit="盒")
    before, owner = known(), cast().owner
    run = import_products(tmp_path, ("P1", "大礼盒", "箱", "节日"), ("P2", "散茶", "", ""))
    take_back(run, owner)
    assert known() == before
