"""Exports that recur: each due time makes one file in the company's folder, whatever number of workers asks."""

from datetime import datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.core.notices import operations as notices
from zhike.exchange import permissions
from zhike.exchange.exports import making, rules
from zhike.exchange.exports.listing import Asked, screen_named
from zhike.exchange.models import Export, ExportSchedule
from zhike.kit.refusals import FieldRefused
from zhike.phrases import Phrase

NAME_TAKEN = Phrase("Another scheduled export writes files of this name; choose a different one")
NO_DAY = Phrase("Choose at least one day of the week, or a day of the month")
STOPPED_BY = Phrase("Stopped by %(name)s")
NO_LONGER_MAY = Phrase("%(name)s may no longer export this list into the folder")
SET_UP = Phrase("%(by)s has %(list)s written into the export folder regularly, as “%(name)s”")
ENDED = Phrase("The scheduled export “%(name)s” has ended: %(by)s may no longer export this list")


def set_up(
    *,
    asked: Asked,
    name: str,
    time: time,
    weekdays: list[int],
    month_day: int | None,
    kept: int,
    by: User,
    at: datetime,
) -> ExportSchedule:
    """Have a list written into the folder from now on; whoever approves exports is told.

    Raises:
        PermissionDenied: the role may not schedule exports, or not export this list.
        FieldRefused: the name is taken, or no day was chosen.
    """
    access.require(by, permissions.SCHEDULE_EXPORTS)
    access.require(by, screen_named(asked.screen).export)
    if not weekdays and month_day is None:
        raise FieldRefused("weekdays", NO_DAY)
    told: dict[str, Any] = {"screen": asked.screen, "query": asked.query, "columns": list(asked.columns)}
    when: dict[str, Any] = {"time": time, "weekdays": weekdays, "month_day": month_day}
    made = ExportSchedule(name=name, by=by, file_kind=asked.file_kind, kept=kept, since_at=at, **told, **when)
    try:
        _keep(made, at=at)
    except IntegrityError as taken:
        raise FieldRefused("name", NAME_TAKEN) from taken
    return made


@transaction.atomic
def end(*, schedule: ExportSchedule, by: User, at: datetime) -> bool:
    """Write no more files of it; those that are there stay. False when it has ended already.

    Raises:
        PermissionDenied: the role may not schedule exports.
    """
    access.require(by, permissions.SCHEDULE_EXPORTS)
    has_ended = _end(schedule, STOPPED_BY.given(name=by.name), at=at)
    if has_ended:
        audit.record(by=by, action="ended a scheduled export", about=schedule)
    return has_ended


def enqueue_due(*, at: datetime) -> None:
    """Have made what is due, each due time once, and end what its user may no longer do."""
    for schedule in ExportSchedule.objects.filter(ended_at=None).select_related("by").order_by("pk"):
        if may_go_on(schedule):
            _enqueue(schedule, at=at)
        else:
            _end_without_right(schedule, at=at)


def days_of(schedule: ExportSchedule) -> rules.Days:
    return rules.Days(schedule.time, frozenset(schedule.weekdays), schedule.month_day)


def may_go_on(schedule: ExportSchedule) -> bool:
    """Say whether who has set it up still may."""
    rights = (permissions.SCHEDULE_EXPORTS, screen_named(schedule.screen).export)
    return all(access.may(schedule.by, right) for right in rights)


@transaction.atomic
def _keep(schedule: ExportSchedule, *, at: datetime) -> None:
    schedule.save()
    by = schedule.by
    audit.record(by=by, action="scheduled an export", about=schedule, changes={"name": (None, schedule.name)})
    approvers = [each for each in access.holders(permissions.APPROVE_EXPORTS) if each.pk != by.pk]
    told = SET_UP.given(by=by.name, list=schedule.list_title, name=schedule.name)
    notices.tell(approvers, told, key=f"export scheduled {schedule.pk}", at=at, url=reverse("exchange:exports"))


@transaction.atomic
def _enqueue(schedule: ExportSchedule, *, at: datetime) -> None:
    due = rules.last_due(days_of(schedule), timezone.localtime(at))
    if due is None or due < schedule.since_at:
        return
    told = {
        "by": schedule.by,
        "at": at,
        "screen": schedule.screen,
        "query": schedule.query,
        "columns": schedule.columns,
        "file_kind": schedule.file_kind,
        "rows": 0,
        "state": Export.State.MAKING,
    }
    export, is_new = Export.objects.get_or_create(schedule=schedule, due_on=due.date(), defaults=told)
    if is_new:
        making.enqueue(export, at=at)


@transaction.atomic
def _end_without_right(schedule: ExportSchedule, *, at: datetime) -> None:
    name = schedule.by.name
    if not _end(schedule, NO_LONGER_MAY.given(name=name), at=at):
        return
    audit.record(by=None, action="ended a scheduled export", about=schedule)
    others = access.holders(permissions.SCHEDULE_EXPORTS)
    told = {each.pk: each for each in [*others, schedule.by] if each.is_active}.values()
    phrase = ENDED.given(name=schedule.name, by=name)
    notices.tell(told, phrase, key=f"export schedule ended {schedule.pk}", at=at, url=reverse("exchange:schedules"))


def _end(schedule: ExportSchedule, phrase: Phrase, *, at: datetime) -> bool:
    why = {"text": phrase.text, "values": dict(phrase.values)}
    return ExportSchedule.objects.filter(pk=schedule.pk, ended_at=None).update(ended_at=at, end=why) == 1
