"""What may be given to a customer: who it is and what it said it needs, and nothing that we think of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhike.core.access import queries as access
from zhike.core.accounts.requests import SignedInRequest
from zhike.customers import operations, permissions, queries
from zhike.customers.models import Need
from zhike.customers.rules.matters import by_matter
from zhike.customers.rules.needs import OPEN_KINDS
from zhike.exchange.exporting import csv_lines


@dataclass(frozen=True)
class Handed:
    """The needs of a customer as a table that the customer itself may have."""

    needs: Sequence[Need]

    @property
    def heads(self) -> list[str]:
        return [_("Matter"), _("Need"), _("Status"), _("What we offer")]

    def lines(self) -> Iterator[list[Any]]:
        for need in self.needs:
            yield [need.matter, need.text, need.told_status, need.told_offer]


@require_safe
def hand_out(request: SignedInRequest, number: str) -> HttpResponse:
    """Show a sheet of A4 that may be given to the customer."""
    access.require(request.user, permissions.SEE)
    customer = get_object_or_404(queries.customers(for_user=request.user), number=number)
    needs = queries.needs_for_customer(customer)
    context = {
        "customer": customer,
        "contacts": queries.current_contacts(customer),
        "matters": by_matter(needs, kinds=OPEN_KINDS) if needs else [],
        "may_export": access.may(request.user, permissions.EXPORT),
        "printed_at": timezone.localtime(),
    }
    return render(request, "customers/hand_out.html", context)


@require_POST
def hand_out_file(request: SignedInRequest, number: str) -> HttpResponse:
    """Give the needs that the customer itself may have as a file."""
    access.require(request.user, permissions.EXPORT)
    customer = get_object_or_404(queries.exported_customers(for_user=request.user), number=number)
    needs = operations.hand_out_needs(customer=customer, by=request.user)
    name = content_disposition_header(as_attachment=True, filename=f"{customer.number}.csv") or ""
    lines = csv_lines(Handed(needs))
    return HttpResponse("".join(lines), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})
