"""A list as it stands: which view, which filter, which order, which columns, read from the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from zhike.kit import queries
from zhike.kit.columns import Column, Order, allowed, chosen_order
from zhike.kit.lists import conditions
from zhike.kit.lists.conditions import EVERYTHING, Group, Unreadable
from zhike.kit.lists.criteria import Asking, matching
from zhike.kit.models import View
from zhike.kit.said import said

if TYPE_CHECKING:
    from zhike.core.accounts.requests import SignedInRequest
    from zhike.kit.screens import Screen

NO_FILTER = "-"  # in the address: also without the conditions of the view


@dataclass(frozen=True)
class FirstView:
    """A view that every installation has: its word in the address, its name, and what it shows."""

    name: str
    title: Promise
    tree: Group = EVERYTHING
    sort: str = ""


@dataclass(frozen=True)
class Tab:
    """A view as the list offers it."""

    word: str
    title: str
    is_here: bool
    is_own: bool = False


class ListState:
    """What the address says about a list, as far as it makes sense; the rest is as if unsaid.

    `columns` names the columns to show, whatever the view or the user has chosen.
    """

    def __init__(self, screen: "type[Screen]", request: "SignedInRequest", *, columns: Sequence[str] = ()) -> None:
        self.screen, self.user, self.asked, self.named = screen, request.user, request.GET, columns
        self.on: date = timezone.localdate()
        self.filterset: Any = None  # the simple filters that figures of other pages lead to

    @cached_property
    def columns(self) -> dict[str, Column]:
        """All columns the user may have in this list, by name."""
        return {column.name: column for column in allowed(self.screen.all_columns(self.user), self.user)}

    @cached_property
    def used(self) -> dict[str, Column]:
        """The columns that are code, and those that are data only when the address or a view names one of them."""
        own = {column.name: column for column in allowed(self.screen.columns, self.user)}
        named = {self._sort.removeprefix("-"), *self._names, *(each.name for each in conditions.conditions(self.tree))}
        return own if named <= {*own, ""} else self.columns

    @cached_property
    def _sort(self) -> str:
        return self.asked.get("sort", "") or (self.view.sort if self.view else "")

    @cached_property
    def _names(self) -> Sequence[str]:
        """The names of the columns to show: those of the view, else the chosen ones, else none in particular."""
        return self.named or (self.view.columns if isinstance(self.view, View) else None) or self._chosen()

    @cached_property
    def saved(self) -> list[View]:
        return queries.views(self.screen.namespace, for_user=self.user) if self.screen.views else []

    @cached_property
    def view(self) -> View | FirstView | None:
        word = self.asked.get("view", "")
        for first in self.screen.views:
            if first.name == word:
                return first
        for view in self.saved:
            if str(view.pk) == word:
                return view
        return None if word or self.asked.get("f") else queries.first_view(self.saved, for_user=self.user)

    @cached_property
    def tree(self) -> Group:
        """The conditions: those of the address, else those of the view."""
        token = self.asked.get("f", "")
        try:
            if token:
                return EVERYTHING if token == NO_FILTER else queries.filter_called(token)
            return self._tree_of_view()
        except Unreadable:
            return EVERYTHING

    @cached_property
    def order(self) -> Order | None:
        return chosen_order(tuple(self.used.values()), self._sort)

    @cached_property
    def shown(self) -> tuple[Column, ...]:
        """The columns in their order."""
        found = tuple(self.used[name] for name in self._names if name in self.used)
        return found or tuple(column for column in self.used.values() if not column.is_optional)

    @cached_property
    def tabs(self) -> list[Tab]:
        """The views to choose from; the first of the screen is the list without any condition."""
        everything = self.screen.views[0] if self.view is None and not self.tree else None
        first = [Tab(each.name, said(each.title), each in (self.view, everything)) for each in self.screen.views]
        mine = [
            Tab(str(view.pk), view.title, self.view == view, is_own=view.owner_id == self.user.pk)
            for view in self.saved
        ]
        return [*first, *mine]

    @property
    def criteria(self) -> list[Column]:
        """The columns that can be filtered by."""
        return [column for column in self.columns.values() if column.kind]

    def rows(self) -> QuerySet[Any]:
        """Answer the visible rows that the address asks for, in order."""
        rows = self.screen.rows(for_user=self.user)
        if self.screen.filters is not None:
            self.filterset = self.screen.filters(self.asked, queryset=rows)
            rows = self.filterset.qs
        if self.tree:
            rows = rows.filter(matching(self.tree, self.used, Asking(self.user, self.on)))
        return rows.order_by(*self.order.fields(rows.model)) if self.order else rows

    def _tree_of_view(self) -> Group:
        if isinstance(self.view, View):
            return conditions.read(self.view.tree)
        return self.view.tree if self.view else EVERYTHING

    def _chosen(self) -> Sequence[str]:
        return queries.chosen_columns(self.screen.namespace, for_user=self.user) if self.screen.views else ()
