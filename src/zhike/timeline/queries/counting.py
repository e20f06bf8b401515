"""How many customers are due to be contacted: asked on every page, within the statement that counts for its corner."""

from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Now, TruncDate

from zhike.core.access import queries as access
from zhike.core.bulk import Among
from zhike.customers import permissions as customers_permissions
from zhike.customers import queries as customers
from zhike.timeline import permissions
from zhike.timeline.models import OF_CUSTOMER, NextContact

if TYPE_CHECKING:
    from zhike.core.accounts.models import User
    from zhike.core.prepared import Kind

SEEN: "dict[str, Kind]" = {"due_everywhere": list, "due_owners": list}


def due_customers(user: int, *, due_everywhere: list[int], due_owners: list[int]) -> tuple[QuerySet[Any], ...]:
    """Answer a user's own customers that somebody is due to contact, and others' that she has agreed to contact.

    `due_everywhere` holds her if she sees all customers, `due_owners` those whose customers she sees otherwise.
    """
    today = TruncDate(Now())
    own = customers.customers(for_user=None).filter(owner=user, next_contact_on__lte=today)
    agreed = NextContact.objects.filter(
        who=user, state=NextContact.State.OPEN, due_on__lte=today, customer__trashed_at=None
    ).exclude(customer__owner=user)
    is_seen = Q(Among("who_id", due_everywhere)) | Q(Among("customer__owner_id", due_owners))
    return own, agreed.filter(is_seen | Q(customer__in=access.shared(user, OF_CUSTOMER[0])))


def seen_by(user: "User") -> dict[str, Any]:
    """Answer whose customers and follow-ups a user sees both."""
    both = [access.reach(user, permission) for permission in (customers_permissions.SEE, permissions.SEE)]
    limits = [reach.user_ids for reach in both if not reach.is_all]
    owners = frozenset.intersection(*limits) if limits else frozenset()
    return {"due_everywhere": [] if limits else [user.pk], "due_owners": sorted(owners)}
