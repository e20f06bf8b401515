from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import F, Func, IntegerField, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from zhike.core.accounts import queries as accounts
from zhike.core.accounts.models import User
from zhike.core.jobs import queries as jobs
from zhike.core.notices import queries as notices
from zhike.core.prepared import Prepared
from zhike.kit.shell import entries_for


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give each page its menu, the company's name, and the counts of its corner."""
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return {"company": settings.COMPANY}
    return {
        "company": settings.COMPANY,
        "menu": entries_for(request, import_string(settings.ZHIKE_NAVIGATION)),
        "corner": SimpleLazyObject(partial(_corner, request.user)),  # asked where it is shown
    }


def _corner(user: "User") -> dict[str, int]:
    """Count what a colleague has not read and what works for her, by one statement."""
    [(unread, work)] = CORNER.rows(user=user.pk)
    return {"unread": unread, "work": work}


def _counts(user: int) -> QuerySet[Any, Any]:
    who = User(pk=user)
    return (
        accounts.everybody()
        .filter(pk=user)
        .order_by()
        .values_list(_count(notices.unread(who)), _count(jobs.under_way(for_user=who)))
    )


def _count(rows: QuerySet[Any]) -> Subquery:
    counted = rows.order_by().annotate(counted=Func(F("pk"), function="COUNT", output_field=IntegerField()))
    return Subquery(counted.values("counted"))


CORNER = Prepared(_counts, user=int)
