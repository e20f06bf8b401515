"""Whom to contact when: what is overdue, what is due today, what comes in a week."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from zhike.core.access import queries as access
from zhike.core.access.rules import Scope
from zhike.timeline import permissions
from zhike.timeline.models import NextContact

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User

MOST_DUE = 50
AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Due:
    """Open next contacts as of a day, the most urgent first, as many as fit on a page."""

    overdue: list[NextContact] = field(default_factory=list)
    today: list[NextContact] = field(default_factory=list)
    coming: list[NextContact] = field(default_factory=list)
    has_more: bool = False
    is_team: bool = False
    may_see_team: bool = False
    of_team: str = ""  # how many of the team's are due by the day, told to who has none of her own

    @property
    def count(self) -> str:
        """How many customers are due by the day, as the menu counts them; those beyond the page are not counted."""
        shown = len({each.customer_id for each in (*self.overdue, *self.today)})
        return f"{shown}+" if self.has_more and not self.coming else str(shown or "")

    @property
    def back(self) -> str:
        """What leads back to this list after a click on one of its buttons."""
        return "?whose=team" if self.is_team else ""

    def __bool__(self) -> bool:
        return bool(self.overdue or self.today or self.coming)


def next_contacts(*, for_user: "User | AnonymousUser | None") -> QuerySet[NextContact]:
    """Answer the open next contacts of the customers a user may see, the most urgent first."""
    rows: Any = NextContact.objects.visible_to(for_user)
    found: QuerySet[NextContact] = rows.filter(state=NextContact.State.OPEN)
    return found.select_related("customer__party", "customer__owner", "who").order_by("due_on", "pk")


def due(*, for_user: "User", on: date, is_team: bool = False) -> Due:
    """Answer what is due up to a week from a day: a user's own with that of her customers, or her team's."""
    if not access.may(for_user, permissions.SEE):
        return Due()
    rows = next_contacts(for_user=for_user).filter(due_on__lte=on + AHEAD)
    may_see_team = scope_is_wide(for_user)
    is_team = is_team and may_see_team
    found = list(rows[: MOST_DUE + 1]) if is_team else _mine(rows, for_user)
    shown = found[:MOST_DUE]
    return Due(
        overdue=[each for each in shown if each.due_on < on],
        today=[each for each in shown if each.due_on == on],
        coming=[each for each in shown if each.due_on > on],
        has_more=len(found) > MOST_DUE,
        is_team=is_team,
        may_see_team=may_see_team,
        of_team=_counted(rows.filter(due_on__lte=on)) if _is_idle(shown, on) and may_see_team and not is_team else "",
    )


def scope_is_wide(user: "User | AnonymousUser | None") -> bool:
    """Say whether a user sees follow-ups beyond her own customers."""
    return access.scope(user, permissions.SEE) > Scope.OWN


def _is_idle(shown: list[NextContact], on: date) -> bool:
    return all(each.due_on > on for each in shown)


def _counted(rows: QuerySet[NextContact]) -> str:
    found = rows[: MOST_DUE + 1].count()
    return f"{MOST_DUE}+" if found > MOST_DUE else str(found or "")


def _mine(rows: QuerySet[NextContact], user: "User") -> list[NextContact]:
    """Ask twice, each off an index: what she has agreed, and what others, or owners before her, have with hers."""
    own = list(rows.filter(who=user)[: MOST_DUE + 1])
    of_hers = list(rows.filter(customer__owner=user).exclude(who=user)[: MOST_DUE + 1])
    return sorted([*own, *of_hers], key=lambda each: (each.due_on, each.pk))
