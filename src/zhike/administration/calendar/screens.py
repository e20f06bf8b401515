"""How the log shows what was changed in the work calendar."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhike.administration import permissions
from zhike.administration.calendar.forms import TITLES
from zhike.core.access import queries as access
from zhike.core.workdays.models import Calendar
from zhike.kit.records import RecordKind

READERS = (permissions.AUDIT, permissions.CALENDAR)


def _calendars(*, for_user: Any) -> QuerySet[Calendar]:
    may_read = for_user is None or any(access.may(for_user, permission) for permission in READERS)
    return Calendar.objects.all() if may_read else Calendar.objects.none()


CALENDARS = RecordKind(
    "workdays.calendar",
    _("Work calendar"),
    "calendar",
    permissions.CALENDAR,
    _calendars,
    number="code",
    owner="",
    fields=TITLES | {"prepared": _("Year prepared"), "official": _("Year official")},
)
