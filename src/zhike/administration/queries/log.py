"""The log of changes, as far as its reader may see the records and fields it is about."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from zhike.administration import permissions
from zhike.administration.queries.custom import Customs, customs
from zhike.core.access import masks
from zhike.core.access import queries as access
from zhike.core.access.rules import Level
from zhike.core.accounts import queries as accounts
from zhike.core.accounts.models import User
from zhike.core.audit import queries as audit
from zhike.core.audit.models import Entry, Value
from zhike.core.fields.models import Definition
from zhike.kit.records import RecordKind, record_kinds

CHUNK = 500
COLLEAGUE = ("owner", "given_by", "trashed_by")  # fields that hold a colleague's id


@dataclass(frozen=True)
class Wanted:
    """What the reader of the log asks for; what is empty does not narrow it."""

    by: int | None = None
    action: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    number: str = ""

    @property
    def as_told(self) -> str:
        """Write the filter as the log keeps it; the number tells which record, and nothing personal."""
        told = {"by": self.by, "action": self.action, "kind": self.kind, "number": self.number}
        days = {"since": self.since, "until": self.until}
        return " ".join(f"{name}={value}" for name, value in (told | days).items() if value)


@dataclass(frozen=True)
class Change:
    """A field of an entry; None for what is not kept, `is_hidden` for what is not this reader's."""

    field: str
    before: Any = None
    after: Any = None
    is_hidden: bool = False
    title: str = ""  # of a custom field


@dataclass(frozen=True)
class Line:
    """An entry as its reader may see it: `record` is None when it is out of sight."""

    entry: Entry
    kind: RecordKind | None
    record: Any
    changes: Sequence[Change]


def entries(wanted: Wanted, *, for_user: User) -> QuerySet[Entry]:
    """Answer what was done, newest first, to who may read the log."""
    rows = audit.entries()
    if not access.may(for_user, permissions.AUDIT):
        return rows.none()
    told = {"by": wanted.by, "action": wanted.action, "kind": wanted.kind}
    rows = rows.filter(**{name: value for name, value in told.items() if value})
    if wanted.since:
        rows = rows.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        rows = rows.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    return rows.filter(_about(wanted, for_user=for_user)) if wanted.number else rows


def lines(found: Sequence[Entry], *, for_user: User) -> list[Line]:
    """Answer entries with their records, asking once for each kind, and their values by the reader's rights."""
    kinds = record_kinds()
    ids: dict[str, set[int]] = {}
    for entry in found:
        ids.setdefault(entry.kind, set()).add(entry.object_id)
    seen = {code: kinds[code].found(list(which), for_user=for_user) for code, which in ids.items() if code in kinds}
    reader = _Reader(for_user, seen, _colleagues(found), customs(found, for_user=for_user))
    return [reader.line(entry, kinds.get(entry.kind)) for entry in found]


def all_lines(wanted: Wanted, *, up_to: int, for_user: User) -> Iterator[Line]:
    """Give the log piece by piece, newest first, as it was when the export was written down."""
    rows = entries(wanted, for_user=for_user).order_by("-pk")
    last = up_to + 1
    while found := list(rows.filter(pk__lt=last)[:CHUNK]):
        yield from lines(found, for_user=for_user)
        last = found[-1].pk


def titles() -> dict[str, Any]:
    """Answer the kinds of record by which the log can be narrowed."""
    return {code: kind.title for code, kind in record_kinds().items()}


@dataclass(frozen=True)
class _Reader:
    """Who reads, which records she sees, and how the colleagues are called that values name."""

    user: User
    seen: Mapping[str, Mapping[int, Any]]
    names: Mapping[int, str]
    customs: Customs

    def line(self, entry: Entry, kind: RecordKind | None) -> Line:
        record = self.seen.get(entry.kind, {}).get(entry.object_id)
        values = {value.field: value for value in entry.values.all()}
        shown = kind if record is not None else None
        changes = [
            self.change(name, values.get(name), shown, custom=self._custom(entry, name)) for name in entry.fields
        ]
        return Line(entry, kind, record, changes)

    def change(self, field: str, value: Value | None, kind: RecordKind | None, *, custom: Definition | None) -> Change:
        """Show a field by the reader's rights: nothing of it when the record itself is out of sight."""
        title = custom.title if custom else ""
        if value is None:
            return Change(field, title=title)
        if kind is None or self.customs.is_unknown(kind.code, field):
            return Change(field, is_hidden=True, title=title)
        right = access.field_rights().get(custom.right if custom else kind.rights.get(field, ""))
        level = access.field_level(self.user, right.code) if right else Level.READ
        if level == Level.HIDDEN:
            return Change(field, is_hidden=True, title=title)
        before, after = (self.words(field, each, custom) for each in (value.before, value.after))
        if right is not None and level == Level.MASKED:
            before, after = (masks.masked(str(each), right.mask) if each else each for each in (before, after))
        return Change(field, before, after, title=title)

    def words(self, field: str, value: Any, custom: Definition | None) -> Any:
        if custom is not None:
            return self.customs.words(custom, value)
        return self.names.get(value, value) if field in COLLEAGUE and isinstance(value, int) else value

    def _custom(self, entry: Entry, field: str) -> Definition | None:
        return self.customs.field(entry.kind, field)


def _about(wanted: Wanted, *, for_user: User) -> Q:
    """Find the record of a number among those its reader sees; one out of sight is like one that is not there."""
    kinds = {code: kind for code, kind in record_kinds().items() if wanted.kind in ("", code)}
    found = {code: kind.find(wanted.number, for_user=for_user) for code, kind in kinds.items()}
    about = Q(pk__in=[])
    for code, record in found.items():
        if record is not None:
            about |= Q(kind=code, object_id=record.pk)
    return about


def _colleagues(found: Sequence[Entry]) -> dict[int, str]:
    values = [value for entry in found for value in entry.values.all() if value.field in COLLEAGUE]
    ids = {each for value in values for each in (value.before, value.after) if isinstance(each, int)}
    return dict(accounts.everybody().filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
