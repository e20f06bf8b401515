from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User

    Rows = Callable[..., QuerySet[Any]]
    Viewer = User | AnonymousUser | None


@dataclass(frozen=True)
class SearchKind:
    """One kind of record that the search box leads to, as the configuration lists it.

    `rows(for_user=…)` are those a user may see. `about` says in a few words which record a hit is. Each of `again`
    indexes the next so many records after an id and answers the last of them, nothing at the end. `custom` is the kind
    of record in `core.fields` whose texts are searched too.
    """

    page: str
    title: Promise | str
    icon: str
    permission: str
    rows: "Rows"
    about: Callable[[Any], str]
    again: "tuple[Callable[[int, int], int | None], ...]"
    custom: str = ""


def kinds() -> tuple[SearchKind, ...]:
    """Answer the kinds in the order of the menu."""
    found: tuple[SearchKind, ...] = import_string(settings.ZHIKE_SEARCH_KINDS)
    return found
