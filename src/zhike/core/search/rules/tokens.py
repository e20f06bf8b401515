"""How tokens are spelt. Each is whole, never a beginning: so the index answers the newest first without sorting.

All are ASCII letters and digits, so that no database's word parser can differ, and begin with a letter for their kind:
h for one 汉字 or two neighbours, s for one syllable or two, i for one initial or two, w for the beginnings of words in
Latin letters and digits, n for those of numbers, e for a whole form, and b before any of these at the very front.

An import makes millions of them: most come out of a memory, several in one string.
"""

from functools import lru_cache
from zlib import crc32

from zhike.core.search.rules.syllables import Units

RUNGS = (1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24)
"""How long the indexed beginnings are; what is longer than one rung and shorter than the next is compared."""


def of_han(run: str) -> list[str]:
    """Give each character and each pair of neighbours."""
    return [*map(han, run), *map(_han_pair, run, run[1:])]


def front_of_han(run: str) -> list[str]:
    return [f"b{han(run[0])}", f"b{_han_pair(*run[:2])}"] if len(run) > 1 else [f"b{han(run)}"]


def of_sounds(syllables: Units) -> list[str]:
    """Give each syllable, each pair of them, and the same of their initials."""
    return [*map(_sound, syllables), *map(_sound_pair, syllables, syllables[1:])]


def front_of_sounds(syllables: Units) -> list[str]:
    return [_front(_sound(syllables[0])), *(_front(_sound_pair(*syllables[:2])) for _ in syllables[1:2])]


def beginnings(kind: str, form: str) -> list[str]:
    """Give the beginnings of a word or a number, rung by rung."""
    form = kind + _coded(form)
    length = len(form)
    return [form[: rung + 1] for rung in RUNGS if rung < length]


def beginning(kind: str, form: str) -> str:
    """Give the longest indexed beginning of what was typed."""
    return beginnings(kind, form)[-1]


def whole(form: str) -> str:
    """Stand for a whole form; the few that fall together are told apart by the form itself."""
    return f"e{crc32(form.encode()):08x}"


def pairs_of_han(run: str) -> list[str]:
    """Give the pairs of neighbours, or the only character."""
    return [*map(_han_pair, run, run[1:])] or [han(run)]


@lru_cache(maxsize=16384)
def han(char: str) -> str:
    return f"h{ord(char):x}"


@lru_cache(maxsize=65536)
def _han_pair(one: str, other: str) -> str:
    return f"h{ord(one):x}x{ord(other):x}"


@lru_cache(maxsize=1024)
def _sound(syllable: str) -> str:
    return f"s{syllable} i{syllable[0]}"


@lru_cache(maxsize=65536)
def _sound_pair(one: str, other: str) -> str:
    return f"s{one}0{other} i{one[0]}{other[0]}"


@lru_cache(maxsize=16384)
def _front(tokens: str) -> str:
    return " ".join(f"b{token}" for token in tokens.split())


def _coded(form: str) -> str:
    """Write what is no ASCII by its code points: 沪a12b is 6caaa12b."""
    return form if form.isascii() else "".join(char if char.isascii() else f"{ord(char):x}" for char in form)
