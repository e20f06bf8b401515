"""The facts of the customer page in words."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhike.insight.queries import CustomerPage
from zhike.kit import cells

if TYPE_CHECKING:
    from zhike.customers.rules.completeness import Freshness

MOST_MISSING = 4


@dataclass(frozen=True)
class Standing:
    """How far the card can be relied on: how much is known, and how old it is."""

    share: str
    missing: tuple[str, ...]
    fresh: SafeString
    depth: str


def standing(page: CustomerPage) -> Standing:
    """Say how complete and how fresh the card is."""
    complete, fresh = page.completeness, page.freshness
    return Standing(
        share=f"{complete.share:.0%}",
        missing=tuple(_names()[name] for name in complete.missing[:MOST_MISSING]),
        fresh=_fresh(fresh),
        depth=f"{page.needs.found.depth:.0%}",
    )


def _fresh(fresh: "Freshness") -> SafeString:
    """Say since when; what nobody has looked over is never called good."""
    if fresh.is_confirmed:
        told = _("last looked over %(n)d days ago") if fresh.days else _("looked over today")
    else:
        told = _("written %(n)d days ago, not looked over") if fresh.days else _("written today, not looked over")
    is_plain = not fresh.is_confirmed and fresh.tone == "good"
    return cells.badge(told % {"n": fresh.days}, "" if is_plain else fresh.tone)


def _names() -> dict[str, str]:
    return {
        "name": _("Name of the customer"),
        "phone": _("Phone"),
        "contact": _("Contact"),
        "need": _("Need"),
        "decider": _("who decides"),
        "owner": _("Owner"),
        "industry": _("Industry"),
        "area": _("Province, city, district"),
        "credit_code": _("Unified social credit code"),
        "source": _("Source"),
        "address": _("Address"),
        "email": _("E-mail"),
        "birthday": _("Birthday"),
        "preference": _("Preference"),
    }
