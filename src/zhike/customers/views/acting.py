"""The small pages about one customer: whose it is, who else sees it, the trash, and a masked value shown."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhike.core.access import queries as access
from zhike.core.access.models import Member
from zhike.core.accounts.requests import SignedInRequest
from zhike.customers import operations, permissions, queries
from zhike.customers.forms import MemberForm, RevealForm, TransferForm, TrashForm
from zhike.customers.models import Contact, Customer
from zhike.customers.models.customer import KIND
from zhike.kit import cells
from zhike.kit.pages.asking import Question, ask
from zhike.kit.paging import CappedPaginator, numbers_around

SEEN = ("GET", "HEAD", "POST")


@require_http_methods(SEEN)
def transfer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a customer to another owner, with a reason."""
    access.require(request.user, permissions.ASSIGN)
    customer = get_object_or_404(queries.assignable_customers(for_user=request.user), pk=pk)
    initial = {"version": customer.version, "owner": customer.owner_id}
    form = TransferForm(request.POST if request.method == "POST" else None, initial=initial)
    question = Question(
        title=_("Transfer"),
        action=_("Transfer"),
        back=lambda: _after(customer, request),
        done=_("The customer has a new owner."),
        record=customer,
        advice=_("Contacts, orders, needs and history go along; the old owner is kept in the history."),
    )
    return ask(
        request,
        question,
        form,
        run=lambda data: operations.transfer_customer(
            customer=customer,
            owner=data["owner"],
            reason=data["reason"],
            version=data["version"] or 0,
            by=request.user,
            at=timezone.now(),
        ),
    )


@require_http_methods(SEEN)
def members(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a colleague into one customer."""
    access.require(request.user, permissions.SHARE)
    customer = get_object_or_404(queries.sharable_customers(for_user=request.user), pk=pk)
    question = Question(
        title=_("Add a colleague"),
        action=_("Add"),
        back=customer.get_absolute_url(),
        done=_("The colleague sees this customer now."),
        record=customer,
    )
    form = MemberForm(request.POST if request.method == "POST" else None)
    add = partial(operations.add_member, customer=customer, by=request.user, on=timezone.localdate())
    return ask(
        request,
        question,
        form,
        run=lambda data: add(user=data["user"], level=data["level"], until_on=data["until_on"]),
    )


@require_POST
def drop_member(request: SignedInRequest, pk: int, member: int) -> HttpResponse:
    """Let a colleague no longer into a customer."""
    access.require(request.user, permissions.SHARE)
    customer = get_object_or_404(queries.sharable_customers(for_user=request.user), pk=pk)
    try:
        operations.drop_member(customer=customer, member_id=member, by=request.user)
    except Member.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("Saved"))
    return HttpResponseRedirect(customer.get_absolute_url())


@require_http_methods(SEEN)
def trash(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a customer into the trash, once it is said again that it shall be there."""
    access.require(request.user, permissions.TRASH)
    customer = get_object_or_404(queries.trashable_customers(for_user=request.user), pk=pk)
    question = Question(
        title=_("Put this customer into the trash?"),
        action=_("Into the trash"),
        back=lambda: _after(customer, request, missing=reverse("customers:trashed")),
        done=_("The customer is in the trash; take it out again here at any time."),
        record=customer,
        advice=_("It is no longer in lists and searches, nor are its orders and follow-ups, until it is taken out."),
    )
    form = TrashForm(request.POST if request.method == "POST" else None)
    put_away = partial(operations.trash_customer, customer=customer, by=request.user, at=timezone.now())
    return ask(request, question, form, run=lambda data: put_away())


@require_safe
def trashed(request: SignedInRequest) -> HttpResponse:
    """Show what lies in the trash."""
    access.require(request.user, permissions.TRASH)
    page = CappedPaginator(queries.trashed_customers(for_user=request.user), 50).get_page(request.GET.get("page"))
    return render(request, "customers/trashed.html", {"page_obj": page, "page_numbers": numbers_around(page)})


@require_POST
def restore(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a customer out of the trash."""
    access.require(request.user, permissions.TRASH)
    customer = get_object_or_404(queries.trashed_customers(for_user=request.user), pk=pk)
    operations.restore_customer(customer=customer, by=request.user)
    messages.success(request, _("The customer is back."))
    return HttpResponseRedirect(_after(customer, request, missing=reverse("customers:trashed")))


@require_safe
def why(request: SignedInRequest, pk: int) -> HttpResponse:
    """Name the rules by which the user sees a customer."""
    access.require(request.user, permissions.SEE)
    customer = get_object_or_404(queries.customers(for_user=request.user), pk=pk)
    found = access.why(request.user, permission=permissions.SEE, owner=customer.owner, kind=KIND, object_id=customer.pk)
    words = [_(phrase.text) % phrase.values for _does, phrase in found]
    return render(request, "customers/why.html", {"customer": customer, "rules": words})


@require_http_methods(SEEN)
def reveal(request: SignedInRequest, *, pk: int, field: str, contact: int = 0) -> HttpResponse:
    """Ask what for, then show one masked value; htmx gets the value alone."""
    access.require(request.user, permissions.REVEAL)
    customer = get_object_or_404(queries.revealable_customers(for_user=request.user), pk=pk)
    if field not in permissions.FIELD_RIGHTS:
        raise Http404
    form = RevealForm(request.POST if request.method == "POST" else None)
    shown: list[str] = []
    question = Question(
        title=_("Show a masked value"),
        action=_("Show"),
        back=customer.get_absolute_url(),
        done=_("It is noted that you have seen it."),
        record=customer,
        advice=_("Who had it shown, when and what for is kept in the log."),
    )
    reveal_it = partial(_reveal, request, customer, field=field, contact=contact)
    try:
        answer = ask(request, question, form, run=lambda data: shown.append(reveal_it(reason=data["reason"])))
    except (Customer.DoesNotExist, Contact.DoesNotExist):
        raise Http404 from None
    if not shown:
        return answer
    cell = cells.phone if field == "phone" else cells.email if field == "email" else cells.text
    return render(request, "customers/revealed.html", {"customer": customer, "value": cell(shown[0])})


def _reveal(request: SignedInRequest, customer: Customer, *, field: str, contact: int, reason: str) -> str:
    at = timezone.localtime()
    return operations.reveal(
        customer=customer,
        field=field,
        contact_id=contact or None,
        reason=reason,
        by=request.user,
        at=at,
        midnight=at.replace(hour=0, minute=0, second=0, microsecond=0),
    )


def _after(customer: Customer, request: SignedInRequest, *, missing: str = "") -> str:
    """Answer the customer's page, or the list when it is no longer the user's to see."""
    if queries.customers(for_user=request.user).filter(pk=customer.pk).exists():
        return customer.get_absolute_url()
    return missing or reverse("customers:list")
