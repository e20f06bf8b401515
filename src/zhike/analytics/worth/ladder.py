"""The recognition ladder: known and trusted, then satisfied, then loyal; which step is next with a customer."""

from dataclasses import dataclass
from typing import Literal

from zhike.analytics.worth.figures import number

Stage = Literal["know_needs", "meet_needs", "exceed_expectations", "arrived", "no_data"]
"""了解需求, 满足需求, 超越期望, all three reached, or 无数据: the next step depends on what was not measured."""


@dataclass(frozen=True)
class Thresholds:
    """From which score, of 100, a rung is reached.

    Attributes:
        recognition, satisfaction, loyalty: 认同度, 满意度, 忠诚度.
    """

    recognition: float = 70
    satisfaction: float = 70
    loyalty: float = 60


def recognition(need_depth: float, trust: float) -> float:
    """Answer how well a customer is known and how far he trusts us, 0–100: 100 (½ need depth + ½ trust).

    Args:
        need_depth: share of the kinds of need that are known of him, 0–1.
        trust: his answer to the question of trust, 0–1.

    Raises:
        BadFigures: a share is out of its limits.

    Source: domain book 2.30.
    """
    return 50 * number("need_depth", need_depth, least=0, most=1) + 50 * number("trust", trust, least=0, most=1)


def stage(
    recognition: float | None,
    satisfaction: float | None,
    loyalty: float | None,
    *,
    thresholds: Thresholds = Thresholds(),
) -> Stage:
    """Answer the lowest rung that is not reached: what is to be done next.

    Args:
        recognition: 0–100, None where not measured.
        satisfaction: the same.
        loyalty: the same.
        thresholds: from which score a rung is reached.

    Raises:
        BadFigures: a score is out of its limits.

    Source: domain book 2.30 and row C23.
    """
    rungs: tuple[tuple[Stage, str, float | None, float], ...] = (
        ("know_needs", "recognition", recognition, thresholds.recognition),
        ("meet_needs", "satisfaction", satisfaction, thresholds.satisfaction),
        ("exceed_expectations", "loyalty", loyalty, thresholds.loyalty),
    )
    scores = [None if score is None else number(name, score, least=0, most=100) for _, name, score, _ in rungs]
    for (next_stage, _, _, reached), score in zip(rungs, scores, strict=True):
        if score is None:
            return "no_data"
        if score < reached:
            return next_stage
    return "arrived"
