"""What keeps a customer with us, and how satisfied it says to be."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhike.core.access import queries as access
from zhike.core.accounts.requests import SignedInRequest
from zhike.customers import operations, permissions, queries
from zhike.customers.forms import SatisfactionForm, SwitchingCostForm, initial_of_cost
from zhike.customers.models import Customer, SwitchingCost
from zhike.customers.rules.bonds import QUESTIONS
from zhike.customers.views.acting import SEEN
from zhike.kit.pages.asking import Question, ask


@require_http_methods(SEEN)
def rate_switching_cost(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """Say what leaving us would cost a customer in one of the three ways."""
    customer = _customer(request, pk)
    if kind not in QUESTIONS:
        raise Http404
    form = SwitchingCostForm(
        request.POST if request.method == "POST" else None,
        initial=initial_of_cost(queries.switching_cost(customer, kind)),
    )
    question = Question(
        title=_("Switching cost: %(kind)s") % {"kind": SwitchingCost.Kind(kind).label},
        action=_("Save"),
        back=f"{customer.get_absolute_url()}#bonds",
        done=_("Saved"),
        record=customer,
        advice=_(QUESTIONS[kind].text),
    )
    return ask(
        request,
        question,
        form,
        run=lambda data: operations.rate_switching_cost(
            customer=customer, kind=kind, data=data, version=data["version"] or 0, by=request.user
        ),
    )


@require_http_methods(SEEN)
def note_satisfaction(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write down how satisfied a customer said to be."""
    customer, on = _customer(request, pk), timezone.localdate()
    question = Question(
        title=_("What the customer says"),
        action=_("Save"),
        back=f"{customer.get_absolute_url()}#bonds",
        done=_("Saved"),
        record=customer,
        advice=_("In the customer's own words, not our guess. What was said before is kept."),
    )
    form = SatisfactionForm(request.POST if request.method == "POST" else None, initial={"said_on": on})
    return ask(
        request,
        question,
        form,
        run=lambda data: operations.note_satisfaction(customer=customer, data=data, by=request.user, on=on),
    )


def _customer(request: SignedInRequest, pk: int) -> Customer:
    access.require(request.user, permissions.EDIT)
    return get_object_or_404(queries.editable_customers(for_user=request.user), pk=pk)
