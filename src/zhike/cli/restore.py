"""`zhike restore`: a backup into an empty installation, or nothing."""

import fcntl
import json
import os
import shutil
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from zhike.cli.keeping import clear, refusals
from zhike.cli.keeping.targets import PostgresTarget, SqliteTarget, Target
from zhike.cli.refusal import Refusal
from zhike.cli.starting import environment
from zhike.config.environment import Environment
from zhike.core.keeping.refusing import MARK, Refused, not_empty
from zhike.phrases import Phrase, chinese, say

if TYPE_CHECKING:
    from zhike.core.keeping.archive import Manifest
    from zhike.core.keeping.restoring import Settled

LOCK = "restore.lock"


@dataclass(frozen=True)
class Outcome:
    """What came back."""

    manifest: "Manifest"
    settled: "Settled"


def run(arguments: Namespace) -> int:
    settings = environment()
    _refuse_unreadable(arguments.file)
    with _alone(settings.data_dir), refusals():
        outcome = _restore(arguments.file, settings)
    _report(outcome)
    if arguments.json:
        print(json.dumps(_told(outcome), ensure_ascii=False))
    return 0


def _restore(file: Path, settings: Environment) -> Outcome:
    """Look at everything before anything is written; then write under a mark that stays until all is there."""
    url = settings.database_url
    target: Target = SqliteTarget(url) if url.startswith("sqlite") else PostgresTarget()
    if not (settings.data_dir / MARK).exists():
        _refuse_files(settings.data_dir / "files")
    target.prepare()
    from zhike.core.keeping import archive, restoring
    from zhike.core.keeping.refusing import room_for

    with archive.opened(file) as (opened, manifest):
        restoring.refuse_newer(manifest, file)
        print(chinese("Checking the backup…"), file=sys.stderr)
        archive.check_parts(opened, manifest, file)
        mark = _marked(settings.data_dir)
        print(chinese("Restoring…"), file=sys.stderr)
        with room_for(settings.data_dir / "files"):
            clear(settings.data_dir / "files")
            restoring.put_files_back(opened, manifest)
            restoring.merge_erasures(opened, manifest)
            settled = target.fill(opened, manifest, file=file, mark=mark)
    shutil.rmtree(mark)
    return Outcome(manifest, settled)


@contextmanager
def _alone(data_dir: Path) -> Iterator[None]:
    with (data_dir / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refusal(
                Phrase("Another restore is under way in %(path)s: wait for its end.", {"path": data_dir})
            ) from error
        yield


def _marked(data_dir: Path) -> Path:
    """Say, for every other command to see, that what is here is not whole."""
    mark = data_dir / MARK
    if mark.exists():
        print(chinese("An earlier restore was broken off: what it left is cleared away."), file=sys.stderr)
        shutil.rmtree(mark)
    mark.mkdir(mode=0o700)
    descriptor = os.open(data_dir, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
    return mark


def _refuse_unreadable(path: Path) -> None:
    if not path.is_file():
        raise Refusal(Phrase("The file %(path)s does not exist: check the path.", {"path": path}))


def _refuse_files(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise Refused(not_empty(folder))


def _report(outcome: Outcome) -> None:
    manifest, settled = outcome.manifest, outcome.settled
    values = {
        "time": f"{datetime.fromisoformat(manifest.made_at).astimezone():%Y-%m-%d %H:%M}",
        "rows": f"{manifest.rows:,}",
        "files": f"{manifest.files:,}",
    }
    print(say(Phrase("Restored: %(rows)s rows and %(files)s files as they were at %(time)s.", values)))
    if settled.parked:
        print(
            say(
                Phrase(
                    "%(count)s jobs were under way then and wait now: look at each, then start it again.",
                    {"count": settled.parked},
                )
            )
        )
    if settled.unsent:
        print(
            say(
                Phrase("%(count)s messages were on their way then. They are not sent again.", {"count": settled.unsent})
            )
        )
    if settled.erased:
        print(say(Phrase("%(count)s people who had been erased were erased again.", {"count": settled.erased})))
    if manifest.missing:
        print(
            say(
                Phrase(
                    "%(count)s files were missing already when the backup was made.", {"count": len(manifest.missing)}
                )
            )
        )
    print(chinese("The key is not part of a backup: what was locked with it (robots' addresses) is given anew."))
    print(chinese("Everybody signs in anew. Start Zhike with `zhike serve`."))


def _told(outcome: Outcome) -> dict[str, object]:
    manifest = outcome.manifest
    return {
        "version": manifest.version,
        "made_at": manifest.made_at,
        "rows": manifest.rows,
        "files": manifest.files,
        "missing": manifest.missing,
        "parked": outcome.settled.parked,
        "unsent": outcome.settled.unsent,
        "erased": outcome.settled.erased,
    }
