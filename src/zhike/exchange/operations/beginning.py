"""Begin a run: its file is kept, its change set opened."""

from collections.abc import Mapping

from django.core.files import File
from django.db import transaction

from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.exchange.kinds import kinds
from zhike.exchange.models import ImportRun


def new_run(
    *, kind: str, file: File[bytes], filename: str, by: User | None, options: Mapping[str, str], state: str
) -> ImportRun:
    """Keep a file for a run that is not saved yet; only the choices that its kind offers are kept."""
    chosen = {option.name: options.get(option.name, option.default) for option in kinds()[kind].options}
    run = ImportRun(kind=kind, by=by, source_name=filename[-200:], options=chosen, state=state)
    run.source.save(filename, file, save=False)
    return run


@transaction.atomic
def begin(run: ImportRun) -> None:
    """Open the change set that an undo takes back; a run that begins again goes on with its own."""
    if run.state == ImportRun.State.IMPORTING and run.changes is None:
        run.changes = audit.open_batch(by=run.by, action="imported")
        run.save(update_fields=["changes"])
