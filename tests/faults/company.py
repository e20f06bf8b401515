"""A small company that is really served, and a colleague at her browser."""

import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psycopg

from zhike.cli.tests.keeping import ROOT, Home, asked
from zhike.cli.tests.processes import SOURCE, wait_until
from zhike.cli.tests.serving import Serving, serving

logging.getLogger("httpx").setLevel(logging.WARNING)  # hundreds of requests
NAME, WORD = "wangmin", "Kranich-über-See-47"
NOT_ANSWERED = (httpx.TransportError,)
_SELECT = re.compile(r'<select name="([^"]+)"(.*?)</select>', re.S)
_CHOSEN = re.compile(r'<option value="([^"]*)" selected')
_CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Company(Home):
    """One data directory, served with short leases."""

    lease_seconds: float = 3.0

    @property
    def settings(self) -> dict[str, str]:
        return {
            "ZHIKE_DATABASE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "tests.faults.whole",
            "PYTHONPATH": f"{SOURCE}{os.pathsep}{ROOT}",
            "FAULTS_LEASE": str(self.lease_seconds),
        }

    @property
    def environ(self) -> dict[str, str]:
        return {**os.environ, "ZHIKE_DATA_DIR": str(self.folder), **self.settings}

    @contextmanager
    def served(self, **environ: str) -> Iterator[Serving]:
        with serving(self.folder, **self.settings, **environ) as found:
            yield found

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        if self.url:
            with psycopg.connect(self.url) as connection:
                return connection.execute(question.encode()).fetchall()
        return asked(self.database, question)

    def count(self, question: str) -> int:
        return int(self.ask(f"SELECT count(*) FROM {question}")[0][0])


def found_company(folder: Path, url: str = "") -> Company:
    """Make an empty installation and the owner who may sign in."""
    home = Company(folder, url)
    done = home.zhike("migrate")
    assert done.code == 0, done.err
    words = [sys.executable, "-m", "zhike", "createowner", "--username", NAME, "--name", "王敏", "--password-stdin"]
    subprocess.run(words, env=home.environ, input=WORD, text=True, check=True, capture_output=True)
    return home


@dataclass
class Colleague:
    """Somebody at a browser, who has signed in and keeps her cookies over restarts."""

    url: str
    browser: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=30, trust_env=False))

    def sign_in(self) -> int:
        """Sign in through the page; 302 when she is in."""
        page = self.browser.get(f"{self.url}sign-in/").text
        found = _CSRF.search(page)
        assert found, page
        told = {"login": NAME, "password": WORD, "csrfmiddlewaretoken": found[1]}
        return self.browser.post(f"{self.url}sign-in/", data=told).status_code

    def post(self, path: str, data: dict[str, str], **more: Any) -> httpx.Response:
        token = next(value for name, value in self.browser.cookies.items() if name.endswith("zhike-csrf"))
        return self.browser.post(f"{self.url}{path}", data={**data, "csrfmiddlewaretoken": token}, **more)

    def get(self, path: str) -> httpx.Response:
        return self.browser.get(f"{self.url}{path}")

    def add_customer(self, number: str) -> int:
        """Answer the status; 302 when she was told that the customer is there."""
        told = {"name": f"公司{number}", "kind": "organisation", "number": number}
        return self.post("customers/new/", told).status_code

    def bring(self, kind: str, path: Path, **options: str) -> str:
        """Upload a file and have it tried as it was understood; answer the address of the run."""
        with path.open("rb") as file:
            answer = self.post(f"import/new/{kind}/", options, files={"file": (path.name, file)})
        assert answer.status_code == 302, answer.text[-2000:]
        run = answer.headers["location"].removeprefix("/").removesuffix("read/")
        answer = self.post(f"{run}map/", chosen(self.get(f"{run}map/").text))
        assert answer.headers.get("location") == f"/{run}", answer.text[-2000:]
        return run


def chosen(page: str) -> dict[str, str]:
    """Answer what the selects of a page's form have chosen."""
    return {name: found[1] if (found := _CHOSEN.search(options)) else "" for name, options in _SELECT.findall(page)}


@contextmanager
def signed_in(url: str) -> Iterator[Colleague]:
    colleague = Colleague(url)
    with colleague.browser:
        assert colleague.sign_in() == 302
        yield colleague


def wait_for_answer(at: Serving, status: int = 200) -> None:
    """Wait until the pages and their database answer."""

    def is_so() -> bool:
        try:
            return httpx.get(f"{at.url}health/", timeout=10, trust_env=False).status_code == status
        except NOT_ANSWERED:
            return False

    wait_until(is_so, f"the pages answer {status}")
