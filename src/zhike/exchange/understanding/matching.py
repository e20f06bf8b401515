"""Guess what each column of a file is, and what its words mean: a confidence between 0 and 1, and the reason."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from typing import Any

from zhike.exchange.columns import JOINT, LINE_TITLE, REASON_TITLE, Column, Layout, folded
from zhike.exchange.parsing.texts import ALIKE
from zhike.exchange.understanding.contents import MEASURED, content_of, contradicts, suits
from zhike.exchange.understanding.presets import preset_named
from zhike.exchange.understanding.spelling import initials, spelled
from zhike.phrases import Phrase

THRESHOLD = 0.5
"""A guess below it is not taken: the column stays where it is until somebody says what it is."""

CLOSE = 0.1
"""Guesses so near to each other are both told."""

REASONS: dict[str, Phrase] = {
    "preset": Phrase("the export of this program is known"),
    "name": Phrase("it has this name"),
    "synonym": Phrase("it is another word for it"),
    "folded": Phrase("it is the same but for signs and brackets"),
    "part": Phrase("one line of its title is this"),
    "pinyin": Phrase("it is written in pinyin"),
    "initials": Phrase("it is written with the first letters of its pinyin"),
    "likeness": Phrase("its name is alike"),
    "content": Phrase("its cells look like it"),
    "": Phrase("not taken"),
}
_CERTAIN = {"preset": 0.98, "name": 1.0, "synonym": 0.95, "folded": 0.92, "part": 0.8, "pinyin": 0.85, "initials": 0.75}
_CONTENT = 0.6
_DOUBTED = 0.65
_CONTENT_ONLY_ONE = 0.65
_LEAST_ALIKE = 0.6
_SHORTEST_INITIALS = 3
_VALUE_TAILS = ("大区", "地区", "区域", "片区", "类客户", "客户", "类型", "类", "级", "型", "区", "省", "市", "部")


@dataclass(frozen=True)
class ValueGuess:
    """What a written word may mean among the choices of a column; `code` None: nobody knows."""

    word: str
    code: str | None
    confidence: float


@dataclass(frozen=True)
class Guess:
    """What one column of the file may be; `column` None: it is not taken unless somebody says so."""

    position: int
    title: str
    column: str | None
    confidence: float
    reason: str
    also: tuple[str, ...] = ()
    """Other columns it may be as well as this one."""
    content: str = ""
    values: tuple[ValueGuess, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give it as it is kept."""
        return asdict(self)


@dataclass(frozen=True)
class _Candidate:
    position: int
    column: Column
    confidence: float
    reason: str


@dataclass(frozen=True)
class _Seen:
    """The words of one column, and what they look like."""

    words: Sequence[str]
    content: str


def guesses(
    titles: Sequence[str], samples: Sequence[Sequence[str]], layout: Layout, *, preset: str = ""
) -> tuple[Guess, ...]:
    """Guess all columns of a file; no column of the layout is guessed twice."""
    seen = [
        _Seen(words, content_of(words)) for words in (*samples[: len(titles)], *[()] * (len(titles) - len(samples)))
    ]
    candidates = sorted(
        _candidates(titles, [each.content for each in seen], layout, preset=preset),
        key=lambda each: (-each.confidence, each.position, layout.columns.index(each.column)),
    )
    taken: dict[int, _Candidate] = {}
    used: set[str] = set()
    for each in candidates:
        if each.confidence >= THRESHOLD and each.position not in taken and each.column.name not in used:
            taken[each.position] = each
            used.add(each.column.name)
    return tuple(
        _guess(place, titles[place], taken.get(place), candidates=candidates, seen=seen[place])
        for place in range(len(titles))
    )


def mapping_of(found: Sequence[Guess]) -> dict[int, str]:
    """Give the mapping a plan would have if all guesses were right."""
    return {guess.position: guess.column for guess in found if guess.column}


def fingerprint(titles: Sequence[str]) -> str:
    """Give the shape of a file: a mapping saved under it fits every file with the same titles in the same order."""
    words = "\n".join(folded(title) for title in titles)
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def value_guesses(column: Column, words: Sequence[str]) -> tuple[ValueGuess, ...]:
    """Guess what the words of a column mean among its choices."""
    return tuple(_value_guess(column.choices, word) for word in dict.fromkeys(word.strip() for word in words) if word)


def _guess(place: int, title: str, taken: _Candidate | None, *, candidates: Sequence[_Candidate], seen: _Seen) -> Guess:
    mine = [each for each in candidates if each.position == place]
    if taken is None:
        near = [each.column.name for each in mine if each.confidence >= THRESHOLD - CLOSE]
        best = max((each.confidence for each in mine), default=0.0)
        return Guess(place, title, None, round(best, 2), "", tuple(dict.fromkeys(near)), seen.content)
    near = [each.column.name for each in mine if taken.confidence - each.confidence < CLOSE]
    return Guess(
        place,
        title,
        taken.column.name,
        round(taken.confidence, 2),
        taken.reason,
        also=tuple(name for name in dict.fromkeys(near) if name != taken.column.name),
        content=seen.content,
        values=value_guesses(taken.column, seen.words) if taken.column.choices else (),
    )


def _candidates(titles: Sequence[str], contents: Sequence[str], layout: Layout, *, preset: str) -> Iterator[_Candidate]:
    known = preset_named(preset)
    for place, title in enumerate(titles):
        if not title or title in (LINE_TITLE, REASON_TITLE):
            continue
        words = {folded(word) for word in known.words_for(title)} if known else set()
        fitting = [column for column in layout.columns if not column.by_title and suits(contents[place], column)]
        for column in layout.columns:
            if words & {folded(column.title), *map(folded, column.synonyms)}:
                yield _Candidate(place, column, _CERTAIN["preset"], "preset")
            confidence, reason = _by_title_and_cells(title, column, contents[place])
            if confidence > 0:
                yield _Candidate(place, column, confidence, reason)
            if column in fitting:
                is_best = len(fitting) == 1 or (contents[place] == "area" and "省市区" in column.title)
                alone = _CONTENT_ONLY_ONE if is_best else _CONTENT
                yield _Candidate(place, column, alone, "content")


def _by_title_and_cells(title: str, column: Column, content: str) -> tuple[float, str]:
    """Trust a title less where the cells are something else, or where only a part of it says so."""
    confidence, reason = _by_title(title, column)
    if reason and contradicts(content, column):
        return confidence / 2, reason
    if reason == "part" and column.kind in MEASURED and not suits(content, column):
        return confidence * _DOUBTED, reason
    return confidence, reason


def _by_title(title: str, column: Column) -> tuple[float, str]:
    """Compare a title with all names of a column."""
    exact = title.strip()
    if exact == column.title:
        return _CERTAIN["name"], "name"
    if exact in column.synonyms:
        return _CERTAIN["synonym"], "synonym"
    bare = folded(title)
    names = [folded(name) for name in (column.title, *column.synonyms)]
    if bare in names or folded(title.replace(JOINT, "")) in names:
        return _CERTAIN["folded"], "folded"
    if JOINT in title and any(folded(part) in names for part in title.split(JOINT)):
        return _CERTAIN["part"], "part"
    if bare.isascii():
        return _by_pinyin(bare, names)
    return max(((_likeness(bare, name), "likeness") for name in names), default=(0.0, ""))


def _by_pinyin(bare: str, names: Sequence[str]) -> tuple[float, str]:
    chinese = [name for name in names if not name.isascii()]
    if any(bare == spelled(name) for name in chinese):
        return _CERTAIN["pinyin"], "pinyin"
    if len(bare) >= _SHORTEST_INITIALS and any(bare == initials(name) for name in chinese):
        return _CERTAIN["initials"], "initials"
    if len(bare) == 2 and any(bare == initials(name) for name in chinese):
        return THRESHOLD, "initials"
    return max(((_likeness(bare, name), "likeness") for name in names if name.isascii()), default=(0.0, ""))


def _likeness(bare: str, name: str) -> float:
    """Say how alike two names are; one that ends with the other is more alike than one that only shares letters."""
    if not bare or not name:
        return 0.0
    if len(name) > 1 and bare.endswith(name):
        return 0.6 + 0.2 * len(name) / len(bare)
    if len(bare) > 1 and name.endswith(bare):
        return 0.5 + 0.2 * len(bare) / len(name)
    ratio = SequenceMatcher(None, bare, name).ratio()
    return ratio * 0.75 if ratio >= _LEAST_ALIKE else 0.0


def _value_guess(choices: Mapping[str, str], word: str) -> ValueGuess:
    names = {folded(name): code for name, code in choices.items()}
    bare = folded(word)
    if word in choices:
        return ValueGuess(word, choices[word], 1.0)
    if bare in names:
        return ValueGuess(word, names[bare], 0.95)
    for alike in ALIKE:
        if bare in alike and (code := next((names[each] for each in alike if each in names), None)):
            return ValueGuess(word, code, 0.9)
    cut = _cut(bare)
    short = {_cut(name): code for name, code in names.items()}
    if cut in short:
        return ValueGuess(word, short[cut], 0.85)
    inside = {
        code for name, code in short.items() if len(name) > 1 and (name in bare or (len(cut) > 1 and cut in name))
    }
    if len(inside) == 1:
        return ValueGuess(word, inside.pop(), 0.7)
    ranked = sorted(((SequenceMatcher(None, bare, name).ratio(), code) for name, code in names.items()), reverse=True)
    if ranked and ranked[0][0] >= _LEAST_ALIKE and (len(ranked) < 2 or ranked[0][0] - ranked[1][0] > CLOSE):
        return ValueGuess(word, ranked[0][1], round(ranked[0][0] * 0.75, 2))
    return ValueGuess(word, None, 0.0)


def _cut(word: str) -> str:
    """Take off what only says of what kind a word is: 华东大区 and 华东区 are 华东."""
    tail = next((tail for tail in _VALUE_TAILS if word.endswith(tail) and len(word) - len(tail) >= 2), "")
    return word.removesuffix(tail) if tail else word
