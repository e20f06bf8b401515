from datetime import datetime

from django.db import transaction

from zhike.core.access import queries as access
from zhike.core.access.rules import Level
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.core.audit import queries as log
from zhike.customers import permissions
from zhike.customers.models import Contact, Customer
from zhike.customers.queries import revealable_customers
from zhike.kit.refusals import FieldRefused
from zhike.phrases import Phrase

WITHOUT_REASON = Phrase("Say in a few words what for")
USED_UP = Phrase("Your %(n)s of today are used up; ask an administrator, or wait until tomorrow")


@transaction.atomic
def reveal(
    *, customer: Customer, field: str, contact_id: int | None, reason: str, by: User, at: datetime, midnight: datetime
) -> str:
    """Show one masked value of a customer or of one of its contacts, write down who saw it and what for.

    Raises:
        PermissionDenied: the role may have nothing shown.
        Customer.DoesNotExist, Contact.DoesNotExist: there is none that the user may have shown.
        FieldRefused: without a reason, or the quota of the day is used up.
    """
    access.require(by, permissions.REVEAL)
    current = revealable_customers(for_user=by).get(pk=customer.pk)
    party = current.party
    if contact_id is not None:
        party = Contact.objects.select_related("person").get(pk=contact_id, customer=current).person
    if access.field_level(by, permissions.FIELD_RIGHTS[field]) < Level.MASKED:
        raise Customer.DoesNotExist
    if not reason.strip():
        raise FieldRefused("reason", WITHOUT_REASON)
    User.objects.select_for_update().get(pk=by.pk)  # two clicks at once count one after the other
    quota = access.reveals_per_day(by)
    if log.times("revealed", by=by, since=midnight) >= quota:
        raise FieldRefused("reason", USED_UP.given(n=quota))
    audit.record(
        by=by,
        action="revealed",
        about=current,
        fields=[field],
        changes={audit.REASON: (None, reason.strip()[:200])},
        subject=current.party_id,
    )
    return str(getattr(party, field))
