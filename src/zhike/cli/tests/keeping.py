"""A company to back up, the real commands to do it with, and what its database holds."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.factories.files import CUSTOMER_HEADS, ORDER_HEADS, write_csv
from zhike.cli.tests.processes import SOURCE, started
from zhike.core.keeping import tables

ROOT = SOURCE.parent
LINES_OF_ORDER = 3
_MOMENT = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+$")


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out.splitlines()[-1])
        return found


@dataclass(frozen=True)
class Home:
    """One data directory and the commands run on it."""

    folder: Path
    url: str = ""

    @property
    def database(self) -> Path:
        return self.folder / "zhike.sqlite3"

    @property
    def environ(self) -> dict[str, str]:
        return {
            **os.environ,
            "PYTHONPATH": f"{SOURCE}{os.pathsep}{ROOT}",
            "ZHIKE_DATA_DIR": str(self.folder),
            "ZHIKE_DATABASE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "zhike.config.settings",
        }

    def zhike(self, *words: object, **environ: str) -> Done:
        return self.python("-m", "zhike", *words, **environ)

    def python(self, *words: object, **environ: str) -> Done:
        command = [sys.executable, *map(str, words)]
        done = subprocess.run(command, env=self.environ | environ, capture_output=True, text=True, check=False)
        return Done(done.returncode, done.stdout, done.stderr)

    def files(self) -> dict[str, bytes]:
        root = self.folder / "files"
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def write_orders(path: Path, count: int, *, first: int = 1, customers: int = 40) -> Path:
    rows = [
        (f"D{number:06}", f"客户{number % customers}", "2026-03-05", line, f"P{line}", "1.5", "20.25", "30.38", "12")
        for number in range(first, first + count)
        for line in range(1, LINES_OF_ORDER + 1)
    ]
    return write_csv(path, rows, ORDER_HEADS)


def build(folder: Path, url: str = "") -> Home:
    """Make a company with colleagues, customers, orders, files, jobs and a log of changes."""
    home = Home(folder / "home", url)
    home.folder.mkdir()
    rows = [(f"K{number}", f"客户{number}", f"138000{number:05}", "", "", "") for number in range(40)]
    write_csv(folder / "customers.csv", rows, CUSTOMER_HEADS)
    write_orders(folder / "orders.csv", 60)
    for done in (home.zhike("migrate"), home.python("-m", "zhike.cli.tests.kept_company", folder)):
        assert done.code == 0, done.err
    return home


def stopped_at(place: str, *words: object) -> str:
    """Write a program that runs a command and waits where a function is called for the second time."""
    module, _, name = place.rpartition(":")
    return f"""
import sys, time
from zhike.cli import main
import {module} as module
owner, _, name = {name!r}.rpartition(".")
holder = getattr(module, owner) if owner else module
real, calls = getattr(holder, name), []
def waiting(*args, **kwargs):
    calls.append(1)
    if len(calls) == 2:
        print("here", flush=True)
        time.sleep(600)
    return real(*args, **kwargs)
setattr(holder, name, waiting)
sys.exit(main({[str(word) for word in words]!r}))
"""


def kill_at(home: Home, place: str, *words: object) -> None:
    """Kill a command where it would call a function for the second time."""
    with started("-c", stopped_at(place, *words), environ=home.environ) as process:
        assert process.stdout
        said = process.stdout.readline()
        assert said == "here\n", process.communicate()
        process.kill()
        process.wait()


def copied(home: Home, folder: Path) -> Home:
    shutil.copytree(home.folder, folder)
    return Home(folder)


def contents(path: Path, *, besides: tuple[str, ...] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """Photograph every table of a SQLite file; how JSON, decimals and moments are written does not matter."""
    with tables.opened(path) as db:
        return {
            table.name: sorted((tuple(map(_plain, row)) for row in db.execute(_all_of(table))), key=repr)
            for table in tables.tables(db)
            if table.name not in besides
        }


def _all_of(table: tables.Table) -> str:
    return f"SELECT {', '.join(sorted(map(tables.quoted, table.columns)))} FROM {table.quoted}"


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return float(value)
    if isinstance(value, str) and value.startswith(("{", "[")):
        return json.dumps(json.loads(value), sort_keys=True)
    return _MOMENT.sub(lambda found: found[0].rstrip("0"), value) if isinstance(value, str) else value


def asked(path: Path, question: str) -> list[tuple[Any, ...]]:
    with tables.opened(path) as db:
        return db.execute(question).fetchall()


def state_of_job(home: Home, key: str) -> str:
    return str(asked(home.database, f"SELECT state FROM jobs_job WHERE unique_key = '{key}'")[0][0])
