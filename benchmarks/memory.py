"""The private memory of processes: what they would give back if they ended, shared libraries left out."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Thread

import psutil

EVERY_SECONDS = 0.25  # oftener, and looking would take a third of a core from what is looked at
MEGABYTE = 1e6


@dataclass
class Memory:
    """The peaks of a process, of all its descendants, and of both at one moment, in bytes."""

    own: int = 0
    children: int = 0
    together: int = 0

    def note(self, own: int, children: int) -> None:
        self.own, self.children = max(self.own, own), max(self.children, children)
        self.together = max(self.together, own + children)

    @property
    def words(self) -> str:
        """Write the peaks in megabytes: together, and of the process and its child alone."""
        together, own, children = (size / MEGABYTE for size in (self.together, self.own, self.children))
        return f"{together:.0f} MB ({own:.0f} + {children:.0f})"


def private_bytes(pid: int) -> int:
    """Answer the unique set size of a process; nothing when it has ended."""
    with suppress(psutil.Error):
        return int(psutil.Process(pid).memory_full_info().uss)
    return 0


def descendants(pid: int) -> list[int]:
    with suppress(psutil.Error):
        return [child.pid for child in psutil.Process(pid).children(recursive=True)]
    return []


@contextmanager
def watched(pid: int) -> Iterator[Memory]:
    """Look at a process and its descendants four times a second while the block runs."""
    memory, ended = Memory(), Event()

    def look() -> None:
        while not ended.wait(EVERY_SECONDS):
            memory.note(private_bytes(pid), sum(map(private_bytes, descendants(pid))))

    thread = Thread(target=look, daemon=True)
    thread.start()
    try:
        yield memory
    finally:
        ended.set()
        thread.join()
