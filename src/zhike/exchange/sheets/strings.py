"""The shared strings of a workbook: the first ones in memory, the rest on disk, however many there are."""

import os
import re
from array import array
from tempfile import TemporaryFile
from typing import IO

from zhike.exchange.columns import Refused
from zhike.exchange.sheets.markup import feed, new_parser, tags
from zhike.phrases import Phrase

MEMORY = 32 * 1024**2
"""Bytes of strings that are kept in memory, counted roughly."""

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_OBJECT = 64
_OFFSET = 8
_TAGS = tags("si", "t", "rPh")


def unescaped(text: str) -> str:
    """Put the characters back that XML cannot hold and spreadsheets write as `_x000D_`."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


class SharedStrings:
    """A list of strings that only grows and does not fill the memory."""

    def __init__(self, memory: int = MEMORY) -> None:
        self._free = memory
        self._kept: list[str] = []
        self._texts: IO[bytes] | None = None
        self._ends: IO[bytes] | None = None
        self._size = 0

    @property
    def on_disk(self) -> bool:
        """Whether some strings did not fit into the memory."""
        return self._texts is not None

    def append(self, text: str) -> None:
        """Add a string."""
        if self._free > 0:
            self._free -= _OBJECT + 2 * len(text)
            self._kept.append(text)
            return
        if self._texts is None or self._ends is None:
            self._texts = TemporaryFile()  # noqa: SIM115 - it stays open until `close`
            self._ends = TemporaryFile()  # noqa: SIM115 - as above
            self._ends.write(bytes(_OFFSET))
        data = text.encode("utf-8", "surrogatepass")
        self._size += len(data)
        self._texts.write(data)
        self._ends.write(array("Q", [self._size]).tobytes())

    def finish(self) -> None:
        """Make all strings readable."""
        for file in (self._texts, self._ends):
            if file is not None:
                file.flush()

    def close(self) -> None:
        """Remove what is on disk."""
        for file in (self._texts, self._ends):
            if file is not None:
                file.close()

    def __getitem__(self, index: int) -> str:
        if 0 <= index < len(self._kept):
            return self._kept[index]
        if index < 0 or self._texts is None or self._ends is None:
            raise IndexError(index)
        place = (index - len(self._kept)) * _OFFSET
        bounds = array("Q", os.pread(self._ends.fileno(), 2 * _OFFSET, place))
        if len(bounds) < 2:
            raise IndexError(index)
        return os.pread(self._texts.fileno(), bounds[1] - bounds[0], bounds[0]).decode("utf-8", "surrogatepass")


class _StringReader:
    """Collects the text of each `si`, without the phonetic hints of `rPh`."""

    def __init__(self, strings: SharedStrings, longest: int) -> None:
        self.strings = strings
        self.longest = longest
        self.pieces: list[str] = []
        self.size = 0
        self.is_text = self.is_hint = False

    def start(self, name: str, _: dict[str, str]) -> None:
        tag = _TAGS.get(name)
        self.is_text = tag == "t"
        self.is_hint = self.is_hint or tag == "rPh"

    def end(self, name: str) -> None:
        tag = _TAGS.get(name)
        self.is_text = False
        if tag == "rPh":
            self.is_hint = False
        elif tag == "si":
            self.strings.append(unescaped("".join(self.pieces)))
            self.pieces, self.size = [], 0

    def text(self, data: str) -> None:
        if self.is_text and not self.is_hint:
            self.size += len(data)
            check_length(self.size, self.longest)
            self.pieces.append(data)


def check_length(length: int, longest: int) -> None:
    """Refuse a text that no honest cell holds.

    Raises:
        Refused: it is longer than the limit.
    """
    if length > longest:
        raise Refused(Phrase("A cell has more than %(longest)d characters: shorten it.", {"longest": longest}))


def read_strings(part: IO[bytes], *, longest: int, memory: int = MEMORY) -> SharedStrings:
    """Read the shared strings of a workbook."""
    strings = SharedStrings(memory)
    reader = _StringReader(strings, longest)
    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    for _ in feed(parser, part):
        pass
    strings.finish()
    return strings
