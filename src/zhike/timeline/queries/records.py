from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from zhike.core.access import queries as access
from zhike.customers import queries as customers
from zhike.timeline import permissions
from zhike.timeline.models import Interaction, NextContact

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User
    from zhike.customers.models import Customer

KIND = "customers.customer"
FOUND_AS = "follow-up"
SHOWN = ("customer__party", "author", "contact__person")


def interactions(*, for_user: "User | AnonymousUser | None") -> QuerySet[Interaction]:
    """Answer the follow-ups a user may see, newest first."""
    rows: Any = Interaction.objects.visible_to(for_user)
    found: QuerySet[Interaction] = rows.select_related(*SHOWN).order_by("-happened_at", "-pk")
    return found


def recordable_customers(*, for_user: "User | AnonymousUser | None") -> "QuerySet[Customer]":
    """Answer the customers of which a user may record something."""
    return access.visible(
        customers.customers(for_user=for_user),
        user=for_user,
        permission=permissions.RECORD,
        owner="owner",
        shared=(KIND, "pk"),
    )


def extensible_interactions(*, for_user: "User | AnonymousUser | None") -> QuerySet[Interaction]:
    """Answer the follow-ups a user may add to: those of customers that are hers to record."""
    rows: Any = interactions(for_user=for_user)
    found: QuerySet[Interaction] = rows.reached_by(for_user, permissions.RECORD)
    return found


def own_interactions(*, for_user: "User") -> QuerySet[Interaction]:
    """Answer the follow-ups that a user has written."""
    return extensible_interactions(for_user=for_user).filter(author=for_user)


def exported_interactions(*, for_user: "User | AnonymousUser | None") -> QuerySet[Interaction]:
    """Answer the follow-ups a user may take out of the house."""
    rows: Any = interactions(for_user=for_user)
    found: QuerySet[Interaction] = rows.reached_by(for_user, permissions.EXPORT)
    return found


def trashable_interactions(*, for_user: "User") -> QuerySet[Interaction]:
    """Answer the follow-ups a user may put into the trash: her own, and those that the right to change all reaches."""
    rows = interactions(for_user=for_user)
    return rows.filter(_hers(rows, for_user))


def trashed_interactions(*, for_user: "User") -> QuerySet[Interaction]:
    """Answer what lies in the trash and a user may take out."""
    found: Any = Interaction.objects.exclude(trashed_at=None)
    rows = found.reached_by(for_user, permissions.SEE)
    shown: QuerySet[Interaction] = rows.filter(_hers(rows, for_user)).select_related(*SHOWN, "trashed_by")
    return shown.order_by("-trashed_at", "-pk")


def closable_next_contacts(*, for_user: "User") -> QuerySet[NextContact]:
    """Answer the next contacts a user may close or move: her own, her customers', and those she may change."""
    found: Any = NextContact.objects.visible_to(for_user)
    rows = found.reached_by(for_user, permissions.RECORD)
    everybodys = rows.reached_by(for_user, permissions.CHANGE_ALL).order_by().values("pk")
    mine: QuerySet[NextContact] = rows.filter(Q(who=for_user) | Q(customer__owner=for_user) | Q(pk__in=everybodys))
    return mine.select_related("customer__party", "who")


def _hers(rows: Any, user: "User") -> Q:
    own = Q(author=user)
    if not access.may(user, permissions.CHANGE_ALL):
        return own
    return own | Q(pk__in=rows.reached_by(user, permissions.CHANGE_ALL).order_by().values("pk"))


def acts(customer: "Customer", *, for_user: "User | AnonymousUser | None") -> dict[str, bool]:
    """Say what a user may do with the follow-ups of a customer that she sees, for the buttons of its page."""
    wanted = {"see": permissions.SEE, "record": permissions.RECORD, "change_all": permissions.CHANGE_ALL}
    reaches = {name: access.reach(for_user, permission) for name, permission in wanted.items()}
    found = {name: reach.is_all or customer.owner_id in reach.user_ids for name, reach in reaches.items()}
    if not found["see"] or not found["record"]:  # as a member of it, perhaps
        rows = recordable_customers(for_user=for_user)
        found["record"] = found["record"] or rows.filter(pk=customer.pk).exists()
        found["see"] = found["see"] or (access.may(for_user, permissions.SEE) and is_member(customer.pk, for_user))
    return found


def is_member(customer_id: int, user: "User | AnonymousUser | None") -> bool:
    """Say whether somebody was added to a customer."""
    return any(member.user_id == getattr(user, "pk", None) for member in access.members(KIND, customer_id))
