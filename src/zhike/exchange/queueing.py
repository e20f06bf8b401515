"""Have a worker take up a run: the person who asked waits for it."""

from datetime import datetime

from zhike.core.accounts.models import User
from zhike.core.jobs import operations as jobs
from zhike.core.jobs import rules as turns
from zhike.exchange.models import ImportRun
from zhike.phrases import Phrase


def enqueue(run: ImportRun, *, job: str, title: Phrase, by: User, at: datetime) -> None:
    """Enqueue a job about a run, in the transaction that gave the run its turn."""
    jobs.enqueue(
        name=job,
        payload={"run_id": run.pk},
        at=at,
        unique_key=run.job_key,
        by=by,
        priority=turns.SOMEBODY_WAITS,
        title=title.given(file=run.source_name),
        link=run.get_absolute_url(),
    )
