from django.db.models import QuerySet

from zhike.administration import permissions, rules
from zhike.administration.queries import rights
from zhike.core.access import queries as access
from zhike.core.accounts import queries as accounts
from zhike.core.accounts.models import User


def anybody() -> QuerySet[User]:
    return accounts.everybody()


def previewable() -> QuerySet[User]:
    """Answer the colleagues with whose eyes one may look: those who are here."""
    return accounts.active_users()


def may_preview(colleague: User, *, by: User) -> bool:
    """Say whether a user may look with a colleague's eyes: who edits roles with anybody's, else if they see no more."""
    if not colleague.is_active or not access.may(by, permissions.PREVIEW):
        return False
    if access.may(by, permissions.ROLES):
        return True
    if rules.is_wider(rights.reach_of_all(colleague), rights.reach_of_all(by)):
        return False
    return not rules.is_wider(rights.levels_of_all(colleague), rights.levels_of_all(by))
