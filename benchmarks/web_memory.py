"""`zhike web` after 200 requests over all kinds of pages: the private memory of its processes, and its start."""

import http.client
import re
import secrets
import socket
import subprocess
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from itertools import cycle, islice
from time import perf_counter, sleep
from urllib.parse import urlencode

from benchmarks.company import customers
from benchmarks.import_customers import HEADER
from benchmarks.installation import ZHIKE, Installation, fresh_installation
from benchmarks.memory import MEGABYTE, descendants, private_bytes
from benchmarks.real_data import write_csv
from benchmarks.table import milliseconds, show, verdict

REQUESTS = 200
CUSTOMERS = 2_000
GOAL_BYTES = 150e6
PAGES = (
    "/",
    "/customers/",
    "/customers/?sort=-bought",
    "/customers/new/",
    "/customers/C000001/",
    "/customers/edit/C000001/",
    "/orders/",
    "/products/",
    "/products/new/",
    "/import/",
    "/import/new/orders/",
    "/password/",
    "/gallery/",
    "/nowhere/",
)


class NotSignedIn(Exception):
    """The benchmark could not sign in."""


@dataclass
class Visitor:
    """A browser as far as this needs one: it keeps cookies and follows nothing."""

    port: int
    cookies: SimpleCookie = field(default_factory=SimpleCookie)

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={one.value}" for name, one in self.cookies.items())}
        body = urlencode(form) if form else None
        if body:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{self.port}"}
        connection.request("POST" if body else "GET", path, body, headers)
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(cookie)
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def sign_in(self, password: str) -> None:
        """Sign in as the owner.

        Raises:
            NotSignedIn: the page did not lead on.
        """
        _, page = self.ask("/sign-in/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        form = {"login": "boss", "password": password, "csrfmiddlewaretoken": token[1] if token else ""}
        status, _ = self.ask("/sign-in/", form)
        if status != 302:
            raise NotSignedIn(f"the sign-in page answered {status}")


def main() -> None:
    with fresh_installation() as installation:
        password = _fill(installation)
        port = _free_port()
        before = perf_counter()
        with installation.started("web", "--port", str(port)) as web:
            visitor = Visitor(port)
            _wait_until_it_answers(visitor)
            start = perf_counter() - before
            visitor.sign_in(password)
            for path in islice(cycle(PAGES), REQUESTS):
                visitor.ask(path)
            sizes = [private_bytes(pid) for pid in (web.pid, *descendants(web.pid))]
    names = ("parent", *(f"process {number}" for number in range(1, len(sizes))))
    rows = [
        (name, f"{size / MEGABYTE:.0f} MB", verdict(reached=size <= GOAL_BYTES))
        for name, size in zip(names, sizes, strict=True)
    ]
    show(f"`zhike web` after {REQUESTS} requests", ("process", "private memory", "goal"), rows)
    show("its start", ("until the first answer",), [(milliseconds(start),)])


def _fill(installation: Installation) -> str:
    password = secrets.token_urlsafe(16)
    words = ("createowner", "--username", "boss", "--name", "王老板", "--password-stdin")
    subprocess.run(
        [*ZHIKE, *words], env=installation.environ, input=password, text=True, check=True, capture_output=True
    )
    path = installation.data_dir / "customers.csv"
    write_csv(
        path,
        HEADER,
        (
            (c.number, c.name, "企业", c.phone, c.region, c.industry, c.contact, c.contact_phone, c.contact_title)
            for c in customers(CUSTOMERS)
        ),
    )
    installation.bring_in("customers", path)
    return password


def _wait_until_it_answers(visitor: Visitor) -> None:
    while True:
        try:
            visitor.ask("/health/")
        except OSError:
            sleep(0.02)
        else:
            return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
