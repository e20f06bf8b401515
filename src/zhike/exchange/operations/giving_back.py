"""Give back the rows that stay out, with their reasons."""

from itertools import islice
from pathlib import Path

from django.core.files import File

from zhike.exchange.faults import keep_cells, write_faults
from zhike.exchange.kinds import PAIRED
from zhike.exchange.models import ImportRun
from zhike.exchange.spool import Spool

SHOWN_FAULTS = 50


def give_back_faults(run: ImportRun, spool: Spool, *, source: Path, scratch: Path) -> None:
    """Store the bad rows as a file, and the first of their reasons for the page."""
    head = spool.head()
    told = islice(spool.told(), SHOWN_FAULTS)
    run.notes = {"faults": [[f.line, f.column, f.phrase.text, dict(f.phrase.values)] for f in told]}
    pairs = [f for f in spool.faults("warning") if PAIRED in f.phrase.values]
    run.notes["pairs"] = [
        [f.line, f.phrase.values[PAIRED], f.phrase.text, dict(f.phrase.values)] for f in pairs[:SHOWN_FAULTS]
    ]
    run.notes["pair_count"] = len(pairs)
    run.error_file = ""
    if next(spool.faults(), None) is not None:
        target = scratch / f"errors.{head.suffix}"
        write_faults(source, spool, target)
        with target.open("rb") as file:
            run.error_file.save(target.name, File(file), save=False)
    if run.state == ImportRun.State.CHECKING:
        keep_cells(source, spool, scratch=scratch)
