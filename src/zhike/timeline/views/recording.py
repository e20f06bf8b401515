from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhike.core.access import queries as access
from zhike.core.accounts.requests import SignedInRequest
from zhike.customers import queries as customers
from zhike.kit.refusals import FieldRefused
from zhike.timeline import operations, permissions, queries
from zhike.timeline.forms import FollowUpForm
from zhike.timeline.screens import section

if TYPE_CHECKING:
    from zhike.customers.models import Customer

SEEN = ("GET", "HEAD", "POST")


@require_http_methods(SEEN)
def record(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write down a contact with a customer; htmx gets the customer's follow-ups again, others go to the page."""
    access.require(request.user, permissions.RECORD)
    customer = get_object_or_404(queries.recordable_customers(for_user=request.user), pk=pk)
    on, contacts = timezone.localdate(), list(customers.current_contacts(customer))
    form = FollowUpForm(request.POST if request.method == "POST" else None, contacts=contacts, on=on)
    if form.is_bound and form.is_valid():
        try:
            operations.record(
                customer=customer,
                data=form.cleaned_data,
                key=form.cleaned_data["key"],
                by=request.user,
                at=timezone.now(),
                on=on,
            )
        except FieldRefused as refused:
            form.add_error(refused.field, _(refused.phrase.text))
        else:
            return _recorded(request, customer, _told(form.cleaned_data.get("next_on")), contacts=contacts)
    return _asked(request, customer, form)


@require_safe
def story(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what was said with a customer, by way and author; htmx gets the next of it alone."""
    access.require(request.user, permissions.SEE)
    customer = get_object_or_404(customers.customers(for_user=request.user), pk=pk)
    author, after = (_whole(request.GET.get(name, "")) for name in ("author", "after"))
    way = request.GET.get("way", "")
    found = queries.story(customer, for_user=request.user, way=way, author=author, after=after)
    acts = queries.acts(customer, for_user=request.user)
    template = "timeline/told.html" if request.headers.get("HX-Request") == "true" else "timeline/story.html"
    return render(request, template, {"customer": customer, "story": found, "acts": acts, "at": timezone.now()})


def _recorded(request: SignedInRequest, customer: "Customer", words: str, *, contacts: Any) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        customer.refresh_from_db(fields=["last_contacted_at", "next_contact_on"])
        context = section(request, customer, contacts=contacts) | {"note": words}
        return render(request, "timeline/section.html", context)
    messages.success(request, words)
    return HttpResponseRedirect(f"{customer.get_absolute_url()}#follow-ups")


def _asked(request: SignedInRequest, customer: "Customer", form: FollowUpForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    is_part = request.headers.get("HX-Request") == "true"
    template = "timeline/section.html" if is_part else "timeline/record.html"
    return render(request, template, section(request, customer, form=form), status=status)


def _told(next_on: date | None) -> str:
    if next_on is None:
        return _("Recorded.")
    return _("Recorded; next contact on %(day)s.") % {"day": next_on.isoformat()}


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 19 else None
