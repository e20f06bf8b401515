"""The words a record is found by, made once in Python so that both databases index the same ones.

Each token is ASCII and begins with a letter for its kind, so that no database's word parser can differ:
h + code points for one 汉字 or two neighbours, p for pinyin and i for initials from each syllable on,
w for words in Latin letters and digits, n for numbers without their signs, with and without their leading letters and
zeros (a 汉字 in them written as its code point), t for a whole phone or its last four digits.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from pypinyin import lazy_pinyin
from pypinyin.contrib.mmseg import seg as phrases

MOST_SYLLABLES = 40
LONGEST_TOKEN = 24
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(f"[{HAN}]+|[0-9a-z]+")
_PHONE = re.compile(r"\+?\d[\d -]{5,}\d")
_HAN_RUN = re.compile(f"[{HAN}]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")  # no database takes them all


@dataclass(frozen=True)
class Words:
    """Ready for the index: the whole forms for exactness, the tokens for the match."""

    title: str
    forms: str
    tokens: str


@dataclass(frozen=True)
class Query:
    """A search as the index understands it: all groups must match, any token of a group will do.

    A token that ends with * is a prefix. `plain` is what the whole forms are compared with.
    """

    plain: str
    groups: tuple[tuple[str, ...], ...] = field(default=())


def plain(text: str) -> str:
    """Fold width and case, drop control characters and the spaces around: ＡＢＣ is abc."""
    return " ".join(_CONTROLS.sub("", unicodedata.normalize("NFKC", text)).casefold().split()).replace("|", " ")


@lru_cache(maxsize=4096)
def words(title: str, *, number: str = "", phones: tuple[str, ...] = ()) -> Words:
    """Make what a record with this title, number and phones is found by."""
    name = plain(title)
    syllables = _syllables(name)
    tails = (token[1:] for phone in phones for token in _phone_tokens(phone))
    numbers = (plain(number), *_bare_numbers(plain(number)))
    forms = [name, "".join(syllables), "".join(s[0] for s in syllables), *numbers, *tails]
    tokens = {*_name_tokens(name), *_pinyin_tokens(syllables), *_number_tokens(plain(number))}
    for phone in phones:
        tokens.update(_phone_tokens(phone))
    return Words(
        title=title, forms=f"|{'|'.join(dict.fromkeys(f for f in forms if f))}|", tokens=" ".join(sorted(tokens))
    )


def read(text: str) -> Query:
    """Understand what a person typed: 汉字, pinyin, initials, a number, the tail of a phone, or several of them.

    A number may fall into several groups (AB-12-CD); being asked for in each of them, it is found as a whole too.
    """
    asked = plain(text)[: LONGEST_TOKEN * 2]
    if _PHONE.fullmatch(asked):
        asked = _digits(asked)
    groups = tuple(_groups(asked))
    whole = f"n{_cut(_unsigned(asked))}*"
    return Query(plain=asked, groups=tuple((*group, whole) for group in groups) if len(groups) > 1 else groups)


def han_runs(text: str) -> list[str]:
    """Answer the unbroken runs of 汉字 in a text."""
    return _HAN_RUN.findall(text)


def _groups(asked: str) -> Iterator[tuple[str, ...]]:
    for run in _RUNS.findall(asked):
        if _HAN_RUN.fullmatch(run):
            yield from ((_han(pair),) for pair in _pairs(run))
        elif run.isdigit():
            yield f"n{_cut(run)}*", f"n{_cut(run.lstrip('0') or '0')}*", f"t{run}", f"w{_cut(run)}*"
        else:
            yield f"p{_cut(run)}*", f"i{_cut(run)}*", f"w{_cut(run)}*", f"n{_cut(run)}*"


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def _name_tokens(name: str) -> Iterator[str]:
    for run in _RUNS.findall(name):
        if _HAN_RUN.fullmatch(run):
            yield from _han_tokens(run)
        else:
            yield f"w{_cut(run)}"


def _han_tokens(run: str) -> Iterator[str]:
    yield from (_han(char) for char in run)
    yield from (_han(pair) for pair in _pairs(run))


def _syllables(name: str) -> list[str]:
    """Read the 汉字 of a name as pinyin; a character without a reading is passed over."""
    runs = _HAN_RUN.findall(name)
    read_aloud = [s for run in runs for phrase in phrases.cut(run) for s in _read_aloud(phrase)]
    return [s for s in read_aloud if s.isascii()][:MOST_SYLLABLES]


@lru_cache(maxsize=16384)
def _read_aloud(phrase: str) -> tuple[str, ...]:
    """Remember each phrase that pypinyin would find in a run: names share most of theirs, reading is slow."""
    return tuple(lazy_pinyin(phrase, errors="ignore", v_to_u=False))


def _pinyin_tokens(syllables: list[str]) -> Iterator[str]:
    aloud, initials = "".join(syllables), "".join(s[0] for s in syllables)
    start = 0
    for place, syllable in enumerate(syllables):
        yield f"p{_cut(aloud[start:])}"
        yield f"i{_cut(initials[place:])}"
        start += len(syllable)


def _number_tokens(number: str) -> Iterator[str]:
    yield from (f"n{_cut(form)}" for form in (_unsigned(number), *_bare_numbers(number)) if form)
    for run in han_runs(number):
        yield from _han_tokens(run)


def _bare_numbers(number: str) -> tuple[str, str]:
    """Give the letters and digits of a number, and these without the letters and zeros in front."""
    bare = re.sub(r"[^0-9a-z]", "", number)
    return bare, bare.lstrip("abcdefghijklmnopqrstuvwxyz").lstrip("0")


def _unsigned(number: str) -> str:
    """Write a number as its letters, digits and 汉字 alone: 沪a-12-b is h6caaa12b."""
    return "".join(_han(run) if _HAN_RUN.fullmatch(run) else run for run in _RUNS.findall(number))


def _phone_tokens(phone: str) -> Iterator[str]:
    digits = _digits(unicodedata.normalize("NFKC", phone))
    if len(digits) >= 4:
        yield f"t{_cut(digits)}"
        yield f"t{digits[-4:]}"


def _digits(phone: str) -> str:
    """Keep what is dialled at home: a mobile number is the same with and without +86."""
    return re.sub(r"^(?:00)?86(?=1\d{10}$)", "", re.sub(r"\D", "", phone))


@lru_cache(maxsize=16384)
def _han(chars: str) -> str:
    return "h" + "x".join(f"{ord(char):x}" for char in chars)


def _cut(token: str) -> str:
    return token[:LONGEST_TOKEN]
