"""Figures of the running house, and how Prometheus wants to read them."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

PREFIX = "zhike_"


@dataclass(frozen=True)
class Value:
    """One number, told from its like by labels."""

    number: float
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Gauge:
    """A figure that goes up and down."""

    name: str
    meaning: str
    values: Sequence[Value]


def exposition(gauges: Sequence[Gauge]) -> str:
    """Write figures in Prometheus's text format, version 0.0.4; a figure without a value is left out."""
    lines: list[str] = []
    for gauge in gauges:
        if gauge.values:
            lines += [f"# HELP {PREFIX}{gauge.name} {gauge.meaning}", f"# TYPE {PREFIX}{gauge.name} gauge"]
            lines += [f"{PREFIX}{gauge.name}{_labels(value.labels)} {_number(value.number)}" for value in gauge.values]
    return "\n".join(lines) + "\n"


def is_token(header: str, token: str) -> bool:
    """Say whether an Authorization header bears the token, in a time that does not tell how much of it was right."""
    scheme, _, given = header.partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode())


def _labels(labels: Mapping[str, str]) -> str:
    return "{" + ",".join(f'{name}="{_escaped(text)}"' for name, text in labels.items()) + "}" if labels else ""


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _number(number: float) -> str:
    return str(int(number)) if number == int(number) else f"{number:.3f}"
