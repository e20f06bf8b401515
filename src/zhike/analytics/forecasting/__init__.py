"""What customers will buy: lifetime models and learners, blended by back-tests inside the past and judged alike."""

from zhike.analytics.forecasting.backtesting import backtest, forecasts
from zhike.analytics.forecasting.blending import Basis, Blend, fit_blend
from zhike.analytics.forecasting.dates import DateJudgement, judge_dates
from zhike.analytics.forecasting.judging import Forecast, Judgement, judge
from zhike.analytics.forecasting.reliability import Reliability, reliability
from zhike.analytics.forecasting.spending import SpendJudgement, expected_spend, judge_spend, spent_between
from zhike.analytics.forecasting.visits import BadVisits, Visits, visits, visits_of
from zhike.analytics.forecasting.waits import next_dates

__all__ = [
    "BadVisits",
    "Basis",
    "Blend",
    "DateJudgement",
    "Forecast",
    "Judgement",
    "Reliability",
    "SpendJudgement",
    "Visits",
    "backtest",
    "expected_spend",
    "fit_blend",
    "forecasts",
    "judge",
    "judge_dates",
    "judge_spend",
    "next_dates",
    "reliability",
    "spent_between",
    "visits",
    "visits_of",
]
