"""A list on its way out: what somebody asked for at one moment, and its rows by the rights of whoever takes it."""

import hashlib
import json
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.utils.module_loading import import_string

from zhike.core.access import queries as access
from zhike.core.access.rules import Level
from zhike.core.accounts.requests import SignedInRequest
from zhike.exchange.exporting import cell
from zhike.exchange.models import Export, ExportSchedule
from zhike.kit.columns import prepare
from zhike.kit.lists.state import NO_FILTER, ListState
from zhike.kit.operations import keep_filter

if TYPE_CHECKING:
    from zhike.core.accounts.models import User

AT_ONCE = 500
LONGEST_QUERY = 500
NOT_KEPT = ("page", "after", "ask", "at", "mode", "view", "f", "sort")
Share = Callable[[int, int], None]


class ViewGone(LookupError):
    """The saved view that was to be exported is not there any more, or not for this user."""


@dataclass(frozen=True)
class Asked:
    """A list as somebody asked for it; without columns those that it shows when it is made."""

    screen: str
    query: str
    columns: tuple[str, ...]
    file_kind: str

    @property
    def fingerprint(self) -> str:
        """What tells it from all other lists that may be asked for."""
        told = json.dumps([self.screen, self.query, self.columns, self.file_kind])
        return hashlib.sha256(told.encode()).hexdigest()


def as_shown(screen: str, query: str, *, file_kind: str, by: "User") -> Asked:
    """Hold fast what an address shows now: a view that is changed later changes nothing about it.

    Raises:
        Http404: there is no such list, or no list has so long an address.
    """
    state = _state(Asked(screen, query, (), file_kind), by=by)
    told = QueryDict(query, mutable=True)
    for name in NOT_KEPT:
        told.pop(name, None)
    told["f"] = keep_filter(state.tree) or NO_FILTER
    if state.order:
        told["sort"] = state.order.word
    if len(told.urlencode()) > LONGEST_QUERY:
        raise Http404
    return Asked(screen, told.urlencode(), tuple(column.name for column in state.shown), file_kind)


def asked_by(row: Export | ExportSchedule) -> Asked:
    return Asked(row.screen, row.query, tuple(row.columns), row.file_kind)


class Listed:
    """The rows of a list as a user may take them out.

    Only the ids are kept in memory. Rows are read in batches, so that no cursor is open while progress is written:
    on SQLite that would refuse the write as soon as anybody else has written.
    """

    def __init__(self, asked: Asked, *, by: "User", share: Share | None = None) -> None:
        self.asked, self.by, self.share = asked, by, share
        self.screen = screen_named(asked.screen)
        self.written = 0

    @cached_property
    def state(self) -> ListState:
        return _state(self.asked, by=self.by)

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """The rows in their order, as far as the right to export reaches."""
        allowed = self.screen.exported(for_user=self.by).order_by().values("pk")
        return self.state.rows().filter(pk__in=allowed)

    def count(self) -> int:
        return self.rows.order_by().count()

    @cached_property
    def ids(self) -> "array[int]":
        return array("q", self.rows.values_list("pk", flat=True).iterator(chunk_size=10_000))

    @cached_property
    def columns(self) -> list[str]:
        """The names of the columns; from here on they stay these."""
        return [column.name for column in self.state.shown]

    @property
    def heads(self) -> list[str]:
        return [str(column.title) for column in self.state.shown]

    @property
    def rights(self) -> str:
        """Tell by what rights it is listed: how far they reach, and how much of each column they show."""
        reached = [access.reach(self.by, right) for right in (self.screen.see, self.screen.export)]
        levels = [(column.name, _read_level(column.right, self.by)) for column in self.state.shown]
        told = json.dumps([[(reach.is_all, sorted(reach.user_ids)) for reach in reached], levels])
        return hashlib.sha256(told.encode()).hexdigest()

    def lines(self) -> Iterator[list[Any]]:
        """Give the rows that are still there when their turn comes."""
        names = tuple(self.columns)
        for start in range(0, len(self.ids), AT_ONCE):
            shown = _state(self.asked, by=self.by, columns=names).shown  # columns ask once for whom their rows name
            yield from self._batch(shown, list(self.ids[start : start + AT_ONCE]))
            if self.share:
                self.share(min(start + AT_ONCE, len(self.ids)), len(self.ids))

    def _batch(self, shown: Any, ids: list[int]) -> Iterator[list[Any]]:
        # By their ids alone: asked again whether the list shows them, SQLite looks at the whole list for each batch.
        found = self.screen.exported(for_user=self.by).order_by().in_bulk(ids)
        rows = [found[each] for each in ids if each in found]
        prepare(shown, rows)
        for row in rows:
            self.written += 1
            yield [cell(column, row) for column in shown]


def _read_level(right: str, by: "User") -> int:
    """Say how much of a field a user may read; to change it as well makes no difference to a file."""
    return min(access.field_level(by, right), Level.READ) if right else Level.READ


def screen_named(name: str) -> Any:
    """Find a list among those that the configuration lets be exported.

    Raises:
        Http404: there is none of this name.
    """
    path = settings.ZHIKE_EXPORTED_SCREENS.get(name)
    if path is None:
        raise Http404
    return import_string(path)


def _state(asked: Asked, *, by: "User", columns: tuple[str, ...] = ()) -> ListState:
    """Read a list as its page would.

    Raises:
        ViewGone: it is a saved view that is gone.
    """
    request = SignedInRequest()
    request.user, request.GET = by, QueryDict(asked.query)
    state = ListState(screen_named(asked.screen), request, columns=columns or asked.columns)
    if request.GET.get("view") and state.view is None:
        raise ViewGone
    return state
