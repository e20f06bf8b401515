"""The child: take one task from standard input, report on standard output in lines of JSON, die with the parent."""

import json
import os
import pickle
import resource
import sqlite3
import sys
from pathlib import Path
from threading import Thread
from time import monotonic

from zhike.exchange.columns import Layout, Refused
from zhike.exchange.reading import read_into_spool
from zhike.exchange.sheets import Limits
from zhike.phrases import Phrase

_TELL_SECONDS = 0.5
_NO_MEMORY = Phrase("Reading the file takes more memory than is allowed: split the file into parts.")
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


def _run(source: Path, spool: Path, *, layout: Layout, limits: Limits) -> None:
    try:
        read_into_spool(source, spool, layout=layout, limits=limits, progress=_Reporter())
    except Refused as refusal:
        _refuse(refusal.phrase)
    except MemoryError:
        _refuse(_NO_MEMORY)
    except sqlite3.OperationalError as error:
        if "full" not in str(error):
            raise
        _refuse(_NO_ROOM)
    else:
        _tell({"done": True})


def main() -> None:
    """Read one file."""
    source, spool, layout, limits, memory_mb = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the parent
    watch()
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))
    _run(source, spool, layout=layout, limits=limits)


if __name__ == "__main__":
    main()
