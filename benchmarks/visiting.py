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


class NotAPage(Exception):
    """The server answered something else than a whole page."""


@dataclass
class Visitor:
    """A browser as far as this needs one: it keeps cookies and follows nothing."""

    port: int
    cookies: SimpleCookie = field(default_factory=SimpleCookie)

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={one.value}" for name, one in self.cookies.items())

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": self.cookie}
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


class Line:
    """A signed-in browser's connection, kept from page to page as browsers do, on a bare socket.

    Visitors share their processor with the servers they time, so this one does no more than a fair test needs: it
    reads an answer to its announced end, and refuses one that is no page or not all of it. Python's own client with a
    connection for each page takes several times as long.
    """

    def __init__(self, port: int, cookie: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.headers = f"Host: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n"

    def page(self, path: str) -> None:
        """Ask for a page.

        Raises:
            NotAPage: the answer is none, or breaks off.
        """
        self.socket.sendall(f"GET {path} HTTP/1.1\r\n{self.headers}".encode())
        answer = self._more(b"")
        while b"\r\n\r\n" not in answer:
            answer = self._more(answer)
        head, body = answer.split(b"\r\n\r\n", 1)
        length = re.search(rb"(?i)content-length: *(\d+)", head)
        if not head.startswith(b"HTTP/1.1 200 ") or length is None:
            raise NotAPage(f"{path}: {head[:40]!r}")
        while len(body) < int(length[1]):
            body = self._more(body)
        if not body.endswith(b"</html>\n"):
            raise NotAPage(f"{path}: {body[-40:]!r}")

    def close(self) -> None:
        self.socket.close()

    def _more(self, found: bytes) -> bytes:
        more = self.socket.recv(1 << 17)
        if not more:
            raise NotAPage("the server hung up")
        return found + more


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
