"""What customers are worth, what they cost and what losing them costs: the formulas of the domain book."""

from zhike.analytics.worth.bridge import Bridge, bridge, sales
from zhike.analytics.worth.false_value import FalseValue, false_value
from zhike.analytics.worth.figures import BadFigures, Span
from zhike.analytics.worth.forecast import Forecast, forecast
from zhike.analytics.worth.keeping import Case, Decision, decide
from zhike.analytics.worth.levels import Choice, Policy, choose, usual_level
from zhike.analytics.worth.lifetime_value import Value, discount_a_period, growing, infinite, margin_now, table
from zhike.analytics.worth.loss import Loss, Story, loss
from zhike.analytics.worth.profit import Activity, Profit, Rates, profit
from zhike.analytics.worth.renewals import Renewals, contract_value, renewals
from zhike.analytics.worth.waterfall import Measures, Waterfall, waterfall

__all__ = [
    "Activity",
    "BadFigures",
    "Bridge",
    "Case",
    "Choice",
    "Decision",
    "FalseValue",
    "Forecast",
    "Loss",
    "Measures",
    "Policy",
    "Profit",
    "Rates",
    "Renewals",
    "Span",
    "Story",
    "Value",
    "Waterfall",
    "bridge",
    "choose",
    "contract_value",
    "decide",
    "discount_a_period",
    "false_value",
    "forecast",
    "growing",
    "infinite",
    "loss",
    "margin_now",
    "profit",
    "renewals",
    "sales",
    "table",
    "usual_level",
    "waterfall",
]
