"""The two forms of a line: for people, and one JSON object for programs that collect logs."""

import json
import logging
import os
from datetime import UTC, datetime

from zhike.core.logs import rules
from zhike.core.logs.context import Fact, facts

FACTS = "facts"  # under which name a call gives further facts: log.info("…", extra={"facts": {…}})


class Lines(logging.Formatter):
    """Writes a record for people: the facts behind the message, an error's trail on indented lines."""

    def __init__(self, *, with_words: bool = False) -> None:
        super().__init__()
        self.with_words = with_words  # of exceptions: for developers only

    def format(self, record: logging.LogRecord) -> str:
        said = " ".join(f"{name}={_cleaned(value)}" for name, value in _facts(record).items() if value is not None)
        head = f"{_time(record)} {record.levelname} {record.name} {_message(record)}"
        return "\n    ".join([f"{head} {said}".rstrip(), *self.trail_of(record)])

    def trail_of(self, record: logging.LogRecord) -> list[str]:
        error = record.exc_info[1] if record.exc_info else None
        return rules.trail(error, with_words=self.with_words) if error is not None else []


class JsonLines(Lines):
    """Writes a record as one JSON object on one line."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, object] = {
            "time": _time(record),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
            "process": os.getpid(),
            **{name: _cleaned(value) for name, value in _facts(record).items() if value is not None},
        }
        if trail := self.trail_of(record):
            said["trail"] = trail
        return json.dumps(said, ensure_ascii=False)


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _message(record: logging.LogRecord) -> str:
    return rules.without_persons(rules.one_line(record.getMessage()))


def _facts(record: logging.LogRecord) -> dict[str, Fact]:
    return {**facts(), **getattr(record, FACTS, {})}


def _cleaned(value: Fact) -> Fact:
    return rules.without_persons(rules.one_line(value)) if isinstance(value, str) else value
