from django.db import transaction

from zhike.administration import permissions, rules
from zhike.administration.queries import log
from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.kit.refusals import FieldRefused
from zhike.phrases import Phrase

TOO_MANY = Phrase("These are more than %(most)s lines: choose fewer days, one colleague or one kind")


@transaction.atomic
def export_log(*, wanted: log.Wanted, by: User) -> int:
    """Write that the log is taken out, and by which filter; answer up to which entry it is exported.

    Raises:
        PermissionDenied: the role may not read the log.
        FieldRefused: it is more than one file should hold.
    """
    access.require(by, permissions.AUDIT)
    found = log.entries(wanted, for_user=by)
    count = found[: rules.MOST_EXPORTED + 1].count()
    if count > rules.MOST_EXPORTED:
        raise FieldRefused("", TOO_MANY.given(most=rules.MOST_EXPORTED))
    newest = found.order_by("-pk").values_list("pk", flat=True).first() or 0
    told = {"filter": (None, wanted.as_told), "rows": (None, count)}
    audit.record(by=by, action="exported", about=by, changes=told)
    return newest
