from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhike.core.access import queries as access
from zhike.core.accounts.requests import SignedInRequest
from zhike.customers import permissions, queries


@require_safe
def print_card(request: SignedInRequest, number: str) -> HttpResponse:
    """Show the card of a customer as a sheet of A4: the four blocks, the needs and what keeps it, for our own use."""
    access.require(request.user, permissions.SEE)
    customer = get_object_or_404(queries.customers(for_user=request.user), number=number)
    at = timezone.localtime()
    context = {
        "customer": customer,
        "blocks": queries.card_blocks(customer, defined=queries.card_fields(), for_user=request.user, on=at.date()),
        "contacts": queries.current_contacts(customer),
        "card": queries.need_card(customer, for_user=request.user),
        "bonds": queries.bonds(customer),
        "birthday": customer.party.born.words(at.date()) if customer.party.born else "",
        "printed_at": at,
    }
    return render(request, "customers/print.html", context)
