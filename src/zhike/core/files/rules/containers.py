"""What a zip would come to, read off its directory; nothing is unpacked."""

import struct
import zlib
from dataclasses import dataclass
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

MOST_ENTRIES = 10_000
MOST_UNPACKED = 2 * 1024**3
LARGEST_RATIO = 200
RATIO_FROM = 64 * 1024**2  # a small file may well be mostly blanks
MOST_DIRECTORY = 4 * 1024**2  # bytes of the directory: Python reads it at once, whatever count it states
_END = struct.Struct("<4s4H2LH")
_END_SIGN, _LARGE_SIGN = b"PK\x05\x06", b"PK\x06\x07"
_LONGEST_COMMENT = 65_535
_FAILURES = (BadZipFile, zlib.error, EOFError, KeyError, ValueError, IndexError, NotImplementedError, struct.error)


class Damaged(ValueError):
    """It is no zip, or not a whole one."""


class TooMuch(ValueError):
    """Unpacked it would take too much."""


@dataclass(frozen=True)
class Contents:
    """What a zip says is in it."""

    names: frozenset[str]

    def has(self, part: str) -> bool:
        """Say whether it has a file of this name, or for `word/` any in this folder."""
        return any(name.startswith(part) if part.endswith("/") else name == part for name in self.names)


def contents(file: BinaryIO) -> Contents:
    """Read the directory of a zip.

    Raises:
        Damaged: there is none that can be read.
        TooMuch: it names more, or larger things, than anybody would attach.
    """
    _check_end(file)
    try:
        with ZipFile(file) as archive:
            entries = archive.infolist()
    except _FAILURES:
        raise Damaged from None
    unpacked, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if unpacked > MOST_UNPACKED or (unpacked > RATIO_FROM and unpacked > LARGEST_RATIO * packed):
        raise TooMuch
    return Contents(frozenset(entry.filename for entry in entries))


def _check_end(file: BinaryIO) -> None:
    """Read the last record by ourselves: a stated directory of a gigabyte is refused before Python believes it."""
    size = file.seek(0, 2)
    start = max(0, size - _END.size - _LONGEST_COMMENT)
    file.seek(start)
    tail = file.read()
    place = tail.rfind(_END_SIGN)
    if place < 0 or len(tail) - place < _END.size:
        raise Damaged
    _sign, _disk, _first, _here, entries, directory, _offset, _comment = _END.unpack_from(tail, place)
    if not entries:
        raise Damaged
    is_large = place >= 20 and tail[place - 20 : place - 16] == _LARGE_SIGN  # more than 65,534 entries or 4 GB
    if is_large or entries > MOST_ENTRIES or directory > MOST_DIRECTORY:
        raise TooMuch
