"""The parent's side of reading in a child: start it, listen to it, stop it."""

import json
import pickle
import select
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import IO, cast

from zhike.exchange.child import start_child
from zhike.exchange.columns import Layout, Refused
from zhike.exchange.sheets import Limits
from zhike.exchange.spool import Head, Spool
from zhike.phrases import Phrase

MEMORY_MB = 1024
"""Address space of the child: far more than it needs, far less than would harm the machine."""

_TURN_SECONDS = 0.25


class Cancelled(Exception):
    """Reading was stopped because somebody wished so."""


class ReadingFailed(Exception):
    """The child ended without an answer; what it said is on this process's standard error."""


def read_in_child(
    source: Path,
    spool: Path,
    layout: Layout,
    *,
    limits: Limits = Limits(),
    progress: Callable[[int], None] = lambda rows: None,
    cancel: Event | None = None,
    memory_mb: int = MEMORY_MB,
) -> Head:
    """Parse all rows of a table into a new spool in a child process with bounded memory.

    The child dies with this process.

    Raises:
        Refused: the file as a whole cannot be read.
        Cancelled: `cancel` was set.
        ReadingFailed: the child broke.
    """
    with start_child("zhike.exchange.reading") as child:
        try:
            task, messages = cast(IO[bytes], child.stdin), cast(IO[bytes], child.stdout)
            task.write(pickle.dumps((source, spool, layout, limits, memory_mb)))
            _listen(messages, progress, cancel or Event())
        except BrokenPipeError:
            raise ReadingFailed("the reading child ended before it had its task") from None
        finally:
            child.kill()
    with Spool(spool) as result:
        return result.head()


def _listen(messages: IO[bytes], progress: Callable[[int], None], cancel: Event) -> None:
    """Follow the child until it says that it is done."""
    while not cancel.is_set():
        if not select.select([messages], [], [], _TURN_SECONDS)[0]:
            continue
        line = messages.readline()
        if not line:
            raise ReadingFailed("the reading child ended without an answer")
        message = json.loads(line)
        if "rows" in message:
            progress(message["rows"])
        elif text := message.get("refused"):
            raise Refused(Phrase(text, message["values"]))
        else:
            return
    raise Cancelled
