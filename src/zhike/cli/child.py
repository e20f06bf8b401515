"""One supervised process: started, watched, started again, stopped with all that it started itself."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO

from zhike.cli import lifeline

LAST_LINES = 20


@dataclass(frozen=True)
class ChildSpec:
    """What to run and what to call it."""

    name: str
    command: tuple[str, ...]
    environ: Mapping[str, str] = field(default_factory=dict)


class Child:
    """A process in its own session, so that a terminal's Ctrl-C reaches the supervisor only."""

    def __init__(self, spec: ChildSpec, *, lifeline_end: int) -> None:
        self.name = spec.name
        self.last_lines: deque[str] = deque(maxlen=LAST_LINES)
        self._spec = spec
        self._lifeline_end = lifeline_end
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None
        self._started = 0.0

    def start(self) -> None:
        environ = {**os.environ, **self._spec.environ, lifeline.VARIABLE: str(self._lifeline_end)}
        self._started = time.monotonic()
        self._process = subprocess.Popen(
            self._spec.command,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            pass_fds=(self._lifeline_end,),
            start_new_session=True,
        )
        if self._process.stdout:
            self._reader = threading.Thread(target=self._pass_on, args=(self._process.stdout,), daemon=True)
            self._reader.start()

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        return self._process.poll() if self._process else None

    @property
    def age_seconds(self) -> float:
        return time.monotonic() - self._started

    def ask_to_stop(self) -> None:
        if self._process and self.is_running:
            self._process.terminate()

    def bury(self) -> None:
        """End whatever is left of the child's session: itself or processes that it left behind."""
        if not self._process:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS says so of a group of zombies
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._reader:
            self._reader.join(timeout=1.0)
        self._process = None

    def _pass_on(self, output: IO[str]) -> None:
        with contextlib.suppress(OSError, ValueError), output:
            for line in output:
                self.last_lines.append(line.rstrip("\n"))
                sys.stderr.write(line)
                sys.stderr.flush()
