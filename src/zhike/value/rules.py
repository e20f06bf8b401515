"""Level and state of a customer: ABC by cumulative share and the customer's own rhythm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median
from typing import Literal

State = Literal["active", "late", "dormant", "lost", "unknown"]
Level = Literal["A", "B", "C", "N"]  # N: not enough data
NO_LEVEL: Level = "N"
FEWEST_PURCHASES = 3  # a rhythm needs two gaps (domain book 4.30)


@dataclass(frozen=True)
class Rhythm:
    """How regularly a customer buys, in days; without a median gap there is too little to say."""

    state: State
    purchase_days: int
    first_on: date | None
    last_on: date | None
    median_gap_days: float | None
    silent_days: int | None


@dataclass(frozen=True)
class Ranked:
    """A customer's place in the company: the share of all that those before it make."""

    level: Level
    share_before: float | None


@dataclass(frozen=True)
class AbcPolicy:
    """Where the classes end, as cumulative shares before the item (domain book 2.7)."""

    a_below: float = 0.80
    b_below: float = 0.95
    fewest_customers: int = 10


def rhythm(days: Sequence[date], *, on: date) -> Rhythm:
    """Read the rhythm from the days with a purchase: rising, each day once, none after `on` (A84).

    active to 1.5 median gaps of silence, late to 2, dormant to 3, lost beyond.
    """
    if not days:
        return Rhythm("unknown", 0, None, None, None, None)
    silent = (on - days[-1]).days
    if len(days) < FEWEST_PURCHASES:
        return Rhythm("unknown", len(days), days[0], days[-1], None, silent)
    gap = float(median((after - before).days for before, after in pairwise(days)))
    return Rhythm(_state(silent / gap), len(days), days[0], days[-1], gap, silent)


def _state(gaps_silent: float) -> State:
    if gaps_silent <= 1.5:
        return "active"
    if gaps_silent <= 2:
        return "late"
    return "dormant" if gaps_silent <= 3 else "lost"


def abc(amounts: Sequence[int], policy: AbcPolicy = AbcPolicy()) -> list[Ranked]:
    """Rank customers, given from the largest amount to the smallest (分): A, B or C by the share before each.

    The one that crosses a border is in the upper class. Who brings nothing or loses money is C;
    without enough buying customers or without any gain there is no level.
    """
    total = sum(amount for amount in amounts if amount > 0)
    if len(amounts) < policy.fewest_customers or total == 0:
        return [Ranked(NO_LEVEL, None)] * len(amounts)
    ranked, before = [], 0
    for amount in amounts:
        share = before / total
        ranked.append(Ranked(_level(share, amount, policy), share))
        before += max(amount, 0)
    return ranked


def _level(share_before: float, amount: int, policy: AbcPolicy) -> Level:
    if amount <= 0 or share_before >= policy.b_below:
        return "C"
    return "A" if share_before < policy.a_below else "B"


@dataclass(frozen=True)
class Refreshed:
    """What bringing the order lines up to date came to: the months written, by scanner or cursor."""

    lines: int
    months: int
    written: tuple[str, ...]
    removed: tuple[str, ...]
    reader: str


@dataclass(frozen=True)
class Change:
    """A month of which the database and the kept lines say different things: count, amount and mark, or nothing."""

    month: str
    books: Mapping[str, int] | None
    kept: Mapping[str, int] | None
