"""A fresh installation of Zhike in a directory of its own, used through the real command."""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.memory import Memory, watched

ZHIKE = (sys.executable, "-P", "-m", "zhike")


class CommandFailed(Exception):
    """A command of the product did not end as it should."""


@dataclass(frozen=True)
class Import:
    """One import as a person sees it: what the command answered, how long it took, what it held."""

    answer: dict[str, Any]
    seconds: float
    memory: Memory

    @property
    def rows_per_second(self) -> float:
        return float(self.answer["rows"]) / self.seconds


@dataclass(frozen=True)
class Installation:
    """Where the data is; nothing of the caller's own settings shines through."""

    data_dir: Path

    @property
    def environ(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ZHIKE_")}
        return kept | {"ZHIKE_DATA_DIR": str(self.data_dir), "ZHIKE_LOG_LEVEL": "WARNING"}

    @property
    def database(self) -> Path:
        return self.data_dir / "zhike.sqlite3"

    def bring_in(self, kind: str, path: Path, *options: str) -> Import:
        """Import a file by `zhike import`, watching the memory of the command and of its reading child.

        Raises:
            CommandFailed: a row or the whole file was refused.
        """
        before = perf_counter()
        with self.started("import", kind, str(path), "--json", *options) as process:
            with watched(process.pid) as memory:
                output, _ = process.communicate()
            seconds = perf_counter() - before
        if process.returncode != 0:
            raise CommandFailed(f"zhike import {kind} {path.name}: {output}")
        return Import(json.loads(output.splitlines()[-1]), seconds, memory)

    @contextmanager
    def started(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        """Start a command; whatever of it still runs in the end is stopped."""
        with subprocess.Popen([*ZHIKE, *words], env=self.environ, stdout=subprocess.PIPE, text=True) as process:
            try:
                yield process
            finally:
                process.terminate()

    def figure(self, question: str) -> Any:
        """Ask the database for one row, past the product."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            return connection.execute(question).fetchone()


@contextmanager
def fresh_installation() -> Iterator[Installation]:
    """Make a migrated installation and remove it afterwards."""
    with tempfile.TemporaryDirectory(prefix="zhike-bench-") as place:
        installation = Installation(Path(place))
        subprocess.run([*ZHIKE, "migrate"], env=installation.environ, check=True, stdout=subprocess.DEVNULL)
        yield installation
