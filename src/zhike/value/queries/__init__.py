"""What is known of the customers' value, and where their order lines are for who computes it."""

from zhike.value.queries.books import NotKept, differing_months, kept_in, lines_at_hand, open_engine
from zhike.value.queries.scores import Quiet, count_of_quiet, quiet_customers, rhythm, score_of

__all__ = [
    "NotKept",
    "Quiet",
    "count_of_quiet",
    "differing_months",
    "kept_in",
    "lines_at_hand",
    "open_engine",
    "quiet_customers",
    "rhythm",
    "score_of",
]
