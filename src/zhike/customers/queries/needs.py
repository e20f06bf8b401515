"""What a customer needs, as far as a user may see it: what would delight and what is secret is the owner's."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from zhike.core.access import queries as access
from zhike.core.access.rules import Level
from zhike.customers import permissions
from zhike.customers.models import Customer, Need
from zhike.customers.queries.records import editable_customers
from zhike.customers.rules.matters import Matter, by_matter
from zhike.customers.rules.needs import GONE, KINDS, OPEN_KINDS, Discovery, discovery, shown_to_customer

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User


@dataclass(frozen=True)
class NeedCard:
    """The needs of a customer matter by matter; `writes` are the kinds the user may write down."""

    matters: tuple[Matter[Need], ...]
    found: Discovery
    has_needs: bool
    writes: tuple[str, ...]


def need_kinds(
    customer: Customer, *, for_user: "User | AnonymousUser | None", level: Level = Level.READ
) -> tuple[str, ...]:
    """Answer the kinds of need a user may see of a customer: all of them are its owner's and whose role says so."""
    is_owner = for_user is not None and customer.owner_id is not None and customer.owner_id == for_user.pk
    return KINDS if is_owner or access.field_level(for_user, permissions.INNER_NEEDS) >= level else OPEN_KINDS


def need_card(customer: Customer, *, for_user: "User | AnonymousUser | None") -> NeedCard:
    """Answer what a customer needs, asked once; what the user may not see counts for the depth and shows nowhere."""
    needs, kinds = _needs_of(customer), need_kinds(customer, for_user=for_user)
    found = discovery(needs)
    return NeedCard(
        matters=tuple(by_matter(needs, kinds=kinds)),
        found=Discovery(found.filled, tuple((kind, each) for kind, each in found.questions if kind in kinds)),
        has_needs=any(need.status != GONE for need in needs),
        writes=need_kinds(customer, for_user=for_user, level=Level.EDIT),
    )


def matters_of(customer: Customer, *, for_user: "User | AnonymousUser | None") -> list[str]:
    """Answer the matters that needs of a customer name, for the box in which the next is typed."""
    kinds = need_kinds(customer, for_user=for_user)
    named = customer.needs.filter(kind__in=kinds).exclude(matter="")
    return list(named.order_by("matter").values_list("matter", flat=True).distinct())


def needs_for_customer(customer: Customer) -> list[Need]:
    """Answer what may be given to the customer itself: nothing that we have only seen or guessed, or that has gone."""
    return [need for need in shown_to_customer(_needs_of(customer)) if need.status != GONE]


def editable_needs(*, for_user: "User | AnonymousUser | None") -> QuerySet[Need]:
    rows = Need.objects.filter(customer__in=editable_customers(for_user=for_user).order_by())
    if access.field_level(for_user, permissions.INNER_NEEDS) < Level.EDIT:
        rows = rows.filter(Q(kind__in=OPEN_KINDS) | Q(customer__owner=for_user and for_user.pk))
    return rows.select_related("customer__party").order_by("pk")


def _needs_of(customer: Customer) -> list[Need]:
    """Answer what a customer needs, the newest first."""
    return list(customer.needs.order_by("-pk"))
