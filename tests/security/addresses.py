"""Every address of the product, and what the walk must know of each: who may go there, how, to which record."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
READ, WRITE, BOTH = ("GET", "HEAD"), ("POST",), ("GET", "HEAD", "POST")
FORM = (*BOTH, "PUT")  # Django's own form views take a PUT for a POST without a body
SIGNED_IN = ("visitor", "rep", "owner")
SELLERS = ("rep", "owner")
OWNER = ("owner",)


@dataclass(frozen=True)
class Address:
    """How one URL pattern answers.

    `own`, `foreign` and `missing` are its arguments: a record the rep may see, one she may not, one that is not there.
    `methods` are those it understands, `data` is a POST that would be accepted from whoever may.
    """

    allowed: tuple[str, ...] = SELLERS
    methods: tuple[str, ...] = READ
    is_public: bool = False
    own: tuple[Any, ...] = ()
    foreign: tuple[Any, ...] = ()
    missing: tuple[Any, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)


CUSTOMER = {"name": "改名商贸", "kind": "organisation", "version": 1}
PRODUCT = {"code": "P9", "name": "改名产品", "version": 1}

ADDRESSES = {
    "home": Address(),
    "search": Address(methods=BOTH, data={"q": "商贸"}),
    "suggest": Address(methods=WRITE, data={"q": "商贸"}),
    "customers:list": Address(),
    "customers:new": Address(methods=BOTH, data=CUSTOMER),
    "customers:edit": Address(methods=BOTH, own=("K1",), foreign=("K2",), missing=("K404",), data=CUSTOMER),
    "customers:card": Address(own=("K1",), foreign=("K2",), missing=("K404",)),
    "orders:list": Address(),
    "orders:card": Address(own=("D1",), foreign=("D2",), missing=("D404",)),
    "products:list": Address(),
    "products:new": Address(OWNER, methods=BOTH, data=PRODUCT),
    "products:edit": Address(OWNER, methods=BOTH, own=("P1",), foreign=("P1",), missing=("P404",), data=PRODUCT),
    "products:card": Address(own=("P1",), missing=("P404",)),
    "exchange:runs": Address(OWNER),
    "exchange:new": Address(OWNER, methods=BOTH, own=("customers",), foreign=("orders",), missing=("dogs",)),
    "exchange:template": Address(OWNER, own=("customers",), foreign=("orders",), missing=("dogs",)),
    "exchange:run": Address(OWNER, own=(1,), foreign=(2,), missing=(404,)),
    "exchange:confirm": Address(OWNER, methods=WRITE, own=(1,), foreign=(2,), missing=(404,)),
    "exchange:errors": Address(OWNER, own=(1,), foreign=(2,), missing=(404,)),
    "account_login": Address((), methods=FORM, is_public=True),
    "account_logout": Address(SIGNED_IN, methods=BOTH),
    "account_change_password": Address(SIGNED_IN, methods=FORM),
    "gallery": Address(SIGNED_IN),
    "health": Address(is_public=True),
    "favicon": Address(is_public=True),
}


def names(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """Give the name of every URL pattern, and the pattern itself where it has none."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or pattern.pattern}"
        else:
            yield from names(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
