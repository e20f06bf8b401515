"""A mail server that misbehaves by address: what is before the @ says how."""

import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import BufferedRWPair


@dataclass
class PostOffice:
    """What was tried, and what arrived whole, by address."""

    port: int
    tried: Counter[str] = field(default_factory=Counter)
    arrived: Counter[str] = field(default_factory=Counter)
    closed: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection, connection.makefile("rwb") as wire:
            Conversation(self, wire).hold()


@dataclass
class Conversation:
    """One client at the counter."""

    office: PostOffice
    wire: BufferedRWPair
    to: str = ""

    def hold(self) -> None:
        self._say("220 here")
        while line := self.wire.readline().decode().strip():
            verb, _, rest = line.partition(" ")
            if verb.upper() == "RCPT":
                self.to = rest.partition("<")[2].partition("@")[0]
            if verb.upper() == "DATA":
                if not self._take():
                    return
            elif verb.upper() == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self) -> bool:
        """Take a letter as its address wishes; False when the connection is to be dropped."""
        self.office.tried[self.to] += 1
        self._say("354 go on")
        if self.to == "drop":
            self.wire.read(20)
            return False
        while (line := self.wire.readline()) != b".\r\n":
            if not line:
                return False
        kinds: dict[str, Callable[[], bool]] = {"hang": self._hang, "never": self._refuse, "later": self._put_off}
        return kinds.get(self.to, self._accept)()

    def _accept(self) -> bool:
        self.office.arrived[self.to] += 1
        self._say("250 taken")
        return True

    def _hang(self) -> bool:
        """Keep the letter and never say so."""
        self.office.arrived[self.to] += 1
        self.office.closed.wait(60)
        return False

    def _refuse(self) -> bool:
        self._say("550 nobody of that name")
        return True

    def _put_off(self) -> bool:
        if self.office.tried[self.to] > 1:
            return self._accept()
        self._say("451 come again")
        return True

    def _say(self, words: str) -> None:
        self.wire.write(f"{words}\r\n".encode())
        self.wire.flush()


@contextmanager
def opened(office: PostOffice) -> Iterator[PostOffice]:
    """Open the counter; before, whoever comes is refused a connection."""
    with socket.create_server(("127.0.0.1", office.port)) as door:

        def wait_for_clients() -> None:
            with suppress(OSError):
                while not office.closed.is_set():
                    connection, _ = door.accept()
                    threading.Thread(target=office.serve, args=(connection,), daemon=True).start()

        waiting = threading.Thread(target=wait_for_clients, daemon=True)
        waiting.start()
        try:
            yield office
        finally:
            office.closed.set()
            with suppress(OSError):
                door.shutdown(socket.SHUT_RDWR)
            waiting.join(10)
