"""Keep the search from being an oracle: who may not read phones may try only so many of them."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache

from zhike.core.access import queries as access
from zhike.core.access.rules import Level
from zhike.core.search import rules

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User

PER_MINUTE = 20


def may_try(user: "User | AnonymousUser", text: str, *, at: datetime) -> bool:
    """Say whether a user may search for this, counting the tries at phones of who may not read them."""
    if not rules.is_phone_like(text) or access.field_level(user, settings.ZHIKE_PHONE_RIGHT) >= Level.READ:
        return True
    key = f"search-tries-{user.pk}-{at:%Y%m%d%H%M}"
    if cache.add(key, 1, timeout=120):
        return True
    try:
        return int(cache.incr(key)) <= PER_MINUTE
    except ValueError:  # it ran out this very moment
        return True
