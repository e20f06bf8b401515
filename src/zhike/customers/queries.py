from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from zhike.customers.models import Contact, Customer, CustomerRows

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User

PAGE = "customer"


def customers(*, for_user: "User | AnonymousUser | None") -> CustomerRows:
    """Answer the customers a user may see, with the names that lists show."""
    return Customer.objects.visible_to(for_user).select_related("party", "owner").order_by("-pk")


def editable_customers(*, for_user: "User | AnonymousUser | None") -> CustomerRows:
    """Answer the customers a user may both see and change."""
    return customers(for_user=for_user).editable_by(for_user)


def quiet(rows: CustomerRows) -> CustomerRows:
    """Keep the regular buyers who have missed their time but are not lost."""
    return rows.filter(state__in=(Customer.State.LATE, Customer.State.DORMANT))


def state_named(word: str) -> Customer.State:
    """Answer the state that `value` calls by this word."""
    return Customer.State[word.upper()]


def current_contacts(customer: Customer) -> QuerySet[Contact]:
    return customer.contacts.filter(until_on=None).select_related("person").order_by("pk")


def locked_customers(*, numbers: Iterable[str], names: Iterable[str]) -> list[Customer]:
    """Answer the customers of these numbers or names, whoever owns them, held until the transaction ends.

    Each comes once, whichever way it was found. For imports, which only the permitted start.
    """
    ids = {*Customer.objects.filter(number__in=set(numbers)).values_list("pk", flat=True)}
    ids |= {*Customer.objects.filter(party__name__in=set(names)).values_list("pk", flat=True)}
    rows = Customer.objects.select_for_update(of=("self", "party")).select_related("party")
    return list(rows.filter(pk__in=ids).order_by("pk"))
