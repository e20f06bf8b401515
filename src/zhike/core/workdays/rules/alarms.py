"""When somebody has to look after the calendar."""

from datetime import date, timedelta

from zhike.core.workdays.rules.plans import Plan
from zhike.phrases import Phrase

LIST_IS_OUT = (11, 1)  # month and day from which next year's official list may be expected
WARNED_DAYS = 92  # before the calendar ends
NOT_OFFICIAL = Phrase(
    "The official holidays of %(year)s have not been entered yet: due times in that year may still move. "
    "Enter the announced list, then mark the year as official."
)
NOT_PREPARED = Phrase("The work calendar knows no holidays of %(year)s yet: prepare that year.")


def alarms(plan: Plan, *, on: date, until: date | None = None) -> list[Phrase]:
    """Say which years need somebody; `until` is the latest due time that has been given out."""
    coming = on.year + 1
    wanted = {on.year, *(year for year in plan.asked if year >= on.year)}
    if until is not None and until.year >= on.year:
        wanted.add(until.year)
    is_ending = coming not in plan.years and date(coming, 1, 1) - on <= timedelta(days=WARNED_DAYS)
    if is_ending or (on.month, on.day) >= LIST_IS_OUT:
        wanted.add(coming)
    return [
        (NOT_OFFICIAL if year in plan.years else NOT_PREPARED).given(year=year)
        for year in sorted(wanted)
        if not plan.years.get(year)
    ]
