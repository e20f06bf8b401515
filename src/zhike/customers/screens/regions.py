"""The column of the region: the area of the address stands in where no region is written."""

from typing import Any

from django.db.models import Q
from django.utils.safestring import SafeString

from zhike.core.bulk import Among
from zhike.customers.models import Customer
from zhike.customers.rules.areas import places
from zhike.kit import cells
from zhike.kit.lists.conditions import Condition
from zhike.kit.lists.criteria import text_fits

FITS = {"contains": str.__contains__, "is": str.__eq__, "begins": str.startswith}


def region_of(customer: Customer) -> str:
    """Answer the region, or else the area from the province down."""
    return customer.region or customer.party.area_name


def region_cell(customer: Customer) -> SafeString:
    return cells.text(region_of(customer))


def region_fits(asked: Condition, asking: Any) -> Q:
    """Look for a region among what the column shows.

    Raises:
        ValidationError: nothing was typed.
    """
    if asked.op in ("empty", "filled"):
        is_empty = Q(region="", party__area="")
        return is_empty if asked.op == "empty" else ~is_empty
    written, word = text_fits("region", asked, asking), asked.values[0].strip()
    codes = [code for code, name in places() if FITS[asked.op](name, word)]
    return written | (Q(region="") & Q(Among("party__area", codes)))
