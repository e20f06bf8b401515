from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error as DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhike.core.health import queries, rules

PLAIN = "text/plain; charset=utf-8"


@login_not_required
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Answer that this process answers; it asks nobody else."""
    return HttpResponse("ok\n", content_type=PLAIN)


@login_not_required
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer whether pages can be shown: the database is there and as new as the program."""
    try:
        reason = "database not up to date" if queries.lacks_migrations() else ""
    except DatabaseError:
        reason = "database out of reach"
    return HttpResponse(f"{reason or 'ok'}\n", content_type=PLAIN, status=503 if reason else 200)


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer the figures of the house to who bears the token."""
    token = settings.METRICS_TOKEN
    if not token:
        raise Http404
    if not rules.is_token(request.headers.get("Authorization", ""), token):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"}, content_type=PLAIN)
    text = rules.exposition(queries.gauges(timezone.now()))
    return HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")
