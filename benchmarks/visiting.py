"""Visit a running `zhike web` as a browser does, with a company of invented customers in it."""

import http.client
import re
import secrets
import socket
import subprocess
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from time import sleep
from urllib.parse import urlencode

from benchmarks.company import customers
from benchmarks.import_customers import HEADER
from benchmarks.installation import ZHIKE, Installation
from benchmarks.real_data import write_csv


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

    def sign_in(self, password: str, *, name: str = "boss") -> None:
        """Sign in, as the owner if nobody else is named.

        Raises:
            NotSignedIn: the page did not lead on.
        """
        _, page = self.ask("/sign-in/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        form = {"login": name, "password": password, "csrfmiddlewaretoken": token[1] if token else ""}
        status, _ = self.ask("/sign-in/", form)
        if status != 302:
            raise NotSignedIn(f"the sign-in page answered {status}")


def fill(installation: Installation, count: int) -> str:
    """Bring customers in, and answer the password of the owner."""
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
            for c in customers(count)
        ),
    )
    installation.bring_in("customers", path)
    return password


def wait_until_it_answers(visitor: Visitor) -> None:
    while True:
        try:
            visitor.ask("/health/")
        except OSError:
            sleep(0.02)
        else:
            return


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
