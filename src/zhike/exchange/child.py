"""Processes of our own that do one thing for this one and die with it."""

import gc
import os
import subprocess
import sys
from pathlib import Path

import zhike


def start_child(module: str) -> subprocess.Popen[bytes]:
    """Start a module of this very package, however this process found it; it is spoken with through pipes.

    It is no `multiprocessing` child: those start this program's main module again, and are forbidden to daemons.
    """
    places = [str(Path(zhike.__path__[0]).parent), os.environ.get("PYTHONPATH", "")]
    return subprocess.Popen(
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places))},
    )


def collect_seldom() -> None:
    """Look for circles of waste less often: millions of small records come and go here, and none of them is a circle.

    What is loaded so far stays until the end, and is not looked at again. It saves an eighth of the processor's time.
    """
    if not gc.get_freeze_count():  # once in a process: what is waste by the next import must not stay for ever
        gc.freeze()
    gc.set_threshold(100_000, 20, 20)
