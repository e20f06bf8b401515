"""How much of a card is known, and how lately somebody looked it over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

FRESH, AGEING = timedelta(days=90), timedelta(days=365)

COMPANY = (
    "name",
    "phone",
    "contact",
    "need",
    "decider",
    "owner",
    "industry",
    "area",
    "credit_code",
    "source",
    "address",
    "email",
)
PEOPLE = ("name", "phone", "need", "owner", "birthday", "preference", "area", "source", "address", "email")
"""What counts, the most important first."""


@dataclass(frozen=True)
class Completeness:
    """The share of what counts that is known, and what is missing, the most important first."""

    known: int
    counted: int
    missing: tuple[str, ...]

    @property
    def share(self) -> float:
        return self.known / self.counted if self.counted else 1.0


@dataclass(frozen=True)
class Freshness:
    """When the facts were last written or confirmed, how long ago, and whether somebody stood up for them."""

    on: date
    days: int
    is_confirmed: bool

    @property
    def tone(self) -> str:
        age = timedelta(days=self.days)
        if age <= FRESH:
            return "good"
        return "warn" if age <= AGEING else "bad"


def completeness(is_known: Mapping[str, bool], *, is_company: bool) -> Completeness:
    """Count what is known among what counts for this kind of party; what is not said of is not counted."""
    counted = [name for name in (COMPANY if is_company else PEOPLE) if name in is_known]
    missing = tuple(name for name in counted if not is_known[name])
    return Completeness(len(counted) - len(missing), len(counted), missing)


def freshness(*written: date | None, confirmed: date | None, on: date) -> Freshness:
    """Judge by the latest of the days on which the record was made, changed or confirmed."""
    last = max((day for day in (*written, confirmed) if day is not None), default=on)
    return Freshness(last, max((on - last).days, 0), is_confirmed=confirmed == last)
