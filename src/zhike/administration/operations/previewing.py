from django.core.exceptions import PermissionDenied
from django.db import transaction

from zhike.administration import permissions
from zhike.administration.queries import previewing
from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.kit.refusals import FieldRefused
from zhike.phrases import Phrase

NOT_THIS_ONE = Phrase("%(name)s may do more than you: only somebody who may edit roles looks with these eyes")
NOT_ONESELF = Phrase("This is yourself: choose a colleague")


@transaction.atomic
def start_preview(*, colleague: int, by: User) -> User:
    """Begin to look at the product as a colleague.

    Raises:
        PermissionDenied: the user may not preview.
        User.DoesNotExist: there is no such colleague, or she has left.
        FieldRefused: it is the user herself, or somebody whose rights are wider.
    """
    access.require(by, permissions.PREVIEW)
    who = previewing.previewable().get(pk=colleague)
    if who.pk == by.pk:
        raise FieldRefused("colleague", NOT_ONESELF)
    if not previewing.may_preview(who, by=by):
        raise FieldRefused("colleague", NOT_THIS_ONE.given(name=who.name))
    audit.record(by=by, action="preview started", about=who)
    return who


@transaction.atomic
def end_preview(*, colleague: int, by: User) -> None:
    """Write that somebody stopped looking as a colleague."""
    who = previewing.anybody().filter(pk=colleague).first()
    if who is None:
        raise PermissionDenied
    audit.record(by=by, action="preview ended", about=who)
