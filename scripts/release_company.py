"""Keep a small company as this version leaves it: `.venv/bin/python -m scripts.release_company`, once for each release.

The tests restore it by every later version (tests/upgrades).
"""

import shutil
import sys
import tempfile
from pathlib import Path

import django

from zhike import __version__

PLACE = Path(__file__).parents[1] / "tests" / "upgrades"


def main() -> int:
    django.setup()
    from zhike.cli.tests.keeping import build  # noqa: PLC0415 - needs models

    path = PLACE / f"zhike-{__version__}.zip"
    folder = Path(tempfile.mkdtemp())
    try:
        home = build(folder)
        for upload in (home.folder / "files" / "fields").iterdir():
            upload.write_bytes(upload.name.encode())  # the tests of backups want it large, a repository does not
        done = home.zhike("backup", path, "--force")
    finally:
        shutil.rmtree(folder)
    print(done.out, done.err)
    return done.code


if __name__ == "__main__":
    sys.exit(main())
