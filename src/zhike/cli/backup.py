"""`zhike backup`: the database and all files in one file, while people go on working."""

import json
from argparse import Namespace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from zhike.cli.database import start_django
from zhike.cli.keeping import Progress, readable_size, refusals
from zhike.phrases import Phrase, say

if TYPE_CHECKING:
    from zhike.core.keeping import making

NAMED_AT_MOST = 5


def run(arguments: Namespace) -> int:
    start_django()
    from zhike.core.keeping import making

    progress = Progress(making.TEXTS)
    try:
        with refusals():
            backup = making.back_up(arguments.file, at=datetime.now(UTC), force=arguments.force, share=progress)
    finally:
        progress.end()
    _report(backup)
    if arguments.json:
        print(json.dumps(_told(backup), ensure_ascii=False))
    return 0


def _report(backup: "making.Backup") -> None:
    manifest = backup.manifest
    values = {
        "path": backup.path,
        "size": readable_size(backup.bytes),
        "rows": f"{manifest.rows:,}",
        "files": f"{manifest.files:,}",
    }
    print(say(Phrase("Backed up %(rows)s rows and %(files)s files into %(path)s (%(size)s).", values)))
    print(say(Phrase("It holds personal data in readable form: keep it where nobody else can read it.")))
    if manifest.missing:
        names = ", ".join(manifest.missing[:NAMED_AT_MOST]) + (" …" if len(manifest.missing) > NAMED_AT_MOST else "")
        print(
            say(
                Phrase(
                    "%(count)s files could not be found and are missing from it: %(names)s",
                    {"count": len(manifest.missing), "names": names},
                )
            )
        )


def _told(backup: "making.Backup") -> dict[str, object]:
    manifest = backup.manifest
    return {
        "file": str(backup.path),
        "bytes": backup.bytes,
        "version": manifest.version,
        "made_at": manifest.made_at,
        "database": manifest.vendor,
        "tables": manifest.counts,
        "rows": manifest.rows,
        "files": manifest.files,
        "missing": manifest.missing,
    }
