"""How a process that works on and on is told to stop."""

import signal
import threading
from types import FrameType


def stop_event() -> threading.Event:
    """Give what is set by the first SIGTERM or Ctrl-C: what is at hand is finished first."""
    stop = threading.Event()

    def heard(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, heard)
    return stop
