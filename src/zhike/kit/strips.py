"""The rows of links around a list, each written in one go: a template node per link would take longer than the rows."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from zhike.kit.links import page_address
from zhike.kit.lists.state import Tab
from zhike.kit.pages.bulk import BulkAction

HERE = mark_safe(' aria-current="page"')


def tabs(found: Iterable[Tab], path: str) -> SafeString:
    """Write the views of a list to choose from."""
    told = ((path, tab.word, HERE if tab.is_here else "", tab.title) for tab in found)
    return format_html_join("", '<a href="{}?view={}"{}>{}</a>', told)


def tools(found: Iterable[tuple[str, str, str]], path: str, query: str, *, icon: Any) -> SafeString:
    """Write the list's tools: each leads to a page of its own, and htmx puts it into this one."""
    told = ((f"{path}-/{name}/?{query}", icon(icon_name), words) for name, words, icon_name in found)
    return format_html_join("", '<a class="btn btn-sm" href="{0}" hx-get="{0}" hx-target="#zk-tools">{1}{2}</a>', told)


def acts(found: Iterable[BulkAction], namespace: str, query: str, *, icon: Any) -> SafeString:
    """Write what can be done with many rows at once."""
    told = ((page_address(f"{namespace}:bulk", a.name), query, icon(a.icon), a.title) for a in found)
    return format_html_join("", '<button class="btn btn-sm" type="submit" formaction="{}?{}">{}{}</button>', told)


def numbers(shown: Sequence[int | str], here: int, request: HttpRequest) -> SafeString:
    """Write the numbers of pages, with what stands for those left out."""
    before = request_with(request, page=None)
    joiner = "&" if before else ""
    told = [
        format_html('<a href="?{}{}page={}"{}>{}</a>', before, joiner, each, HERE if each == here else "", each)
        if isinstance(each, int)
        else format_html("<span>{}</span>", each)
        for each in shown
    ]
    return mark_safe("".join(told))  # noqa: S308 - of safe parts


def request_with(request: HttpRequest, **changes: object) -> str:
    """Answer the parameters of an address, some of them changed; an empty one is dropped."""
    kept = [(name, value) for name, values in request.GET.lists() if name not in changes for value in values]
    return urlencode(kept + [(name, value) for name, value in changes.items() if value not in (None, "")])
