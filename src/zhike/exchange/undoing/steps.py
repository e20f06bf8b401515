"""What an undo at work knows, and what it hears of each step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from zhike.core.accounts.models import User
from zhike.core.audit.models import Batch
from zhike.exchange.models import ImportRun
from zhike.phrases import Phrase


@dataclass(frozen=True)
class Kept:
    """A record that an undo has left as it is, and why."""

    words: str
    url: str
    reason: Phrase


@dataclass(frozen=True)
class Step:
    """What became of the next records, from the newest on: `last` is the id to go on below, None at the end."""

    last: int | None = None
    back: int = 0
    kept: Sequence[Kept] = ()


@dataclass(frozen=True)
class Undo:
    """An undo at work: the run it takes back, the change set that notes it, who wished for it and when."""

    run: ImportRun
    back: Batch
    by: User
    at: datetime
    kept: list[Kept] = field(default_factory=list)


TakeBack = Callable[[Undo, int | None], Step]
