"""The follow-ups of a customer as a part of its page, and the words of one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import template
from django.http import HttpRequest
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from zhike.timeline import rules
from zhike.timeline.forms import QUICK
from zhike.timeline.models import Interaction
from zhike.timeline.screens import one, section

if TYPE_CHECKING:
    from zhike.customers.models import Contact, Customer

register = template.Library()


@register.inclusion_tag("timeline/section.html", takes_context=True)
def follow_ups(context: template.Context, customer: "Customer", contacts: "Sequence[Contact]") -> dict[str, Any]:
    """Show the form of ten seconds and what was said with a customer."""
    request: HttpRequest = context["request"]
    return section(request, customer, contacts=contacts) | {"csrf_token": context.get("csrf_token")}


@register.inclusion_tag("timeline/one.html", takes_context=True)
def one_follow_up(context: template.Context, interaction: Interaction) -> dict[str, Any]:
    """Show one follow-up with what may be done with it."""
    request: Any = context["request"]
    return one(request, interaction) | {"csrf_token": context.get("csrf_token")}


@register.simple_tag
def quick_choices() -> Any:
    """Answer the quick choices of a next contact."""
    return QUICK


@register.filter
def told(words: str) -> SafeString:
    """Show words with their line breaks; only https leads anywhere, and tells nobody where it comes from."""
    parts = (
        format_html('<a href="{0}" rel="noopener noreferrer nofollow" target="_blank">{0}</a>', part)
        if rules.is_link(part)
        else conditional_escape(part)
        for part in rules.LINK.split(words)
    )
    return mark_safe("".join(parts).replace("\n", "<br>"))  # noqa: S308 - each part was escaped


@register.simple_tag(takes_context=True)
def may_correct(context: template.Context, interaction: Interaction) -> bool:
    """Say whether the user may still correct these words."""
    user: Any = context["request"].user
    return interaction.author_id == user.pk and rules.may_correct(interaction.recorded_at, at=context["at"])
