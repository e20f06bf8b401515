from dataclasses import dataclass
from enum import StrEnum

from zhike.phrases import Phrase, say


class State(StrEnum):
    GOOD = "good"
    DOUBTFUL = "doubtful"  # Zhike runs, but somebody should look
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """What one check found, with the remedy unless all is well."""

    check: str
    state: State
    said: Phrase
    remedy: Phrase | None = None

    def as_dict(self) -> dict[str, str | None]:
        remedy = say(self.remedy) if self.remedy else None
        return {"check": self.check, "state": self.state, "message": say(self.said), "remedy": remedy}
