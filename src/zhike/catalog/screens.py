from typing import Any

from django.utils.translation import gettext_lazy as _

from zhike.catalog import operations, permissions, queries
from zhike.catalog.forms import ProductForm
from zhike.catalog.models import Product
from zhike.kit import cells
from zhike.kit.columns import Column
from zhike.kit.lists.state import FirstView
from zhike.kit.records import RecordKind
from zhike.kit.screens import Screen


def _initial(product: Product) -> dict[str, Any]:
    return {name: getattr(product, name) for name in operations.FIELDS}


class ProductScreen(Screen):
    """Products: list, card, new, edit."""

    model = Product
    title = _("Products")
    new_title = _("New product")
    empty = _("No products here yet")
    advice = _("Imported orders bring their products along.")
    namespace = "products"
    field = "code"
    see, edit, export = permissions.SEE, permissions.EDIT, permissions.EXPORT
    rows, editable, exported = queries.products, queries.editable_products, queries.exported_products
    form, initial = ProductForm, _initial
    add, change = operations.add_product, operations.change_product
    views = (FirstView("all", _("All")),)
    columns = (
        Column("name", _("Product"), cell=cells.link, kind="text", lookup="name", exports="name"),
        Column("code", _("Code"), "code", sort=("code",), kind="text"),
        Column("unit", _("Unit"), "unit", kind="text"),
        Column("category", _("Category"), "category", kind="text"),
    )
    details = columns[1:]


RECORD = RecordKind(
    code="catalog.product",
    title=_("Product"),
    icon="package",
    permission=permissions.SEE,
    rows=queries.products,
    number="code",
    owner="",
    fields={
        "code": _("Product code"),
        "name": _("Product name"),
        "unit": _("Unit"),
        "category": _("Category"),
    },
)
