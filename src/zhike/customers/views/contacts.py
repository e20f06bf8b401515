from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhike.core.access import queries as access
from zhike.core.accounts.requests import SignedInRequest
from zhike.customers import operations, permissions, queries
from zhike.customers.forms import ContactForm, EndContactForm, NewContactForm, initial_of_contact
from zhike.customers.models import Customer, Party
from zhike.customers.views.acting import SEEN
from zhike.kit.pages.asking import Question, ask
from zhike.kit.refusals import FieldRefused

A_NEW_ONE = "new"


@require_http_methods(SEEN)
def add_contact(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let somebody speak for a customer; who is known by the phone from another customer may be the same person."""
    access.require(request.user, permissions.EDIT)
    customer = get_object_or_404(queries.editable_customers(for_user=request.user), pk=pk)
    form = NewContactForm(request.POST if request.method == "POST" else None, for_user=request.user)
    known = _known_people(request, form)
    if known and "person" not in request.POST:
        return _page(request, customer, form, known=known, status=409)
    if not form.is_bound or not form.is_valid():
        return _page(request, customer, form, status=422 if form.is_bound else 200)
    chosen = request.POST.get("person", A_NEW_ONE)
    try:
        operations.add_contact(
            customer=customer, data=form.cleaned_data, person=_chosen(chosen, known), by=request.user
        )
    except FieldRefused as refused:
        form.add_error(refused.field, _(refused.phrase.text) % refused.phrase.values)
        return _page(request, customer, form, status=422)
    messages.success(request, _("Saved"))
    return HttpResponseRedirect(f"{customer.get_absolute_url()}#contacts")


@require_http_methods(SEEN)
def change_contact(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change what is known of a contact."""
    access.require(request.user, permissions.EDIT)
    contact = get_object_or_404(queries.editable_contacts(for_user=request.user), pk=pk)
    form = ContactForm(
        request.POST if request.method == "POST" else None,
        for_user=request.user,
        initial=initial_of_contact(contact),
    )
    question = Question(
        title=_("Change %(name)s") % {"name": contact},
        action=_("Save"),
        back=f"{contact.customer.get_absolute_url()}#contacts",
        done=_("Saved"),
        record=contact.customer,
        advice=_("Name, phone and birthday are the person's own: they change wherever the person speaks."),
    )
    return ask(
        request,
        question,
        form,
        run=lambda data: operations.change_contact(
            contact=contact, data=data, version=data["version"] or 0, by=request.user
        ),
    )


@require_http_methods(SEEN)
def end_contact(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let somebody speak for a customer no longer."""
    access.require(request.user, permissions.EDIT)
    contact = get_object_or_404(queries.editable_contacts(for_user=request.user), pk=pk)
    initial = {"version": contact.version, "until_on": timezone.localdate()}
    question = Question(
        title=_("%(name)s no longer speaks for this customer") % {"name": contact},
        action=_("End"),
        back=f"{contact.customer.get_absolute_url()}#contacts",
        done=_("Saved"),
        record=contact.customer,
        advice=_("What was noted of the person stays."),
    )
    form = EndContactForm(request.POST if request.method == "POST" else None, initial=initial)
    return ask(
        request,
        question,
        form,
        run=lambda data: operations.end_contact(
            contact=contact, until_on=data["until_on"], version=data["version"] or 0, by=request.user
        ),
    )


@require_safe
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a person with all the customers the user may see for whom the person speaks or spoke."""
    access.require(request.user, permissions.SEE)
    roles = list(queries.roles_of(pk, for_user=request.user))
    if not roles:
        raise Http404
    found = roles[0].person
    context = {
        "person": found,
        "roles": roles,
        "birthday": found.born.words(timezone.localdate()) if found.born else "",
        "preferences": queries.preferences_of(found.pk),
    }
    return render(request, "customers/person.html", context)


def _known_people(request: SignedInRequest, form: NewContactForm) -> list[Party]:
    if not form.is_bound or not form.is_valid():
        return []
    return queries.people_with(form.cleaned_data.get("phone", ""), for_user=request.user)


def _chosen(word: str, known: list[Party]) -> Party | None:
    """Answer the person the user has pointed at; a new one is nobody yet."""
    if word == A_NEW_ONE:
        return None
    found = next((each for each in known if str(each.pk) == word), None)
    if found is None:
        raise Http404
    return found


def _page(
    request: SignedInRequest, customer: Customer, form: NewContactForm, *, known: Any = (), status: int
) -> HttpResponse:
    context = {"customer": customer, "form": form, "known": known}
    return render(request, "customers/contact_form.html", context, status=status)
