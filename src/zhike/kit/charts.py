from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Chart:
    """A chart as data: the browser draws it, the table beside it says the same."""

    key: str
    title: str
    unit: str
    labels: Sequence[str]
    values: Sequence[float]
    name: str
    kind: Literal["bar", "line"] = "bar"
    links: Sequence[str] = ()

    def for_browser(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "kind": self.kind,
            "unit": self.unit,
            "labels": list(self.labels),
            "series": [{"name": self.name, "data": list(self.values)}],
            "links": list(self.links),
        }

    @property
    def rows(self) -> list[tuple[str, float]]:
        return list(zip(self.labels, self.values, strict=True))
