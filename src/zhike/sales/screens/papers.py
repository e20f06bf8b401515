"""What the screens of all papers share: a submitted paper has no form, and its lines have a list of their own."""

from typing import Any

from django.urls import URLPattern
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zhike.kit import cells
from zhike.kit.columns import Column, Kind
from zhike.kit.screens import Screen
from zhike.sales import permissions


class PaperScreen(Screen):
    """Papers of one kind: list and card."""

    field = "number"
    see, export = permissions.SEE, permissions.EXPORT


class LinesScreen(Screen):
    """The lines of all papers of one kind: a list alone, as a line has no page."""

    see, export = permissions.SEE, permissions.EXPORT

    @classmethod
    def urls(cls) -> list[URLPattern]:
        return [pattern for pattern in super().urls() if pattern.name != "card"]


def _product(line: Any) -> SafeString:
    return cells.link(line.product) if line.product else cells.NOTHING


def customer_columns(paper: str = "") -> tuple[Column, ...]:
    """Answer the columns of whose paper it is: by name, and by the number that tells namesakes apart."""
    customer = f"{paper}.customer" if paper else "customer"
    lookup = customer.replace(".", "__")
    return (
        Column(
            "customer",
            _("Customer name"),
            customer,
            cells.link,
            kind="text",
            lookup=f"{lookup}__party__name",
            exports=f"{customer}.party.name",
        ),
        Column(
            "customer_number",
            _("Customer number"),
            f"{customer}.number",
            kind="text",
            lookup=f"{lookup}__number",
        ),
    )


def line_columns(product: str, *, kind: Kind = "") -> tuple[Column, ...]:
    """Answer the columns that the lines of all papers have."""
    return (
        Column("position", _("Line number"), "position", cells.number, is_number=True),
        Column("code", _("Product code"), cell=_code, kind=kind, lookup=f"{product}__code", plain_value=_code_of),
        Column("product", _("Product"), cell=_product, kind=kind, lookup=f"{product}__name", plain_value=_name_of),
        Column("quantity", _("Quantity"), "quantity", cells.number, is_number=True),
    )


def _code(line: Any) -> SafeString:
    return cells.text(_code_of(line))


def _code_of(line: Any) -> str:
    return line.product.code if line.product else ""


def _name_of(line: Any) -> str:
    return line.product.name if line.product else ""
