"""What a person typed, understood: 汉字, pinyin, initials, a number, the end of a phone, or several of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from zhike.core.search.rules import tokens
from zhike.core.search.rules.folding import bare, digits, han_runs, is_han, joined, plain, runs
from zhike.core.search.rules.sounds import readings
from zhike.core.search.rules.syllables import BEGUN, INITIALS, Units, mixture, spellings

FRONT = 2  # the first class that many may be in
LONGEST = 48
LONGEST_RUN = 24
LONGEST_SURE = 2  # neighbouring pairs of a longer run may lie apart
_PHONE = re.compile(r"\+?\d[\d -]{5,}\d")
_MIXED = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Way:
    """One way to understand a run: all groups of tokens must be there, any token of a group will do.

    `front` stands for the first group where the run must begin a form; without it, the run cannot.
    `parts` are what the forms then contain; that is known from the tokens alone when the way is sure.
    """

    tokens: tuple[tuple[str, ...], ...]
    parts: tuple[str, ...]
    front: tuple[str, ...] = ()
    is_sure: bool = False

    def at_front(self) -> "Way":
        begins = self.parts[0] if self.parts[0].startswith("|") else f"|{self.parts[0]}"
        return Way((self.front, *self.tokens[1:]), (begins, *self.parts[1:]), is_sure=self.is_sure)


Clause = tuple[tuple[Way, ...], ...]
"""Runs, each with its ways: all runs must fit, each in any of its ways."""


@dataclass(frozen=True)
class Query:
    """A search as the index understands it. Its clauses come with the best class of matches first."""

    plain: str
    whole: Clause = ()
    zeroless: Clause = ()
    front: Clause = ()
    close: Clause = ()
    any: Clause = ()

    @property
    def classes(self) -> tuple[tuple[int, Clause], ...]:
        """The clauses by exactness: whole, whole but for leading zeros, beginning, close together, anywhere."""
        all_classes = enumerate((self.whole, self.zeroless, self.front, self.close, self.any))
        return tuple((exactness, clause) for exactness, clause in all_classes if clause)


def read(text: str) -> Query:
    """Understand what a person typed; nothing searchable finds nothing.

    A number may fall into several runs (AB-12-CD); being asked for in each of them, it is found as a whole too.
    """
    asked = plain(text)[:LONGEST]
    if _PHONE.fullmatch(asked):
        asked = digits(asked)
    clause: Clause = tuple(dict.fromkeys(ways for word in asked.split() for ways in _word(word)))
    if not clause:
        return Query(asked)
    if len(clause) > 1:
        number = _number(bare(asked)[:LONGEST_RUN])
        clause = tuple((*ways, number) for ways in clause)
    close = _close(asked)
    return Query(
        plain=asked,
        whole=_whole(asked),
        zeroless=_zeroless(asked),
        front=_at_front(close or clause),
        close=close,
        any=clause,
    )


def is_phone_like(text: str) -> bool:
    """Say whether a search could be a try at somebody's phone: its whole number or its last four digits."""
    asked = digits(plain(text)) if _PHONE.fullmatch(plain(text)) else plain(text)
    return any(len(run) == 4 or len(run) >= 7 for run in re.findall(r"\d+", asked))


def _at_front(clause: Clause) -> Clause:
    first = tuple(way.at_front() for way in clause[0] if way.front)
    return (first, *clause[1:]) if first else ()


def _word(word: str) -> Iterator[tuple[Way, ...]]:
    """Read what has no space in it, run by run; signs hold the parts of a number together (AB-12-CD)."""
    found = runs(word)
    if sum(not is_han(run) for run in found) < 2:
        yield from (tuple(_ways(run)) for run in found)
        return
    number = bare(word)[:LONGEST_RUN]
    whole = (_number(number), _phone(number)) if number.isdigit() else (_number(number),)
    yield from ((*_ways(run, is_part=True), *whole) for run in found)


def _ways(run: str, *, is_part: bool = False) -> Iterator[Way]:
    if is_han(run):
        groups = tuple((token,) for token in dict.fromkeys(tokens.pairs_of_han(run)))
        yield Way(groups, (run,), front=(f"b{groups[0][0]}",), is_sure=len(run) <= LONGEST_SURE)
        return
    word = run.replace("ü", "u")[:LONGEST_RUN]
    if not word.isdigit():
        yield from _sounds(run.replace("ü", "v"))
    token = tokens.beginning("w", word)
    yield Way(((token,),), (f"^{word}",), front=(f"b{token}",), is_sure=len(word) in tokens.RUNGS)
    if is_part:
        return
    yield _number(word)
    if word.isdigit():
        if word[0] == "0":
            yield _number(word.lstrip("0") or "0")
        yield _phone(word)


def _phone(digits_of_it: str) -> Way:
    """Ask for a phone by its whole number or its last four digits: nothing less is indexed."""
    return Way(((tokens.whole(digits_of_it),),), (f"|<{digits_of_it}|",))


def _number(form: str) -> Way:
    token = tokens.beginning("n", form)
    is_sure = form.isascii() and len(form) in tokens.RUNGS
    return Way(((token,),), (f"|{form}",), front=(token,), is_sure=is_sure)


def _sounds(run: str) -> Iterator[Way]:
    """Read letters as syllables, as initials, and as both side by side."""
    letters = run[:LONGEST_RUN]
    if not (letters.isascii() and letters.isalpha()):
        return
    read_as = spellings(letters)
    yield from (_spelt(units) for units in read_as)
    if len(letters) > 1 and set(letters) <= INITIALS:
        yield _initials(letters)
    units = mixture(letters)
    if units and units not in read_as and max(map(len, units)) > 1:
        yield _mixed(units)


def _spelt(units: Units) -> Way:
    part = "`" + "`".join(units)
    if len(units) == 1:
        alone = tuple(f"s{syllable}" for syllable in BEGUN[units[0]]) if len(units[0]) > 1 else (f"i{units[0]}",)
        return Way((alone,), (part,), front=tuple(f"b{token}" for token in alone), is_sure=True)
    *_, before, last = units
    ends = tuple(f"s{before}0{syllable}" for syllable in BEGUN[last])
    groups = (*((f"s{one}0{other}",) for one, other in pairwise(units[:-1])), ends)
    front = tuple(f"b{token}" for token in groups[0])
    return Way(groups, (part,), front=front, is_sure=len(units) <= LONGEST_SURE)


def _initials(letters: str) -> Way:
    pairs = tuple((f"i{one}{other}",) for one, other in pairwise(letters))
    return Way(pairs, ("~" + "~".join(letters),), front=(f"b{pairs[0][0]}",), is_sure=len(letters) <= LONGEST_SURE)


def _mixed(units: Units) -> Way:
    pairs = tuple(_neighbours(one, other) for one, other in pairwise(units))
    before, last = units[-2:]
    is_alone = len(before) == 1 and len(last) > 1  # no pair says how the last one is spelt
    spelt = (tuple(f"s{syllable}" for syllable in BEGUN[last]),) if is_alone else ()
    parts = [f"`{one}`{other}" for one, other in pairwise(units) if len(one) > 1]
    initials = "~" + "~".join(unit[0] for unit in units)
    alone = (f"`{last}",) if is_alone else ()
    return Way((*pairs, *spelt), (initials, *parts, *alone), front=tuple(f"b{token}" for token in pairs[0]))


def _neighbours(one: str, other: str) -> tuple[str, ...]:
    """Ask for a syllable and what begins the next one, or for two initials."""
    if len(one) == 1:
        return (f"i{one}{other[0]}",)
    return tuple(f"s{one}0{syllable}" for syllable in BEGUN[other])


def _whole(asked: str) -> Clause:
    """Ask for records of which this is a whole form: a name, its pinyin, its initials, a number, a phone."""
    forms = dict.fromkeys((asked, joined(asked), bare(asked)))
    ways = [Way(((tokens.whole(form),),), (f"|{form}|",)) for form in forms]
    if asked.isdigit():
        ways.append(_phone(asked[:LONGEST_RUN]))
    if sounded := _sounded(asked):
        token = (tokens.whole(sounded),)
        ways += [Way((token,), (f"|{way.parts[0]}|",)) for way in _sounds(sounded) if len(way.parts) == 1]
    return (tuple(ways),)


def _zeroless(asked: str) -> Clause:
    number = bare(asked)
    short = number.lstrip("0")
    return ((Way(((tokens.whole(short),),), (f"|{short}|",)),),) if short and short != number else ()


def _close(asked: str) -> Clause:
    """Ask for 汉字 and pinyin without a space between (宏da) as neighbours: by the sound of the whole, and the 汉字."""
    sounded = _sounded(asked)
    if not sounded or not _MIXED.fullmatch(asked) or not han_runs(asked):
        return ()
    ways = tuple(_sounds(sounded))
    characters: Clause = tuple(tuple(_ways(run)) for run in han_runs(asked))
    return (ways, *characters) if ways else ()


def _sounded(asked: str) -> str:
    """Write what was typed as letters, as far as it is 汉字 and letters with at least one of these."""
    found = runs(asked)
    if all(map(is_han, found)):
        return ""
    aloud = [("".join(readings(run)[0]) if readings(run) else "1") if is_han(run) else run for run in found]
    letters = "".join(aloud).replace("ü", "v")
    return letters if letters.isascii() and letters.isalpha() else ""
