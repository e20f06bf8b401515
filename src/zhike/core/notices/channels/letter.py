from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Letter:
    """What is sent: `key` tells it from all others, `to` is an e-mail address or a robot's."""

    key: str
    subject: str
    body: str
    to: str
    at: datetime
