"""Make the file of an export in the background: by the rights its owner has then, whole or not at all."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from xlsxwriter.exceptions import XlsxFileError

from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.core.jobs import operations as jobs
from zhike.core.jobs import rules as turns
from zhike.core.jobs import running
from zhike.core.notices import operations as notices
from zhike.exchange import permissions
from zhike.exchange.exporting import FOOTER, MOST_ROWS, write_csv, write_xlsx
from zhike.exchange.exports import keeping, rules
from zhike.exchange.exports.listing import Listed, ViewGone, asked_by, screen_named
from zhike.exchange.models import Export, ExportSchedule
from zhike.phrases import Phrase

FREE_ROWS = 10_000  # more than that leaves the house with somebody's approval only
MOST_GROWN_PERCENT = 110  # of the rows that were approved
SUFFIXES = {"csv": ".csv", "xlsx": ".xlsx"}
TITLE = Phrase("Export of %(list)s")
READY = Phrase("Your export of %(list)s is ready: %(rows)d rows")
NOT_MADE = Phrase("Your export of %(list)s could not be made")
FULL = Phrase("There is no room left on the disk. Tell the administrator, then export it again.")
NO_RIGHT = Phrase("You may no longer export this list.")
GROWN = Phrase("It has grown to %(rows)d rows: that many leave the house with somebody's approval only.")
LAPSED = Phrase("Its approval is more than %(days)d days old: export it again, and it is asked for anew.")
TOO_LONG = Phrase("An Excel sheet has no room for so many rows: filter the list, or export it as CSV")
NO_VIEW = Phrase("The saved view that it shows is gone.")
NO_FOLDER = Phrase("There is no folder for it: the administrator sets ZHIKE_EXPORT_DIR.")
NOT_WRITTEN = Phrase("The folder cannot be written to (%(reason)s).")
TROUBLE = Phrase("Something went wrong; it will be tried again by itself.")
STOPPED = Phrase("It was stopped; there is no file.")
GAVE_UP = Phrase("It failed several times and was given up.")


class Unmakeable(Exception):
    """There will be no file; the phrase says why and what to do."""

    def __init__(self, phrase: Phrase, state: Export.State = Export.State.FAILED) -> None:
        super().__init__(phrase.text)
        self.phrase, self.state = phrase, state


def enqueue(export: Export, *, at: datetime) -> None:
    """Have a worker make the file, as the own long work of whoever asked for it."""
    is_scheduled = export.schedule_id is not None
    jobs.enqueue(
        name=Export.JOB,
        payload={"export_id": export.pk},
        at=at,
        unique_key=export.job_key,
        by=None if is_scheduled else export.by,
        priority=turns.BULK if is_scheduled else turns.SOMEBODY_WAITS,
        title=TITLE.given(list=export.list_title),
        link="" if is_scheduled else reverse("exchange:own_exports"),
    )


def make(export: Export, *, at: datetime) -> None:
    """Write the file, note it and tell whose it is; nothing to do when it has ended already."""
    try:
        with translation.override(settings.LANGUAGE_CODE):
            _make(export, at=at)
    except PermissionDenied:
        end(export, Export.State.FAILED, phrase=NO_RIGHT, at=at)
    except (ViewGone, Http404):
        end(export, Export.State.FAILED, phrase=NO_VIEW, at=at)
    except Unmakeable as why:
        end(export, why.state, phrase=why.phrase, at=at)
    except (OSError, XlsxFileError) as error:
        if (phrase := _phrase_of(export, error)) is None:
            raise
        end(export, Export.State.FAILED, phrase=phrase, at=at)


def write(listed: Listed, target: Path, *, at: datetime) -> None:
    """Write a list into a file, marked with who takes it."""
    if listed.asked.file_kind == "csv":
        write_csv(listed, target)
    else:
        mark = _(FOOTER.text) % {"name": listed.by.name, "at": f"{timezone.localtime(at):%Y-%m-%d %H:%M}"}
        write_xlsx(listed, target, mark=mark)


def is_approved(export: Export, *, rows: int, at: datetime) -> bool:
    """Say whether what somebody approved covers so many rows, now: a list grows, and an approval lapses."""
    return export.is_large and not has_lapsed(export, at=at) and rows * 100 <= export.rows * MOST_GROWN_PERCENT


def has_lapsed(export: Export, *, at: datetime) -> bool:
    return export.decided_at is not None and export.decided_at + keeping.KEPT <= at


@transaction.atomic
def end(export: Export, state: Export.State, *, phrase: Phrase, at: datetime) -> None:
    """Note that there is no file, and tell whose it was why."""
    found = Export.objects.select_for_update(of=("self",)).select_related("by")
    current = found.filter(pk=export.pk, state=Export.State.MAKING).first()
    if current is None:
        return
    current.state, current.fault = state, {"text": phrase.text, "values": dict(phrase.values)}
    current.save(update_fields=["state", "fault"])
    if state == Export.State.FAILED and current.by.is_active:
        _tell(current, NOT_MADE.given(list=current.list_title), at=at)


def note_trouble(export_id: int) -> None:
    """Let the page say that the worker failed and will come back to it."""
    told = {"text": TROUBLE.text, "values": {}}
    Export.objects.filter(pk=export_id, state=Export.State.MAKING).update(fault=told)


def _make(export: Export, *, at: datetime) -> None:
    _check(export)
    listed = Listed(asked_by(export), by=export.by, share=running.progress)
    _check_length(export, rows=len(listed.ids), at=at)
    target = _target(export)
    with keeping.draft(target) as draft:
        write(listed, draft, at=at)
        digest = keeping.fingerprint(draft)
        keeping.save(draft)
        _finish(export, listed, put=(draft, target), digest=digest, at=at)
    if export.schedule is not None:
        _let_go(export.schedule, target)


@transaction.atomic
def _finish(export: Export, listed: Listed, *, put: tuple[Path, Path], digest: str, at: datetime) -> None:
    """Note the export and put its file in its place, if it is still wanted and still allowed.

    The file comes last: a worker killed right after it finds the export unmade and puts the same file there again.
    """
    running.fence()
    found = Export.objects.select_for_update(of=("self",)).select_related("by", "schedule")
    current = found.filter(pk=export.pk, state=Export.State.MAKING).first()
    if current is None:
        return
    _check(current)
    current.state, current.rows, current.sha256, current.fault = Export.State.DONE, listed.written, digest, {}
    current.columns, current.file, current.rights = listed.columns, put[1].name, listed.rights
    current.until_at = None if current.schedule_id else at + keeping.KEPT
    current.save()
    audit.record(by=current.by, action="exported", about=current, fields=listed.columns)
    if current.schedule_id is None:
        _tell(current, READY.given(list=current.list_title, rows=current.rows), at=at)
    keeping.put(*put)


def _check(export: Export) -> None:
    """Ask once more whether whoever wants the list may have it.

    Raises:
        PermissionDenied: the role may not, or the colleague has left.
        Unmakeable: it was scheduled, and that has ended.
    """
    if export.schedule is not None and export.schedule.ended_at is not None:
        raise Unmakeable(STOPPED, Export.State.STOPPED)
    access.require(export.by, screen_named(export.screen).export)
    if export.schedule_id is not None:
        access.require(export.by, permissions.SCHEDULE_EXPORTS)


def _check_length(export: Export, *, rows: int, at: datetime) -> None:
    """Ask whether so many rows find room in the file and may leave the house.

    Raises:
        Unmakeable: they do not.
    """
    if export.file_kind == "xlsx" and rows > MOST_ROWS:
        raise Unmakeable(TOO_LONG)
    if rows <= FREE_ROWS or export.schedule is not None or is_approved(export, rows=rows, at=at):
        return
    if has_lapsed(export, at=at):
        raise Unmakeable(LAPSED.given(days=keeping.KEPT.days))
    raise Unmakeable(GROWN.given(rows=rows))


def _target(export: Export) -> Path:
    """Answer where the file goes; a second attempt goes to the same place.

    Raises:
        Unmakeable: a scheduled export has no folder to go to.
    """
    suffix = SUFFIXES[export.file_kind]
    if export.schedule is None:
        if not export.file:
            export.file = keeping.new_name(suffix)
            Export.objects.filter(pk=export.pk).update(file=export.file)
        return keeping.folder() / export.file
    if settings.EXPORT_DIR is None or export.due_on is None:
        raise Unmakeable(NO_FOLDER)
    folder: Path = settings.EXPORT_DIR
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / rules.file_name(export.schedule.name, export.due_on, suffix)


def _phrase_of(export: Export, error: Exception) -> Phrase | None:
    """Put into words what keeps a file from being written; None when it is worth another try."""
    if keeping.is_disk_full(error):
        return FULL
    if export.schedule_id is None or not isinstance(error, OSError):
        return None
    return NOT_WRITTEN.given(reason=error.strerror or type(error).__name__)


def _let_go(schedule: ExportSchedule, newest: Path) -> None:
    """Keep as many files of a scheduled export as its user wants."""
    names = [path.name for path in newest.parent.iterdir() if path.is_file()]
    for name in rules.outdated(names, name=schedule.name, suffix=newest.suffix, kept=schedule.kept):
        (newest.parent / name).unlink(missing_ok=True)


def _tell(export: Export, phrase: Phrase, *, at: datetime) -> None:
    page = "exchange:schedules" if export.schedule_id else "exchange:own_exports"
    by: User = export.by
    key = f"export {export.pk} {export.turn} {export.state}"
    notices.tell([by], phrase, key=key, at=at, url=reverse(page))
