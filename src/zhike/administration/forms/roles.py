from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhike.administration.queries import rights
from zhike.core.access import queries as access
from zhike.core.access.models import Role
from zhike.core.access.rules import FieldRight, Level, Named, Scope
from zhike.kit.forms import Form

SCOPES = (
    (int(Scope.NONE), _("no")),
    (int(Scope.OWN), _("own records")),
    (int(Scope.TEAM), _("records of the unit")),
    (int(Scope.BRANCH), _("unit and all below")),
    (int(Scope.ALL), _("all records")),
)
LEVELS = (
    (int(Level.HIDDEN), _("hidden")),
    (int(Level.MASKED), _("masked")),
    (int(Level.READ), _("may be read")),
    (int(Level.EDIT), _("may be changed")),
)
GRANT, FIELD = "grant.", "field."


@dataclass(frozen=True)
class Group:
    """What one app offers to roles, as the form asks it."""

    title: object
    permissions: list[forms.BoundField]
    fields: list[forms.BoundField]


class NewRoleForm(Form):
    """What it is called, and which role it begins as."""

    name = forms.CharField(label=_("Name of the role"), max_length=60)
    like = forms.TypedChoiceField(label=_("Begins as a copy of"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["like"].choices = rights.role_titles()  # type: ignore[attr-defined]


class RoleForm(Form):
    """Everything a role may be given, one question each."""

    name = forms.CharField(label=_("Name of the role"), max_length=60)
    reveals = forms.IntegerField(
        label=_("Masked values shown in a day"),
        min_value=0,
        max_value=10_000,
        help_text=_("How many masked phones and the like a holder may have shown, each with a reason."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in access.rights():
            self.fields |= {f"{GRANT}{named.code}": _permission_field(named) for named in each.permissions}
            self.fields |= {f"{FIELD}{field.code}": _level_field(field) for field in each.fields}

    @property
    def groups(self) -> Iterator[Group]:
        for each in access.rights():
            asked = [self[f"{GRANT}{named.code}"] for named in each.permissions]
            yield Group(each.title, asked, [self[f"{FIELD}{field.code}"] for field in each.fields])

    @property
    def head(self) -> list[forms.BoundField]:
        return [self["name"], self["reveals"]]

    @property
    def told(self) -> dict[str, Any]:
        """Answer what was chosen as the operation takes it."""
        data = self.cleaned_data
        grants = {code: value or None for code, value in _under(GRANT, data).items()}
        return {
            "name": data["name"],
            "reveals": data["reveals"],
            "grants": grants,
            "fields": {code: value if value != "" else None for code, value in _under(FIELD, data).items()},
        }


def role_as_asked(role: Role) -> dict[str, Any]:
    """Answer a role as the form's first values."""
    found: dict[str, Any] = {"name": role.name, "reveals": role.reveals_per_day}
    for each in access.rights():
        for named in each.permissions:
            found[f"{GRANT}{named.code}"] = _reach(role, named)
        for field in each.fields:
            found[f"{FIELD}{field.code}"] = role.fields.get(field.code, "")
    return found


def _reach(role: Role, named: Named) -> int:
    """Take any reach of a permission that knows no records for a yes."""
    held = int(role.grants.get(named.code, Scope.NONE))
    return held if named.is_scoped or not held else int(Scope.ALL)


def _permission_field(named: Named) -> forms.Field:
    choices = SCOPES if named.is_scoped else ((int(Scope.NONE), _("no")), (int(Scope.ALL), _("yes")))
    widget = forms.Select(attrs={"class": "form-select"})
    return forms.TypedChoiceField(label=str(named.title), choices=choices, coerce=int, widget=widget)


def _level_field(field: FieldRight) -> forms.Field:
    as_a_rule = _("as a rule: %(level)s") % {"level": dict(LEVELS)[int(field.default)]}
    widget = forms.Select(attrs={"class": "form-select"})
    choices = [("", as_a_rule), *LEVELS]
    return forms.TypedChoiceField(label=str(field.title), choices=choices, coerce=int, required=False, widget=widget)


def _under(prefix: str, data: dict[str, Any]) -> dict[str, Any]:
    return {name.removeprefix(prefix): value for name, value in data.items() if name.startswith(prefix)}
