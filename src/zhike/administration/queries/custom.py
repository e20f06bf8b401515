"""The values of custom fields in the log: by their titles, in words, and guarded like the fields themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhike.core.accounts.models import User
from zhike.core.audit.models import Entry
from zhike.core.fields import queries as fields
from zhike.core.fields import rules
from zhike.core.fields.kinds import kinds
from zhike.core.fields.models import Definition
from zhike.core.fields.rules import NOBODY, Known

CUSTOM = "x_"


@dataclass(frozen=True)
class Customs:
    """The custom fields that some entries name, by kind of record and name, and whom and what their values mean."""

    defined: Mapping[str, Mapping[str, Definition]] = field(default_factory=dict)
    known: Known = NOBODY

    def field(self, kind: str, name: str) -> Definition | None:
        return self.defined.get(kind, {}).get(name)

    def is_unknown(self, kind: str, name: str) -> bool:
        """Say whether it is a custom field nobody knows any more: it may have been anybody's secret."""
        return name.startswith(CUSTOM) and kind in kinds() and self.field(kind, name) is None

    def words(self, definition: Definition, value: Any) -> str:
        return rules.words(definition, value, known=self.known) if value not in (None, "", []) else ""


def customs(entries: Iterable[Entry], *, for_user: User) -> Customs:
    """Answer what is to be known of custom fields to write these entries, asking nothing when none names one."""
    named: dict[str, set[str]] = {}
    for entry in entries:
        names = {name for name in entry.fields if name.startswith(CUSTOM)}
        if names and entry.kind in kinds():
            named.setdefault(entry.kind, set()).update(names)
    found = {kind: _defined(kind, names) for kind, names in named.items()}
    definitions = [definition for each in found.values() for definition in each.values()]
    return Customs(found, fields.known(definitions, _extras(entries), for_user=for_user)) if definitions else Customs()


def _defined(kind: str, names: set[str]) -> dict[str, Definition]:
    return {each.name: each for each in fields.all_definitions(kind) if each.name in names}


def _extras(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Answer the values before and after as if they were values of records."""
    values = [value for entry in entries for value in entry.values.all() if value.field.startswith(CUSTOM)]
    return [{v.field.removeprefix(CUSTOM): each} for v in values for each in (v.before, v.after)]
