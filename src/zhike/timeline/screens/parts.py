from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from zhike.customers import queries as customers
from zhike.timeline import queries
from zhike.timeline.forms import FollowUpForm

if TYPE_CHECKING:
    from zhike.customers.models import Contact, Customer
    from zhike.timeline.models import Interaction


def section(
    request: Any,
    customer: "Customer",
    *,
    contacts: "Sequence[Contact] | None" = None,
    form: FollowUpForm | None = None,
) -> dict[str, Any]:
    """Answer what the part of the customer's page shows."""
    user, on = request.user, timezone.localdate()
    acts = queries.acts(customer, for_user=user)
    if form is None and acts["record"]:
        known = contacts if contacts is not None else list(customers.current_contacts(customer))
        form = FollowUpForm(contacts=known, on=on)
    found = queries.story(customer, for_user=user) if acts["see"] else None
    is_due = any(each.who_id == user.pk and each.due_on <= on for each in (found.open if found else ()))
    return {
        "request": request,
        "customer": customer,
        "acts": acts,
        "story": found,
        "form": form if acts["record"] else None,
        "is_due": is_due,
        "on": on,
        "at": timezone.now(),
    }


def one(request: Any, interaction: "Interaction") -> dict[str, Any]:
    """Answer what is shown of one follow-up."""
    acts = queries.acts(interaction.customer, for_user=request.user)
    return {"request": request, "interaction": interaction, "acts": acts, "at": timezone.now()}
