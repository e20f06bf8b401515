"""The products that papers of a file name."""

from collections.abc import Iterable
from typing import Protocol

from zhike.catalog import operations as catalog
from zhike.exchange.models import ImportRun

UNMADE = -1
"""Stands for a product that is not in the books yet: no line in them has it."""


class Line(Protocol):
    """A line that may name a product."""

    @property
    def product(self) -> str: ...

    @property
    def product_name(self) -> str: ...


def make_missing(known: dict[str, int], lines: Iterable[Line], run: ImportRun) -> None:
    """Make the products that lines name for the first time, and add their ids to the known ones."""
    missing = {line.product: line.product_name for line in lines if line.product and line.product not in known}
    for product in catalog.make_products(missing, origin=run):
        known[product.code] = product.pk
