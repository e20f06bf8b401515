"""`zhike worker`: the jobs, one after another, until told to stop."""

import signal
import threading
from argparse import Namespace
from types import FrameType

from zhike.cli.database import refuse_unmigrated, start_django


def run(_arguments: Namespace) -> int:
    start_django()
    refuse_unmigrated()
    from zhike.core.jobs import worker

    stop = threading.Event()

    def heard(_number: int, _frame: FrameType | None) -> None:
        stop.set()  # the job at hand is finished first

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, heard)
    worker.run(stop=stop)
    return 0
