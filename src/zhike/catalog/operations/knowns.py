"""What a file says of products the books know: written over them as the person chose, and noted for an undo."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhike.catalog.models import Product
from zhike.catalog.operations.editing import index_products
from zhike.core import bulk
from zhike.core.audit import operations as audit
from zhike.core.audit import queries as log
from zhike.exchange.kinds import Outcome
from zhike.exchange.models import ImportRun

CHANGEABLE = ("name", "unit", "category")
Changes = dict[str, tuple[Any, Any]]
"""Fields with their values before and after."""


@dataclass
class Knowns:
    """The known products of one batch, and what becomes of them."""

    run: ImportRun
    ids: Sequence[int]
    changed: dict[int, tuple[Product, Changes]] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.policy = self.run.options["existing"]  # update, fill or skip
        self.changed_before = log.touched_by(self.run.changes, Product, self.ids) if self.run.changes else set()

    def apply(self, line: int, product: Product, *, told: Mapping[str, str]) -> Outcome:
        """Take over what a row says; a run that was killed and runs again says the same of what it had done."""
        changed = product.pk in self.changed_before and product.pk not in self.touched
        self.touched.add(product.pk)
        if self.policy != "skip":
            changed |= self._change(product, told)
        return Outcome(line, "updated" if changed else "skipped")

    def write(self) -> None:
        """Write the batch, with what it needs to be taken back."""
        products = [product for product, _ in self.changed.values()]
        for product in products:
            product.version += 1
        bulk.update(Product, products, [*CHANGEABLE, "version"])
        index_products(products)
        told = [audit.Told(product, changes) for product, changes in self.changed.values()]
        audit.record_all(by=self.run.by, action="changed", told=told, batch=self.run.changes)

    def _change(self, product: Product, told: Mapping[str, str]) -> bool:
        """Let the filled cells win over what is there, or with `fill` only where nothing is there."""
        changes = {}
        for name, new in told.items():
            old = getattr(product, name)
            if new != old and (not old or self.policy != "fill"):
                setattr(product, name, new)
                changes[name] = (old, new)
        if changes:
            known = self.changed.setdefault(product.pk, (product, {}))[1]
            for name, (before, after) in changes.items():
                known[name] = (known.get(name, (before, after))[0], after)
        return bool(changes)
