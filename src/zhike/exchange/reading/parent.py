"""The parent's side of reading in a child: start it, listen to it, stop it."""

import json
import pickle
import select
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Timer
from typing import IO, Any, cast

from zhike.exchange.child import start_child
from zhike.exchange.columns import Layout, Refused
from zhike.exchange.reading.seeing import NO_HEADS, Peek
from zhike.exchange.sheets import Limits
from zhike.exchange.spool import Head, Spool
from zhike.exchange.understanding.plans import Plan
from zhike.phrases import Phrase

MEMORY_MB = 1024
"""Address space of the child: far more than it needs, far less than would harm the machine."""

NO_MEMORY = Phrase("Reading the file takes more memory than is allowed: split the file into parts.")

TOO_SLOW = Phrase("Looking at the file takes too long: save it as .csv, or split it into parts.")

_TURN_SECONDS = 0.25
_ABORTED = -6
"""How a library ends a process that gets no memory."""

Progress = Callable[[int], None]


class Cancelled(Exception):
    """Reading was stopped because somebody wished so."""


class ReadingFailed(Exception):
    """The child ended without an answer; what it said is on this process's standard error."""


def read_in_child(
    source: Path,
    spool: Path,
    layout: Layout,
    *,
    plan: Plan | None = None,
    name: str = "",
    limits: Limits = Limits(),
    progress: Progress = lambda rows: None,
    cancel: Event | None = None,
    memory_mb: int = MEMORY_MB,
) -> Head:
    """Parse all rows of a file into a new spool in a child process with bounded memory.

    The child dies with this process.

    Raises:
        Refused: the file as a whole cannot be read.
        Cancelled: `cancel` was set.
        ReadingFailed: the child broke.
    """
    task = {"source": source, "spool": spool, "layout": layout, "plan": plan, "name": name, "limits": limits}
    _in_child("read", task, memory_mb=memory_mb, progress=progress, cancel=cancel or Event())
    with Spool(spool) as result:
        return result.head()


def peek_in_child(
    source: Path,
    layout: Layout | None = None,
    *,
    name: str = "",
    encoding: str = "",
    heads: Mapping[int, tuple[int, int]] = NO_HEADS,
    limits: Limits = Limits(),
    memory_mb: int = MEMORY_MB,
    seconds: float = 20,
) -> Peek:
    """Understand a file from its first rows in a child process with bounded memory and time.

    Raises:
        Refused: it is no table that can be read, or takes too long.
        ReadingFailed: the child broke.
    """
    late = Event()
    timer = Timer(seconds, late.set)
    timer.start()
    told = {"layout": layout, "name": name, "limits": limits, "encoding": encoding, "heads": dict(heads)}
    try:
        with TemporaryDirectory(prefix="zhike-peek-") as scratch:
            task = {"source": source, "scratch": Path(scratch), **told}
            answer = _in_child("peek", task, memory_mb=memory_mb, progress=lambda rows: None, cancel=late)
    except Cancelled:
        raise Refused(TOO_SLOW) from None
    finally:
        timer.cancel()
    return Peek.from_json(answer["peek"])


def _in_child(
    what: str, task: Mapping[str, object], *, memory_mb: int, progress: Progress, cancel: Event
) -> dict[str, Any]:
    with start_child("zhike.exchange.reading") as child:
        try:
            given, messages = cast(IO[bytes], child.stdin), cast(IO[bytes], child.stdout)
            given.write(pickle.dumps((what, task, memory_mb)))
            return _listen(messages, progress, cancel)
        except BrokenPipeError:
            raise ReadingFailed("the reading child ended before it had its task") from None
        except ReadingFailed:
            if child.wait() == _ABORTED:
                raise Refused(NO_MEMORY) from None
            raise
        finally:
            child.kill()


def _listen(messages: IO[bytes], progress: Progress, cancel: Event) -> dict[str, Any]:
    """Follow the child until it says that it is done."""
    while not cancel.is_set():
        if not select.select([messages], [], [], _TURN_SECONDS)[0]:
            continue
        line = _line(messages)
        if not line.endswith(b"\n"):
            raise ReadingFailed("the reading child ended without an answer")
        message: dict[str, Any] = json.loads(line)
        if "rows" in message:
            progress(message["rows"])
        elif text := message.get("refused"):
            raise Refused(Phrase(text, message["values"]))
        else:
            return message
    raise Cancelled


def _line(messages: IO[bytes]) -> bytes:
    """Read a whole line: an unbuffered pipe gives a long one in pieces."""
    pieces = [messages.readline()]
    while pieces[-1] and not pieces[-1].endswith(b"\n"):
        pieces.append(messages.readline())
    return b"".join(pieces)
