"""`zhike worker`: the jobs, one after another, until told to stop."""

from argparse import Namespace

from zhike.cli.database import refuse_unmigrated, start_django
from zhike.cli.signals import stop_event


def run(arguments: Namespace) -> int:
    start_django()
    refuse_unmigrated()
    from zhike.core.jobs import worker

    worker.run(stop=stop_event(), schedules=not arguments.no_schedule)
    return 0
