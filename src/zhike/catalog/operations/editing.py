"""Products: added, changed, made of what orders name."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction

from zhike.catalog import permissions
from zhike.catalog.models import Product
from zhike.catalog.queries import PAGE
from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.core.search import operations as search
from zhike.core.search.rules import words
from zhike.exchange.models import ImportRun
from zhike.kit.refusals import FieldRefused, StaleRecord
from zhike.phrases import Phrase

FIELDS = ("code", "name", "unit", "category")


CODE_TAKEN = Phrase("Another product has this code; choose a different one")


@transaction.atomic
def add_product(*, data: dict[str, Any], by: User) -> Product:
    """Add a product.

    Raises:
        PermissionDenied: the role may not change products.
        FieldRefused: another product has this code.
    """
    access.require(by, permissions.EDIT)
    product = Product(**{name: data[name] for name in FIELDS})
    _save(product)
    audit.record(by=by, action="added", about=product)
    return product


@transaction.atomic
def change_product(*, product: Product, data: dict[str, Any], version: int, by: User) -> Product:
    """Change a product; papers that name it keep their own lines.

    Raises:
        PermissionDenied: the role may not change products.
        StaleRecord: the version is not the one the user has seen; nothing is written.
        FieldRefused: another product has the new code.
    """
    access.require(by, permissions.EDIT)
    current = Product.objects.select_for_update().get(pk=product.pk)
    if current.version != version:
        raise StaleRecord
    changed = [name for name in FIELDS if getattr(current, name) != data[name]]
    for name in changed:
        setattr(current, name, data[name])
    if changed:
        current.version += 1
        _save(current)
        audit.record(by=by, action="changed", about=current, fields=changed)
    return current


def make_products(names_by_code: Mapping[str, str], *, origin: ImportRun) -> list[Product]:
    """Write products that orders name for the first time; the caller holds the transaction."""
    made = Product.objects.bulk_create(
        [Product(code=code, name=name, origin=origin) for code, name in names_by_code.items()]
    )
    index_products(made)
    return made


def index_products_after(after: int, limit: int) -> int | None:
    """Index the next products after an id again; answer the last of them, nothing at the end."""
    found = list(Product.objects.filter(pk__gt=after).order_by("pk")[:limit])
    index_products(found)
    return found[-1].pk if found else None


def index_products(products: Iterable[Product]) -> None:
    """Let products be found by code, name and pinyin."""
    search.index(
        search.entry(kind="product", object_id=p.pk, page=PAGE, page_id=p.pk, words=words(p.name, number=p.code))
        for p in products
    )


def _save(product: Product) -> None:
    """Let the database say whether the code is taken: two people may give it at the same moment.

    Raises:
        FieldRefused: another product has the code.
    """
    try:
        with transaction.atomic():
            product.save()
    except IntegrityError as taken:
        raise FieldRefused("code", CODE_TAKEN) from taken
    index_products([product])
