"""The child: take one task from standard input, report on standard output in lines of JSON, die with the parent."""

import json
import os
import pickle
import resource
import sqlite3
import sys
import traceback
from threading import Thread
from time import monotonic
from typing import Any

from zhike.exchange.child import collect_seldom
from zhike.exchange.columns import Refused
from zhike.exchange.reading import peek, read_into_spool
from zhike.exchange.reading.parent import NO_MEMORY
from zhike.phrases import Phrase

_TELL_SECONDS = 0.5
_NO_ROOM = Phrase("The server's disk is full: free some space and import again.")


class _Reporter:
    """Tells the parent how many rows are read, not more often than a person can see."""

    def __init__(self) -> None:
        self._told = monotonic()

    def __call__(self, rows: int) -> None:
        if monotonic() - self._told >= _TELL_SECONDS:
            self._told = monotonic()
            _tell({"rows": rows})


def _tell(message: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(message, default=str) + "\n")
    sys.stdout.flush()


def _refuse(phrase: Phrase) -> None:
    _tell({"refused": phrase.text, "values": dict(phrase.values)})


def watch() -> None:
    """End this process when the parent's end of the pipe is closed, whatever else it is doing."""

    def wait() -> None:
        sys.stdin.buffer.read()
        os._exit(1)

    Thread(target=wait, daemon=True).start()


def _run(what: str, task: dict[str, Any]) -> None:
    try:
        if what == "peek":
            answer: dict[str, object] = {"peek": peek(**task).as_json()}
        else:
            read_into_spool(**task, progress=_Reporter())
            answer = {"done": True}
    except Refused as refusal:
        _refuse(refusal.phrase)
    except MemoryError:
        _refuse(NO_MEMORY)
    except sqlite3.OperationalError as error:
        if "full" not in str(error):
            raise
        _refuse(_NO_ROOM)
    else:
        _tell(answer)


def main() -> None:
    """Read one file, or look at it."""
    what, task, memory_mb = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the parent
    watch()
    collect_seldom()
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))
    try:
        _run(what, task)
    except Exception:  # not left to the interpreter: its end, with the watching thread, would look like an abort
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)


if __name__ == "__main__":
    main()
