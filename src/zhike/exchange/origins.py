"""Which import has made a record: a column that lists can be filtered by, and the way to what one import made."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.exchange import queries
from zhike.exchange.models import ImportRun
from zhike.kit.columns import Column
from zhike.kit.lists.conditions import Condition, Group
from zhike.kit.operations import keep_filter

NAME = "import"
MOST_OFFERED = 50
LONGEST_ID = 12


def _runs(user: Any) -> list[tuple[int, str]]:
    """Offer the newest imports that a user may see and that can have made something."""
    return [(run.pk, f"{run.pk} {run}") for run in queries.imports_written(for_user=user)[:MOST_OFFERED]]


def _where(asked: Condition, asking: Any) -> Q:
    ids = [int(value) for value in asked.values if value.isdecimal() and len(value) < LONGEST_ID]
    if not ids:
        raise ValidationError(_("Choose at least one."))
    found = Q(origin_id__in=ids)
    return found if asked.op == "in" else ~found | Q(origin_id=None)


MADE_BY = Column(
    NAME, gettext_lazy("Made by import"), "origin_id", kind="choice", choices=_runs, where=_where, is_optional=True
)
"""For the lists of records that keep their `origin`."""


def made_url(run: ImportRun) -> str:
    """Answer where one sees what an import made; nothing if its kind has no such list or it made nothing."""
    name = import_string(settings.ZHIKE_IMPORT_LISTS).get(run.kind)
    screen = import_string(settings.ZHIKE_EXPORTED_SCREENS[name.partition(":")[0]]) if name else None
    if screen is None or not _has_made(run) or all(column.name != NAME for column in screen.columns):
        return ""
    token = keep_filter(Group("all", (Condition(NAME, "in", (str(run.pk),)),)))
    return f"{reverse(name)}?f={token}"


def _has_made(run: ImportRun) -> bool:
    return (
        run.may_be_undone
        and run.state != ImportRun.State.UNDONE
        and bool(run.created or run.state == ImportRun.State.BROKEN)
    )
