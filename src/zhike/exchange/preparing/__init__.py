"""Prepare batches ahead: another process does what needs no database while this one writes the batch before.

Tidying, keys, pinyin and tokens take more than half of the time of an import of customers; the machine has a second
core.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import IO, Any, Self, cast

from zhike.core.search import rules as search
from zhike.core.search.rules import Named, Words
from zhike.exchange.child import start_child
from zhike.exchange.reading import ReadingFailed
from zhike.exchange.spool import Row, Spool

ROWS_AT_ONCE = 500
WORTH_A_CHILD = 64 << 10
"""Bytes of a file: starting a process takes the best part of a second."""


@dataclass(frozen=True)
class Preparation:
    """What is done with each batch: `prepare` its rows, and say what `names` in it search will read.

    Both are pure functions at the top of modules that start without Django. What is looked for under a name takes a
    third of the time, so kinds whose names are made only as an option says leave it when that was not chosen.
    """

    prepare: Callable[[Sequence[Row]], Any]
    names: Callable[[Any], Iterable[Named]]
    named_by: tuple[str, str] | None = None

    def chosen(self, options: Mapping[str, str]) -> "Preparation":
        """Answer what is to be done under these options."""
        if self.named_by is None:
            return self
        option, choice = self.named_by
        return self if options.get(option) == choice else replace(self, names=no_names)


def no_names(prepared: Any) -> Iterable[Named]:
    """Answer that nothing here is looked for by name."""
    return ()


@dataclass(frozen=True)
class Batch:
    """Some rows, prepared, what their names are found by, and the key they end with."""

    rows: int
    last: str
    prepared: Any
    words: dict[Named, Words]


class Preparing:
    """Prepares the batches of a file, in a child if it is large; the child gets ready while the file is being read."""

    def __init__(self, preparation: Preparation, *, source: Path) -> None:
        self._preparation = preparation
        self._child = start_child("zhike.exchange.preparing") if source.stat().st_size > WORTH_A_CHILD else None
        self._tell(preparation)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.__exit__(None, None, None)

    def batches(self, spool: Path, *, after: str = "") -> Iterator[Batch]:
        """Give the batches of a spool behind a key in order.

        Raises:
            ReadingFailed: the child broke.
        """
        if self._child is None:
            batches = prepare_all(spool, self._preparation, ROWS_AT_ONCE, after=after)
        else:
            self._tell((spool, ROWS_AT_ONCE, after))
            batches = _hear(cast(RawIOBase, self._child.stdout))
        for batch in batches:
            search.remember(batch.words)
            yield batch

    def _tell(self, task: object) -> None:
        with suppress(BrokenPipeError):  # that it is dead will be heard
            if self._child is not None:
                cast(IO[bytes], self._child.stdin).write(pickle.dumps(task))


def prepare_all(spool: Path, preparation: Preparation, at_once: int, *, after: str = "") -> Iterator[Batch]:
    with Spool(spool) as file:
        for last, rows in file.batches(limit=at_once, after=after):
            prepared = preparation.prepare(rows)
            names = {*preparation.names(prepared)}
            words = {each: search.words(each[0], number=each[1], phones=each[2]) for each in names}
            yield Batch(len(rows), last, prepared, words)


def _hear(answers: RawIOBase) -> Iterator[Batch]:
    try:
        with BufferedReader(answers) as whole:
            while (batch := pickle.load(whole)) is not None:  # noqa: S301 - our own child's
                yield batch
    except EOFError as ended:
        raise ReadingFailed("the preparing child ended before the file did") from ended
