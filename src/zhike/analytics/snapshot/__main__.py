"""The child: take one task as JSON on standard input, give what came of it as JSON on standard output."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from zhike.analytics.snapshot import (
    BadSnapshot,
    BadSource,
    Figures,
    SnapshotBusy,
    Source,
    check,
    differences,
    refresh,
)
from zhike.analytics.snapshot.reading import opened


class BadEngine(ValueError):
    """The engine outside cannot be asked."""


def main() -> None:
    task = json.load(sys.stdin)
    os.environ["PGDATESTYLE"] = "ISO"  # months are cut out of dates as text
    if task["password"]:
        os.environ["PGPASSWORD"] = task["password"]
    try:
        answer = {"done": _done(task)}
    except (BadSource, BadSnapshot, SnapshotBusy, BadEngine) as error:
        answer = {"refused": {"kind": type(error).__name__, "text": str(error)}}
    json.dump(answer, sys.stdout)


def _done(task: dict[str, Any]) -> Any:
    source, folder = Source(**task["source"]), Path(task["folder"])
    if task["action"] == "compare":
        return [asdict(each) for each in differences(_books(source), _outside(task["engine"], task["table"]))]
    if task["action"] == "check":
        return [asdict(each) for each in check(source, folder)]
    return asdict(refresh(source, folder, rebuild=task["action"] == "rebuild"))


def _books(source: Source) -> dict[str, Figures]:
    with opened(source) as reader:
        return reader.figures()


def _outside(url: str, table: str) -> dict[str, Figures]:
    from zhike.analytics import engine  # noqa: PLC0415 - Ibis takes seconds, and only this needs it

    try:
        with engine.connect(url) as there:
            rows = there.months(table).to_pylist()
    except (engine.BadEngine, engine.BadLinesTable) as error:
        raise BadEngine(str(error)) from error
    except Exception as error:  # each driver has errors of its own, which may repeat the password
        raise BadEngine(f"it does not answer for the table {table} ({type(error).__name__})") from error
    return {row.pop("month"): Figures(**row) for row in rows}


if __name__ == "__main__":
    main()
