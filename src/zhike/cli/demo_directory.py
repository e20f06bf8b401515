"""The demo's own directory: marked, locked while in use, and never mistaken for a company's."""

import fcntl
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from platformdirs import user_data_dir

from zhike.cli.refusal import Refusal
from zhike.phrases import Phrase

MARK = ".zhike-demo"
LOCK = "demo.lock"
DATABASE = "zhike.sqlite3"
KEPT_WHEN_CLEARED = (MARK, LOCK)
OURS = (
    *KEPT_WHEN_CLEARED, DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal",
    "secret_key", "logins.json", "migrate.lock", "files", "tls", "spools", "backups", "erasures.jsonl",
)  # fmt: skip


def is_demo(directory: Path) -> bool:
    return (directory / MARK).exists()


def chosen(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("ZHIKE_DATA_DIR", "").strip() or user_data_dir("zhike-demo")).expanduser().absolute()


@contextmanager
def claimed(directory: Path) -> Iterator[None]:
    """Mark the directory as the demo's and hold it for this process alone.

    Raises:
        Refusal: if it may be a real company's, is in use, or cannot be written.
    """
    try:
        if directory.exists() and not is_demo(directory) and any(directory.iterdir()):
            raise Refusal(_not_a_demo(directory))
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        (directory / MARK).touch()
        lock = (directory / LOCK).open("w")
    except OSError as error:
        values = {"path": directory, "reason": error.strerror}
        raise Refusal(
            Phrase(
                "The demo's directory %(path)s cannot be written (%(reason)s): "
                "set ZHIKE_DATA_DIR to one that this user may write to.",
                values,
            )
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refusal(
                Phrase("A demo is already running in %(path)s: stop it with Ctrl-C first.", {"path": directory})
            ) from error
        yield


def refuse_strangers(directory: Path) -> None:
    """Let `--fresh` delete only what Zhike made.

    Raises:
        Refusal: naming the files that Zhike did not make.
    """
    strangers = sorted(path.name for path in directory.iterdir() if path.name not in OURS)
    if strangers:
        raise Refusal(
            Phrase(
                "%(path)s holds what the demo did not make (%(names)s), so nothing was deleted: move it elsewhere.",
                {"path": directory, "names": ", ".join(strangers[:5]) + (" …" if len(strangers) > 5 else "")},
            )
        )


def clear(directory: Path) -> None:
    """Delete everything but the mark and the lock that we hold."""
    for path in directory.iterdir():
        if path.name in KEPT_WHEN_CLEARED:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _not_a_demo(directory: Path) -> Phrase:
    return Phrase(
        "%(path)s is not a demo directory and may hold a company's data: "
        "set ZHIKE_DATA_DIR to an empty directory, or unset it.",
        {"path": directory},
    )
