from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhike.core.access import queries as access
from zhike.customers import permissions
from zhike.insight import queries, screens


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show whom to contact today, and why."""
    access.require(request.user, permissions.SEE)
    on = timezone.localdate()
    context = {
        "on": on,
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
        "figures": screens.figures(page),
        "chart": screens.months_chart(page),
        "history": screens.history(page),
        "may_edit": access.may(request.user, permissions.EDIT),
    }
    return render(request, "insight/customer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Answer what was found as a page; the words travel in the body and stay out of addresses and logs.

    A visit without words (the address typed or loaded again) asks for them.
    """
    return render(request, "insight/search.html", _found(request))


@require_POST
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer what was found so far as the list under the search box."""
    return render(request, "insight/suggestions.html", _found(request))


def _found(request: HttpRequest) -> dict[str, Any]:
    access.require(request.user, permissions.SEE)
    text = request.POST.get("q", "")
    return {"q": text, "hits": queries.hits(text, for_user=request.user)}
