"""How many key accounts were lost in a period, and how much of the margin went with them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zhike.analytics.worth.figures import even, flags, row


@dataclass(frozen=True)
class Defection:
    """What was lost of those there at the start.

    Attributes:
        accounts: how many there were.
        lost: how many of them left.
        share: lost / accounts, 0–1; None if there was nobody.
        margin_share: margin of the lost / margin of all at the start; None if all together brought none.
    """

    accounts: int
    lost: int
    share: float | None
    margin_share: float | None


def defection(margin: ArrayLike, lost: ArrayLike) -> Defection:
    """Count the lost, and weigh them by what they brought.

    Args:
        margin: (n,) 分 that each account there at the start brought in the period before; losses count as nothing.
        lost: (n,) whether it left in the period.

    Raises:
        BadFigures: rows of different lengths, a margin that is no number, a mark that is not true or false.

    Source: domain book 2.5 and row A69.
    """
    gone = flags("lost", lost)
    if not len(gone):
        return Defection(0, 0, None, None)
    brought = np.maximum(row("margin", margin), 0.0)
    even(margin=brought, lost=gone)
    total = float(brought.sum())
    return Defection(
        len(gone), int(gone.sum()), float(gone.mean()), float(brought[gone].sum()) / total if total else None
    )
