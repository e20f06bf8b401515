"""What a follow-up may be and when the next is due: pure arithmetic."""

from zhike.timeline.rules.dates import CHOICES, chosen_day, first_working_day, is_future, may_correct
from zhike.timeline.rules.rows import names, prepare
from zhike.timeline.rules.settling import Agreed, Standing, settle, state_of
from zhike.timeline.rules.words import LINK, is_link, shortened

__all__ = [
    "CHOICES",
    "LINK",
    "Agreed",
    "Standing",
    "chosen_day",
    "first_working_day",
    "is_future",
    "is_link",
    "may_correct",
    "names",
    "prepare",
    "settle",
    "shortened",
    "state_of",
]
