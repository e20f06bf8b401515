from typing import TYPE_CHECKING

from django.apps import apps
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


def rows_of_others() -> dict[str, int]:
    """Count, by kind of record, the rows that did not come with the demo data."""
    kinds = [model for model in apps.get_models() if any(field.name == "origin" for field in model._meta.fields)]
    counts = {str(m._meta.verbose_name): m._default_manager.exclude(origin__is_demo=True).count() for m in kinds}
    counts[str(ImportRun._meta.verbose_name)] = ImportRun.objects.filter(is_demo=False).count()
    return {kind: count for kind, count in counts.items() if count}
