"""Find records by what people type; permission and candidates meet in one query.

The index is asked for one class of exactness after the other, each with the newest first, and no more than is shown:
so a search takes as long among a million customers as among a thousand. Only for who sees few records are these
walked instead: among a million others they would be met too seldom.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Value, When

from zhike.core.access import queries as access
from zhike.core.search import kinds, matching, rules
from zhike.core.search.kinds import SearchKind
from zhike.core.search.models import Entry
from zhike.core.search.rules import Query

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User

FEW = 1000
"""Visible records that are walked one by one rather than met in the index."""

NEWEST, NEWEST_OF_SOME = 5000, 20_000
"""Entries that PostgreSQL looks through before it gathers all matches, for who sees all and who sees some."""

AT_ONCE = 100
"""Texts asked for by one statement: SQLite joins no more than some hundreds."""

MOST = 20
FOUND = ("kind", "object_id", "page_id", "title")
Found = tuple[str, int, int, str]


@dataclass(frozen=True)
class Hit:
    """Something found: what fitted, and the record whose page shows it; a contact is a part of its customer."""

    kind: SearchKind
    title: str
    record: Any
    exactness: int
    is_part: bool

    @property
    def url(self) -> str:
        return str(self.record.get_absolute_url())

    @property
    def about(self) -> str:
        return str(self.record) if self.is_part else self.kind.about(self.record)

    @property
    def icon(self) -> str:
        return "user" if self.is_part else self.kind.icon


@dataclass(frozen=True)
class Group:
    """What was found of one kind, the best first; there may be more of it."""

    kind: SearchKind
    hits: list[Hit]
    has_more: bool

    @property
    def count(self) -> str:
        return f"{len(self.hits)}{'+' if self.has_more else ''}"


def found(text: str, *, for_user: "User | AnonymousUser | None", limit: int = MOST, only: str = "") -> list[Group]:
    """Find records of all kinds that the user may see, or of one; the kind with the best hit first."""
    query = rules.read(text)
    wanted = [kind for kind in kinds.kinds() if only in ("", kind.page) and access.may(for_user, kind.permission)]
    pages = matching.pages_with(query.any, [kind.page for kind in wanted]) if query.any else set()
    groups = [_group(query, kind, for_user=for_user, limit=limit) for kind in wanted if kind.page in pages]
    return sorted((group for group in groups if group.hits), key=lambda group: group.hits[0].exactness)


def records_called(texts: Iterable[str], *, page: str, most: int) -> dict[str, list[int]]:
    """Answer the oldest records of a kind whose own words hold all pairs of characters of each of these texts.

    An import asks for hundreds at a time, so nothing is ranked and nobody's rights are asked: look at what comes back.
    """
    asked = [(text, clause) for text in sorted(set(texts)) if (clause := rules.read(text).any)]
    found: dict[str, list[int]] = {}
    for start in range(0, len(asked), AT_ONCE):
        found |= matching.records_with(dict(asked[start : start + AT_ONCE]), page, most=most)
    return found


def is_indexed(kind: str) -> Exists:
    """Say of rows whether they are found yet."""
    return Exists(Entry.objects.filter(kind=kind, object_id=OuterRef("pk")))


def best(query: Query, *, page: str, among: QuerySet[Any], limit: int, is_all: bool = False) -> list[tuple[int, Found]]:
    """Answer the best entries of a kind of page, of these records alone, each with the class of its exactness.

    `is_all` says that the records are not those of some people, so that nobody needs to count them.
    """
    if not query.any or not matching.pages_with(query.any, [page]):
        return []
    return _best(query, page=page, among=among, limit=limit, is_all=is_all)


def _best(query: Query, *, page: str, among: QuerySet[Any], limit: int, is_all: bool) -> list[tuple[int, Found]]:
    among = among.order_by()
    if not is_all and among.values("pk")[: FEW + 1].count() <= FEW:
        return _best_of_few(query, page=page, among=among, limit=limit)
    best_found: dict[Found, int] = {}
    for exactness, rows in _newest(query, page=page, among=among, is_all=is_all):
        for row in rows[: limit + len(best_found)]:
            best_found.setdefault(row, exactness)
        if len(best_found) >= limit:
            break
    return [(exactness, row) for row, exactness in islice(best_found.items(), limit)]


def _group(query: Query, kind: SearchKind, *, for_user: "User | AnonymousUser | None", limit: int) -> Group:
    rows, is_all = kind.rows(for_user=for_user), access.reach(for_user, kind.permission).is_all
    ranked = _best(query, page=kind.page, among=rows, limit=limit + 1, is_all=is_all)
    records = rows.order_by().in_bulk({page_id for _, (_, _, page_id, _) in ranked})
    hits = [
        Hit(kind, title, records[page_id], exactness=exactness, is_part=what != kind.page)
        for exactness, (what, _, page_id, title) in ranked
        if page_id in records
    ]
    return Group(kind, hits[:limit], has_more=len(hits) > limit)


def _best_of_few(query: Query, *, page: str, among: QuerySet[Any], limit: int) -> list[tuple[int, Found]]:
    """Compare the forms of all entries of these few records."""
    classes = [When(matching.in_forms(clause), then=Value(exactness)) for exactness, clause in query.classes]
    entries = Entry.objects.filter(page=page, page_id__in=among.values("pk"))
    ranked = entries.annotate(exactness=Case(*classes, default=None, output_field=IntegerField()))
    rows = ranked.filter(exactness__isnull=False).order_by("exactness", "-pk").values_list("exactness", *FOUND)
    return [(exactness, (kind, pk, page_id, title)) for exactness, kind, pk, page_id, title in rows[:limit]]


def _newest(
    query: Query, *, page: str, among: QuerySet[Any], is_all: bool
) -> "Iterator[tuple[int, QuerySet[Any, Any]]]":
    """Ask the database's word index class by class, each with the newest first."""
    for exactness, clause in query.classes:
        look_through = 0 if exactness < rules.FRONT else NEWEST if is_all else NEWEST_OF_SOME
        for rows, path in matching.in_index(clause, page, look_through=look_through):
            visible = Exists(among.filter(pk=OuterRef(f"{path}page_id")))
            asked = rows.filter(matching.unsure(clause, f"{path}forms"), visible, **{f"{path}page": page})
            yield exactness, asked.order_by("-pk").values_list(*(f"{path}{name}" for name in FOUND))
