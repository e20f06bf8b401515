from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import F, Model, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from zhike.core.access import queries as access
from zhike.core.jobs import queries as jobs
from zhike.core.jobs.models import Job
from zhike.exchange import permissions
from zhike.exchange.models import Export, ExportSchedule, ImportRun

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User


def import_runs(*, for_user: "User | AnonymousUser | None") -> QuerySet[ImportRun]:
    """Answer the imports a user may see: all or her own, newest first."""
    runs = access.visible(ImportRun.objects.all(), user=for_user, permission=permissions.IMPORT, owner="by")
    return runs.select_related("by").defer("peek").order_by("-pk")


def unfinished_imports(*, for_user: "User") -> QuerySet[ImportRun]:
    """Answer the imports a user may see that were begun and left before anything was written, newest first."""
    return import_runs(for_user=for_user).filter(ImportRun.UNFINISHED)


def imports_written(*, for_user: "User") -> QuerySet[ImportRun]:
    """Answer the imports a user may see that have written something or are under way, newest first."""
    return import_runs(for_user=for_user).exclude(ImportRun.UNFINISHED)


def done_by(run: ImportRun) -> dict[str, int]:
    """Count what an import has done that an undo takes back: what it made, by kind of record, and its changes."""
    counts = {_(str(m._meta.verbose_name)): m._default_manager.filter(origin=run).count() for m in _with_origin()}
    counts[_("changes")] = run.changes.entries.count() if run.changes else 0
    return {kind: count for kind, count in counts.items() if count}


def _with_origin() -> list[type[Model]]:
    return [model for model in apps.get_models() if any(field.name == "origin" for field in model._meta.fields)]


def rows_of_others() -> dict[str, int]:
    """Count, by kind of record, the rows that did not come with the demo data."""
    counts = {
        str(m._meta.verbose_name): m._default_manager.exclude(origin__is_demo=True).count() for m in _with_origin()
    }
    counts[str(ImportRun._meta.verbose_name)] = ImportRun.objects.filter(is_demo=False).count()
    return {kind: count for kind, count in counts.items() if count}


def exports(*, for_user: "User") -> QuerySet[Export]:
    """Answer the exports a user may know of: the own ones, to who approves all of them."""
    rows = Export.objects.select_related("by", "decided_by").order_by("-pk")
    return rows if access.may(for_user, permissions.APPROVE_EXPORTS) else rows.filter(by=for_user)


def own_exports(*, for_user: "User") -> QuerySet[Export]:
    """Answer what a user has taken out, newest first; what a schedule writes is not among them."""
    return Export.objects.filter(by=for_user, schedule=None).order_by("-pk")


def jobs_of(exports: Sequence[Export], *, for_user: "User") -> dict[str, Job]:
    """Answer the jobs that make these exports, by their keys."""
    keys = [each.job_key for each in exports if each.state == Export.State.MAKING]
    return {str(job.unique_key): job for job in jobs.own_work(for_user=for_user).filter(unique_key__in=keys)}


def schedules(*, for_user: "User") -> QuerySet[ExportSchedule]:
    """Answer the scheduled exports, those that go on first; none to who may not schedule any."""
    if not access.may(for_user, permissions.SCHEDULE_EXPORTS):
        return ExportSchedule.objects.none()
    last = Export.objects.filter(schedule=OuterRef("pk")).order_by("-due_on").values("pk")[:1]
    rows = ExportSchedule.objects.select_related("by").annotate(last_id=Subquery(last))
    return rows.order_by(F("ended_at").desc(nulls_first=True), "name")


def last_exports(found: Iterable[ExportSchedule]) -> dict[int, Export]:
    """Answer what each of these schedules has made last, by schedule."""
    ids = [getattr(each, "last_id", None) for each in found]
    made = Export.objects.filter(pk__in=[each for each in ids if each is not None])
    return {each.schedule_id: each for each in made if each.schedule_id is not None}
