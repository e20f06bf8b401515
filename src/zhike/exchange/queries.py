from typing import TYPE_CHECKING

from django.db.models import QuerySet

from zhike.core.access import queries as access
from zhike.exchange import permissions
from zhike.exchange.models import ImportRun

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User


def import_runs(*, for_user: "User | AnonymousUser | None") -> QuerySet[ImportRun]:
    """Answer the imports a user may see: all or her own, newest first."""
    runs = access.visible(ImportRun.objects.all(), user=for_user, permission=permissions.IMPORT, owner="by")
    return runs.select_related("by").order_by("-pk")
