"""A small family to supervise: `stand_in FOLDER supervise` runs two children, each of which has forked one more.

Every process notes its number in FOLDER under its name; a new process under the same name replaces the note.
"""

import os
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

from zhike.cli import lifeline
from zhike.cli.child import ChildSpec
from zhike.cli.refusal import Refusal
from zhike.cli.supervisor import Patience, supervise

QUICK = Patience(tick_seconds=0.02, settled_seconds=0.5, delays_seconds=(0.05,), false_starts=3, stop_seconds=2.0)


def note(folder: Path, name: str) -> None:
    draft = folder / f".{name}.{os.getpid()}"
    draft.write_text(str(os.getpid()))
    draft.replace(folder / name)


def supervised(folder: Path, roles: tuple[str, ...]) -> int:
    note(folder, "supervisor")
    command = (sys.executable, "-m", "zhike.cli.tests.stand_in", str(folder))
    specs = [ChildSpec(role, (*command, role)) for role in roles]
    try:
        patience = replace(QUICK, stop_seconds=600) if "patient" in roles else QUICK
        return supervise(specs, announce=lambda: print("ready", flush=True), patience=patience)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 2


def live(folder: Path, role: str) -> None:
    """Be a child: `failing` dies at once, `deaf` does not listen to SIGTERM, the others wait for ever."""
    lifeline.hold()
    if role == "failing":
        sys.exit("the disk is made of cheese")
    if role == "deaf":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    forked = os.fork()
    note(folder, role if forked else f"{role}-forked")
    time.sleep(600)


if __name__ == "__main__":
    place, word, *rest = Path(sys.argv[1]), *sys.argv[2:]
    if word == "supervise":
        sys.exit(supervised(place, tuple(rest)))
    live(place, word)
