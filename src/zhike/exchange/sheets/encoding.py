"""Find out how a text file is encoded by reading it once from end to end, in little memory."""

import codecs
from dataclasses import dataclass
from pathlib import Path

from zhike.exchange.columns import Refused
from zhike.phrases import Phrase

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CHUNK = 1 << 20
_SAMPLE = 8192
_ZEROS = 0.02
"""At least this share of the bytes of UTF-16 is zero: even a Chinese table has figures and delimiters."""
_SURELY_UTF8 = 20
"""So many characters beyond ASCII do not turn out to be valid UTF-8 by chance."""


@dataclass(frozen=True)
class _Failure:
    at_byte: int
    line: int
    wide_characters: int


def encoding_of(path: Path) -> str:
    """Name the one encoding of the supported ones that the whole file is valid in.

    Raises:
        Refused: it is valid in none; the phrase names the place.
    """
    with path.open("rb") as file:
        start = file.read(_SAMPLE)
    marked = next((encoding for mark, encoding in _MARKS if start.startswith(mark)), None) or wide_encoding(start)
    failure = _first_failure(path, marked or "utf-8")
    if failure is None:
        return marked or "utf-8"
    if not marked and failure.wide_characters < _SURELY_UTF8 and _first_failure(path, "gb18030") is None:
        return "gb18030"
    raise Refused(
        Phrase(
            "The characters in line %(line)d (byte %(byte)d) cannot be read: "
            "save the file as “CSV UTF-8” or as .xlsx and import that.",
            {"line": failure.line, "byte": failure.at_byte},
        )
    )


def checked_encoding(path: Path, encoding: str) -> str:
    """Give the encoding somebody chose, if the whole file is valid in it.

    Raises:
        Refused: it is not; the phrase names the place.
    """
    try:
        failure = _first_failure(path, encoding)
    except UnicodeError:  # UTF-16 without its mark
        failure = _Failure(0, 1, 0)
    if failure is None:
        return encoding
    raise Refused(
        Phrase(
            "Line %(line)d cannot be read as %(encoding)s: choose another encoding, or let it be found out.",
            {"line": failure.line, "encoding": encoding},
        )
    )


def wide_encoding(start: bytes) -> str | None:
    """Know UTF-16 without its mark: figures, commas and line ends have a zero on the same side of each pair."""
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) < max(2, len(start) * _ZEROS) or min(even, odd) * 10 > max(even, odd):
        return None
    ends = (b"\n\0", b"\r\0", b",\0", b"\t\0", b";\0") if odd > even else (b"\0\n", b"\0\r", b"\0,", b"\0\t", b"\0;")
    if not any(end in start for end in ends):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _first_failure(path: Path, encoding: str) -> _Failure | None:
    decoder = codecs.getincrementaldecoder(encoding)()
    place, lines, wide = 0, 1, 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            waiting = len(decoder.getstate()[0])
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                before = error.object[: error.start]
                wide += sum(byte >= 0xC0 for byte in before)
                return _Failure(place - waiting + error.start + 1, lines + before.count(b"\n"), wide)
            if not chunk:
                return None
            place += len(chunk)
            lines += chunk.count(b"\n")
            wide += 0 if text.isascii() or wide >= _SURELY_UTF8 else len(text) - len(text.encode("ascii", "ignore"))
