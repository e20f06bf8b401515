"""Tell by its first bytes what a file is; its name proves nothing."""

from pathlib import Path
from typing import Literal

from zhike.exchange.columns import Refused
from zhike.phrases import Phrase

_REMEDY = {
    "old": Phrase(
        "This is an old .xls workbook or one with a password: open it, remove the password and save it as .xlsx."
    ),
    "pdf": Phrase("This is a PDF file: import the .xlsx or .csv file that it was made from."),
    "image": Phrase("This is a picture: import the table as an .xlsx or .csv file."),
    "web": Phrase(
        "This is a web page or XML file, whatever its name says: open it in Excel or WPS and save it as .xlsx."
    ),
    "unknown": Phrase("This is not a table: import an .xlsx or .csv file."),
}
_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0", "old"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"RIFF", "image"),
    (b"Rar!", "unknown"),
    (b"7z\xbc\xaf", "unknown"),
    (b"\x1f\x8b", "unknown"),
    (b"SQLite format 3", "unknown"),
    (b"\x7fELF", "unknown"),
)
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_TEXT_CONTROLS = frozenset(b"\t\n\r\x0b\x0c\x1a\x1b")
_SAMPLE = 8192
_MOST_CONTROLS = 0.05


def kind_of(path: Path) -> Literal["zip", "text"]:
    """Tell a zip archive from text.

    Raises:
        Refused: the file is empty or something that holds no table.
    """
    with path.open("rb") as file:
        start = file.read(_SAMPLE)
    if not start.strip():
        raise Refused(Phrase("The file is empty: choose the file with your data."))
    if start.startswith(b"PK"):
        return "zip"
    for signature, kind in _SIGNATURES:
        if start.startswith(signature):
            raise Refused(_REMEDY[kind])
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise Refused(_REMEDY["web"])
    if not start.startswith(_UTF16_MARKS) and _share_of_controls(start) > _MOST_CONTROLS:
        raise Refused(_REMEDY["unknown"])
    return "text"


def _share_of_controls(start: bytes) -> float:
    return sum(byte < 32 and byte not in _TEXT_CONTROLS for byte in start) / len(start)
