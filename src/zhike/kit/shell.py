from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise

from zhike.core.access import queries as access
from zhike.core.prepared import Kind
from zhike.kit.links import page_address
from zhike.kit.said import said

if TYPE_CHECKING:
    from zhike.core.accounts.models import User


@dataclass(frozen=True)
class Count:
    """What waits under an entry of the menu, counted by the one statement that every page asks for its corner.

    `rows(user, **values)` are the questions whose answers are added up, the same whatever the values; `kinds` are
    those of the values (see `Prepared`), which `values(user)` answers.
    """

    permission: str
    rows: Callable[..., tuple[QuerySet[Any], ...]]
    values: "Callable[[User], Mapping[str, Any]]"
    kinds: Mapping[str, Kind]


@dataclass(frozen=True)
class Entry:
    """One entry of the menu: a URL name, and the permission it takes, or several of which any will do."""

    title: Promise
    url_name: str
    icon: str
    permission: str | tuple[str, ...]
    count: Count | None = None
    also: tuple[str, ...] = ()  # the namespaces of other pages that belong under it

    def is_for(self, request: HttpRequest) -> bool:
        wanted = (self.permission,) if isinstance(self.permission, str) else self.permission
        return any(access.may(request.user, permission) for permission in wanted)

    @property
    def url(self) -> str:
        return page_address(self.url_name)

    def is_here(self, request: HttpRequest) -> bool:
        """Say whether the page belongs under this entry."""
        match = request.resolver_match
        if match is None:
            return False
        group = self.url_name.partition(":")[0]
        groups = (group, *self.also) if ":" in self.url_name else self.also
        return match.view_name == self.url_name or match.namespace in groups


@dataclass(frozen=True)
class Shown:
    """An entry as the page shows it."""

    title: str
    url_name: str
    url: str
    icon: str
    is_here: bool


def entries_for(request: HttpRequest, entries: tuple[Entry, ...]) -> list[Shown]:
    """Keep the entries the user's role may use."""
    return [
        Shown(said(entry.title), entry.url_name, entry.url, entry.icon, entry.is_here(request))
        for entry in entries
        if entry.is_for(request)
    ]
