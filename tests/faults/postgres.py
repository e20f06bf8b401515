"""A PostgreSQL of the tests' own, which they may stop at once."""

import getpass
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg

from zhike.cli.tests.processes import free_port

_numbers = count(1)


def programs() -> Path | None:
    """Find the newest that is installed, be it where Debian keeps it or on the PATH."""
    kept = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    if kept:
        return max(kept, key=lambda path: float(path.parent.name))
    found = shutil.which("initdb")
    return Path(found).parent if found else None


@dataclass(frozen=True)
class Postgres:
    """One cluster."""

    bin: Path
    home: Path
    port: int

    def start(self) -> None:
        settings = f"-p {self.port} -k {self.home} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._ctl("start", "-w", "-l", str(self.home / "log"), "-o", settings)

    def stop_at_once(self) -> None:
        """Stop as a crash does: nobody is waited for, nothing is written any more."""
        self._ctl("stop", "-m", "immediate")

    def new_database(self) -> str:
        name = f"zhike_{next(_numbers)}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self._url(name)

    def _url(self, name: str) -> str:
        return f"postgresql://zhike@127.0.0.1:{self.port}/{name}"

    def run(self, program: str, *words: str) -> None:
        # It refuses to run as root, so root lends it an ordinary user.
        lent = ["runuser", "-u", "nobody", "--"] if getpass.getuser() == "root" else []
        subprocess.run(
            [*lent, str(self.bin / program), *words], cwd=self.home, check=True, stdout=subprocess.DEVNULL, timeout=120
        )

    def _ctl(self, *words: str) -> None:
        self.run("pg_ctl", "-D", str(self.home / "data"), *words)


@contextmanager
def cluster(found: Path) -> Iterator[Postgres]:
    home = Path(tempfile.mkdtemp(prefix="zhike-pg-"))
    if getpass.getuser() == "root":
        shutil.chown(home, "nobody")
    made = Postgres(found, home, free_port())
    try:
        made.run("initdb", "-D", str(home / "data"), "-U", "zhike", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        made.start()
        yield made
    finally:
        if (home / "data" / "postmaster.pid").exists():
            made.stop_at_once()
        shutil.rmtree(home, ignore_errors=True)
