import threading
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers

from zhike.kit import views

Answer = Callable[[HttpRequest], HttpResponse]
LARGEST_FORM_BYTES = 1024 * 1024


def personal_pages(answer: Answer) -> Answer:
    """Keep pages with personal data out of every cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return middleware


def in_one_language(answer: Answer) -> Answer:
    """Settle what a page speaks and in which zone: Django would find it out anew for each of its words."""

    def middleware(request: HttpRequest) -> HttpResponse:
        translation.activate(translation.get_language() or settings.LANGUAGE_CODE)
        timezone.activate(timezone.get_current_timezone())
        return answer(request)

    return middleware


def clean_addresses(answer: Answer) -> Answer:
    """Let no NUL through to PostgreSQL, which takes none in a text."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            raise Http404
        if "%00" in request.META.get("QUERY_STRING", "") or any("\x00" in value for value in request.COOKIES.values()):
            raise BadRequest
        return answer(request)

    return middleware


def bodies_within_limits(answer: Answer) -> Answer:
    """Refuse what is too large before a byte of it is kept; only pages that take files take more than a form."""

    def middleware(request: HttpRequest) -> HttpResponse:
        takes_files = request.path_info.startswith(settings.UPLOAD_PATHS)
        limit = LARGEST_FORM_BYTES + (settings.UPLOAD_LIMIT_BYTES if takes_files else 0)
        return views.too_large(request) if _length(request) > limit else answer(request)

    return middleware


def bodies_in_turn(answer: Answer) -> Answer:
    """Keep threads free for pages while bodies arrive: the server waits for a slow one as long as it takes."""
    room = threading.BoundedSemaphore(settings.BODIES_AT_ONCE)

    def middleware(request: HttpRequest) -> HttpResponse:
        if not _length(request):
            return answer(request)
        if not room.acquire(blocking=False):
            return views.busy(request)
        try:
            return answer(request)
        finally:
            room.release()

    return middleware


def _length(request: HttpRequest) -> int:
    """Read the length as Django does: a body without one is taken for empty."""
    length = str(request.META.get("CONTENT_LENGTH") or "")
    return int(length) if length.isascii() and length.isdigit() else 0
