from functools import cache, partial
from typing import Any

from django.conf import settings
from django.db.models import F, Func, IntegerField, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from zhike.core.access import queries as access
from zhike.core.accounts import queries as accounts
from zhike.core.accounts.models import User
from zhike.core.jobs import queries as jobs
from zhike.core.notices import queries as notices
from zhike.core.prepared import Prepared
from zhike.kit.shell import Count, entries_for


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give each page its menu, the company's name, and the counts of its corner."""
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return {"company": settings.COMPANY}
    return {
        "company": settings.COMPANY,
        "menu": entries_for(request, import_string(settings.ZHIKE_NAVIGATION)),
        "corner": SimpleLazyObject(partial(_corner, request.user)),  # asked where it is shown
    }


def _corner(user: "User") -> dict[str, Any]:
    """Count what a colleague has not read, what works for her, and what waits under the entries of the menu."""
    counts = _counts()
    values = {name: value for count in counts.values() for name, value in count.values(user).items()}
    [(unread, work, *waiting)] = _question().rows(user=user.pk, **values)
    seen = [access.may(user, count.permission) for count in counts.values()]
    waits = {url: n for url, n, is_seen in zip(counts, waiting, seen, strict=True) if n and is_seen}
    return {"unread": unread, "work": work, "waits": waits}


@cache
def _counts() -> dict[str, Count]:
    """Answer what the entries of the menu count, by the page they lead to."""
    menu = import_string(settings.ZHIKE_NAVIGATION)
    return {entry.url_name: entry.count for entry in menu if entry.count is not None}


@cache
def _question() -> Prepared:
    """Ask for all of it by one statement."""
    kinds = {name: kind for count in _counts().values() for name, kind in count.kinds.items()}
    return Prepared(_asked, user=int, **kinds)


def _asked(user: int, **values: Any) -> QuerySet[Any, Any]:
    who = User(pk=user)
    waiting = [_sum(count, user, {name: values[name] for name in count.kinds}) for count in _counts().values()]
    return (
        accounts.everybody()
        .filter(pk=user)
        .order_by()
        .values_list(_count(notices.unread(who)), _count(jobs.under_way(for_user=who)), *waiting)
    )


def _sum(count: Count, user: int, values: dict[str, Any]) -> Any:
    first, *others = [_count(rows) for rows in count.rows(user, **values)]
    return sum(others, start=first)


def _count(rows: QuerySet[Any]) -> Any:
    counted = rows.order_by().annotate(counted=Func(F("pk"), function="COUNT", output_field=IntegerField()))
    return Subquery(counted.values("counted"))
