"""How values of customers look that not everybody may read."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhike.core.access import queries as access
from zhike.core.access.rules import Level
from zhike.customers import permissions
from zhike.customers.models import Contact, Customer
from zhike.kit import cells

register = template.Library()


@register.simple_tag(takes_context=True)
def seen(context: template.Context, customer: Customer, field: str, *, contact: Contact | None = None) -> SafeString:
    """Show a field of a customer or of its contact as far as the user may read it, with the way to the rest of it."""
    user, right = context["request"].user, permissions.FIELD_RIGHTS[field]
    value = getattr(contact.person if contact else customer.party, field)
    shown = cells.guarded(value, right=right, user=user)
    is_masked = access.field_level(user, right) == Level.MASKED
    if not (value and is_masked and _may_reveal(customer, user)):
        return shown
    return format_html('{} <a href="{}">{}</a>', shown, _way(customer, field, contact), _("Show"))


@register.simple_tag(takes_context=True)
def printed(context: template.Context, customer: Customer, field: str, *, contact: Contact | None = None) -> SafeString:
    """Show a field as `seen` does, on paper: nothing leads further."""
    party = contact.person if contact else customer.party
    user = context["request"].user
    return cells.guarded(getattr(party, field), right=permissions.FIELD_RIGHTS[field], user=user)


def _may_reveal(customer: Customer, user: Any) -> bool:
    """Say whether the way leads anywhere: revealing may reach fewer customers than seeing."""
    reach = access.reach(user, permissions.REVEAL)
    return reach.is_all or customer.owner_id in reach.user_ids


def _way(customer: Customer, field: str, contact: Contact | None) -> str:
    if contact is None:
        return reverse("customers:reveal", args=[customer.pk, field])
    return reverse("customers:reveal_contact", args=[customer.pk, field, contact.pk])
