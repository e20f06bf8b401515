"""Changes to products."""

from zhike.catalog.operations.bringing_in import bring_in
from zhike.catalog.operations.editing import (
    FIELDS,
    add_product,
    change_product,
    index_products_after,
    make_products,
)
from zhike.catalog.operations.taking_back import take_back_product_changes, take_back_products

__all__ = [
    "FIELDS",
    "add_product",
    "bring_in",
    "change_product",
    "index_products_after",
    "make_products",
    "take_back_product_changes",
    "take_back_products",
]
