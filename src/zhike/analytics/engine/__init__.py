"""Questions to millions of order lines, each written once for DuckDB, ClickHouse and Spark.

`connect` takes an engine's URL, the questions are its methods, and tables of Arrow come back. Import it in jobs and
commands only: with Ibis it takes seconds.
"""

from zhike.analytics.engine.connecting import TESTED, BadEngine, Limits, connect
from zhike.analytics.engine.engine import BadLinesTable, Engine, Place
from zhike.analytics.engine.summaries import summaries

__all__ = ["TESTED", "BadEngine", "BadLinesTable", "Engine", "Limits", "Place", "connect", "summaries"]
