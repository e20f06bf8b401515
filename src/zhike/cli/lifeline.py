"""A pipe from the supervisor to its children: when it breaks, however the supervisor died, they stop themselves.

Processes that a child forks (the web server's workers) inherit the read end and watch it too.
"""

import os
import signal
import threading
import time

VARIABLE = "ZHIKE_LIFELINE"
GRACE_SECONDS = 10.0


def hold() -> None:
    """Watch the supervisor's pipe if there is one; without a supervisor do nothing."""
    word = os.environ.pop(VARIABLE, "")
    if word:
        watch(int(word))


def watch(descriptor: int, *, grace_seconds: float = GRACE_SECONDS) -> None:
    """Stop this process, and each one it forks, when the other end of the pipe is gone."""

    def start() -> None:
        threading.Thread(target=_wait, args=(descriptor, grace_seconds), name="lifeline", daemon=True).start()

    start()
    os.register_at_fork(after_in_child=start)


def _wait(descriptor: int, grace_seconds: float) -> None:
    while os.read(descriptor, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(grace_seconds)
    if os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)
