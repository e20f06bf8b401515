from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from zhike.kit.shell import entries_for


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give each page its menu and the company's name."""
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return {"company": settings.COMPANY}
    return {"company": settings.COMPANY, "menu": entries_for(request, import_string(settings.ZHIKE_NAVIGATION))}
