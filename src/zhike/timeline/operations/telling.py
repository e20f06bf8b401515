from collections.abc import Iterable

from django.db.models import Max, Min

from zhike.core.bulk import Among
from zhike.customers import operations as customers
from zhike.timeline.models import Interaction, NextContact


def tell_customers(ids: Iterable[int]) -> None:
    """Have the customers' rows say when each was contacted last and is to be next, so that lists sort by it."""
    wanted = set(ids)
    customers.hold_customers(wanted)
    about = Among("customer_id", wanted)
    last = Interaction.objects.filter(about, trashed_at=None).order_by().values_list("customer_id")
    coming = NextContact.objects.filter(about, state=NextContact.State.OPEN).order_by().values_list("customer_id")
    last_at, next_on = dict(last.annotate(Max("happened_at"))), dict(coming.annotate(Min("due_on")))
    customers.tell_contacts([customers.Contacted(pk, last_at.get(pk), next_on.get(pk)) for pk in wanted])
