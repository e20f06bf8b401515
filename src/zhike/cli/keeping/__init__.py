"""What the commands that keep the books safe have in common."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from zhike.cli.refusal import Refusal
from zhike.core.keeping.refusing import Refused
from zhike.phrases import Phrase, say

EVERY_SECONDS = 0.2


@contextmanager
def refusals() -> Iterator[None]:
    """Say a refusal of the engine as the command's own."""
    try:
        yield
    except Refused as refused:
        raise Refusal(refused.phrase) from refused


class Progress:
    """One line on a terminal that is written anew; nothing where nobody looks."""

    def __init__(self, texts: dict[str, Phrase]) -> None:
        self._texts = texts
        self._told_at = 0.0

    def __call__(self, step: str, share: float) -> None:
        now = time.monotonic()
        if sys.stderr.isatty() and now - self._told_at >= EVERY_SECONDS:
            self._told_at = now
            print(f"\r\033[K{say(self._texts[step])} {share:.0%}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if sys.stderr.isatty():
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def readable_size(count: int) -> str:
    size = float(count)
    for unit in ("B", "KB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


def without_password(url: str) -> str:
    """Name a database so that it may be shown."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname or ''}{port}{parts.path}"


def child_environment(**values: str) -> dict[str, str]:
    """Give the environment of a command that we run on another database."""
    return {**os.environ, "ZHIKE_BACKUP_BEFORE_MIGRATE": "0", **values}


def clear(folder: Path) -> None:
    """Delete what an unfinished restore has put into a folder, not the folder: it may lie on a disk of its own."""
    for here, names_of_folders, names in os.walk(folder, topdown=False):
        for name in names:
            (Path(here) / name).unlink()
        for name in names_of_folders:
            (Path(here) / name).rmdir()
