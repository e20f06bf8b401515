"""How the log shows what administrators do to jobs."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhike.administration import permissions
from zhike.core.access import queries as access
from zhike.core.jobs.models import Job
from zhike.kit.records import RecordKind

READERS = (permissions.WORK, permissions.AUDIT)


def _jobs(*, for_user: Any) -> QuerySet[Job]:
    may_read = for_user is None or any(access.may(for_user, permission) for permission in READERS)
    return Job.objects.all() if may_read else Job.objects.none()


JOBS = RecordKind(
    "jobs.job",
    _("Background work"),
    "list",
    permissions.WORK,
    _jobs,
    number="name",
    owner="",
)
