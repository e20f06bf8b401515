"""Changes of many customers at a click, and the way back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhike.core.access import queries as access
from zhike.core.accounts import queries as accounts
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.core.audit import queries as log
from zhike.core.audit.models import Batch, Entry
from zhike.customers import permissions
from zhike.customers.models import Customer
from zhike.customers.operations.assigning import hand_over
from zhike.customers.operations.editing import write_changes
from zhike.customers.operations.trashing import restore
from zhike.customers.queries import bulk_changeable_customers, customers
from zhike.kit.refusals import FieldRefused
from zhike.phrases import Phrase

NEEDED = {"changed": permissions.BULK, "transferred": permissions.ASSIGN, "trashed": permissions.TRASH}
UNDONE = Phrase("This was undone already")


@transaction.atomic
def change_customers(*, ids: Sequence[int], data: dict[str, Any], by: User, at: datetime) -> Batch:
    """Write the same values into many customers; the change set can be undone.

    Raises:
        PermissionDenied: the role may not change many at once.
    """
    access.require(by, permissions.BULK)
    batch = audit.open_batch(by=by, action="changed")
    for customer in bulk_changeable_customers(for_user=by).select_for_update(of=("self", "party")).filter(pk__in=ids):
        write_changes(customer, data, by=by, batch=batch)
    return batch


@transaction.atomic
def undo_batch(*, batch: Batch, by: User, at: datetime) -> tuple[int, list[Customer]]:
    """Take a change set back: what nobody has changed since becomes as before; the rest stays and is named.

    What the user would no longer reach stays too, and is not named.

    Raises:
        FieldRefused: it was undone already.
    """
    if not audit.close_undone(batch, at=at):
        raise FieldRefused("", UNDONE)
    entries = list(log.entries_of(batch))
    rows = Customer.objects.select_for_update(of=("self", "party")).select_related("party", "owner")
    found = rows.in_bulk([entry.object_id for entry in entries])
    back = audit.open_batch(by=by, action="undone")
    within_reach = [entry for entry in entries if _is_within_reach(found[entry.object_id], entry, by=by)]
    taken = [_take_back(found[e.object_id], e, by=by, at=at, back=back) for e in within_reach]
    kept = [found[entry.object_id] for entry, is_back in zip(within_reach, taken, strict=True) if not is_back]
    seen = {*customers(for_user=by).filter(pk__in=[each.pk for each in kept]).values_list("pk", flat=True)}
    return sum(taken), [each for each in kept if each.pk in seen]


def _is_within_reach(customer: Customer, entry: Entry, *, by: User) -> bool:
    """Say whether the user may still do this to the customer as it was before."""
    reach = access.reach(by, NEEDED[entry.action])
    before = {value.field: value.before for value in entry.values.all()}
    return reach.is_all or before.get("owner", customer.owner_id) in reach.user_ids


def _take_back(customer: Customer, entry: Entry, *, by: User, at: datetime, back: Batch) -> bool:
    """Write what was before, if what is there now is still what the change had written."""
    if entry.action == "trashed":
        if customer.trashed_at is not None:
            restore(customer, by=by)
        return True
    values = {value.field: value for value in entry.values.all() if value.field != audit.REASON}
    if entry.action == "transferred":
        owner = values["owner"]
        if customer.owner_id != owner.after:
            return False
        before = accounts.everybody().filter(pk=owner.before or 0).first()
        hand_over(customer, before, reason="", by=by, at=at, batch=back)
        return True
    data = {name: value.before for name, value in values.items()}
    if any(current_value(customer, name) != value.after for name, value in values.items()):
        return False
    write_changes(customer, data, by=by, batch=back)
    return True


def current_value(customer: Customer, name: str) -> Any:
    """Answer a field as the audit names it: of the party, of the customer, or a custom one."""
    if name.startswith("x_"):
        return customer.extra.get(name.removeprefix("x_"))
    return getattr(customer, name) if hasattr(customer, name) else getattr(customer.party, name)
