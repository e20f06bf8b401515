"""`zhike scheduler`: enqueues what recurs and runs nothing, until told to stop; any number of them do no harm."""

from argparse import Namespace

from zhike.cli.database import refuse_unmigrated, start_django
from zhike.cli.signals import stop_event


def run(_arguments: Namespace) -> int:
    start_django()
    refuse_unmigrated()
    from zhike.core.jobs import scheduling

    scheduling.run(stop=stop_event())
    return 0
