import numpy as np
import pytest

from zhike.analytics.describing import BadMeasure, RhythmPolicy, Rhythms, rhythms
from zhike.analytics.purchases import lines, purchase_days, summary

START = np.datetime64("2026-01-01")


def after(silent: int, gaps: tuple[int, ...] = (28, 30, 32, 30)) -> Rhythms:
    day = START + np.cumsum((0, *gaps))
    return rhythms(summary(purchase_days(lines([1] * len(day), day, [1] * len(day))), day[-1] + silent))


def test_silence_is_counted_in_the_customers_own_gaps() -> None:
    found = after(65)
    assert (found.gap_median[0], found.silent_days[0], found.state[0]) == (30, 65, "dormant")
    assert found.silence[0] == pytest.approx(65 / 30)


@pytest.mark.parametrize(
    ("silent", "state"),
    [(0, "active"), (45, "active"), (46, "late"), (60, "late"), (61, "dormant"), (90, "dormant"), (91, "lost")],
)
def test_a_limit_belongs_to_the_livelier_state(silent: int, state: str) -> None:
    assert after(silent).state[0] == state


def test_two_purchases_are_no_rhythm() -> None:
    found = after(9, gaps=(4,))
    assert (found.state[0], found.known[0], found.gap_median[0], found.silence[0]) == ("unknown", False, 0, 0)
    assert (found.silent_days[0], found.count("unknown"), found.count("active")) == (9, 1, 0)


def test_limits_must_rise() -> None:
    with pytest.raises(BadMeasure, match="limits that rise"):
        RhythmPolicy(late=1)
