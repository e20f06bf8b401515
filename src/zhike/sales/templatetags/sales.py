"""What lists of papers come to."""

from django import template
from django.db.models import QuerySet, Sum
from django.utils.safestring import SafeString

from zhike.kit import cells
from zhike.kit.lists.state import ListState
from zhike.kit.paging import CappedPaginator
from zhike.sales import queries
from zhike.sales.models import Order, Return

register = template.Library()


@register.simple_tag
def amount_of(state: ListState, paginator: CappedPaginator) -> SafeString:
    """Add up the amounts of all rows a list shows; nothing for one too long to be counted."""
    if paginator.is_capped:
        return SafeString("")
    return cells.money(state.rows().order_by().aggregate(sum=Sum("amount"))["sum"] or 0)


@register.simple_tag(takes_context=True)
def returns_for(context: template.Context, order: Order) -> QuerySet[Return]:
    """Answer the returns made for any version of an order that a page shows, as far as its reader may see them."""
    return queries.returns_for(order, for_user=context["user"])


@register.simple_tag(takes_context=True)
def earlier_versions(context: template.Context, order: Order) -> QuerySet[Order]:
    """Answer the versions an order on a page has replaced, as far as its reader may see them."""
    return queries.earlier_versions(order, for_user=context["user"])
