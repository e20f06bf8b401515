"""What is so, without a model: scores, rhythm, concentration, cohorts, repeat curves and retention."""

from zhike.analytics.describing.checking import BadMeasure
from zhike.analytics.describing.cohorts import Cohorts, cohorts
from zhike.analytics.describing.concentration import AbcPolicy, Concentration, concentration
from zhike.analytics.describing.lrfm import Lrfm, lrfm
from zhike.analytics.describing.quantiles import quantile_scores
from zhike.analytics.describing.repeats import RepeatCurve, repeat_curve, shares_by_purchases
from zhike.analytics.describing.retention import (
    ValueMovement,
    churn_rate,
    expected_lifetime,
    retention_rate,
    value_movement,
)
from zhike.analytics.describing.rhythm import RhythmPolicy, Rhythms, rhythms
from zhike.analytics.describing.scores import (
    Scores,
    break_even_response,
    composite,
    independent_scores,
    nested_scores,
    scores_by_cutoffs,
)

__all__ = [
    "AbcPolicy",
    "BadMeasure",
    "Cohorts",
    "Concentration",
    "Lrfm",
    "RepeatCurve",
    "RhythmPolicy",
    "Rhythms",
    "Scores",
    "ValueMovement",
    "break_even_response",
    "churn_rate",
    "cohorts",
    "composite",
    "concentration",
    "expected_lifetime",
    "independent_scores",
    "lrfm",
    "nested_scores",
    "quantile_scores",
    "repeat_curve",
    "retention_rate",
    "rhythms",
    "scores_by_cutoffs",
    "shares_by_purchases",
    "value_movement",
]
