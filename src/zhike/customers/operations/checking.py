"""What is written of somebody is read the one way we keep it, and kept from whose roles may not change it."""

from collections.abc import Callable, Mapping
from typing import Any

from zhike.core.access import queries as access
from zhike.core.access.rules import Level
from zhike.core.accounts.models import User
from zhike.core.fields import queries as fields
from zhike.customers import permissions
from zhike.customers.models import Party
from zhike.customers.models.customer import KIND
from zhike.customers.rules import NotSo, areas, birthdays, identity
from zhike.kit.refusals import FieldRefused
from zhike.phrases import Phrase

NOT_YOURS = Phrase("Your role may not change this")
GUARDS = permissions.FIELD_RIGHTS | {"birth_year": permissions.SENSITIVE}
PERSON_FIELDS = ("name", "phone", "email", "birthday", "birth_year")
PARTY_FIELDS = (
    "kind",
    "name",
    "phone",
    "email",
    "address",
    "area",
    "credit_code",
    "birthday",
    "birth_year",
)
COLUMNS = (
    *(name for name in PARTY_FIELDS if name != "birthday"),
    "birth_month",
    "birth_day",
    "birth_calendar",
    "name_key",
    "phone_key",
)
"""The columns these fields and their keys are kept in, for who writes many rows at once."""


def checked(data: Mapping[str, Any], *, party: Party | None, by: User | None) -> dict[str, Any]:
    """Answer what was told as we keep it; what stays as it was is not looked at.

    Raises:
        FieldRefused: a value cannot be what it should be, or is not this user's to change.
    """
    told = dict(data)
    needed = Level.MASKED if party is None else Level.EDIT  # who brings a customer may say what is known of it
    for name in PARTY_FIELDS:
        before = getattr(party, name) if party is not None else ""
        if name not in told or told[name] == before or (party is None and not told[name]):
            continue
        if name in GUARDS and access.field_level(by, GUARDS[name]) < needed:
            raise FieldRefused(name, NOT_YOURS)
        told[name] = _as_kept(name, told[name])
    _refuse_what_is_not_theirs(told, by=by)
    return told


def _refuse_what_is_not_theirs(told: Mapping[str, Any], *, by: User | None) -> None:
    """Keep custom values from whose roles may not change them.

    Raises:
        FieldRefused: there is no such field for this user.
    """
    asked = {name for name in told if name.startswith("x_")}
    if asked:
        theirs = {each.name for each in fields.editable(fields.definitions(KIND), user=by)}
        for name in asked - theirs:
            raise FieldRefused(name, NOT_YOURS)


def _as_kept(name: str, value: Any) -> Any:
    reading = _READINGS.get(name)
    if reading is None or not value:
        return value
    try:
        return reading(value)
    except NotSo as wrong:
        raise FieldRefused(name, wrong.phrase) from wrong


def _day(written: str) -> str:
    return birthdays.read_birthday(written).written


_READINGS: Mapping[str, Callable[[str], str]] = {
    "phone": identity.normal_phone,
    "credit_code": identity.normal_code,
    "area": areas.read_area,
    "birthday": _day,
}
