"""Whether a good result hides a bad way there: satisfaction with the process beside that with the outcome."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zhike.analytics.worth.figures import even, number, row

WIDE = 0.5
"""A first proposal of how many grades apart are worth a flag."""


@dataclass(frozen=True)
class ProcessGap:
    """Two mean grades of the same answers.

    Attributes:
        outcome, process: mean grades, 1–5.
        gap: outcome less process.
        flagged: whether the process is worse by a wide gap.
        answers: how many answered both.
    """

    outcome: float
    process: float
    gap: float
    flagged: bool
    answers: int


def process_gap(outcome: ArrayLike, process: ArrayLike, *, wide: float = WIDE) -> ProcessGap:
    """Compare what people think of the result and of how they came to it.

    Args:
        outcome: (n,) grades from 1 to 5.
        process: (n,) grades of the same people.
        wide: from how many grades on it is flagged.

    Raises:
        BadFigures: rows of different lengths, a grade out of its limits.

    Source: domain book row B12.
    """
    result, way = row("outcome", outcome, least=1, most=5), row("process", process, least=1, most=5)
    even(outcome=result, process=way)
    gap = float(np.mean(result) - np.mean(way))
    flagged = gap >= number("wide", wide, least=0) - 1e-9
    return ProcessGap(float(np.mean(result)), float(np.mean(way)), gap, flagged, len(result))
