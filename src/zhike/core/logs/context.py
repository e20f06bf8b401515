"""What every line of the log says besides its message: the request or the job it belongs to."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

Fact = str | int | None
REQUEST = "request_id"
_facts: ContextVar[Mapping[str, Fact]] = ContextVar("facts", default={})  # noqa: B039 - never changed, only replaced


@contextmanager
def saying(**facts: Fact) -> Iterator[None]:
    """Let each line that is logged within say these facts too."""
    token = _facts.set({**_facts.get(), **facts})
    try:
        yield
    finally:
        _facts.reset(token)


def facts() -> Mapping[str, Fact]:
    return _facts.get()


def request_id() -> str:
    """Answer the number of the request at hand; empty outside of one."""
    return str(_facts.get().get(REQUEST) or "")


def new_id() -> str:
    """Make a number short enough to be read out on the telephone."""
    return secrets.token_hex(4)
