from django.db.models import Prefetch, Q, QuerySet

from zhike.administration import permissions
from zhike.core.access import queries as access
from zhike.core.access.models import Position, Role
from zhike.core.accounts import queries as accounts
from zhike.core.accounts.models import User

HERE = Q(is_active=True)
INVITED = Q(is_active=False, left_at=None, invited_at__isnull=False)
STATES = {"here": HERE, "invited": INVITED, "left": ~HERE & ~INVITED}


def colleagues(*, for_user: User) -> QuerySet[User]:
    """Answer everybody to who looks after colleagues, with the positions held now."""
    if not access.may(for_user, permissions.PEOPLE):
        return User.objects.none()
    held = Prefetch("positions", access.positions().order_by("pk"), to_attr="positions_now")
    return accounts.everybody().prefetch_related(held).order_by("name", "pk")


def matching(rows: QuerySet[User], *, words: str, state: str) -> QuerySet[User]:
    """Keep who is called like this and is here, invited or gone."""
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(username__icontains=word) | Q(phone__icontains=word))
    return rows.filter(STATES[state]) if state in STATES else rows


def locked_colleague(pk: int) -> User:
    """Find a colleague, held until the transaction ends.

    Raises:
        User.DoesNotExist: there is none.
    """
    return User.objects.select_for_update().get(pk=pk)


def positions_of(user: User) -> QuerySet[Position]:
    """Answer all positions ever held, the latest first."""
    rows = Position.objects.filter(user=user).select_related("role", "unit")
    return rows.order_by("-until_on", "-since_on", "-pk")


def roles_ever(user: User) -> list[Role]:
    """Answer the roles of positions that have not ended, begun or not."""
    open_ones = access.current(Position.objects.filter(user=user)) | Position.objects.filter(user=user, until_on=None)
    return list(Role.objects.filter(pk__in=open_ones.values("role")))


def is_user_name(word: str) -> bool:
    """Say whether somebody, here or gone, has this user name, in whatever case."""
    return accounts.everybody().filter(username__iexact=word).exists()


def state_of(user: User) -> str:
    """Say whether a colleague is here, invited or gone."""
    if user.is_active:
        return "here"
    return "invited" if user.is_awaited else "left"
