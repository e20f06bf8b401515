"""What the search box offers besides what it finds: the records looked at lately, and what can be done."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from zhike.core.access import queries as access
from zhike.core.accounts.requests import SignedInRequest
from zhike.core.search.rules import plain, words
from zhike.kit import queries
from zhike.kit.records import record_kinds
from zhike.kit.shell import Shown, entries_for


@dataclass(frozen=True)
class Recent:
    """A record looked at lately."""

    title: str
    number: str
    url: str
    icon: str


def recent_records(user: Any) -> list[Recent]:
    """Answer the records a user has looked at lately and may still see, the latest first."""
    visits = list(queries.recent_visits(for_user=user))
    found: dict[tuple[str, int], Any] = {}
    for code, kind in record_kinds().items():
        ids = [visit.object_id for visit in visits if visit.kind == code]
        if ids and access.may(user, kind.permission):
            found |= {(code, pk): record for pk, record in kind.found(ids, for_user=user).items()}
    known = [visit for visit in visits if visit.kind in record_kinds()]
    seen = [(record_kinds()[visit.kind], found.get((visit.kind, visit.object_id))) for visit in known]
    return [
        Recent(str(record), str(getattr(record, kind.number)), record.get_absolute_url(), kind.icon)
        for kind, record in seen
        if record is not None and hasattr(record, "get_absolute_url")
    ]


def actions(request: SignedInRequest, text: str) -> list[Shown]:
    """Answer what the user may do or open, as far as its name fits what was typed: by 汉字, pinyin or initials."""
    offered = (*import_string(settings.ZHIKE_ACTIONS), *import_string(settings.ZHIKE_NAVIGATION))
    asked = plain(text)
    return [entry for entry in entries_for(request, offered) if _fits(entry.title, asked)]


def _fits(title: str, asked: str) -> bool:
    return not asked or asked in plain(title) or f"|{asked}" in _forms(title)


@lru_cache(maxsize=256)
def _forms(title: str) -> str:
    return words(title).forms
