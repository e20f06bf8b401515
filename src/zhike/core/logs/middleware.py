import logging
import time
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from zhike.core.logs.context import new_id, saying
from zhike.core.logs.writing import FACTS

Answer = Callable[[HttpRequest], HttpResponse]
HEADER = "X-Request-ID"
QUIET = ("/static/", "/healthz", "/readyz", "/metrics", "/favicon.ico")  # asked every few seconds
LONGEST_PATH = 500
log = logging.getLogger("zhike.request")


def traced(answer: Answer) -> Answer:
    """Give each request a number that its answer, its errors, its jobs and its lines in the log bear."""

    def middleware(request: HttpRequest) -> HttpResponse:
        number, began = new_id(), time.perf_counter()
        with saying(request_id=number):
            response = answer(request)
            response[HEADER] = number
            level = _level(request, response)
            if log.isEnabledFor(level):
                took = round((time.perf_counter() - began) * 1000)
                log.log(level, "answered", extra={FACTS: _facts(request, response, took)})
            vars(response)["_has_been_logged"] = True  # Django's own mark: else it tells of refusals once more
        return response

    return middleware


def _level(request: HttpRequest, response: HttpResponse) -> int:
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        return logging.WARNING
    return logging.DEBUG if request.path_info.startswith(QUIET) else logging.INFO


def _facts(request: HttpRequest, response: HttpResponse, duration_ms: int) -> dict[str, str | int | None]:
    """Say what was asked without its query, and by whom if somebody has asked for that already."""
    who = getattr(request, "_cached_user", None)  # Django's own place: asking for `user` might ask the database
    return {
        "method": request.method,
        "path": request.path_info[:LONGEST_PATH],
        "status": response.status_code,
        "duration_ms": duration_ms,
        "user_id": getattr(who, "pk", None),
    }
