"""What is known of a customer: needs, preferences, and that somebody has looked the facts over."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhike.core.access import queries as access
from zhike.core.access.rules import Level
from zhike.core.accounts.requests import SignedInRequest
from zhike.customers import operations, permissions, queries
from zhike.customers.forms import NeedForm, PreferenceForm, initial_of_need
from zhike.customers.models import Customer, Party, Preference
from zhike.customers.rules.needs import QUESTIONS, suggested_tags
from zhike.customers.views.acting import SEEN
from zhike.kit.pages.asking import Question, ask
from zhike.kit.refusals import FieldRefused, StaleRecord

SUGGEST = "suggest"


@require_http_methods(SEEN)
def add_need(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write down what a customer needs."""
    access.require(request.user, permissions.EDIT)
    customer = get_object_or_404(queries.editable_customers(for_user=request.user), pk=pk)
    kind, matter = request.GET.get("kind", ""), request.GET.get("matter", "")
    form = _need_form(request, customer, initial={"kind": kind, "matter": matter})
    question = _(QUESTIONS[kind].text) if kind in QUESTIONS else ""
    context = {"customer": customer, "title": _("New need"), "question": question}
    save = partial(operations.note_need, customer=customer, by=request.user)
    return _need_page(request, form, context, save=save)


@require_http_methods(SEEN)
def change_need(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change what was written down."""
    access.require(request.user, permissions.EDIT)
    need = get_object_or_404(queries.editable_needs(for_user=request.user), pk=pk)
    form = _need_form(request, need.customer, initial=initial_of_need(need))

    def save(data: dict[str, Any]) -> None:
        operations.change_need(need=need, data=data, version=data["version"] or 0, by=request.user)

    return _need_page(request, form, {"customer": need.customer, "title": _("Change the need")}, save=save)


@require_http_methods(SEEN)
def add_preference(request: SignedInRequest, pk: int, person: int = 0) -> HttpResponse:
    """Write down what a customer, or a person who speaks for it, likes or avoids."""
    access.require(request.user, permissions.EDIT)
    customer = get_object_or_404(queries.editable_customers(for_user=request.user), pk=pk)
    party = get_object_or_404(Party, contact_roles__customer=customer, pk=person) if person else customer.party
    question = Question(
        title=_("New preference"),
        action=_("Save"),
        back=f"{customer.get_absolute_url()}#preferences",
        done=_("Saved"),
        record=party,
        advice=_("Seen once more, it counts once more: what was seen often is surer."),
    )
    on = timezone.localdate()
    note = partial(operations.note_preference, customer=customer, party=party, by=request.user, on=on)
    form = PreferenceForm(request.POST if request.method == "POST" else None)
    return ask(request, question, form, run=lambda data: note(data=data))


@require_POST
def see_preference_again(request: SignedInRequest, pk: int, preference: int) -> HttpResponse:
    """Count that a preference was seen once more."""
    customer, found = _preference(request, pk, preference)
    operations.see_preference_again(customer=customer, preference=found, by=request.user, on=timezone.localdate())
    return _back(request, customer)


@require_POST
def drop_preference(request: SignedInRequest, pk: int, preference: int) -> HttpResponse:
    """Take a preference away that is none."""
    customer, found = _preference(request, pk, preference)
    operations.drop_preference(customer=customer, preference=found, by=request.user)
    return _back(request, customer)


@require_POST
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note that somebody has looked the facts over and found them right."""
    access.require(request.user, permissions.EDIT)
    customer = get_object_or_404(queries.editable_customers(for_user=request.user), pk=pk)
    version = request.POST.get("version", "")
    try:
        operations.confirm_facts(
            customer=customer,
            version=int(version) if version.isdecimal() else 0,
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Noted: the facts are right as of today."))
    except StaleRecord:
        messages.warning(request, _("Somebody has changed it meanwhile: look again, then confirm."))
    return HttpResponseRedirect(customer.get_absolute_url())


def _need_form(request: SignedInRequest, customer: Customer, *, initial: dict[str, Any]) -> NeedForm:
    """Ask for the kinds of need that the user may write down, and offer the matters there are."""
    kinds = queries.need_kinds(customer, for_user=request.user, level=Level.EDIT)
    matters = queries.matters_of(customer, for_user=request.user)
    return NeedForm(_told(request), kinds=kinds, matters=matters, initial=initial)


def _told(request: SignedInRequest) -> Any:
    """Answer what was sent; asked for tags, the form comes back with those the words speak of."""
    if request.method != "POST":
        return None
    if SUGGEST not in request.POST:
        return request.POST
    told = request.POST.copy()
    told.setlist("tags", list(dict.fromkeys([*told.getlist("tags"), *suggested_tags(told.get("text", ""))])))
    return told


def _need_page(request: SignedInRequest, form: NeedForm, context: dict[str, Any], *, save: Any) -> HttpResponse:
    status, stale = 200, False
    if form.is_bound and SUGGEST not in request.POST and form.is_valid():
        try:
            save(data=form.cleaned_data)
        except FieldRefused as refused:
            form.add_error(refused.field, _(refused.phrase.text))
        except StaleRecord:
            status, stale = 409, True
        else:
            messages.success(request, _("Saved"))
            return HttpResponseRedirect(f"{context['customer'].get_absolute_url()}#needs")
    if form.is_bound and SUGGEST not in request.POST and form.errors:
        status = 422
    return render(request, "customers/need_form.html", context | {"form": form, "stale": stale}, status=status)


def _preference(request: SignedInRequest, pk: int, preference: int) -> tuple[Customer, Preference]:
    """Find a preference of a customer that the user may change, or of one of its people."""
    access.require(request.user, permissions.EDIT)
    customer = get_object_or_404(queries.editable_customers(for_user=request.user), pk=pk)
    found = get_object_or_404(Preference.objects.select_related("party"), pk=preference)
    is_own = found.party_id == customer.party_id
    if not is_own and not customer.contacts.filter(person=found.party_id).exists():
        raise Http404
    return customer, found


def _back(request: SignedInRequest, customer: Customer) -> HttpResponse:
    messages.success(request, _("Saved"))
    return HttpResponseRedirect(f"{customer.get_absolute_url()}#preferences")
