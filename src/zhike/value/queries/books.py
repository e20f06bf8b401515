"""The order lines beside the database: where they are, who answers questions about them, whether they are right."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection

from zhike.exchange.child import start_child
from zhike.phrases import Phrase
from zhike.sales import queries as sales
from zhike.value.rules import Change

if TYPE_CHECKING:
    from zhike.analytics.engine import Engine, Place

TABLE = "order_lines"
"""What the lines are called in an engine outside; `zhike snapshot --check` compares them with the database."""
REFUSALS = {
    "SnapshotBusy": Phrase("The order lines are being brought up to date by another process: wait until it is done."),
    "BadSource": Phrase("The database cannot be read for analytics: %(reason)s"),
    "BadSnapshot": Phrase("The order lines for analytics cannot be used (%(reason)s): run `zhike snapshot --rebuild`."),
    "BadEngine": Phrase("The engine of ZHIKE_ANALYTICS_URL cannot be used: %(reason)s"),
}
NOT_POSTGRES = {"password", "cursor_factory", "context", "prepare_threshold"}
"""Of what Django hands the driver: its own, and what must not stand in a text that errors repeat."""


class NotKept(Exception):
    """The order lines could not be read or written; the phrase says why and what to do."""

    def __init__(self, phrase: Phrase) -> None:
        super().__init__(str(phrase))
        self.phrase = phrase


def kept_in() -> Path:
    """Answer the folder of the snapshot."""
    return Path(settings.DATA_DIR) / "analytics" / "lines"


def is_outside() -> bool:
    """Say whether the engine keeps lines of its own."""
    return not str(settings.ANALYTICS_URL).startswith("duckdb:")


def open_engine() -> "Engine":
    """Open the engine that the settings name; close it after use. For jobs and commands only: it takes seconds.

    Raises:
        NotKept: it cannot be reached.
    """
    from zhike.analytics import engine  # noqa: PLC0415 - heavy numerics, not for web processes

    limits = engine.Limits(memory=f"{settings.ANALYTICS_MEMORY_MB}MB", folder=kept_in().parent / "passing")
    try:
        return engine.connect(settings.ANALYTICS_URL, limits=limits)
    except engine.BadEngine as error:
        raise NotKept(REFUSALS["BadEngine"].given(reason=error)) from error


def lines_at_hand() -> "Place":
    """Answer where this engine finds the lines: the files of the snapshot, or its own table.

    Raises:
        NotKept: there is no snapshot.
    """
    if is_outside():
        return TABLE
    from zhike.analytics import snapshot  # noqa: PLC0415 - as above

    try:
        return snapshot.files_of(kept_in())
    except snapshot.BadSnapshot as error:
        raise NotKept(REFUSALS["BadSnapshot"].given(reason=error)) from error


def differing_months() -> list[Change]:
    """Compare the database with the snapshot, or with the engine outside; none when they say the same.

    Raises:
        NotKept: one of them cannot be read.
    """
    found = task("compare", engine=settings.ANALYTICS_URL, table=TABLE) if is_outside() else task("check")
    return [Change(each["month"], each["books"], each["snapshot"]) for each in found]


def task(action: str, **told: str) -> Any:
    """Have a process of its own read or write the snapshot.

    Not this one: the scanner brings its own SQLite, and two in one process take each other's locks on the file away.

    Raises:
        NotKept: it refused.
    """
    asked = {"action": action, "folder": str(kept_in()), "source": _source(), "password": _password(), **told}
    with start_child("zhike.analytics.snapshot") as child:
        said, _ = child.communicate(json.dumps(asked).encode())
    if child.returncode:
        raise RuntimeError(f"the process that keeps the order lines ended with {child.returncode}")
    answer = json.loads(said)
    if refused := answer.get("refused"):
        raise NotKept(REFUSALS[refused["kind"]].given(reason=refused["text"]))
    return answer["done"]


def _source() -> dict[str, str]:
    return {"vendor": connection.vendor, "place": _place(), "lines": sales.lines_sql()}


def _place() -> str:
    if connection.vendor == "sqlite":
        return str(connection.settings_dict["NAME"])
    from psycopg.conninfo import make_conninfo  # noqa: PLC0415 - not needed with SQLite

    known = connection.get_connection_params()
    return make_conninfo(**{name: value for name, value in known.items() if name not in NOT_POSTGRES})


def _password() -> str:
    return str(connection.settings_dict.get("PASSWORD") or "")
