from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from zhike.core.access.models import Position, Role
from zhike.core.access.rules import FirstRole
from zhike.core.accounts import operations as accounts
from zhike.core.accounts.models import User


@transaction.atomic
def seed_roles(roles: tuple[FirstRole, ...] | None = None) -> None:
    """Make the first roles that are not there yet; what an owner changed stays."""
    for role in import_string(settings.ZHIKE_FIRST_ROLES) if roles is None else roles:
        Role.objects.get_or_create(code=role.code, defaults={"name": role.name, "grants": dict(role.grants)})


@transaction.atomic
def give_role(*, user: User, role: str) -> Position:
    """Let a user hold a role.

    Raises:
        Role.DoesNotExist: no role has this code.
    """
    return Position.objects.get_or_create(user=user, role=Role.objects.get(code=role))[0]


@transaction.atomic
def create_owner(*, username: str, name: str, password: str, phone: str = "", email: str = "") -> User:
    """Add the colleague who may do everything.

    Raises:
        ValidationError: naming each field that cannot stay as it is.
    """
    seed_roles()
    user = accounts.add_user(username=username, name=name, password=password, phone=phone, email=email)
    give_role(user=user, role="owner")
    return user
