"""The rows of links around a list, each written in one go: a template node per link would take longer than the rows."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from zhike.kit.links import page_address
from zhike.kit.lists.state import Tab
from zhike.kit.pages.bulk import BulkAction
from zhike.kit.said import said

HERE = mark_safe(' aria-current="page"')


def tabs(found: Iterable[Tab], path: str) -> SafeString:
    """Write the views of a list to choose from."""
    return SafeString("".join([_tab(path, tab) for tab in found]))


@lru_cache(maxsize=1024)
def _tab(path: str, tab: Tab) -> SafeString:
    return format_html('<a href="{}?view={}"{}>{}</a>', path, tab.word, HERE if tab.is_here else "", tab.title)


def tools(found: Iterable[tuple[str, str, str]], path: str, query: str, *, icon: Any) -> SafeString:
    """Write the list's tools: each leads to a page of its own, and htmx puts it into this one."""
    return SafeString("".join([_tool(f"{path}-/{name}/?{query}", words, icon(drawn)) for name, words, drawn in found]))


@lru_cache(maxsize=1024)
def _tool(address: str, words: str, drawn: str) -> SafeString:
    return format_html(
        '<a class="btn btn-sm" href="{0}" hx-get="{0}" hx-target="#zk-tools">{1}{2}</a>', address, drawn, words
    )


def acts(found: Iterable[BulkAction], namespace: str, query: str, *, icon: Any) -> SafeString:
    """Write what can be done with many rows at once."""
    told = [(page_address(f"{namespace}:bulk", a.name), said(a.title), icon(a.icon)) for a in found]
    return SafeString("".join([_act(*each, query=query) for each in told]))


@lru_cache(maxsize=1024)
def _act(address: str, words: str, drawn: str, *, query: str) -> SafeString:
    shape = '<button class="btn btn-sm" type="submit" formaction="{}?{}">{}{}</button>'
    return format_html(shape, address, query, drawn, words)


def numbers(shown: Sequence[int | str], here: int, request: HttpRequest) -> SafeString:
    """Write the numbers of pages, with what stands for those left out."""
    kept = request_with(request, page=None)
    before = escape(f"{kept}&" if kept else "")
    told = [
        f'<a href="?{before}page={each}"{HERE if each == here else ""}>{each}</a>'
        if isinstance(each, int)
        else f"<span>{escape(each)}</span>"
        for each in shown
    ]
    return SafeString("".join(told))


def request_with(request: HttpRequest, **changes: object) -> str:
    """Answer the parameters of an address, some of them changed; an empty one is dropped."""
    kept = [(name, value) for name, values in request.GET.lists() if name not in changes for value in values]
    return urlencode(kept + [(name, value) for name, value in changes.items() if value not in (None, "")])
