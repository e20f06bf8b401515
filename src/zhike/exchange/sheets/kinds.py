"""Tell by its first bytes what a file is; its name proves nothing."""

import mmap
import re
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from zhike.exchange.columns import Refused
from zhike.exchange.sheets.encoding import wide_encoding
from zhike.exchange.sheets.markup import damaged
from zhike.phrases import Phrase

PASSWORD = Phrase("The file has a password: remove it, save the file again and import that.")
_REMEDY = {
    "pdf": Phrase("This is a PDF file: import the .xlsx or .csv file that it was made from."),
    "image": Phrase("This is a picture: import the table as an .xlsx or .csv file."),
    "web": Phrase(
        "This is a web page or XML file, whatever its name says: open it in Excel or WPS and save it as .xlsx."
    ),
    "document": Phrase("This is a text document or slides: copy the table into a workbook and save it as .xlsx."),
    "numbers": Phrase("This is a Numbers file: export it from Numbers as Excel (.xlsx) and import that."),
    "packed": Phrase("This is a compressed file of a kind that is not read: unpack it, or pack it as .zip."),
    "unknown": Phrase("This is not a table: import an .xlsx or .csv file."),
}
_SIGNATURES = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"RIFF", "image"),
    (b"{\\rtf", "document"),
    (b"Rar!", "packed"),
    (b"7z\xbc\xaf", "packed"),
    (b"\x1f\x8b", "packed"),
    (b"SQLite format 3", "unknown"),
    (b"\x7fELF", "unknown"),
)
_OLD = b"\xd0\xcf\x11\xe0"
_BARE_OLD = (b"\x09\x08\x10\x00\x00\x06", b"\x09\x08\x08\x00\x00\x05", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00")
_BEGINNING = b"\x09\x08\x10\x00\x00\x06"
_ENCRYPTED = b"\x2f\x00"
"""The first record of an old workbook, which has 20 bytes, and the one behind it if there is a password."""

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_TEXT_CONTROLS = frozenset(b"\t\n\r\x0b\x0c\x1a\x1b")
_TABLE = re.compile(rb"<\s*(table|tr|html|!doctype html)\b", re.IGNORECASE)
_XML_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"
_SAMPLE = 8192
_MOST_CONTROLS = 0.05


def kind_of(path: Path) -> str:
    """Tell xlsx, xlsb, ods, xls, html, xml and zip from text.

    Raises:
        Refused: the file is empty or something that holds no table.
    """
    with path.open("rb") as file:
        start = file.read(_SAMPLE)
    if not start.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise Refused(Phrase("The file is empty: choose the file with your data."))
    if start.startswith(b"PK"):
        return _packed_kind(path)
    if start.startswith((_OLD, *_BARE_OLD)):
        return _old_kind(path)
    for signature, kind in _SIGNATURES:
        if start.startswith(signature):
            raise Refused(_REMEDY[kind])
    if start.startswith(_UTF16_MARKS) or wide_encoding(start):
        start = start.replace(b"\0", b"")[2:] if start.startswith(_UTF16_MARKS) else start.replace(b"\0", b"")
    return _text_kind(start.removeprefix(b"\xef\xbb\xbf").lstrip())


def _packed_kind(path: Path) -> str:
    try:
        with ZipFile(path) as archive:
            names = archive.NameToInfo
    except (BadZipFile, EOFError, ValueError, NotImplementedError):
        raise damaged() from None
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise Refused(_REMEDY["document"])
    if any(name.startswith("Index/") and name.endswith(".iwa") for name in names) or "Index.zip" in names:
        raise Refused(_REMEDY["numbers"])
    if "content.xml" in names and "mimetype" in names:
        return "ods"
    return "zip"


def _old_kind(path: Path) -> str:
    """Look into the directory of an old Office file: workbooks there also carry new ones that have a password."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data[:4] != _OLD:
            return "xls"
        start = data.find(_BEGINNING)
        if start >= 0 and data[start + 20 : start + 22] == _ENCRYPTED:
            raise Refused(PASSWORD)
        if data.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            raise Refused(PASSWORD)
        if any(data.find(f"{name}\0".encode("utf-16-le")) >= 0 for name in ("Workbook", "Book")):
            return "xls"
        if any(data.find(f"{name}\0".encode("utf-16-le")) >= 0 for name in ("WordDocument", "PowerPoint Document")):
            raise Refused(_REMEDY["document"])
    raise damaged()


def _text_kind(start: bytes) -> str:
    if start.startswith(b"<"):
        if _XML_2003 in start:
            return "xml"
        if _TABLE.search(start):
            return "html"
        raise Refused(_REMEDY["web"])
    if sum(byte < 32 and byte not in _TEXT_CONTROLS and byte != 0 for byte in start) > _MOST_CONTROLS * len(start):
        raise Refused(_REMEDY["unknown"])
    if start.count(0) > len(start) / 2:
        raise Refused(_REMEDY["unknown"])
    return "csv"
