"""The children that a running Zhike consists of: the pages and the worker, started as `zhike` commands."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from zhike.cli.address import Address, answers
from zhike.cli.child import ChildSpec
from zhike.cli.supervisor import supervise

# -P: a directory named like one of our imports beside which somebody starts us must not be imported.
ZHIKE = (sys.executable, "-P", "-m", "zhike")


def run_household(
    address: Address,
    *,
    announce: Callable[[], None],
    pair: tuple[Path, Path] | None = None,
    host: str = "localhost",
) -> int:
    """Run pages and worker until told to stop; `host` is a name under which the pages may be asked.

    Raises:
        Refusal: if one of them cannot start.
    """
    own = ("--cert", str(pair[0]), "--key", str(pair[1])) if pair else ()
    where = ("--host", address.host, "--port", str(address.port))
    specs = (
        ChildSpec("zhike web", (*ZHIKE, "web", *where, *own)),
        ChildSpec("zhike worker", (*ZHIKE, "worker")),
    )
    return supervise(
        specs,
        is_ready=lambda: answers(address, https=pair is not None, host=host),
        announce=announce,
    )


def tell_children(**settings: str) -> None:
    """Set variables for this process and the children; an empty one is unset."""
    for name, value in settings.items():
        if value:
            os.environ[name] = value
        else:
            os.environ.pop(name, None)
