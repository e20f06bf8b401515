"""The kinds of record that take attachments, told by the configuration."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class FileKind:
    """A kind of record: `see` and `edit` are permissions, `rows` and `editable` the dotted names of two questions.

    Both, asked with `for_user=`, answer the records whose attachments a user may see, and may add and take away.
    `subject` is the attribute that names the party with whose erasure the names in the audit are erased.
    """

    see: str
    edit: str
    rows: str
    editable: str
    subject: str = ""

    def visible_rows(self, *, for_user: Any) -> QuerySet[Any]:
        return _asked(self.rows, for_user)

    def editable_rows(self, *, for_user: Any) -> QuerySet[Any]:
        return _asked(self.editable, for_user)

    def subject_of(self, record: Model) -> int | None:
        return getattr(record, self.subject) if self.subject else None


def kinds() -> Mapping[str, FileKind]:
    found: Mapping[str, FileKind] = import_string(settings.ZHIKE_FILE_KINDS)
    return found


def _asked(name: str, for_user: Any) -> QuerySet[Any]:
    ask: Callable[..., QuerySet[Any]] = import_string(name)
    return ask(for_user=for_user)
