"""Read the names of the next batch aloud in another process, while this one writes the batch before.

Pinyin and tokens take half of the time of an import of customers; the machine has a second core.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self, cast

import zhike
from zhike.core.search import rules


class Ahead:
    """A process that reads names; without it, or when it dies, they are read when they are needed.

    It dies with this process: its standard input ends then.
    """

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._is_asked = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._child is not None:
            self._child.kill()
            with suppress(BrokenPipeError):  # what it was not told in time
                self._child.__exit__(kind, error, trace)

    def ask(self, titles: Iterable[str]) -> None:
        """Have these names read; the answer is fetched by `take`, before anything else is asked."""
        wanted = [title for title in dict.fromkeys(titles) if title and not rules.is_remembered(title)]
        if not wanted:
            return
        self._child = self._child or _start()
        try:
            pickle.dump(wanted, cast(IO[bytes], self._child.stdin))
            cast(IO[bytes], self._child.stdin).flush()
            self._is_asked = True
        except BrokenPipeError:
            self._is_asked = False

    def take(self) -> None:
        """Remember what was read, so that `rules.words` need not read it again."""
        if not self._is_asked or self._child is None:
            return
        self._is_asked = False
        try:
            rules.remember(pickle.load(cast(IO[bytes], self._child.stdout)))  # noqa: S301 - our own child's
        except EOFError:
            return


def _start() -> subprocess.Popen[bytes]:
    places = [str(Path(zhike.__path__[0]).parent), os.environ.get("PYTHONPATH", "")]
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "zhike.core.search.ahead"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places))},
    )
