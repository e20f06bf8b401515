"""Where the pages are: is the place free, is it private, does somebody answer there."""

import errno
import http.client
import socket
import ssl
from dataclasses import dataclass

from zhike.cli.refusal import Refusal
from zhike.phrases import Phrase

LOOPBACK = ("127.0.0.1", "::1", "localhost")
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - recognised, not bound


@dataclass(frozen=True)
class Address:
    """A host and a port to listen on."""

    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        return self.host in LOOPBACK

    def url(self, *, https: bool, host: str = "") -> str:
        """The address as a browser wants it; `host` is the name that people use for it."""
        shown = host or EVERYWHERE.get(self.host, self.host)
        if ":" in shown and not shown.startswith("["):
            shown = f"[{shown}]"
        default_port = 443 if https else 80
        port = "" if self.port == default_port else f":{self.port}"
        return f"{'https' if https else 'http'}://{shown}{port}/"


def refuse_taken(address: Address) -> None:
    """Find out before anything starts; the server itself would share the port silently.

    Raises:
        Refusal: naming the argument to change.
    """
    if not 0 < address.port < 65536:
        raise Refusal(Phrase("--port %(port)s: write a number from 1 to 65535.", {"port": address.port}))
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address.host, address.port))
    except OSError as error:
        raise Refusal(_unusable(address, error)) from error


def answers(address: Address, *, https: bool, host: str) -> bool:
    """Say whether the pages answer an HTTP request, whatever they answer."""
    place = EVERYWHERE.get(address.host, address.host)
    connection = (
        http.client.HTTPSConnection(place, address.port, timeout=5, context=_unverified())
        if https
        else http.client.HTTPConnection(place, address.port, timeout=5)
    )
    try:
        connection.request("HEAD", "/", headers={"Host": host})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _unverified() -> ssl.SSLContext:
    """Trust any certificate: we ask our own child whether it is up, and tell it nothing."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _unusable(address: Address, error: OSError) -> Phrase:
    values = {"host": address.host, "port": address.port, "reason": error.strerror or str(error)}
    if error.errno == errno.EADDRINUSE:
        return Phrase("Port %(port)s is taken by another program: choose another one with --port.", values)
    if error.errno == errno.EACCES:
        return Phrase("This user may not listen on port %(port)s: choose one from 1024 on with --port.", values)
    return Phrase("Cannot listen on %(host)s (%(reason)s): name an address of this machine with --host.", values)
