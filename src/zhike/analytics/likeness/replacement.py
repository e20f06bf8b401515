"""When an item is due again: by the customer's own gaps, otherwise by how long it lasts with others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhike.analytics.likeness.baskets import BadBaskets
from zhike.analytics.likeness.table import Floats, Ints

OWN_GAPS = 2
PEER_GAPS = 3
Days = NDArray[np.datetime64]


class Rule(Enum):
    """By what a due day was found."""

    OWN = "本人间隔中位数"
    PEERS = "同品其他客户"
    NOT_REPEATED = "多数人不复购"
    TOO_FEW = "数据不足"


@dataclass(frozen=True, eq=False)
class Replacements:
    """When each of p pairs of a customer and an item is due again, ordered by customer and item.

    Attributes:
        customers: (p,) as given.
        items: (p,) as given.
        last: (p,) day of the last purchase.
        gap_days: (p,) days that it lasts; 0 where the rule gives none.
        due: (p,) last + gap, rounded to days; NaT where the rule gives none.
        rules: p rules.
    """

    customers: NDArray[Any]
    items: NDArray[Any]
    last: Days
    gap_days: Floats
    due: Days
    rules: tuple[Rule, ...]


def replacements(
    customers: Sequence[Any] | NDArray[Any],
    items: Sequence[Any] | NDArray[Any],
    days: Sequence[Any] | NDArray[Any],
    *,
    on: date,
) -> Replacements:
    """Foretell when items are due again.

    From three purchases on, the median of the customer's own gaps. Otherwise the median life of the item with all
    customers by the product-limit estimate, in which purchases not repeated by `on` count as "longer than so far".

    Args:
        customers: (L,) who bought, lines in any order; lines of a day count once.
        items: (L,) what.
        days: (L,) business days.
        on: day up to which is known; later lines are refused.

    Raises:
        BadBaskets: lengths differ, there is no line, a day is missing or later than `on`.

    Source: Kaplan, Meier, Journal of the American Statistical Association 53(282) 1958, equation 2b.
    """
    until = np.datetime64(on, "D")
    who, what, when = np.asarray(customers), np.asarray(items), np.asarray(days, dtype="datetime64[D]")
    if len({len(who), len(what), len(when)}) > 1 or not len(who):
        raise BadBaskets("one line at least is expected, and customers, items and days of one length")
    if (wrong := np.isnat(when) | (when > until)).any():
        raise BadBaskets(f"row {int(np.argmax(wrong))}: a day up to {until} is expected")
    people, person = np.unique(who, return_inverse=True)
    things, thing = np.unique(what, return_inverse=True)
    spells = np.unique(np.stack([person, thing, when.astype(np.int64)], axis=1), axis=0)
    pair = np.cumsum(np.r_[True, (spells[1:, :2] != spells[:-1, :2]).any(axis=1)]) - 1
    ends = np.r_[pair[1:] != pair[:-1], True]
    life = np.where(ends, until.astype(np.int64), np.r_[spells[1:, 2], 0]) - spells[:, 2]
    gap, rules = _own_or_peers(pair, life, ends, thing=spells[:, 1], things=len(things))
    last = spells[ends, 2].astype("datetime64[D]")
    due = np.where(gap > 0, last + np.rint(gap).astype("timedelta64[D]"), np.datetime64("NaT", "D"))
    return Replacements(people[spells[ends, 0]], things[spells[ends, 1]], last, gap, due, rules)


def _own_or_peers(
    pair: Ints, life: Ints, open_end: NDArray[np.bool_], *, thing: Ints, things: int
) -> tuple[Floats, tuple[Rule, ...]]:
    count = np.bincount(pair[~open_end], minlength=int(pair[-1]) + 1)
    own, _ = median_lives(pair[~open_end], life[~open_end], np.ones((~open_end).sum(), dtype=bool), groups=len(count))
    peers, ended = median_lives(thing, life, ~open_end, groups=things)
    item = thing[open_end]
    use_own, use_peers = count >= OWN_GAPS, ended[item] >= PEER_GAPS
    gap = np.where(use_own, own, np.where(use_peers, peers[item], 0.0))
    rule = np.select([use_own, use_peers & (gap > 0), use_peers], [0, 1, 2], default=3)
    named = tuple(Rule)
    return gap, tuple(named[each] for each in rule)


def median_lives(group: Ints, life: Ints, ended: NDArray[np.bool_], *, groups: int) -> tuple[Floats, Ints]:
    """Answer (groups,) the product-limit median life, 0 where half never end, and how many ended.

    The median is midway between two lives where the curve stays at one half between them, as of plain numbers.
    """
    order = np.lexsort((~ended, life, group))
    group, life, ended = group[order], life[order], ended[order]
    size = np.bincount(group, minlength=groups)
    at_risk = np.cumsum(size)[group] - np.arange(len(group))
    step = np.where(ended, np.log(np.maximum(at_risk - 1, 1e-300) / at_risk), 0.0)
    passed = np.cumsum(step)
    before = np.r_[0.0, passed][np.cumsum(size) - size]
    left = passed - before[group]
    upper = _first_at(group, life, ended & (left < np.log(0.5) - 1e-9), groups=groups)
    lower = _first_at(group, life, ended & (left <= np.log(0.5) + 1e-9), groups=groups)
    return np.where(upper > 0, (lower + upper) / 2, lower), np.bincount(group[ended], minlength=groups)


def _first_at(group: Ints, life: Ints, there: NDArray[np.bool_], *, groups: int) -> Floats:
    found = np.zeros(groups)
    rows = np.flatnonzero(there)[::-1]
    found[group[rows]] = life[rows]
    return found
