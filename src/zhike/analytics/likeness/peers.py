"""What a customer may be worth by the worth of named peers."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zhike.analytics.likeness.gower import Alike, Scale, nearest
from zhike.analytics.likeness.table import BadTable, Column, Floats, Ints, amounts, refuse_uneven

FEWEST = 3


class Basis(Enum):
    """By what rule a value was found."""

    PEERS = "相似客户"
    EVERYBODY = "全部老客户的平均"
    MODEL = "首单模型"
    RATIO = "首单比例"
    TOO_FEW = "数据不足"


@dataclass(frozen=True, eq=False)
class PeerValue:
    """The expected value of n customers.

    Attributes:
        expected: (n,) 分, mean of the peers.
        spread: (n,) 分, standard deviation of the peers (divisor k − 1); 0 with one peer.
        low: (n,) 分, lower end of where the middle `level` of the peers lies.
        high: (n,) 分, its upper end.
        level: that share.
        basis: n rules; EVERYBODY where nothing known of the customer is known of others.
        alike: the peers and why.
    """

    expected: Floats
    spread: Floats
    low: Floats
    high: Floats
    level: float
    basis: tuple[Basis, ...]
    alike: Alike


def value_by_peers(
    asked: Sequence[Column],
    reference: Sequence[Column],
    values: ArrayLike,
    *,
    k: int = 5,
    level: float = 0.8,
    scale: Scale = "range",
) -> PeerValue:
    """Expect of each customer what its k nearest peers turned out to be worth.

    Args:
        asked: columns of n customers.
        reference: the same columns of m customers whose worth is known.
        values: (m,) their worth, 分, over one and the same time since their first purchase.
        k: peers for each; 5 to name them, 100 to 500 for the best forecast of many.
        level: share of the peers between low and high.
        scale: as `nearest` has it.

    Raises:
        BadTable: columns or values do not fit each other, or level is not between 0 and 1.
    """
    known = amounts(values, name="values", rows=refuse_uneven(reference))
    if not 0 < level < 1:
        raise BadTable("level must lie between 0 and 1")
    alike = nearest(asked, reference, k=k, scale=scale)
    worth = known[alike.peers]
    blind = alike.distances.min(axis=1) >= 1
    return PeerValue(
        expected=np.where(blind, known.mean(), worth.mean(axis=1)),
        spread=np.where(blind, spread(known), spread(worth)),
        low=_quantile(worth, known, blind, at=(1 - level) / 2),
        high=_quantile(worth, known, blind, at=(1 + level) / 2),
        level=level,
        basis=tuple(_basis(each, known) for each in blind),
        alike=alike,
    )


def spread(values: Floats) -> Floats:
    """Answer the standard deviation along the last axis, 0 of a single value."""
    found: Floats = np.std(values, axis=-1, ddof=1 if values.shape[-1] > 1 else 0)
    return found


def rows_of(peers: Ints, names: Sequence[str]) -> list[list[str]]:
    """Name the peers of each customer."""
    return [[names[each] for each in row] for row in peers]


def _quantile(worth: Floats, known: Floats, blind: NDArray[np.bool_], *, at: float) -> Floats:
    found: Floats = np.where(blind, np.quantile(known, at), np.quantile(worth, at, axis=1))
    return found


def _basis(blind: bool, known: Floats) -> Basis:
    if len(known) < FEWEST:
        return Basis.TOO_FEW
    return Basis.EVERYBODY if blind else Basis.PEERS
