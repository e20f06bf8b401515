"""Whom a paper names."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from zhike.core.search.rules import Named
from zhike.sales.rules.cells import text

_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]{0,39}")


class Buyer(NamedTuple):
    """Whom a paper names: by number, by name, or by a word that may be either.

    A tuple, as each paper of a file looks its buyer up several times.
    """

    number: str
    word: str
    name: str

    @property
    def is_named(self) -> bool:
        return bool(self.number or self.word or self.name)


def buyer_of(values: Mapping[str, Any]) -> Buyer:
    """Read the three columns that a file may name a customer by."""
    return Buyer(text(values, "customer_number"), text(values, "customer"), text(values, "customer_name"))


def names_of(buyers: Iterable[Buyer]) -> Iterable[Named]:
    """Give the names that search will read if these customers are not known yet."""
    for buyer in buyers:
        if buyer.is_named:
            yield buyer.name or buyer.word or buyer.number, buyer.number, ()


def is_code(word: str) -> bool:
    """Say whether a word for a customer looks like a number given to it: Latin letters and digits without spaces."""
    return _CODE.fullmatch(word) is not None
