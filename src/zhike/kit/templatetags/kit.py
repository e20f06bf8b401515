"""The blocks of the kit. Each shows itself on the gallery page."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_vite.core.asset_loader import DjangoViteAssetLoader

from zhike.kit import cells, strips
from zhike.kit.charts import Chart
from zhike.kit.columns import Column, Order, allowed
from zhike.kit.figures import Figure
from zhike.kit.fixed import fixed
from zhike.kit.links import page_address
from zhike.kit.lists.state import Tab
from zhike.kit.pages.bulk import BulkAction
from zhike.kit.said import said
from zhike.kit.shell import Shown

MOST_WAITING = 99  # as the bell shows it
PICK = '<td class="zk-pick"><input class="form-check-input" type="checkbox" name="pk" value="%s" aria-label="%s"></td>'
register = template.Library()
register.tag(fixed)
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


@register.simple_tag
def menu_items(entries: Iterable[Shown], waits: Mapping[str, int]) -> SafeString:
    """Write the menu with how much waits under some of its entries; each entry is remembered as it was written."""
    language = get_language() or ""
    items = [_menu_item(entry, waits.get(entry.url_name, 0), language) for entry in entries]
    return mark_safe("".join(items))  # noqa: S308 - made of safe parts


@lru_cache(maxsize=1024)
def _menu_item(entry: Shown, waiting: int, language: str) -> SafeString:
    here = mark_safe(' aria-current="page"') if entry.is_here else ""
    words = f"{MOST_WAITING}+" if waiting > MOST_WAITING else str(waiting)
    count = format_html('<span class="zk-nav-count">{}</span>', words) if waiting else ""
    return format_html(
        '<li><a class="zk-nav-item" href="{}"{}>{}{}{}</a></li>', entry.url, here, icon(entry.icon), entry.title, count
    )


@register.inclusion_tag("kit/blocks/figures.html", name="figures")
def key_figures(shown: Iterable[Figure]) -> dict[str, Any]:
    """Show key figures: the definition behind the question mark, the rows behind the value."""
    return {"figures": shown}


@register.inclusion_tag("kit/blocks/empty.html")
def empty_state(title: str, *, advice: str = "", href: str = "", action: str = "") -> dict[str, Any]:
    """Say that there is nothing yet and what to do next."""
    return {"title": title, "advice": advice, "href": href, "action": action}


@register.inclusion_tag("kit/blocks/facts.html", takes_context=True)
def facts(context: template.Context, record: Any, details: Sequence[Column]) -> dict[str, Any]:
    """Show what is known of a record as a list of terms, as far as the user's roles let it be seen."""
    return {"facts": [(column.title, column.show(record)) for column in allowed(details, context["user"])]}


@register.simple_tag(takes_context=True)
def allowed_columns(context: template.Context, columns: Sequence[Column]) -> Sequence[Column]:
    """Answer columns as the user's roles let them be seen."""
    return allowed(columns, context["user"])


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
    """Number the pages of a list; one that is too long to be counted each time is counted when asked."""
    page, request = context["page_obj"], context["request"]
    is_long = page.paginator.is_capped
    last = page.object_list[-1].pk if page.object_list and not page.has_next() and is_long else None
    is_asked = is_long and request.GET.get("count") == "exact"
    found = {"count": f"{page.paginator.total:,}" if is_asked else page.paginator.count}
    if is_long and not is_asked:
        found |= {"many": True, "counting": _address(request, count="exact", page=None, after=None)}
    if page.has_previous():
        found["before"] = _address(request, page=page.previous_page_number())
    if page.has_next():
        found["next"] = _address(request, page=page.next_page_number())
    if page.has_other_pages():
        found["numbers"] = strips.numbers(context["page_numbers"], page.number, request)
    return found if last is None else found | {"further": _address(request, page=None, after=last)}


@register.simple_tag(takes_context=True)
def address_with(context: template.Context, **changes: object) -> str:
    """Answer this page's address with some of its parameters changed; an empty one is dropped."""
    return _address(context["request"], **changes)


def _address(request: HttpRequest, **changes: object) -> str:
    found = strips.request_with(request, **changes)
    return f"?{found}" if found else str(request.path)


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: object) -> str:
    """Answer this page's parameters, some of them changed, to be put behind any address."""
    request: HttpRequest = context["request"]
    return f"?{strips.request_with(request, **changes)}"


@register.simple_tag
def tab_links(tabs: Iterable[Tab], path: str) -> SafeString:
    """Write the views of a list to choose from."""
    return strips.tabs(tabs, path)


@register.simple_tag
def tool_links(tools: Iterable[tuple[str, str, str]], path: str, query: str) -> SafeString:
    """Write the list's tools."""
    return strips.tools(tools, path, query, icon=icon)


@register.simple_tag
def bulk_buttons(actions: Iterable[BulkAction], namespace: str, query: str) -> SafeString:
    """Write what can be done with many rows at once."""
    return strips.acts(actions, namespace, query, icon=icon)


@register.simple_tag
def head_cells(columns: Iterable[Column], order: Order | None, address: str) -> SafeString:
    """Write a table's head: a column that can be sorted by leads to the list sorted by it."""
    return mark_safe("".join(_head(column, order, address) for column in columns))  # noqa: S308 - made of safe parts


@register.simple_tag
def body_rows(
    columns: Iterable[Column], rows: Iterable[Any], *, picks: Any = None, edits: bool = False, screen: Any = None
) -> SafeString:
    """Write a table's rows in one go: a template node per cell would take most of a page's time.

    With `picks` each row can be chosen; with `edits` the cells that can be changed in place say where.
    """
    shapes = [(column.shower(), *_opening(column, screen if edits else None)) for column in columns]
    pick = _("Choose this row") if picks else ""
    return mark_safe("".join([_row(row, shapes, pick) for row in rows]))  # noqa: S308 - cells are safe strings


def _row(row: Any, shapes: Iterable[tuple[Any, str, str]], pick: str) -> str:
    pk = row.pk
    cells_of_row = [
        f"{start}{pk}{end}{show(row)}</td>" if end else f"{start}{show(row)}</td>" for show, start, end in shapes
    ]
    return f"<tr>{PICK % (pk, pick) if pick else ''}{''.join(cells_of_row)}</tr>"


def _opening(column: Column, screen: Any) -> tuple[str, str]:
    """Write how a column's cells begin, before and after the row's id where that stands in it."""
    begin = _cell_opening(said(column.title), is_number=column.is_number)
    if screen is None or not column.edits:
        return f"{begin}>", ""
    before, after = page_address(f"{screen.namespace}:cell", column.name, 0).rsplit("0", 1)
    return f'{begin} tabindex="0" data-edit="{before}', f'{after}">'


@lru_cache(maxsize=1024)
def _cell_opening(title: str, *, is_number: bool) -> str:
    return format_html('<td class="{}" data-label="{}"', "zk-num" if is_number else "", title)


def _head(column: Column, order: Order | None, address: str) -> SafeString:
    kind = "zk-num" if column.is_number else ""
    if not column.sort:
        return _plain_head(said(column.title), kind)
    is_here = order is not None and order.column.name == column.name
    falls = not order.falls if is_here and order else column.falls_first
    word = f"{'-' if falls else ''}{column.name}"
    sorted_now = ("descending" if order.falls else "ascending") if is_here and order else "none"
    return _sorting_head(said(column.title), kind, address, word=word, sorted_now=sorted_now)


@lru_cache(maxsize=1024)
def _plain_head(title: str, kind: str) -> SafeString:
    return format_html('<th scope="col" class="{}">{}</th>', kind, title)


@lru_cache(maxsize=1024)
def _sorting_head(title: str, kind: str, address: str, *, word: str, sorted_now: str) -> SafeString:
    joiner, arrow = "&" if "?" in address else "?", "" if sorted_now == "none" else icon(f"sort-{sorted_now}")
    return format_html(
        '<th scope="col" class="{}" aria-sort="{}"><a href="{}{}sort={}">{} {}</a></th>',
        kind, sorted_now, address, joiner, word, title, arrow,
    )  # fmt: skip
