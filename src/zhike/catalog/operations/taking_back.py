"""What an import did to products, taken back: its changes first, then the products it had made."""

from collections.abc import Sequence
from typing import Any

from zhike.catalog.models import Product
from zhike.catalog.operations.editing import index_products
from zhike.core.audit import operations as audit
from zhike.core.audit.models import Entry
from zhike.core.search import operations as search
from zhike.exchange.undoing import AT_ONCE, EDITED, Kept, Step, Undo, take_back_made


def take_back_product_changes(undo: Undo, below: int | None) -> Step:
    """Give the next changed products their old values, field by field, where nobody has written another one since."""
    if undo.run.changes is None:
        return Step()
    kind = Product._meta.label_lower
    entries = undo.run.changes.entries.filter(kind=kind, **({"pk__lt": below} if below else {}))
    found = list(entries.prefetch_related("values").order_by("-pk")[:AT_ONCE])
    products = Product.objects.select_for_update().in_bulk([entry.object_id for entry in found])
    told = [(entry, products[entry.object_id]) for entry in found if entry.object_id in products]
    results = [(product, _restore(product, entry, undo)) for entry, product in told]
    kept = [Kept(str(product), product.get_absolute_url(), EDITED) for product, (_, stays) in results if stays]
    return Step(found[-1].pk if found else None, sum(is_back for _, (is_back, _) in results), kept)


def _restore(product: Product, entry: Entry, undo: Undo) -> tuple[bool, bool]:
    """Answer whether anything became as before, and whether anything stays as somebody wrote it since."""
    values: dict[str, tuple[Any, Any]] = {value.field: (value.before, value.after) for value in entry.values.all()}
    back = {name: before for name, (before, after) in values.items() if getattr(product, name) == after}
    stays = any(getattr(product, name) != before for name, (before, _) in values.items() if name not in back)
    if back:
        changes = {name: (getattr(product, name), before) for name, before in back.items()}
        for name, before in back.items():
            setattr(product, name, before)
        product.version += 1
        product.save(update_fields=[*back, "version"])
        index_products([product])
        audit.record(by=undo.by, action="changed", about=product, changes=changes, batch=undo.back)
    return bool(back), stays


def take_back_products(undo: Undo, below: int | None) -> Step:
    """Remove the next products that the run has made; one that a paper names stays."""
    return take_back_made(Product.objects.all(), undo, below, remove=_remove)


def _remove(products: Sequence[Product]) -> None:
    ids = [product.pk for product in products]
    search.forget("product", ids)
    Product.objects.filter(pk__in=ids).delete()
