"""An entry of the log in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zhike.administration import permissions, rules
from zhike.administration.forms import said
from zhike.administration.forms.roles import LEVELS, SCOPES
from zhike.administration.queries.log import Change, Line
from zhike.core.access import queries as access
from zhike.kit.records import RecordKind

PAGES = {
    "accounts.user": ("administration:colleague", permissions.PEOPLE),
    "access.role": ("administration:role", permissions.ROLES),
    "fields.definition": ("custom_fields:edit", permissions.FIELDS),
}


@dataclass(frozen=True)
class ShownChange:
    """A field with its value before and after, as words."""

    title: str
    before: str
    after: str
    is_hidden: bool = False


@dataclass(frozen=True)
class Shown:
    """A line of the log as words, with a link where the reader may follow it."""

    at: datetime
    who: str
    action: str
    kind: str
    record: str
    href: str
    changes: Sequence[ShownChange]


def shown(line: Line, *, reader: Any) -> Shown:
    """Put an entry into words."""
    entry = line.entry
    return Shown(
        at=entry.at,
        who=entry.by.name if entry.by else _("the system"),
        action=said(rules.words_for(entry.action)),
        kind=str(line.kind.title) if line.kind else entry.kind,
        record=_("not yours to see") if line.record is None else str(line.record),
        href=_page_of(line, reader=reader),
        changes=[_change(change, line.kind) for change in line.changes],
    )


def _page_of(line: Line, *, reader: Any) -> str:
    if line.record is None:
        return ""
    name, permission = PAGES.get(line.entry.kind, ("", ""))
    if name:
        return reverse(name, args=[line.record.pk]) if access.may(reader, permission) else ""
    find = getattr(line.record, "get_absolute_url", None)
    return str(find()) if find else ""


def _change(change: Change, kind: RecordKind | None) -> ShownChange:
    title, words = (change.title, {}) if change.title else _title(change.field, kind)
    if change.is_hidden:
        return ShownChange(title, _("not yours to see"), "", is_hidden=True)
    return ShownChange(title, _words(change.before, words), _words(change.after, words))


def _title(field: str, kind: RecordKind | None) -> tuple[str, dict[Any, Any]]:
    """Answer what a field is called and what its values mean; a right of a role is called like the right."""
    if kind is not None and field in kind.fields:
        return str(kind.fields[field]), {}
    if field == "reason":
        return _("Reason"), {}
    for each in access.rights():
        for named in each.permissions:
            if named.code == field:
                return str(named.title), dict(SCOPES)
        for guarded in each.fields:
            if guarded.code == field:
                return str(guarded.title), {**dict(LEVELS), None: _("as a rule")}
    return field, {}


def _words(value: Any, words: dict[Any, Any]) -> str:
    if isinstance(value, (str, int, type(None))) and value in words:
        return str(words[value])
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "、".join(map(_part, value)) if isinstance(value, list) else str(value)


def _part(value: Any) -> str:
    """Write one of several values; a choice of a custom field by its title."""
    return str(value.get("title", "")) if isinstance(value, dict) else str(value)
