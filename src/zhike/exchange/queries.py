from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import QuerySet

from zhike.core.access import queries as access
from zhike.exchange import permissions
from zhike.exchange.models import Export, ImportRun

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User


def import_runs(*, for_user: "User | AnonymousUser | None") -> QuerySet[ImportRun]:
    """Answer the imports a user may see: all or her own, newest first."""
    runs = access.visible(ImportRun.objects.all(), user=for_user, permission=permissions.IMPORT, owner="by")
    return runs.select_related("by").order_by("-pk")


def rows_of_others() -> dict[str, int]:
    """Count, by kind of record, the rows that did not come with the demo data."""
    kinds = [model for model in apps.get_models() if any(field.name == "origin" for field in model._meta.fields)]
    counts = {str(m._meta.verbose_name): m._default_manager.exclude(origin__is_demo=True).count() for m in kinds}
    counts[str(ImportRun._meta.verbose_name)] = ImportRun.objects.filter(is_demo=False).count()
    return {kind: count for kind, count in counts.items() if count}


def exports(*, for_user: "User") -> QuerySet[Export]:
    """Answer the exports a user may know of: the own ones, to who approves all of them."""
    rows = Export.objects.select_related("by", "decided_by").order_by("-pk")
    return rows if access.may(for_user, permissions.APPROVE_EXPORTS) else rows.filter(by=for_user)


def grant(*, by: "User", screen: str, query: str, file_kind: str) -> Export | None:
    """Answer the approval by which a user may take exactly this list out once."""
    found = Export.objects.filter(by=by, screen=screen, query=query, file_kind=file_kind, state=Export.State.GRANTED)
    return found.order_by("pk").first()
