import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.faults.company import Company, found_company
from tests.faults.disk import mounted
from tests.faults.postgres import Postgres, cluster, programs
from zhike.cli.tests.processes import SOURCE, started, wait_until

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class House:
    """An installation of its own whose workers the test starts, kills and asks."""

    folder: Path
    lease_seconds: float = 1.0
    url: str = ""

    @property
    def environ(self) -> dict[str, str]:
        return {
            "ZHIKE_DATA_DIR": str(self.folder),
            "ZHIKE_DATABASE_URL": self.url,
            "ZHIKE_LOG_LEVEL": "CRITICAL",  # nobody reads the pipes of these processes
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "PYTHONPATH": f"{SOURCE}{os.pathsep}{ROOT}",
            "FAULTS_LEASE": str(self.lease_seconds),
        }

    def run(self, *words: str) -> None:
        subprocess.run([sys.executable, *words], env={**os.environ, **self.environ}, check=True, capture_output=True)

    def enqueue(self, *words: str) -> None:
        self.run("-m", "tests.faults.ask", str(self.folder), *words)

    @contextmanager
    def worker(self, **environ: str) -> Iterator["subprocess.Popen[str]"]:
        with started("-m", "zhike", "worker", environ=self.environ | environ) as process:
            yield process

    def set_clock(self, *, hours: float, clock: str = "clock") -> None:
        """Move the clock of the processes that go by it, at once."""
        draft = self.folder / f"{clock}.new"
        draft.write_text(str(hours * 3600))
        draft.rename(self.folder / clock)

    def go(self) -> None:
        (self.folder / "go").touch()

    def did(self, what: str) -> list[int]:
        """Answer the numbers of the processes that did a thing."""
        return [pid for word, pid in self.deeds() if word == what]

    def wait_begun(self) -> None:
        wait_until(lambda: bool(self.did("begun")), "the job has begun")

    def kill_at_work(self) -> None:
        """Kill a worker that has begun a job."""
        with self.worker() as worker:
            self.wait_begun()
            worker.kill()
            worker.wait()

    def deeds(self) -> list[tuple[str, int]]:
        path = self.folder / "did"
        lines = path.read_text().splitlines() if path.exists() else []
        return [(word, int(pid)) for word, pid in (line.split() for line in lines)]

    def states(self) -> Counter[str]:
        """Count the jobs by state, past the product."""
        return Counter(dict(self.ask("SELECT state, COUNT(*) FROM jobs_job GROUP BY state")))

    def ask(self, question: str) -> list[tuple[str, int]]:
        if self.url:
            with psycopg.connect(self.url) as connection:
                return connection.execute(question.encode()).fetchall()
        with closing(
            sqlite3.connect(f"file:{self.folder / 'zhike.sqlite3'}?mode=ro", uri=True, timeout=20)
        ) as database:
            return database.execute(question).fetchall()

    def wait_for(self, **states: int) -> None:
        wait_until(lambda: all(self.states()[state] == count for state, count in states.items()), f"jobs are {states}")


@pytest.fixture(scope="session")
def empty_house(tmp_path_factory: pytest.TempPathFactory) -> House:
    house = House(tmp_path_factory.mktemp("house"))
    house.run("-m", "zhike", "migrate")
    return house


@pytest.fixture
def house(empty_house: House, tmp_path: Path) -> House:
    folder = tmp_path / "house"
    shutil.copytree(empty_house.folder, folder)
    return House(folder)


@pytest.fixture(scope="session")
def empty_company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    return found_company(tmp_path_factory.mktemp("company"))


@pytest.fixture
def company(empty_company: Company, tmp_path: Path) -> Company:
    """An empty company of one owner, the test's own."""
    folder = tmp_path / "company"
    shutil.copytree(empty_company.folder, folder)
    return Company(folder)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with mounted(tmp_path / "disk") as place:
        yield place


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    found = programs()
    if found is None:
        pytest.skip("no PostgreSQL is installed: apt-get install postgresql")
    with cluster(found) as made:
        yield made
