from django.utils import timezone

from zhike.exchange import operations, tidying, undoing
from zhike.exchange.exports import making, schedules
from zhike.exchange.exports import tidying as tidying_exports
from zhike.exchange.models import Export, ImportRun


def run_import(run_id: int) -> None:
    """Try or import a file, as its run says; nothing to do when that is done already."""
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is None or run.state not in ImportRun.READING:
        return
    try:
        operations.carry_out(run, at=timezone.now())
    except Exception:
        operations.note_trouble(run)
        raise


def stop_import(run_id: int) -> None:
    """Say of a run that its job was cancelled; nothing to do when it has ended already."""
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is not None and run.state in ImportRun.READING:
        operations.end_stopped(run, at=timezone.now())


def end_abandoned() -> None:
    """Note that the imports broke off over which a command was killed."""
    operations.end_abandoned(at=timezone.now())


def undo_import(run_id: int) -> None:
    """Take an import back; nothing to do when that is done already."""
    run = ImportRun.objects.filter(pk=run_id, state=ImportRun.State.UNDOING).first()
    if run is not None and run.undone_by is not None:
        try:
            undoing.undo(run, by=run.undone_by, at=timezone.now())
        except Exception:
            operations.note_trouble(run)
            raise


def stop_undo(run_id: int) -> None:
    """Say of an import that its undo was cancelled; nothing to do when it has ended already."""
    run = ImportRun.objects.filter(pk=run_id, state=ImportRun.State.UNDOING).first()
    if run is not None:
        undoing.end_stopped(run, at=timezone.now())


def make_export(export_id: int) -> None:
    """Make the file of an export; nothing to do when that is done already."""
    found = Export.objects.select_related("by", "schedule").filter(pk=export_id, state=Export.State.MAKING).first()
    if found is None:
        return
    try:
        making.make(found, at=timezone.now())
    except Exception:
        making.note_trouble(export_id)
        raise


def stop_export(export_id: int) -> None:
    """Say of an export that its job was cancelled; nothing to do when it has ended already."""
    found = Export.objects.filter(pk=export_id).first()
    if found is not None:
        making.end(found, Export.State.STOPPED, phrase=making.STOPPED, at=timezone.now())


def export_what_is_due() -> None:
    """Have scheduled exports made whose time has come."""
    schedules.enqueue_due(at=timezone.now())


def tidy_exports() -> None:
    """Remove the files of exports that nobody may fetch any more."""
    tidying_exports.tidy(at=timezone.now())


def tidy_imports() -> None:
    """Remove the files of imports that were kept long enough."""
    tidying.tidy(at=timezone.now())
