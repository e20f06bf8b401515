"""The products that papers of a file name."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from zhike.catalog import operations as catalog
from zhike.exchange.models import ImportRun

UNMADE = -1
"""Stands for a product that is not in the books yet: no line in them has it."""

Former = dict[int, tuple[int | None, str | None]]
"""Of each line of a submitted paper, by its position: its product and what that is called now."""


class Line(Protocol):
    """A line that may name a product."""

    @property
    def position(self) -> int: ...

    @property
    def product(self) -> str: ...

    @property
    def product_name(self) -> str: ...

    @property
    def has_code(self) -> bool: ...


def meant(line: Line, known: Mapping[str, int], former: Former | None = None) -> int | None:
    """Answer a line's product; a name alone stays with what it was submitted as, whatever else has that name by now."""
    if not line.product:
        return None
    if former and not line.has_code:
        product, name = former.get(line.position, (None, None))
        if line.product == name:
            return product
    return known.get(line.product, UNMADE)


def make_missing(known: dict[str, int], lines: Iterable[Line], run: ImportRun) -> None:
    """Make the products that lines name for the first time, and add their ids to the known ones."""
    missing = {line.product: line.product_name for line in lines if line.product and line.product not in known}
    for product in catalog.make_products(missing, origin=run):
        known[product.code] = product.pk
