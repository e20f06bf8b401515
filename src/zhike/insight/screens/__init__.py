"""How the customer page puts what is known into words, charts and a history."""

from zhike.insight.screens.card import Standing, standing
from zhike.insight.screens.figures import figures, labels, months_chart
from zhike.insight.screens.history import Happening, history
from zhike.insight.screens.needs import need_matters

__all__ = ["Happening", "Standing", "figures", "history", "labels", "months_chart", "need_matters", "standing"]
