"""The blocks of the kit. Each shows itself on the gallery page."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django_vite.core.asset_loader import DjangoViteAssetLoader

from zhike.kit import cells
from zhike.kit.charts import Chart
from zhike.kit.columns import Column, Order
from zhike.kit.figures import Figure

register = template.Library()
register.filter("words", cells.text)
for _cell in (cells.badge, cells.day, cells.email, cells.moment, cells.money, cells.number, cells.person, cells.phone):
    register.filter(_cell.__name__, _cell)


@cache
def _sprite() -> str:
    return str(DjangoViteAssetLoader.instance().generate_vite_asset_url("icons.svg"))


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """Draw an icon that says nothing new to a screen reader."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', _sprite(), name)


@register.inclusion_tag("kit/blocks/figures.html", name="figures")
def key_figures(shown: Iterable[Figure]) -> dict[str, Any]:
    """Show key figures: the definition behind the question mark, the rows behind the value."""
    return {"figures": shown}


@register.inclusion_tag("kit/blocks/empty.html")
def empty_state(title: str, *, advice: str = "", href: str = "", action: str = "") -> dict[str, Any]:
    """Say that there is nothing yet and what to do next."""
    return {"title": title, "advice": advice, "href": href, "action": action}


@register.inclusion_tag("kit/blocks/facts.html")
def facts(record: Any, details: Iterable[Column]) -> dict[str, Any]:
    """Show what is known of a record as a list of terms."""
    return {"facts": [(column.title, column.show(record)) for column in details]}


@register.inclusion_tag("kit/blocks/chart.html")
def chart(drawn: Chart) -> dict[str, Any]:
    """Draw a chart under a title that states the finding, with its numbers as a table beside it."""
    return {"chart": drawn}


@register.inclusion_tag("kit/blocks/steps.html")
def steps(current: int, *titles: str) -> dict[str, Any]:
    """Show the steps of a long task: those done, the current one, counted from one, and those to come."""
    return {"current": current, "titles": titles}


@register.inclusion_tag("kit/blocks/pages.html", takes_context=True)
def pages(context: template.Context) -> dict[str, Any]:
    """Number the pages of a list."""
    return {"page": context["page_obj"], "numbers": context["page_numbers"], "request": context["request"]}


@register.simple_tag(takes_context=True)
def address_with(context: template.Context, **changes: object) -> str:
    """Answer this page's address with some of its parameters changed; an empty one is dropped."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else request.path


@register.simple_tag
def head_cells(columns: Iterable[Column], order: Order | None, address: str) -> SafeString:
    """Write a table's head: a column that can be sorted by leads to the list sorted by it."""
    return mark_safe("".join(_head(column, order, address) for column in columns))  # noqa: S308 - made of safe parts


@register.simple_tag
def body_rows(columns: Iterable[Column], rows: Iterable[Any]) -> SafeString:
    """Write a table's rows in one go: a template node per cell would take most of a page's time."""
    shapes = [(column, _opening(column)) for column in columns]
    lines = ("".join(f"{opening}{column.show(row)}</td>" for column, opening in shapes) for row in rows)
    return mark_safe("".join(f"<tr>{line}</tr>" for line in lines))  # noqa: S308 - cells are safe strings


def _opening(column: Column) -> SafeString:
    return format_html('<td class="{}" data-label="{}">', "zk-num" if column.is_number else "", column.title)


def _head(column: Column, order: Order | None, address: str) -> SafeString:
    kind = "zk-num" if column.is_number else ""
    if not column.sort:
        return format_html('<th scope="col" class="{}">{}</th>', kind, column.title)
    is_here = order is not None and order.column == column
    falls = not order.falls if is_here and order else column.falls_first
    word = f"{'-' if falls else ''}{column.name}"
    joiner = "&" if "?" in address else "?"
    sorted_now = ("descending" if order.falls else "ascending") if is_here and order else "none"
    arrow = icon(f"sort-{sorted_now}") if is_here else ""
    return format_html(
        '<th scope="col" class="{}" aria-sort="{}"><a href="{}{}sort={}">{} {}</a></th>',
        kind, sorted_now, address, joiner, word, column.title, arrow,
    )  # fmt: skip
