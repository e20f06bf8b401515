"""The child: take a spool and what to do with its rows, give batch after batch on standard output, then nothing."""

import fcntl
import os
import pickle
import sys
from contextlib import suppress

from zhike.core.search import rules as search
from zhike.exchange.child import collect_seldom
from zhike.exchange.preparing import Batch, no_names, prepare_all
from zhike.exchange.reading.__main__ import watch

PIPE_BYTES = 1 << 20


def main() -> None:
    try:
        preparation = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the parent
        if preparation.names is not no_names:
            search.dictionary()  # while the file is still being read
        spool, at_once, after = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the parent
    except EOFError:  # there was nothing to prepare
        return
    watch()
    collect_seldom()
    with suppress(AttributeError, OSError):  # where a pipe may be so large that a batch need not be waited for
        fcntl.fcntl(sys.stdout, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    for batch in prepare_all(spool, preparation, at_once, after=after):
        _tell(batch)
    _tell(None)
    os._exit(0)  # not left to the interpreter: its end, with the watching thread, would look like an abort


def _tell(batch: Batch | None) -> None:
    sys.stdout.buffer.write(pickle.dumps(batch))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
