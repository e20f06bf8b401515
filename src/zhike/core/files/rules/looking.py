"""What a file is by its content; its name only says what it should be."""

import re
from typing import BinaryIO, NoReturn

import filetype
import imagesize

from zhike.core.files.rules.containers import Contents, Damaged, TooMuch, contents
from zhike.core.files.rules.types import MAIL, OLE, PICTURE_ENDINGS, PROGRAMS, TEXT, ZIP, FileType, ending, type_of
from zhike.phrases import Phrase

HEAD = 8192
MOST_PIXELS = 100_000_000
_OLE, _ZIPS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", (b"PK\x03\x04", b"PK\x05\x06")
_MARKS = (b"\xff\xfe", b"\xfe\xff")  # UTF-16 begins with one of them
# Quantifiers that give nothing back (`*+`): what people upload must not be tried in a million ways.
_COMMENTS = rb"(?:<!--(?:(?!-->).)*+-->\s*+)*+"
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+" + _COMMENTS + rb"<(?:!doctype\s+html|html|head|body|script|svg|\?xml|\?php)", re.I | re.S
)
_LINE = rb"[^\r\n]*+\r?\n"
_MAIL_HEAD = re.compile(
    rb"(?:From " + _LINE + rb")?(?:[A-Za-z][A-Za-z0-9-]*+:" + _LINE + rb"(?:[ \t]" + _LINE + rb")*+){2}"
)

EMPTY = Phrase("“%(name)s” is empty: choose the file once more.")
TOO_LARGE = Phrase("“%(name)s” is larger than %(most)d MB: make it smaller, or put it where it can be linked to.")
WRONG_ENDING = Phrase(
    "“%(name)s”: files of this kind are not taken. Take a picture, PDF, Office document, text, recording, video or zip."
)
HIDDEN_PROGRAM = Phrase("“%(name)s” bears the ending of a program within its name: rename it and choose it again.")
MISMATCH = Phrase(
    "“%(name)s” is not what its ending says: open it in its own program, save it as .%(ending)s and choose it again."
)
BOMB = Phrase("“%(name)s” would be far too large once unpacked: attach what is in it one by one.")
TOO_MANY_PIXELS = Phrase("“%(name)s” has %(pixels)d million pixels, 100 are the most: make the picture smaller.")


class Refused(ValueError):
    """A file that is not taken; the phrase names it and the remedy."""

    def __init__(self, phrase: Phrase) -> None:
        super().__init__(str(phrase))
        self.phrase = phrase


def look(name: str, file: BinaryIO, *, size: int, most: int) -> FileType:
    """Answer of which kind a file is; nothing of it is unpacked or drawn. The file is read from its start after.

    Raises:
        Refused: it is of no kind that is taken, not what its name says, or too large.
    """
    found = _by_name(name)
    if not size:
        _refuse(EMPTY, name)
    if size > most:
        raise Refused(TOO_LARGE.given(name=name, most=most // 1024**2))
    file.seek(0)
    if content_of(file.read(HEAD), found) not in found.contents:
        _refuse(MISMATCH, name)
    _check_inside(name, file, found)
    file.seek(0)
    return found


def content_of(head: bytes, expected: FileType) -> str:
    """Tell by its first bytes what a file is: a type of the library, or one of ours."""
    if expected.contents & {TEXT, MAIL}:  # texts may begin like anything
        return _kind_of_text(head, expected)
    if head.startswith(_OLE):
        return OLE
    if head.startswith(_ZIPS):
        return ZIP
    return str(filetype.guess_mime(head) or "")


def _by_name(name: str) -> FileType:
    found = type_of(name)
    if found is None:
        _refuse(WRONG_ENDING, name)
    if PROGRAMS.intersection(part.strip().lower() for part in name.split(".")[1:-1]):
        _refuse(HIDDEN_PROGRAM, name)
    return found


def _kind_of_text(head: bytes, expected: FileType) -> str:
    if not is_text(head) or _PAGE.match(head) or head.startswith((b"%PDF", b"{\\rtf")):
        return ""
    if MAIL in expected.contents:
        return MAIL if _MAIL_HEAD.match(head.removeprefix(b"\xef\xbb\xbf")) else ""
    return TEXT


def is_text(head: bytes) -> bool:
    """Say whether the first bytes of a file can be read as text in an encoding that is met in China."""
    if head.startswith(_MARKS):
        return True
    if b"\0" in head:
        return False
    for encoding in ("utf-8", "gb18030", "big5"):
        for cut in range(4):  # the sample may end within a character
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False


def _check_inside(name: str, file: BinaryIO, found: FileType) -> None:
    file.seek(0)
    if ZIP in found.contents and file.read(2) == b"PK":
        _check_zip(name, file, found)
    if ending(name) in PICTURE_ENDINGS:
        file.seek(0)
        width, height = imagesize.get(file)
        if width * height > MOST_PIXELS:
            raise Refused(TOO_MANY_PIXELS.given(name=name, pixels=width * height // 1_000_000))


def _check_zip(name: str, file: BinaryIO, found: FileType) -> Contents:
    try:
        inside = contents(file)
    except Damaged:
        _refuse(MISMATCH, name)
    except TooMuch:
        _refuse(BOMB, name)
    if found.part and not (inside.has("[Content_Types].xml") and inside.has(found.part)):
        _refuse(MISMATCH, name)
    return inside


def _refuse(phrase: Phrase, name: str) -> NoReturn:
    raise Refused(phrase.given(name=name, **({"ending": ending(name)} if phrase is MISMATCH else {})))
