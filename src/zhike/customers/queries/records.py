from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import QuerySet

from zhike.core.access import queries as access
from zhike.core.access.models import Member
from zhike.core.accounts import queries as accounts
from zhike.core.bulk import Among
from zhike.core.files import queries as files
from zhike.customers import permissions
from zhike.customers.models import Contact, Customer, CustomerRows, Ownership
from zhike.customers.models.customer import KIND

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User

PAGE = "customer"
ACTS = {
    "edit": permissions.EDIT,
    "assign": permissions.ASSIGN,
    "share": permissions.SHARE,
    "trash": permissions.TRASH,
}


class Identity(NamedTuple):
    """Who a customer is, and which import made it."""

    pk: int
    number: str
    name: str
    origin_id: int | None


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


def contacts_of(customer_ids: Iterable[int]) -> QuerySet[Contact]:
    """Answer all who speak or spoke for some customers."""
    return Contact.objects.filter(Among("customer_id", set(customer_ids))).select_related("person").order_by("pk")


def locked_customers(*, numbers: Iterable[str], names: Iterable[str]) -> list[Customer]:
    """Answer the customers of these numbers or names, whoever owns them, held until the transaction ends.

    Each comes once, whichever way it was found. For imports, which only the permitted start.
    """
    if not (ids := _called(numbers, names)):
        return []
    rows = Customer.objects.select_for_update(of=("self", "party")).select_related("party")
    return list(rows.filter(Among("pk", ids)).order_by("pk"))


def held_identities(*, numbers: Iterable[str], names: Iterable[str]) -> list[Identity]:
    """Answer as `locked_customers` does who they are, and nothing else: papers name hundreds of customers at a time."""
    if not (ids := _called(numbers, names)):
        return []
    rows = Customer.objects.select_for_update().filter(Among("pk", ids)).order_by("pk")
    return [Identity(*row) for row in rows.values_list("pk", "number", "party__name", "origin_id")]


def _called(numbers: Iterable[str], names: Iterable[str]) -> set[int]:
    """Answer the ids of the customers of these numbers or names."""
    asked = (("number", set(numbers)), ("party__name", set(names)))
    rows = Customer.objects.order_by()
    return {
        pk for column, words in asked if words for pk in rows.filter(Among(column, words)).values_list("pk", flat=True)
    }


def possible_owners(colleagues: Iterable[int], *, by: "User | None") -> set[int]:
    """Answer to which of these colleagues a user may give new customers: none who has left."""
    if not (asked := set(colleagues)):
        return set()
    reach = access.reach(by, permissions.ASSIGN)
    own = {by.pk} if by and access.may(by, permissions.EDIT) else set()
    allowed = asked if reach.is_all else asked & (reach.user_ids | own)
    return {*accounts.active_users().filter(pk__in=allowed).values_list("pk", flat=True)}


def customers_held(ids: Iterable[int]) -> list[Customer]:
    """Answer these customers, whoever owns them, held until the transaction ends."""
    rows = Customer.objects.select_for_update(of=("self", "party")).select_related("party")
    return list(rows.filter(Among("pk", set(ids))).order_by("pk"))


def assignable_customers(*, for_user: "User | AnonymousUser | None") -> CustomerRows:
    """Answer the customers a user may give to another owner."""
    return customers(for_user=for_user).reached_by(for_user, permissions.ASSIGN)


def sharable_customers(*, for_user: "User | AnonymousUser | None") -> CustomerRows:
    """Answer the customers a user may let colleagues into."""
    return customers(for_user=for_user).reached_by(for_user, permissions.SHARE)


def bulk_changeable_customers(*, for_user: "User | AnonymousUser | None") -> CustomerRows:
    """Answer the customers a user may change many at a time."""
    return editable_customers(for_user=for_user).reached_by(for_user, permissions.BULK)


def trashable_customers(*, for_user: "User | AnonymousUser | None") -> CustomerRows:
    """Answer the customers a user may put into the trash."""
    return customers(for_user=for_user).reached_by(for_user, permissions.TRASH)


def trashed_customers(*, for_user: "User | AnonymousUser | None") -> CustomerRows:
    """Answer what lies in the trash and a user may take out."""
    rows = Customer.objects.exclude(trashed_at=None).reached_by(for_user, permissions.TRASH)
    return rows.select_related("party", "owner", "trashed_by").order_by("-trashed_at", "-pk")


def revealable_customers(*, for_user: "User | AnonymousUser | None") -> CustomerRows:
    """Answer the customers of which a user may have masked values shown."""
    return customers(for_user=for_user).reached_by(for_user, permissions.REVEAL)


def exported_customers(*, for_user: "User | AnonymousUser | None") -> CustomerRows:
    """Answer the customers a user may take out of the house."""
    return customers(for_user=for_user).reached_by(for_user, permissions.EXPORT)


def ownerships(customer: Customer) -> QuerySet[Ownership]:
    """Answer who owned a customer, the present owner first."""
    return customer.ownerships.select_related("owner", "given_by").order_by("-since_at", "-pk")


def members(customer: Customer) -> QuerySet[Member]:
    """Answer which colleagues were added to a customer."""
    return access.members(KIND, customer.pk)


def attachments(customer: Customer, *, may_edit: bool) -> files.Section:
    """Answer what was attached to a customer, as its page shows it."""
    return files.section(KIND, customer.pk, may_edit=may_edit)


def acts(customer: Customer, *, for_user: "User | AnonymousUser | None") -> dict[str, bool]:
    """Say what a user may do with a customer that she sees, for the buttons of its page."""
    reaches = {name: access.reach(for_user, permission) for name, permission in ACTS.items()}
    found = {name: reach.is_all or customer.owner_id in reach.user_ids for name, reach in reaches.items()}
    is_shared = not found["edit"] and editable_customers(for_user=for_user).filter(pk=customer.pk).exists()
    return found | {"edit": found["edit"] or is_shared}


def extras(after: int, limit: int) -> list[tuple[int, dict[str, Any]]]:
    """Answer the custom values of the next customers by id, held for the index of `core.fields`."""
    rows = Customer.objects.select_for_update().filter(pk__gt=after).order_by("pk").values_list("pk", "extra")
    return list(rows[:limit])
