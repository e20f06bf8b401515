"""Take a list out of the house as a file: permitted, counted, approved when it is large, and noted."""

import hashlib
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.core.notices import operations as notices
from zhike.exchange import permissions
from zhike.exchange.exporting import FOOTER, Sheet, csv_lines, write_xlsx
from zhike.exchange.models import Export
from zhike.kit.refusals import FieldRefused
from zhike.phrases import Phrase

FREE_ROWS = 10_000  # more than that leaves the house with somebody's approval only
OWN_REQUEST = Phrase("Somebody else has to approve this: it is your own")
ASKED = Phrase("%(by)s asks to export %(rows)d rows")
GRANTED = Phrase("%(by)s lets you export %(rows)d rows")
REFUSED = Phrase("%(by)s does not let you export %(rows)d rows")
DECIDED = Phrase("This was decided already")
SUFFIXES = {"csv": ".csv", "xlsx": ".xlsx"}


def take_out(*, screen: str, query: str, sheet: Sheet, file_kind: str, by: User, at: datetime) -> IO[bytes]:
    """Write the file and note who took what; the caller has asked for permission and sends the file."""
    with tempfile.TemporaryDirectory(prefix="zhike-export-") as place:
        target = Path(place) / f"export{SUFFIXES[file_kind]}"
        counted = _Counted(sheet.rows)
        _write(Sheet(sheet.columns, counted), target, file_kind, by=by, at=at)
        digest = hashlib.sha256(target.read_bytes()).hexdigest()
        _note(
            screen=screen,
            query=query,
            sheet=sheet,
            rows=counted.count,
            file_kind=file_kind,
            digest=digest,
            by=by,
            at=at,
        )
        return target.open("rb")  # stays readable after its folder is gone


class _Counted:
    """Counts rows while they pass."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self.rows, self.count = rows, 0

    def __iter__(self) -> Any:
        for row in self.rows:
            self.count += 1
            yield row


def _write(sheet: Sheet, target: Path, file_kind: str, *, by: User, at: datetime) -> None:
    if file_kind == "csv":
        with target.open("w", encoding="utf-8", newline="") as file:
            file.writelines(csv_lines(sheet))
    else:
        local = timezone.localtime(at)
        write_xlsx(sheet, target, mark=_(FOOTER.text) % {"name": by.name, "at": f"{local:%Y-%m-%d %H:%M}"})


@transaction.atomic
def _note(
    *, screen: str, query: str, sheet: Sheet, rows: int, file_kind: str, digest: str, by: User, at: datetime
) -> None:
    names = [column.name for column in sheet.columns]
    granted = Export.objects.filter(by=by, screen=screen, query=query, file_kind=file_kind, state=Export.State.GRANTED)
    known = granted.select_for_update().order_by("pk").first() if rows > FREE_ROWS else None
    export = known or Export(by=by, screen=screen, query=query, file_kind=file_kind)
    export.at, export.columns, export.rows, export.sha256, export.state = at, names, rows, digest, Export.State.DONE
    export.save()
    audit.record(by=by, action="exported", about=export, fields=names)


@transaction.atomic
def ask_for_approval(
    *, screen: str, query: str, rows: int, file_kind: str, reason: str, by: User, at: datetime
) -> Export:
    """Ask that a large list may be taken out once."""
    export = Export.objects.create(
        by=by,
        at=at,
        screen=screen,
        query=query,
        rows=rows,
        file_kind=file_kind,
        reason=reason,
        state=Export.State.ASKED,
    )
    audit.record(by=by, action="asked to export", about=export)
    approvers = [each for each in access.holders(permissions.APPROVE_EXPORTS) if each.pk != by.pk]
    asked = ASKED.given(by=by.name, rows=rows)
    notices.tell(approvers, asked, key=f"export asked {export.pk}", at=at, url=reverse("exchange:exports"))
    return export


@transaction.atomic
def decide(*, export: Export, is_granted: bool, by: User, at: datetime) -> Export:
    """Grant or refuse a large export.

    Raises:
        PermissionDenied: the role may not approve exports.
        FieldRefused: it is the user's own, or was decided already.
    """
    access.require(by, permissions.APPROVE_EXPORTS)
    current = Export.objects.select_for_update().get(pk=export.pk)
    if current.state != Export.State.ASKED:
        raise FieldRefused("", DECIDED)
    if current.by_id == by.pk:
        raise FieldRefused("", OWN_REQUEST)
    current.state = Export.State.GRANTED if is_granted else Export.State.REFUSED
    current.decided_by, current.decided_at = by, at
    current.save(update_fields=["state", "decided_by", "decided_at"])
    audit.record(by=by, action="granted an export" if is_granted else "refused an export", about=current)
    decided = (GRANTED if is_granted else REFUSED).given(by=by.name, rows=current.rows)
    notices.tell([current.by], decided, key=f"export decided {current.pk}", at=at, url=_list_of(current))
    return current


def _list_of(export: Export) -> str:
    """Answer where the list is that was asked for."""
    return f"{reverse(f'{export.screen}:list')}?{export.query}"
