"""The hours of a day as people write them: 09:00-12:00 13:00-18:00."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from zhike.phrases import Phrase

MIDNIGHT = 24 * 60
UNREADABLE = Phrase("Write hours like 09:00-12:00 13:00-18:00; “%(part)s” could not be read.")
BACKWARDS = Phrase("%(part)s ends before it begins; write the earlier time first.")
OVERLAPPING = Phrase("%(one)s and %(other)s overlap; let one end before the other begins.")
_SPAN = re.compile(r"(\d{1,2}):([0-5]\d)-(\d{1,2}):([0-5]\d)")
_TO = re.compile(r"\s*[-–—~至到]+\s*")
_BETWEEN = re.compile(r"[\s,;、和]+")


@dataclass(frozen=True, order=True)
class Span:
    """A piece of a working day, in minutes since midnight."""

    begin: int
    end: int

    def __str__(self) -> str:
        return "-".join(f"{each // 60:02}:{each % 60:02}" for each in (self.begin, self.end))


class BadSpans(ValueError):
    """Hours that nobody can work; the phrase says how to write them."""

    def __init__(self, phrase: Phrase) -> None:
        super().__init__(str(phrase))
        self.phrase = phrase


def read_spans(text: str) -> tuple[Span, ...]:
    """Read the hours of a day, earliest first; none for an empty text.

    Raises:
        BadSpans: naming the part that is wrong.
    """
    plain = _TO.sub("-", unicodedata.normalize("NFKC", text).strip())
    spans = sorted(_span(part) for part in _BETWEEN.split(plain) if part)
    for one, other in pairwise(spans):
        if other.begin < one.end:
            raise BadSpans(OVERLAPPING.given(one=one, other=other))
    return tuple(spans)


def write_spans(spans: tuple[Span, ...]) -> str:
    """Write hours so that `read_spans` reads them."""
    return " ".join(map(str, spans))


def _span(part: str) -> Span:
    found = _SPAN.fullmatch(part)
    if found is None:
        raise BadSpans(UNREADABLE.given(part=part))
    hour, minute, last_hour, last_minute = map(int, found.groups())
    span = Span(hour * 60 + minute, last_hour * 60 + last_minute)
    if span.end > MIDNIGHT:
        raise BadSpans(UNREADABLE.given(part=part))
    if span.end <= span.begin:
        raise BadSpans(BACKWARDS.given(part=part))
    return span
