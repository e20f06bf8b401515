"""Looking at the product as a colleague: her eyes on every page, nobody's hands."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhike.administration import operations
from zhike.administration.queries import previewing as asking
from zhike.core.accounts.models import Session, User

Answer = Callable[[HttpRequest], HttpResponse]
PREVIEW_OF = "preview_of"  # in the session: whose eyes
SAFE = ("GET", "HEAD", "OPTIONS")
WRITES = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


class PreviewWrites(PermissionDenied):
    """A page was about to write something in the name of a colleague who is not there."""


class Preview:
    """Swap the user of safe requests; refuse all others, and all that would write."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: Any) -> HttpResponse:
        request.previewed_by = None
        colleague = _colleague(request)
        if colleague is None or request.path_info == reverse("administration:end_preview"):
            return self.answer(request)
        real, request.previewed_by = request.user, request.user
        try:
            request.user = colleague
            if request.method not in SAFE or request.path_info.startswith(settings.PRIVATE_PATHS):
                return refused(request)
            with connection.execute_wrapper(_reading_only):
                return self.answer(request)
        finally:
            request.user = real

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say what a page that wanted to write is told."""
        return refused(request) if isinstance(exception, PreviewWrites) else None


def previewing(answer: Answer) -> Preview:
    """Show pages as a colleague sees them, for as long as the session says so and the role allows it."""
    return Preview(answer)


def refused(request: HttpRequest) -> HttpResponse:
    return render(request, "administration/preview_refused.html", status=403)


def _colleague(request: HttpRequest) -> User | None:
    """Answer with whose eyes the session looks; a preview ends with the right to it."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or PREVIEW_OF not in request.session:
        return None
    real: Any = request.user
    pk = request.session[PREVIEW_OF]
    colleague = asking.previewable().filter(pk=pk).first()
    if real.is_authenticated and colleague is not None and asking.may_preview(colleague, by=real):
        return colleague
    del request.session[PREVIEW_OF]
    if real.is_authenticated:
        operations.end_preview(colleague=pk, by=real)
    return None


def _reading_only(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: PLR0917 - as Django calls it
    found = WRITES.match(sql)
    if found and found[1] not in (settings.CACHES["default"]["LOCATION"], Session._meta.db_table):
        raise PreviewWrites(found[1])
    return execute(sql, params, many, context)
