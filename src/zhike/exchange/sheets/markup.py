"""Walk the XML parts of a workbook in small pieces; nothing of a part is kept."""

from collections.abc import Callable, Iterator
from typing import IO
from xml.parsers import expat

from zhike.exchange.columns import Refused
from zhike.phrases import Phrase

StartHandler = Callable[[str, dict[str, str]], None]

_CHUNK = 1 << 16
_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main ",
    "http://purl.oclc.org/ooxml/spreadsheetml/main ",  # the strict variant
)


def damaged() -> Refused:
    """Refuse a workbook whose inside cannot be understood."""
    return Refused(Phrase("The workbook is damaged: open it in Excel or WPS, save it anew and import that file."))


def tags(*names: str) -> dict[str, str]:
    """Map the full names of spreadsheet elements to their short ones."""
    return {namespace + name: name for namespace in _NAMESPACES for name in names}


def new_parser() -> expat.XMLParserType:
    """Make a namespace-aware parser that refuses document types, and with them entities."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_document_type
    return parser


def feed(parser: expat.XMLParserType, part: IO[bytes]) -> Iterator[None]:
    """Parse a part, stopping after each piece so that the caller can take what the handlers found."""
    while chunk := part.read(_CHUNK):
        parser.Parse(chunk, False)
        yield
    parser.Parse(b"", True)
    yield


def walk(part: IO[bytes], on_start: StartHandler) -> None:
    """Call `on_start(local name, attributes)` for each element of a part."""
    parser = new_parser()
    parser.StartElementHandler = lambda name, attributes: on_start(name.rpartition(" ")[2], attributes)
    for _ in feed(parser, part):
        pass


def _no_document_type(*_: object) -> None:
    raise damaged()
