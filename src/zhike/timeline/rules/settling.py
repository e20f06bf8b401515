"""Which of the next contacts agreed over time is still open: the same answer whatever order they are told in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

LONG_OVER = timedelta(days=30)


@dataclass(frozen=True)
class Agreed:
    """A contact that took place, and the day agreed in it for the next one, if any; `mark` is the caller's."""

    at: datetime
    day: date  # on which it took place, in the company's zone
    due_on: date | None
    mark: Any = None


@dataclass(frozen=True)
class Standing:
    """How a colleague stands with a customer: the latest contact, and what is open since when."""

    latest: date | None = None
    open: Agreed | None = None


def settle(standing: Standing, told: Iterable[Agreed]) -> tuple[Standing, dict[Any, str]]:
    """Tell contacts to a standing; answer the new one, and for each mark the state of what was agreed in it.

    A contact does what was due by its day; a day agreed later takes the place of one agreed before.
    """
    states: dict[Any, str] = {}
    for each in sorted(told, key=lambda agreed: agreed.at):
        standing = _told(standing, each, states)
    return standing, states


def _told(standing: Standing, each: Agreed, states: dict[Any, str]) -> Standing:
    now, latest = standing.open, max(filter(None, (standing.latest, each.day)))
    if now is not None and now.due_on is not None and now.at < each.at and now.due_on <= each.day:
        states[now.mark], now = "done", None
    if each.due_on is not None:
        if standing.latest is not None and each.day < standing.latest and each.due_on <= standing.latest:
            states[each.mark] = "done"
        elif now is not None and now.at > each.at:
            states[each.mark] = "moved"
        else:
            if now is not None:
                states[now.mark] = "moved"
            states[each.mark], now = "open", each
    return replace(standing, latest=latest, open=now)


def state_of(agreed: Agreed, *, last: datetime, on: date) -> str:
    """Say what a day agreed in the past is on the day it is told, the customer having been contacted `last` then.

    One that has gone by counts no more once there was a later contact, or after so long a time.
    """
    if agreed.due_on is None or agreed.due_on >= on:
        return "open"
    if last > agreed.at:
        return "done"
    return "dropped" if agreed.due_on < on - LONG_OVER else "open"
