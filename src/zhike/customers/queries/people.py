"""Who speaks for whom, what they need and what they like."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from zhike.core.access import queries as access
from zhike.customers import permissions
from zhike.customers.models import Contact, Customer, Party, Preference
from zhike.customers.models.customer import KIND
from zhike.customers.queries.records import customers, editable_customers, exported_customers
from zhike.customers.rules.identity import phone_key

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User

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


def contacts(*, for_user: "User | AnonymousUser | None") -> QuerySet[Contact]:
    """Answer who speaks now for the customers a user may see, newest first.

    Asked like this, a page of them is read off their own order; `customer__in` would first collect all customers.
    """
    rows = Contact.objects.filter(customer__trashed_at=None, until_on=None)
    found = access.visible(
        rows, user=for_user, permission=permissions.SEE, owner="customer__owner", shared=(KIND, "customer")
    )
    return found.select_related("person", "customer__party").order_by("-pk")


def exported_contacts(*, for_user: "User | AnonymousUser | None") -> QuerySet[Contact]:
    """Answer the contacts a user may take out of the house."""
    return _contacts(exported_customers(for_user=for_user))


def preferences(*, for_user: "User | AnonymousUser | None") -> QuerySet[Preference]:
    """Answer what the customers a user may see like, and the people who speak for them, newest first."""
    return _preferences(customers(for_user=for_user)).order_by("-pk")


def exported_preferences(*, for_user: "User | AnonymousUser | None") -> QuerySet[Preference]:
    """Answer the preferences a user may take out of the house."""
    return _preferences(exported_customers(for_user=for_user))


def cards(customer_ids: Iterable[int]) -> dict[int, Customer]:
    """Answer the customers of these ids with their names, by id."""
    return Customer.objects.select_related("party").in_bulk(list(customer_ids))


def _contacts(rows: QuerySet[Customer]) -> QuerySet[Contact]:
    found = Contact.objects.filter(customer__in=rows.order_by(), until_on=None)
    return found.select_related("person", "customer__party")


def _preferences(rows: QuerySet[Customer]) -> QuerySet[Preference]:
    """Answer the preferences that stand on these cards; `card_id` names one of them for each, its own first."""
    seen = rows.order_by()
    speaking = Contact.objects.filter(customer__in=seen, until_on=None).order_by("-pk")
    theirs = Q(party__in=seen.values("party")) | Q(party__in=speaking.order_by().values("person"))
    own = Subquery(seen.filter(party=OuterRef("party")).values("pk")[:1])
    other = Subquery(speaking.filter(person=OuterRef("party")).values("customer")[:1])
    return (
        Preference.objects.filter(theirs)
        .select_related("party")
        .annotate(card_id=Coalesce(own, other, output_field=BigIntegerField()))
    )


def preferences_of(party_id: int) -> QuerySet[Preference]:
    """Answer what somebody likes, the most often seen first."""
    return Preference.objects.filter(party=party_id).order_by("-times_seen", "-last_seen_on", "pk")
