"""Customers scored from their order lines: models fitted, numbers foretold, forecasts judged."""

from zhike.analytics.scoring.fitting import Models
from zhike.analytics.scoring.notes import Note
from zhike.analytics.scoring.outlooks import Ahead
from zhike.analytics.scoring.report import as_json
from zhike.analytics.scoring.rows import Rows
from zhike.analytics.scoring.scoring import Scored, score
from zhike.analytics.scoring.settings import LONGEST, BadSettings, NothingToScore, Settings

__all__ = [
    "LONGEST",
    "Ahead",
    "BadSettings",
    "Models",
    "Note",
    "NothingToScore",
    "Rows",
    "Scored",
    "Settings",
    "as_json",
    "score",
]
