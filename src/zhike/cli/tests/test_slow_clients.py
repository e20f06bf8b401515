"""Clients that never finish what they send keep nobody else from the pages."""

import select
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from zhike.cli.tests.processes import wait_until
from zhike.cli.tests.serving import Serving, serving
from zhike.config.environment import WEB_THREADS

CLIENTS = WEB_THREADS * 3  # more than both processes have threads
HALF_A_FORM = (
    b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nCookie: zhike-csrf=" + b"a" * 32 + b"\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 900\r\n\r\nlogin="
)
HALF_A_HEADER = b"GET / HTTP/1.1\r\nHost: loc"


@contextmanager
def slow_clients(home: Serving, sent: bytes) -> Iterator[list[socket.socket]]:
    """Connect and send a part, without ever sending the rest."""
    place = urlsplit(home.url)
    with ExitStack() as held:
        clients = []
        for _ in range(CLIENTS):
            client = held.enter_context(socket.create_connection((place.hostname, place.port), timeout=30))
            client.sendall(sent)
            clients.append(client)
        yield clients


def answers_of(clients: list[socket.socket]) -> list[bytes]:
    ready, _, _ = select.select(clients, [], [], 0)
    return [client.recv(64, socket.MSG_PEEK) for client in ready]


def test_pages_answer_while_forms_trickle_in_and_forms_beyond_a_number_are_turned_away(tmp_path: Path) -> None:
    with serving(tmp_path) as home, slow_clients(home, HALF_A_FORM) as clients:
        wait_until(lambda: len(answers_of(clients)) >= CLIENTS // 2, "half of the forms are turned away")
        assert {answer[:12] for answer in answers_of(clients)} == {b"HTTP/1.1 503"}
        assert len(answers_of(clients)) < CLIENTS, "the others are still waited for"
        assert all(home.answers("health/") for _ in range(20))
        assert all(home.answers("sign-in/") for _ in range(5))


def test_who_does_not_finish_a_header_is_hung_up_on(tmp_path: Path) -> None:
    with serving(tmp_path) as home, slow_clients(home, HALF_A_HEADER) as clients:
        assert all(home.answers("health/") for _ in range(20))
        assert clients[0].recv(64)[:12] in (b"", b"HTTP/1.1 408")
