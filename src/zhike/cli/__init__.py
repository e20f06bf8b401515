"""The `zhike` command."""

import json
import sys
from collections.abc import Sequence
from importlib import import_module

from zhike.cli import lifeline
from zhike.cli.parsing import parse
from zhike.cli.refusal import REFUSED, Refusal
from zhike.phrases import chinese

INTERRUPTED = 130  # what shells expect after Ctrl-C


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code: 0 done, 1 some rows or checks failed, 2 refused."""
    arguments = parse(argv)
    lifeline.hold()
    try:
        return int(import_module(arguments.module).run(arguments))
    except Refusal as refusal:
        print(refusal.in_chinese(), file=sys.stderr)
        if getattr(arguments, "json", False):
            print(json.dumps({"error": refusal.in_chinese()}, ensure_ascii=False))
        return REFUSED
    except KeyboardInterrupt:
        print(chinese("Interrupted."), file=sys.stderr)
        return INTERRUPTED
