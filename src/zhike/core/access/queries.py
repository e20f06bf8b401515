"""Who may do what, to which records. A user of None is the system itself, which may do everything."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Now, TruncDate
from django.utils.module_loading import import_string

from zhike.core.access import rules
from zhike.core.access.models import Member, Position, Role, Unit
from zhike.core.access.rules import FieldRight, Held, Level, Reach, Rights, Scope, widest
from zhike.core.prepared import Prepared

if TYPE_CHECKING:
    from zhike.core.accounts.models import User

Row = TypeVar("Row", bound=Model)
Answer = TypeVar("Answer")


def current(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Keep what holds today, by the database's clock and the company's zone."""
    today = TruncDate(Now())
    has_begun = Q(since_on=None) | Q(since_on__lte=today) if hasattr(rows.model, "since_on") else Q()
    return rows.filter(has_begun, Q(until_on=None) | Q(until_on__gt=today))


def _roles_of(user: int) -> QuerySet[Any, Any]:
    names = ("role__name", "unit__name", "unit__path", "role__grants", "role__fields", "role__reveals_per_day")
    return current(Position.objects.filter(user=user)).order_by("pk").values_list(*names)


def _shared_with(user: int, kind: str) -> QuerySet[Any, Any]:
    return current(Member.objects.filter(user=user, kind=kind)).values_list("object_id", "level")


def shared(user: int, kind: str) -> QuerySet[Any, Any]:
    """Answer the ids of the records of a kind that a colleague was added to, as a part of another question."""
    return _shared_with(user, kind).values("object_id")


ROLES, SHARED = Prepared(_roles_of, user=int), Prepared(_shared_with, user=int, kind=str)


def scope(user: "User | AnonymousUser | None", permission: str) -> Scope:
    """Say how far a permission reaches for a user, reading the roles once a request."""
    if user is None:
        return Scope.ALL
    held = roles_held(user)
    return held[0].scope(permission) if len(held) == 1 else widest(role.scope(permission) for role in held)


def may(user: "User | AnonymousUser | None", permission: str) -> bool:
    return scope(user, permission) > Scope.NONE


def require(user: "User | AnonymousUser | None", permission: str) -> None:
    """Stop here unless the user has the permission at all.

    Raises:
        PermissionDenied: the page answers 403.
    """
    if not may(user, permission):
        raise PermissionDenied(permission)


def reach(user: "User | AnonymousUser | None", permission: str) -> Reach:
    """Say whose records a permission reaches for a user, asking once a request."""
    if user is None:
        return Reach(is_all=True)
    if isinstance(user, AnonymousUser):
        return Reach()
    return _remembered(user, f"reach {permission}", lambda: _reach(user, permission))


def visible(
    rows: QuerySet[Row],
    *,
    user: "User | AnonymousUser | None",
    permission: str,
    owner: str,
    shared: tuple[str, str] | None = None,
    to_edit: bool = False,
) -> QuerySet[Row]:
    """Keep the rows that the permission reaches, and those the user was added to, which only ever adds.

    `owner` is the path to the owner's foreign key; `shared` names the kind of record that has members and the path to
    its id: an order follows its customer.
    """
    found = reach(user, permission)
    if found.is_all:
        return rows
    if not found or user is None:
        return rows.none()
    wanted = Q((f"{owner}__in", found.user_ids))
    if shared is not None and (ids := _shared_ids(user, shared[0], to_edit=to_edit)):
        wanted |= Q((f"{shared[1]}__in", ids))
    return rows.filter(wanted)


def field_level(user: "User | AnonymousUser | None", field: str) -> Level:
    """Say what a user may do with a field that roles may be kept from."""
    if user is None:
        return Level.EDIT
    return _remembered(user, f"field {field}", lambda: rules.field_level(field_rights()[field], roles_held(user)))


def reveals_per_day(user: "User | AnonymousUser | None") -> int:
    """Say how many masked values a user may have shown in a day: the most generous role counts."""
    return max((role.reveals_per_day for role in roles_held(user)), default=0) if user is not None else 0


def why(user: "User", *, permission: str, owner: "User | None", kind: str, object_id: int) -> list[Any]:
    """Answer the rules by which a user reaches a record, as (does it, phrase); the first that does not when none does.

    Only for who sees the record anyway: the answer tells that it exists.
    """
    if not user.is_active:
        return [(False, rules.NOT_IN)]
    granting = [role for role in roles_held(user) if role.scope(permission) > Scope.NONE]
    if not granting:
        return [(False, rules.NO_ROLE)]
    because = [_because(user, role, found=role.scope(permission), owner=owner) for role in granting]
    found = [(True, phrase) for phrase in because if phrase is not None]
    found += [(True, phrase) for phrase in _as_member(user, kind, object_id)]
    return found or [(False, rules.TOO_NARROW.given(role=role.role)) for role in granting]


def members(kind: str, object_id: int) -> QuerySet[Member]:
    """Answer who was added to a record and still is."""
    rows = Member.objects.filter(kind=kind, object_id=object_id).select_related("user", "given_by")
    return current(rows).order_by("user__name")


def rights() -> tuple[Rights, ...]:
    """Answer all that roles may be given, app by app, as the configuration lists it."""
    found: tuple[Rights, ...] = import_string(settings.ZHIKE_RIGHTS)
    return found


def field_rights() -> dict[str, FieldRight]:
    return {field.code: field for each in rights() for field in each.fields}


def role_names(user: "User") -> list[str]:
    rows = current(Position.objects.filter(user=user))
    return list(dict.fromkeys(rows.order_by("role_id").values_list("role__name", flat=True)))


def roles() -> QuerySet[Role]:
    """Answer the roles that can be given."""
    return Role.objects.filter(retired_on=None).order_by("pk")


def units() -> QuerySet[Unit]:
    """Answer the organisation as it is, by path; `rules.in_tree_order` puts each unit under its own."""
    return Unit.objects.filter(closed_on=None).order_by("path")


def positions() -> QuerySet[Position]:
    return current(Position.objects.select_related("user", "role", "unit"))


def holders(permission: str) -> list["User"]:
    """Answer the colleagues whose roles have a permission."""
    held = [p for p in positions().filter(user__is_active=True) if p.role.grants.get(permission, 0) > Scope.NONE]
    return list({p.user_id: p.user for p in held}.values())


def roles_held(user: "User | AnonymousUser | None") -> list[Held]:
    """Answer the roles a colleague holds today; who has left holds none."""
    if user is None or isinstance(user, AnonymousUser) or not user.is_active:
        return []
    return _remembered(user, "roles", lambda: _read_roles(user))


def forget(user: "User") -> None:
    """Ask the database again: positions have changed within the request."""
    user.__dict__.pop("_access", None)


def _read_roles(user: "User") -> list[Held]:
    return [Held(*row) for row in ROLES.rows(user=user.pk)]


def _reach(user: "User", permission: str) -> Reach:
    granting = [(role.scope(permission), role.path) for role in roles_held(user)]
    if any(found == Scope.ALL for found, _ in granting):
        return Reach(is_all=True)
    teams = Q(unit__path__in=[path for found, path in granting if found == Scope.TEAM])
    for path in (path for found, path in granting if found == Scope.BRANCH):
        teams |= Q(unit__path__startswith=path)
    own = {user.pk} if any(found > Scope.NONE for found, _ in granting) else set()
    if not any(found in (Scope.TEAM, Scope.BRANCH) for found, _ in granting):
        return Reach(user_ids=frozenset(own))
    asked = f"colleagues {sorted(granting)}"  # most permissions reach as far as others: one question
    return Reach(user_ids=frozenset(own | {*_remembered(user, asked, lambda: list(_colleagues(teams)))}))


def _colleagues(teams: Q) -> Iterable[int]:
    """Answer who belongs to units now. Who leaves keeps the positions, so that the records stay within sight."""
    return current(Position.objects.filter(teams)).values_list("user_id", flat=True).distinct()


def _shared_ids(user: Any, kind: str, *, to_edit: bool) -> list[int]:
    found: list[tuple[int, int]] = _remembered(user, f"shared {kind}", lambda: _read_shared(user, kind))
    return [object_id for object_id, level in found if level >= Member.Level.EDIT or not to_edit]


def _read_shared(user: "User", kind: str) -> list[tuple[int, int]]:
    return [(object_id, level) for object_id, level in SHARED.rows(user=user.pk, kind=kind)]


def _because(user: "User", role: Held, *, found: Scope, owner: "User | None") -> Any:
    """Say by which words a role of this reach reaches a record of this owner, if it does."""
    if found == Scope.ALL:
        return rules.ALL.given(role=role.role)
    if owner is None:
        return None
    if owner.pk == user.pk:
        return rules.OWN.given(role=role.role)
    if found not in (Scope.TEAM, Scope.BRANCH):
        return None
    is_team = found == Scope.TEAM
    place = Q(unit__path=role.path) if is_team else Q(unit__path__startswith=role.path)
    if not current(Position.objects.filter(place, user=owner)).exists():
        return None
    return (rules.TEAM if is_team else rules.BRANCH).given(role=role.role, unit=role.unit, owner=owner.name)


def _as_member(user: "User", kind: str, object_id: int) -> list[Any]:
    found = members(kind, object_id).filter(user=user).first()
    if found is None:
        return []
    giver = found.given_by.name if found.given_by else "–"
    if found.until_on is None:
        return [rules.MEMBER.given(giver=giver)]
    return [rules.MEMBER_UNTIL.given(giver=giver, day=found.until_on.isoformat())]


def _remembered(user: Any, key: str, ask: Callable[[], Answer]) -> Answer:
    """Ask once for each request: the user object lives as long."""
    known: dict[str, Answer] = user.__dict__.setdefault("_access", {})
    if key not in known:
        known[key] = ask()
    return known[key]
