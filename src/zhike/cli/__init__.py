"""The `zhike` command."""

import json
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper

from zhike.cli import lifeline
from zhike.cli.parsing import parse
from zhike.cli.refusal import REFUSED, Refusal
from zhike.phrases import Phrase, chinese

INTERRUPTED = 130  # what shells expect after Ctrl-C


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code: 0 done, 1 some rows or checks failed, 2 refused."""
    arguments = parse(argv)
    lifeline.hold()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # neither file names nor terminals need be UTF-8
    try:
        return int(import_module(arguments.module).run(arguments))
    except KeyboardInterrupt:
        print(chinese("Interrupted."), file=sys.stderr)
        return INTERRUPTED
    except Exception as error:
        refusal = error if isinstance(error, Refusal) else _broken_off(error)
        print(refusal.in_chinese(), file=sys.stderr)
        if getattr(arguments, "json", False):
            print(json.dumps({"error": refusal.in_chinese()}, ensure_ascii=False))
        return REFUSED


def _broken_off(error: Exception) -> Refusal:
    """Say what stopped a command half way; only a mistake of ours comes with its traceback."""
    from django.db import Error as DatabaseError  # not above: `--help` starts without Django

    from zhike.cli.database import unreachable

    if isinstance(error, DatabaseError):
        return Refusal(unreachable(error))
    if isinstance(error, (OSError, UnicodeError)):
        return Refusal(Phrase("It broke off (%(reason)s): set this right and run it again.", {"reason": error}))
    traceback.print_exception(error)
    name = type(error).__name__
    return Refusal(Phrase("Zhike made a mistake (%(reason)s): please report the lines above.", {"reason": name}))
