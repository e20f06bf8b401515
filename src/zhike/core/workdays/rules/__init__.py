"""Working time as pure arithmetic: what a calendar says, and what follows from it."""

from zhike.core.workdays.rules.alarms import alarms
from zhike.core.workdays.rules.holidays import FIRST_PLAN, FIRST_YEARS, days_of, is_announced
from zhike.core.workdays.rules.plans import YEARS, OwnDay, Plan
from zhike.core.workdays.rules.spans import BadSpans, Span, read_spans, write_spans
from zhike.core.workdays.rules.worktime import NoWorkTime, WorkTime, work_time

__all__ = [
    "FIRST_PLAN",
    "FIRST_YEARS",
    "YEARS",
    "BadSpans",
    "NoWorkTime",
    "OwnDay",
    "Plan",
    "Span",
    "WorkTime",
    "alarms",
    "days_of",
    "is_announced",
    "read_spans",
    "work_time",
    "write_spans",
]
