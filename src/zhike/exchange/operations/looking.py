"""Look at the rest of the rows whose cells could not be read, so that all that is wrong is said at once."""

from collections.abc import Iterator, Sequence

from django.db import transaction

from zhike.core import bulk
from zhike.core.jobs import running
from zhike.exchange.columns import Layout
from zhike.exchange.kinds import Kind, Outcome
from zhike.exchange.models import ImportRun
from zhike.exchange.operations.writing import fault_of
from zhike.exchange.spool import Half, Spool

ROWS_AT_ONCE = 500


def look_at_halves(run: ImportRun, kind: Kind, *, spool: Spool) -> None:
    """Write what could be read of such rows, each batch rolled back, and note why they would stay out besides.

    It comes before anything is written, so that an import says the same as its trial.
    """
    layout, preparation = kind.layout_for(run.by), kind.preparation.chosen(run.options)
    for halves in spool.halves.batches(limit=ROWS_AT_ONCE, after=run.reached.get("key", "")):
        prepared = preparation.prepare([half.row(spool.columns) for half in halves])
        with transaction.atomic():
            bulk.alone("import")
            running.fence()
            outcomes = kind.write(prepared, run, spool)
            transaction.set_rollback(True)
        spool.add_faults(filter(None, map(fault_of, _besides(outcomes, halves, layout))))


def _besides(outcomes: Sequence[Outcome], halves: Sequence[Half], layout: Layout) -> Iterator[Outcome]:
    """Give the errors that have nothing to do with the bad cells.

    Of a paper that misses rows only what is said of its customer would be said of the whole one too.
    """
    bad = {half.line: half.bad for half in halves}
    named = {layout.column(name).title for names in layout.any_of for name in names}
    for outcome in outcomes:
        is_of_all = not layout.hold_groups or outcome.column in named
        if outcome.result == "errored" and is_of_all and outcome.column not in bad[outcome.line]:
            yield outcome
