"""What was changed of a customer, in words, as far as the user may read the values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from zhike.core.access import masks
from zhike.core.access import queries as access
from zhike.core.access.rules import Level
from zhike.core.accounts import queries as accounts
from zhike.core.audit import queries as audit
from zhike.core.fields import rules as field_rules
from zhike.core.fields.models import Definition
from zhike.customers import permissions
from zhike.customers.models import Contact, Customer, Party
from zhike.customers.queries.audited import bonds, in_words, needs
from zhike.customers.queries.needs import need_kinds
from zhike.customers.rules.areas import area_name
from zhike.customers.rules.needs import KINDS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User
    from zhike.core.audit.models import Entry

CUSTOM = "x_"
PEOPLE = ("owner", "member")  # fields whose values are colleagues
RIGHTS: Mapping[str, str] = {**permissions.FIELD_RIGHTS, "birth_year": permissions.SENSITIVE, **needs.RIGHTS}
TITLES: Mapping[str, Any] = {
    "name": gettext_lazy("Name of the customer"),
    "kind": gettext_lazy("Kind"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "address": gettext_lazy("Address"),
    "area": gettext_lazy("Province, city, district"),
    "credit_code": gettext_lazy("Unified social credit code"),
    "birthday": gettext_lazy("Birthday"),
    "birth_year": gettext_lazy("Year of birth"),
    "industry": gettext_lazy("Industry"),
    "region": gettext_lazy("Region"),
    "source": gettext_lazy("Source"),
    "remarks": gettext_lazy("Remarks"),
    "owner": gettext_lazy("Owner"),
    "member": gettext_lazy("Colleague"),
    "until": gettext_lazy("Until"),
    "reason": gettext_lazy("Reason"),
    "contact": gettext_lazy("Contact"),
    "title": gettext_lazy("Job title"),
    "salutation": gettext_lazy("Form of address"),
    "part": gettext_lazy("Part in buying"),
    "influence": gettext_lazy("Influence, 1 to 5"),
    "attitude": gettext_lazy("Attitude"),
    "since_on": gettext_lazy("Since"),
    "until_on": gettext_lazy("Until"),
    **needs.TITLES,
    **bonds.TITLES,
    "preference": gettext_lazy("Preference"),
    "preference_source": gettext_lazy("Seen at"),
    "times_seen": gettext_lazy("Times seen"),
    "last_seen_on": gettext_lazy("Last time"),
    "attachment": gettext_lazy("Attachment"),
}
"""How the fields of a customer's audit are called, those of its contacts, needs and preferences too."""


@dataclass(frozen=True)
class ChangedField:
    """One field of a change, before and after in words."""

    title: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One entry of the audit as the record's page shows it."""

    at: datetime
    by: "User | None"
    action: str
    fields: tuple[ChangedField, ...]


def changes_of(
    customer: Customer, *, defined: Sequence[Definition], for_user: "User | AnonymousUser | None", limit: int
) -> list[Change]:
    """Answer what was done to a customer, newest first; a field hidden from the user is left out."""
    entries = list(audit.entries_about(customer)[:limit])
    words = _Words(entries, defined, for_user, is_inner_shown=need_kinds(customer, for_user=for_user) == KINDS)
    return [Change(entry.at, entry.by, entry.action, tuple(words.of(entry))) for entry in entries]


class _Words:
    """Writes the values of some entries, having asked once for what they name."""

    def __init__(
        self,
        entries: Iterable["Entry"],
        defined: Sequence[Definition],
        user: "User | AnonymousUser | None",
        *,
        is_inner_shown: bool,
    ) -> None:
        self.user, self.is_inner_shown = user, is_inner_shown
        self.custom = {f"{CUSTOM}{each.code}": each for each in defined}
        values = [value for entry in entries for value in entry.values.all()]
        ids = {pk for v in values if v.field in PEOPLE for pk in (v.before, v.after) if isinstance(pk, int)}
        self.people = dict(accounts.everybody().filter(pk__in=ids).values_list("pk", "name")) if ids else {}

    def of(self, entry: "Entry") -> Iterable[ChangedField]:
        for value in entry.values.all():
            level, mask = self._level(value.field)
            if level == Level.HIDDEN:
                continue
            before, after = self._written(value.field, value.before), self._written(value.field, value.after)
            if level == Level.MASKED:
                before, after = masks.masked(before, mask), masks.masked(after, mask)
            yield ChangedField(self._title(value.field), before, after)

    def _level(self, field: str) -> tuple[Level, Any]:
        if field in needs.RIGHTS:
            return (Level.EDIT if self.is_inner_shown else Level.HIDDEN), "text"
        right = self.custom[field].right if field in self.custom else RIGHTS.get(field, "")
        if not right:  # a custom field that is gone may have been anybody's secret
            return (Level.HIDDEN if field.startswith(CUSTOM) and field not in self.custom else Level.EDIT), "text"
        return access.field_level(self.user, right), access.field_rights()[right].mask

    def _title(self, field: str) -> str:
        return self.custom[field].title if field in self.custom else str(TITLES.get(field, field))

    def _written(self, field: str, value: Any) -> str:
        if value in (None, "", []):
            return ""
        if field in PEOPLE:
            return self.people.get(value, "")
        if field in self.custom:
            return field_rules.words(self.custom[field], value)
        writing = _WRITINGS.get(field)
        return writing(value) if writing else str(value)


_WRITINGS: Mapping[str, Callable[[Any], str]] = {
    "kind": in_words(Party.Kind),
    "part": in_words(Contact.Part),
    "attitude": in_words(Contact.Attitude),
    "area": area_name,
    **needs.WRITINGS,
    **bonds.WRITINGS,
}
