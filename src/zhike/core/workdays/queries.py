"""When is worked. What the database does not say yet is what the product brings along."""

from datetime import date

from django.utils.timezone import get_default_timezone

from zhike.core.workdays import rules
from zhike.core.workdays.models import COMPANY, Calendar
from zhike.core.workdays.rules import Plan, WorkTime
from zhike.phrases import Phrase


def company_plan() -> Plan:
    """Answer the company's calendar as written down: three small questions, never kept from one request to the next."""
    found = Calendar.objects.filter(code=COMPANY).prefetch_related("years", "days").first()
    return rules.FIRST_PLAN if found is None else found.plan


def work_time() -> WorkTime:
    """Answer the company's working time as it is now; ask once for a request or job, then calculate with it."""
    return rules.work_time(company_plan(), get_default_timezone())


def alarms(*, on: date, until: date | None = None) -> list[Phrase]:
    """Say what somebody has to do about the calendar; `until` is the latest due time given out, when known."""
    return rules.alarms(company_plan(), on=on, until=until)
