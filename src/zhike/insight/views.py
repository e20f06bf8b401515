from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhike.core.access import queries as access
from zhike.core.access.rules import Level
from zhike.core.accounts.requests import SignedInRequest
from zhike.core.search import tries
from zhike.customers import permissions
from zhike.insight import queries, screens
from zhike.kit import palette
from zhike.timeline import permissions as timeline_permissions

MOST_SUGGESTED = 8
MOST_ON_A_PAGE = 100


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """Show whom to contact today, and why."""
    access.require(request.user, permissions.SEE)
    on = timezone.localdate()
    context = {
        "on": on,
        "due": queries.due(for_user=request.user, on=on, is_team=request.GET.get("whose") == "team"),
        "may_see_due": access.may(request.user, timeline_permissions.SEE),
        "quiet": queries.quiet_customers(for_user=request.user, on=on),
        "has_customers": queries.has_customers(for_user=request.user),
    }
    return render(request, "insight/today.html", context)


@require_safe
def customer_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show a customer on one page: who, worth, rhythm, orders, contacts, history."""
    access.require(request.user, permissions.SEE)
    page = queries.customer_page(number, for_user=request.user, on=timezone.localdate())
    if page is None:
        raise Http404
    context = {
        "page": page,
        "customer": page.customer,
        "labels": screens.labels(page),
        "figures": screens.figures(page),
        "standing": screens.standing(page),
        "matters": screens.need_matters(page),
        "chart": screens.months_chart(page),
        "history": screens.history(page),
        "birthday": page.customer.party.born.words(page.on) if page.customer.party.born else "",
        "may_call": access.field_level(request.user, permissions.PHONE) >= Level.READ,
    }
    return render(request, "insight/customer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Answer what was found as a page; the words travel in the body and stay out of addresses and logs.

    A visit without words (the address typed or loaded again) asks for them.
    """
    found = _found(request, limit=MOST_ON_A_PAGE)
    return render(request, "insight/search.html", found, status=429 if found["is_too_often"] else 200)


@require_POST
def suggest(request: SignedInRequest) -> HttpResponse:
    """Answer what was found so far as the list under the search box, and what can be done or was looked at lately."""
    found = _found(request, limit=MOST_SUGGESTED)
    recent = palette.recent_records(request.user) if not found["q"].strip() else []
    actions = palette.actions(request, found["q"])
    return render(request, "insight/suggestions.html", found | {"recent": recent, "actions": actions})


def _found(request: HttpRequest, *, limit: int) -> dict[str, Any]:
    """Search, unless somebody who may not read phones tries too many of them."""
    access.require(request.user, permissions.SEE)
    text, only = request.POST.get("q", ""), request.POST.get("kind", "")
    is_too_often = not tries.may_try(request.user, text, at=timezone.now())
    groups = [] if is_too_often else queries.found(text, for_user=request.user, limit=limit, only=only)
    hits = [hit for group in groups for hit in group.hits]
    return {"q": text, "groups": groups, "hits": hits, "only": only, "is_too_often": is_too_often}
