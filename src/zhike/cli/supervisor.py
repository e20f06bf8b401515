"""Keeps children running: restarts the dead, stops all on a signal, and never outlives or abandons them."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import Any

from zhike.cli.child import Child, ChildSpec
from zhike.cli.refusal import Refusal
from zhike.phrases import Phrase, say

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Patience:
    """How long the supervisor waits for what."""

    tick_seconds: float = 0.1
    settled_seconds: float = 10.0  # a child that lived so long has started well; Django alone may take some seconds
    delays_seconds: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0, 8.0, 10.0)
    false_starts: int = 5
    stop_seconds: float = 10.0


def supervise(
    specs: Sequence[ChildSpec],
    *,
    is_ready: Callable[[], bool] = lambda: True,
    announce: Callable[[], None] = lambda: None,
    patience: Patience | None = None,
) -> int:
    """Run the children until a signal to stop, and announce once they are ready.

    Raises:
        Refusal: if a child fails again and again from the very start, with its last words.
    """
    stop = threading.Event()
    hurry = threading.Event()
    read_end, write_end = os.pipe()  # only this process holds the write end: it breaks when we are gone
    children = [Child(spec, lifeline_end=read_end) for spec in specs]
    nurses = [Nurse(child, patience or Patience()) for child in children]
    former = _listen(stop, hurry)
    try:
        for nurse in nurses:
            nurse.begin()
        threading.Thread(target=_announce_when_ready, args=(is_ready, announce, stop), daemon=True).start()
        while not stop.wait((patience or Patience()).tick_seconds):
            for nurse in nurses:
                nurse.look()
    finally:
        stop.set()
        _stop_all(children, hurry, patience or Patience())
        for number, handler in former.items():
            signal.signal(number, handler)
        os.close(read_end)
        os.close(write_end)
    return 0


class Nurse:
    """Decides when a dead child is started again and when it is hopeless."""

    def __init__(self, child: Child, patience: Patience) -> None:
        self._child = child
        self._patience = patience
        self._early_deaths = 0
        self._has_settled = False
        self._due: float | None = None

    def begin(self) -> None:
        self._due = None
        self._child.start()

    def look(self) -> None:
        """Look after the child once.

        Raises:
            Refusal: if it is hopeless.
        """
        if self._due is not None:
            if time.monotonic() >= self._due:
                self.begin()
        elif not self._child.is_running:
            self._mourn()
        elif self._child.age_seconds >= self._patience.settled_seconds:
            self._has_settled = True
            self._early_deaths = 0

    def _mourn(self) -> None:
        code = self._child.exit_code
        self._child.bury()
        self._early_deaths += 1
        if not self._has_settled and self._early_deaths >= self._patience.false_starts:
            raise Refusal(_hopeless(self._child))
        delays = self._patience.delays_seconds
        delay = delays[min(self._early_deaths, len(delays)) - 1]
        self._due = time.monotonic() + delay
        words = Phrase(
            "%(name)s ended (exit code %(code)s); it is started again in %(delay)s seconds.",
            {"name": self._child.name, "code": code, "delay": delay},
        )
        print(say(words), file=sys.stderr)


def _hopeless(child: Child) -> Phrase:
    return Phrase(
        "%(name)s cannot start, so everything was stopped. Its last words:\n%(lines)s\n"
        "`zhike doctor` names what is wrong with the installation.",
        {"name": child.name, "lines": "\n".join(f"  {line}" for line in child.last_lines) or "  -"},
    )


def _listen(stop: threading.Event, hurry: threading.Event) -> dict[signal.Signals, Any]:
    """Stop on the first signal, hurry on the second; a SIGHUP that nohup silenced stays silent."""

    def heard(_number: int, _frame: FrameType | None) -> None:
        (hurry if stop.is_set() else stop).set()

    wanted = [n for n in STOP_SIGNALS if n != signal.SIGHUP or signal.getsignal(n) != signal.SIG_IGN]
    return {number: signal.signal(number, heard) for number in wanted}


def _announce_when_ready(is_ready: Callable[[], bool], announce: Callable[[], None], stop: threading.Event) -> None:
    while not is_ready():
        if stop.wait(0.2):
            return
    announce()


def _stop_all(children: Sequence[Child], hurry: threading.Event, patience: Patience) -> None:
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + patience.stop_seconds
    while any(child.is_running for child in children) and time.monotonic() < deadline:
        if hurry.wait(patience.tick_seconds):
            break
    for child in children:
        child.bury()
