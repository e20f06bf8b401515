"""What may stand in a log: no line that somebody else made up, no number that belongs to a person."""

import re
import traceback
from collections.abc import Iterator

# Newlines and their like, which would begin a line of somebody's own, and what turns the writing direction round.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_LINK = re.compile(r"(/invitation/)[^/\s\"']+")
_HIDDEN = (
    (re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++"), "…@…"),  # `++`: tried in one way only
    (re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[0-9Xx]|(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?![0-9A-Za-z])"), "…"),
)
MOST_FRAMES = 40


def one_line(text: str) -> str:
    """Write control characters as their codes, so that no text can pretend to be a line of its own."""
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def without_links(text: str) -> str:
    """Leave out the links by which people choose their passwords."""
    return _LINK.sub(r"\1…", text)


def without_persons(text: str) -> str:
    """Leave out what names a person, mobile phones, identity numbers and e-mail addresses, and links of theirs."""
    text = without_links(text)
    for pattern, instead in _HIDDEN:
        text = pattern.sub(instead, text)
    return text


def trail(error: BaseException, *, with_words: bool) -> list[str]:
    """Say where an error came from, its causes first; what it said may hold personal data and is left out."""
    lines: list[str] = []
    for one in reversed([*_chain(error)]):
        lines += [
            f"{frame.filename}:{frame.lineno} {frame.name}: {frame.line or ''}"
            for frame in traceback.extract_tb(one.__traceback__)[-MOST_FRAMES:]
        ]
        name = f"{type(one).__module__}.{type(one).__qualname__}".removeprefix("builtins.")
        lines.append(f"{name}: {one}" if with_words else name)
    return [one_line(line) for line in lines]


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        yield one
        seen.add(id(one))
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
