"""What the engines know of each kind of record, told by the configuration as a plain list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class RecordKind:
    """A kind of record as the audit, the recent ones and the question why show it.

    `rows(for_user=)` answers what a user may see, `number` names the field people know a record by, `owner` the
    attribute that holds its owner, `fields` the titles of its fields and `rights` the rules that guard some of them.
    """

    code: str
    title: Promise
    icon: str
    permission: str
    rows: Callable[..., QuerySet[Any]]
    number: str = "number"
    owner: str = "owner"
    fields: Mapping[str, Promise | str] = field(default_factory=dict)
    rights: Mapping[str, str] = field(default_factory=dict)

    def find(self, number: str, *, for_user: Any) -> Any:
        """Answer the record of this number that a user may see, or none."""
        try:
            return self.rows(for_user=for_user).filter(**{self.number: number}).first()
        except ValueError:  # a kind that has only its id is known by figures
            return None

    def found(self, ids: Sequence[int], *, for_user: Any) -> dict[int, Any]:
        """Answer which of these records a user may see, by id."""
        found: dict[int, Any] = self.rows(for_user=for_user).order_by().in_bulk(list(ids))
        return found


@cache
def record_kinds() -> dict[str, RecordKind]:
    """Answer the kinds of record the configuration lists, by code."""
    return {code: import_string(path) for code, path in settings.ZHIKE_RECORD_KINDS.items()}
