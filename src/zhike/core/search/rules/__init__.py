"""What a record is found by, made once in Python so that both databases find the same.

The `forms` of an entry say what it is, and decide: |宏达商贸|`hong`da`shang`mao|~h~d~s~m|k000812|812|<0007|.
A word in Latin letters is ^abc; a phone is marked by <, so that it is never found by its beginning.
The `tokens` only lead there quickly, see the module of this name.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from zhike.core.search.rules import tokens
from zhike.core.search.rules.asking import FRONT, Clause, Query, Way, is_phone_like, read
from zhike.core.search.rules.folding import bare, digits, han_runs, is_han, joined, plain, runs
from zhike.core.search.rules.sounds import MOST_SYLLABLES, dictionary, readings

__all__ = [
    "FRONT",
    "MOST_SYLLABLES",
    "Clause",
    "Named",
    "Query",
    "Way",
    "Words",
    "dictionary",
    "is_phone_like",
    "marked",
    "number_words",
    "plain",
    "read",
    "remember",
    "said_words",
    "words",
]

Read = tuple[tuple[str, ...], tuple[str, ...]]
Named = tuple[str, str, tuple[str, ...]]
"""The title, the number and the phones of a record."""

MOST_REMEMBERED = 4096
LONGEST_WORD = 24
LONGEST_TEXT = 100
_NOT_ASCII = re.compile(r"[^0-9a-z]")
_remembered: dict[Named, "Words"] = {}


class Words(NamedTuple):
    """Ready for the index: the whole forms that decide, the tokens that lead there."""

    title: str
    forms: str
    tokens: str

    def with_number(self, number: str) -> "Words":
        """Let it be found by a number too."""
        forms, found = _of_number(number)
        return Words(self.title, f"{self.forms}{'|'.join(forms)}|", " ".join((self.tokens, *found)).lstrip())

    def with_texts(self, texts: Iterable[str]) -> "Words":
        """Let it be found by further texts as by its title."""
        found = self
        for text in texts:
            forms, more = _of_name(text[:LONGEST_TEXT])
            found = Words(self.title, f"{found.forms}{'|'.join(forms)}|", " ".join((found.tokens, *more)).strip())
        return found


def words(title: str, *, number: str = "", phones: tuple[str, ...] = ()) -> Words:
    """Make what a record with this title, number and phones is found by; the last few thousand are remembered."""
    key = (title, number, phones)
    if key not in _remembered:
        remember({key: words(title, phones=phones).with_number(number) if number else _words(title, phones)})
    return _remembered[key]


def remember(read: Mapping[Named, Words]) -> None:
    """Keep what names are found by, read here or ahead of time in another process."""
    if len(_remembered) > MOST_REMEMBERED:
        _remembered.clear()
    _remembered.update(read)


def _words(title: str, phones: tuple[str, ...]) -> Words:
    forms, found = _of_name(title) if title else ((), ())
    for phone in phones:
        dialled = digits(plain(phone))
        if len(dialled) >= 4:
            tails = tuple(dict.fromkeys((dialled[:LONGEST_WORD], dialled[-4:])))
            forms = (*forms, *(f"<{tail}" for tail in tails))
            found = (*found, *map(tokens.whole, tails))
    return Words(title, f"|{'|'.join(dict.fromkeys(forms))}|", " ".join(dict.fromkeys(found)))


def number_words(number: str) -> Words:
    """Make what a paper is found by: its number alone."""
    forms, found = _of_number(number)
    return Words(number, f"|{'|'.join(forms)}|", " ".join(found))


def said_words(title: str, texts: Iterable[str]) -> Words:
    """Make what long texts are found by: their words as written; nobody looks for a sentence by its sound."""
    forms: list[str] = []
    found: list[str] = []
    for text in texts:
        said = joined(plain(text))
        if parts := runs(said):
            latin = [part.replace("ü", "u")[:LONGEST_WORD] for part in parts if not is_han(part)]
            forms += (said, f"^{'^'.join(latin)}") if latin else (said,)
            found += _tokens_of_name(parts, latin)
    return Words(title, f"|{'|'.join(dict.fromkeys(forms))}|", " ".join(dict.fromkeys(found)))


def marked(found: str, page: str) -> str:
    """Mark tokens with the kind of page they lead to, so that the kinds do not stand in each other's way."""
    return f"{page[0]}{found.replace(' ', f' {page[0]}')}" if found else ""


def _of_name(title: str) -> Read:
    name = joined(plain(title))
    found = runs(name)
    if not found:
        return ((name,) if name else ()), ()
    latin, aloud = _latin(found), [one for one in readings(name) if one]
    forms, wholes = [name], [name, *([bare(name)] if latin else ())]
    for syllables in aloud:
        initials = [syllable[0] for syllable in syllables]
        forms += ("`" + "`".join(syllables), "~" + "~".join(initials))
        wholes += ("".join(syllables), "".join(initials))
    if latin:
        forms.append(f"{'.' if is_han(found[0]) else ''}^{'^'.join(latin)}")
    return tuple(forms), (*map(tokens.whole, wholes), *_tokens_of_name(found, latin), *_tokens_of_sounds(aloud))


def _latin(found: list[str]) -> list[str]:
    """Answer the words in letters and digits of a name, and what they are without the spaces between."""
    latin = [run.replace("ü", "u")[:LONGEST_WORD] for run in found if not is_han(run)]
    return [*latin, "".join(latin)[:LONGEST_WORD]] if len(latin) > 1 else latin


def _tokens_of_name(found: list[str], latin: list[str]) -> list[str]:
    made = [token for run in found if is_han(run) for token in tokens.of_han(run)]
    made += [token for word in latin for token in tokens.beginnings("w", word)]
    if is_han(found[0]):
        return made + tokens.front_of_han(found[0])
    return made + [f"b{token}" for word in {latin[0], latin[-1]} for token in tokens.beginnings("w", word)]


def _tokens_of_sounds(aloud: list[tuple[str, ...]]) -> list[str]:
    made: list[str] = []
    for syllables in aloud:
        made += tokens.of_sounds(syllables)
        made += tokens.front_of_sounds(syllables)
    return made


@lru_cache(maxsize=4096)
def _of_number(number: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Answer the forms and the tokens of a number: with its signs, without them, without leading letters and zeros."""
    written = plain(number)
    unsigned = written if written.isalnum() and written.isascii() else bare(written)
    alone = unsigned if unsigned.isascii() else _NOT_ASCII.sub("", unsigned)
    short = alone.lstrip("abcdefghijklmnopqrstuvwxyz").lstrip("0")
    bares = [form for form in dict.fromkeys((unsigned, alone, short)) if form]
    forms = tuple(dict.fromkeys((written, *bares)))
    found = [*map(tokens.whole, forms), *(t for form in bares for t in tokens.beginnings("n", form))]
    return forms, (*found, *(t for run in han_runs(written) for t in tokens.of_han(run)))
