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


def customers_numbered(numbers: Iterable[str]) -> dict[str, Customer]:
    """Answer customers by number, whoever owns them: for imports, which only the permitted start."""
    return {c.number: c for c in Customer.objects.filter(number__in=set(numbers)).select_related("party")}


def customers_named(names: Iterable[str]) -> dict[str, list[Customer]]:
    """Answer all customers of each name, whoever owns them: for imports, which only the permitted start."""
    found: dict[str, list[Customer]] = {}
    for customer in Customer.objects.filter(party__name__in=set(names)).select_related("party").order_by("pk"):
        found.setdefault(customer.party.name, []).append(customer)
    return found
