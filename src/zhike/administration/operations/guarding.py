"""What no administrator may do, whatever the permission: widen the own rights, or leave nobody who can edit roles."""

from collections.abc import Iterable
from datetime import date

from zhike.administration import permissions, rules
from zhike.administration.queries import keeping, rights
from zhike.core.access import queries as access
from zhike.core.access.models import Role
from zhike.core.accounts.models import User
from zhike.kit.refusals import FieldRefused
from zhike.phrases import Phrase

LAST_KEEPER = Phrase("Nobody else who can sign in may edit roles for good: give such a role to somebody else first")
TOO_MUCH = Phrase("“%(role)s” administers more than your own role does: somebody who may edit roles has to do this")
WIDER = Phrase("%(name)s may do more than you: somebody who may edit roles has to do this")
OWN_ACCOUNT = Phrase("This is yourself: change your own password and second factors on the page of your account")
ONESELF = Phrase("Nobody changes the own position: ask somebody else who looks after colleagues")


def check_hand_out(roles: Iterable[Role], *, by: User, field: str = "") -> None:
    """Stop who may not edit roles from giving, taking or taking over what administers more than she does.

    Raises:
        FieldRefused: one of the roles does.
    """
    if access.may(by, permissions.ROLES):
        return
    own = rights.reach_of_all(by)
    for role in roles:
        if rules.is_wider(rights.administering(role.grants), own):
            raise FieldRefused(field, TOO_MUCH.given(role=role.name))


def check_take_over(colleague: User, *, by: User) -> None:
    """Stop a user from opening an account by which she could do more than by her own, or her own without password.

    Raises:
        FieldRefused: it is such an account.
    """
    if colleague.pk == by.pk:
        raise FieldRefused("", OWN_ACCOUNT)
    is_free = access.may(by, permissions.ROLES)
    if not is_free and rules.is_wider(rights.reach_of_all(colleague), rights.reach_of_all(by)):
        raise FieldRefused("", WIDER.given(name=colleague.name))


def check_not_oneself(colleague: User, *, by: User) -> None:
    """Stop who looks after colleagues, but not roles, from changing the own position.

    Raises:
        FieldRefused: it is the own one.
    """
    if colleague.pk == by.pk and not access.may(by, permissions.ROLES):
        raise FieldRefused("", ONESELF)


def check_kept(
    *, on: date, without_user: int | None = None, without_position: int | None = None, without_role: int | None = None
) -> None:
    """Stop a change after which nobody could edit roles any more; the roles are held until the transaction ends.

    Raises:
        FieldRefused: nobody would be left.
    """
    hold_roles()
    left = keeping.keepers(on=on)
    if without_user is not None:
        left = left.exclude(user=without_user)
    if without_position is not None:
        left = left.exclude(pk=without_position)
    if without_role is not None:
        left = left.exclude(role=without_role)
    if not left.exists():
        raise FieldRefused("", LAST_KEEPER)


def hold_roles() -> None:
    """Let one at a time take roles away: two who end each other at the same moment would leave nobody."""
    list(Role.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
