"""Write what is typed and what is stored in one way: width, case, accents, signs, traditional characters."""

import re
import unicodedata
from functools import cache, lru_cache

from opencc import OpenCC

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
MOBILE = 11
MARKS = "|`~^<"
"""Signs that stand between the whole forms of an entry; typed, they are spaces."""

_RUNS = re.compile(f"[{HAN}]+|[0-9a-zü]+")
_HAN_RUN = re.compile(f"[{HAN}]+")
_BETWEEN_HAN = re.compile(f"(?<=[{HAN}])[^{HAN}0-9a-zü|]+(?=[{HAN}])")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")  # no database takes them all
_NO_MARKS = str.maketrans(MARKS, " " * len(MARKS))
_DIAERESIS = "\u0308"


def plain(text: str) -> str:
    """Fold width, case, accents and traditional characters, drop control characters and needless spaces."""
    if text.isascii() and text.isalnum():
        return text.lower()
    text = _CONTROLS.sub("", text)
    if not text.isascii():
        text = "".join(map(_folded, unicodedata.normalize("NFKC", text).casefold()))
    return " ".join(text.casefold().translate(_NO_MARKS).split())


def joined(text: str) -> str:
    """Let 汉字 stand together whatever signs and spaces are between them: 宏达（杭州）商贸 is 宏达杭州商贸."""
    return text if text.isascii() else _BETWEEN_HAN.sub("", text)


def bare(text: str) -> str:
    """Keep 汉字, letters and digits alone."""
    return "".join(_RUNS.findall(text))


def runs(text: str) -> list[str]:
    """Split a plain text into unbroken runs of 汉字, and of letters with digits."""
    return _RUNS.findall(text)


def digits(phone: str) -> str:
    """Keep what is dialled at home: a mobile number is the same with and without +86."""
    bare = phone if phone.isascii() and phone.isdigit() else re.sub(r"[^0-9]", "", phone)
    return bare if len(bare) <= MOBILE else re.sub(r"^(?:00)?86(?=1\d{10}$)", "", bare)


def han_runs(text: str) -> list[str]:
    return [] if text.isascii() else _HAN_RUN.findall(text)


def is_han(run: str) -> bool:
    return _HAN_RUN.fullmatch(run) is not None


@lru_cache(maxsize=32768)
def _folded(char: str) -> str:
    """Fold one character by itself, so that a part of a name is folded as the whole is; ü stays."""
    if is_han(char):
        simple: str = _converter().convert(char)
        return simple if len(simple) == 1 else char
    base, *accents = list(unicodedata.normalize("NFD", char))
    if not accents or not base.isascii() or not base.isalpha():
        return char
    return "ü" if base == "u" and _DIAERESIS in accents else base


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
