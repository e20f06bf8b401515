from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from zhike.catalog import permissions
from zhike.catalog.models import Product
from zhike.core.access import queries as access
from zhike.core.bulk import Among

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User


PAGE = "product"


def products(*, for_user: "User | AnonymousUser | None") -> QuerySet[Product]:
    """Answer all products to whoever may see products at all."""
    return Product.objects.order_by("-pk") if access.may(for_user, permissions.SEE) else Product.objects.none()


def editable_products(*, for_user: "User | AnonymousUser | None") -> QuerySet[Product]:
    return Product.objects.all() if access.may(for_user, permissions.EDIT) else Product.objects.none()


def exported_products(*, for_user: "User | AnonymousUser | None") -> QuerySet[Product]:
    """Answer the products a user may take out of the house."""
    return Product.objects.all() if access.may(for_user, permissions.EXPORT) else Product.objects.none()


def locked_products(*, codes: Iterable[str], names: Iterable[str]) -> list[Product]:
    """Answer the products of these codes or names, held until the transaction ends."""
    found = Product.objects.filter(Q(Among("code", set(codes))) | Q(Among("name", set(names))))
    return list(found.select_for_update().order_by("pk"))


def products_known_as(words: Iterable[str]) -> dict[str, Product]:
    """Answer the product that each word means: its code first, else a name that only one product has."""
    asked = set(words)
    by_word: dict[str, Product] = {}
    named: dict[str, list[Product]] = {}
    for product in Product.objects.filter(Q(Among("code", asked)) | Q(Among("name", asked))):
        by_word[product.code] = product
        named.setdefault(product.name, []).append(product)
    return {name: same[0] for name, same in named.items() if len(same) == 1} | by_word
