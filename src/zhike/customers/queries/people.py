"""Who speaks for whom, what they need and what they like."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from zhike.customers.models import Contact, Customer, Need, Party, Preference
from zhike.customers.queries.records import customers, editable_customers
from zhike.customers.rules.identity import phone_key
from zhike.customers.rules.needs import KINDS, discovery

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User

__all__ = [
    "discovery",
    "editable_contacts",
    "editable_needs",
    "needs_of",
    "people_with",
    "preferences_of",
    "roles_of",
]
MOST_PEOPLE = 8


def roles_of(person_id: int, *, for_user: "User | AnonymousUser | None") -> QuerySet[Contact]:
    """Answer for whom a person speaks or spoke, among the customers a user may see."""
    seen = customers(for_user=for_user).order_by()
    rows = Contact.objects.filter(person=person_id, customer__in=seen)
    return rows.select_related("person", "customer__party", "customer__owner").order_by("until_on", "pk")


def people_with(phone: str, *, for_user: "User | AnonymousUser | None") -> list[Party]:
    """Answer the people with a phone whom a user knows already as contacts."""
    key = phone_key(phone)
    if not key:
        return []
    known = Contact.objects.filter(customer__in=customers(for_user=for_user).order_by(), person__phone_key=key)
    return list(Party.objects.filter(pk__in=known.values("person"))[:MOST_PEOPLE])


def editable_contacts(*, for_user: "User | AnonymousUser | None") -> QuerySet[Contact]:
    rows = Contact.objects.filter(customer__in=editable_customers(for_user=for_user).order_by())
    return rows.select_related("person", "customer__party").order_by("pk")


def needs_of(customer: Customer) -> list[Need]:
    """Answer what a customer needs, by kind, the newest of a kind first."""
    rows = customer.needs.select_related("noted_by").order_by("-pk")
    return sorted(rows, key=lambda need: KINDS.index(need.kind))


def editable_needs(*, for_user: "User | AnonymousUser | None") -> QuerySet[Need]:
    rows = Need.objects.filter(customer__in=editable_customers(for_user=for_user).order_by())
    return rows.select_related("customer__party").order_by("pk")


def preferences_of(party_id: int) -> QuerySet[Preference]:
    """Answer what somebody likes, the most often seen first."""
    return Preference.objects.filter(party=party_id).order_by("-times_seen", "-last_seen_on", "pk")
