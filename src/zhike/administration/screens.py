"""How the log and the recent ones show what administrators change."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhike.administration import permissions
from zhike.core.access import queries as access
from zhike.core.access.models import Role, Unit
from zhike.core.accounts.models import User
from zhike.core.fields.models import Definition
from zhike.exchange import permissions as exchange
from zhike.exchange import queries as imports
from zhike.kit.records import RecordKind

READERS = (permissions.AUDIT, permissions.PEOPLE, permissions.ROLES)


def _may_read(user: Any) -> bool:
    return user is None or any(access.may(user, permission) for permission in READERS)


def _users(*, for_user: Any) -> QuerySet[User]:
    return User.objects.all() if _may_read(for_user) else User.objects.none()


def _units(*, for_user: Any) -> QuerySet[Unit]:
    return Unit.objects.all() if _may_read(for_user) else Unit.objects.none()


def _roles(*, for_user: Any) -> QuerySet[Role]:
    return Role.objects.all() if _may_read(for_user) else Role.objects.none()


def _definitions(*, for_user: Any) -> QuerySet[Definition]:
    may = for_user is None or any(access.may(for_user, each) for each in (permissions.AUDIT, permissions.FIELDS))
    return Definition.objects.all() if may else Definition.objects.none()


IMPORTS = RecordKind(
    "exchange.importrun",
    _("Import"),
    "file-import",
    exchange.IMPORT,
    imports.import_runs,
    number="source_name",
    owner="",
)
COLLEAGUES = RecordKind(
    "accounts.user",
    _("Colleagues"),
    "user",
    permissions.PEOPLE,
    _users,
    number="username",
    owner="",
    fields={
        "username": _("User name"),
        "name": _("Name"),
        "position": _("Position"),
        "filter": _("Filter"),
        "rows": _("Rows"),
    },
)
UNITS = RecordKind(
    "access.unit",
    _("Organisation"),
    "building",
    permissions.PEOPLE,
    _units,
    number="name",
    owner="",
    fields={"name": _("Name"), "parent": _("Stands below")},
)
ROLES = RecordKind(
    "access.role",
    _("Roles"),
    "lock",
    permissions.ROLES,
    _roles,
    number="code",
    owner="",
    fields={"name": _("Name"), "like": _("Copied from"), "reveals": _("Masked values shown in a day")},
)
FIELDS = RecordKind(
    "fields.definition",
    _("Custom fields"),
    "list",
    permissions.FIELDS,
    _definitions,
    number="code",
    owner="",
    fields={
        "code": _("Code"),
        "type": _("Type"),
        "title": _("Name of the field"),
        "block": _("Part of the card"),
        "choices": _("Choices"),
        "formula": _("Formula"),
        "result": _("It comes to"),
        "help": _("Help beside the field"),
        "unit": _("Unit"),
        "is_needed": _("Must be filled in"),
        "is_filtered": _("In filters"),
        "is_active": _("In use"),
        "right": _("Who may read it"),
        "position": _("Place in its part"),
    },
)
