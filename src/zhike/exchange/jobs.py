from django.utils import timezone

from zhike.exchange import operations
from zhike.exchange.models import ImportRun


def run_import(run_id: int) -> None:
    """Try or import a file, as its run says; nothing to do when that is done already."""
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is None or not run.is_under_way:
        return
    try:
        operations.carry_out(run, at=timezone.now())
    except Exception:
        operations.note_trouble(run)
        raise


def stop_import(run_id: int) -> None:
    """Say of a run that its job was cancelled; nothing to do when it has ended already."""
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is not None and run.is_under_way:
        operations.end_stopped(run, at=timezone.now())
