"""Which columns of a file hold customer, time and amount: as told, by their names, or by what stands in them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhike.cli.refusal import Refusal
from zhike.cli.score.layout import LAYOUT, OPTIONS
from zhike.exchange.columns import folded, shown
from zhike.phrases import Phrase

_DAY = re.compile(r"(?:19|20|21)\d\d(?:[-/.年]\d{1,2}[-/.月]\d{1,2}日?|[01]\d[0-3]\d)(?:[T\s].*)?", re.ASCII)
_NUMBER = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?", re.ASCII)
_ENOUGH = 0.9
_TWICE = Phrase("One column is named twice (%(options)s): name a column of its own for each.")


@dataclass(frozen=True)
class Found:
    """Where the columns stand, what they are called there, and which were told by their cells alone."""

    places: Mapping[str, int]
    titles: Mapping[str, str]
    by_content: tuple[str, ...] = ()


def find(titles: Sequence[str], samples: Sequence[Sequence[str]], named: Mapping[str, str], *, has_head: bool) -> Found:
    """Find the columns.

    Args:
        titles: of all columns; their numbers from 1 on where the file has no head.
        samples: some cells of each.
        named: what the options name, by customer, time and amount.
        has_head: whether the titles are the file's own.

    Raises:
        Refusal: a named column is not there, or customer or time is not found.
    """
    places = {name: _named(titles, word, OPTIONS[name]) for name, word in named.items()}
    if len(set(places.values())) < len(places):
        raise Refusal(_TWICE.given(options=" ".join(OPTIONS[name] for name in places)))
    if has_head:
        places = {**_by_name(titles, places), **places}
    by_content = _by_content(samples, places, has_head=has_head)
    places = {**by_content, **places}
    for name in ("customer", "time"):
        if name not in places:
            raise Refusal(_missing(name, titles))
    return Found(places, {name: titles[place] for name, place in places.items()}, tuple(by_content))


def looks_like_a_day(text: str) -> bool:
    """Tell a cell of days, also 19970131; a number of any other length is none."""
    return _DAY.fullmatch(text.strip()) is not None


def _named(titles: Sequence[str], word: str, option: str) -> int:
    for same in (str.strip, folded):
        places = [place for place, title in enumerate(titles) if same(title) == same(word)]
        if places:
            return places[0]
    values = {"name": shown(word), "option": option, "names": _listed(titles)}
    raise Refusal(Phrase("There is no column “%(name)s” (%(option)s); the file has: %(names)s.", values))


def _by_name(titles: Sequence[str], taken: Mapping[str, int]) -> dict[str, int]:
    """Take the titles that are names of the columns; of several the one that names it best."""
    bare = [folded(title) for title in titles]
    found: dict[str, int] = {}
    for column in LAYOUT.columns:
        names = (folded(name) for name in (column.title, *column.synonyms))
        free = {title: place for place, title in reversed(list(enumerate(bare))) if place not in taken.values()}
        place = next((free[name] for name in names if name in free), None)
        if column.name not in taken and place is not None:
            found[column.name] = place
    return found


def _by_content(samples: Sequence[Sequence[str]], taken: Mapping[str, int], *, has_head: bool) -> dict[str, int]:
    """Take the first column of days, the last with decimals, and the first other one in which values come again."""
    left = [place for place in range(len(samples)) if place not in taken.values()]
    days = [place for place in left if _mostly(_DAY, samples[place])]
    numbers = [place for place in left if place not in days and _mostly(_NUMBER, samples[place])]
    money = [place for place in numbers if any("." in text for text in samples[place])]
    amount = (money or ([] if has_head or len(samples) < 3 else numbers[1:]))[-1:]
    others = [place for place in left if place not in (*days[:1], *amount) and _comes_again(samples[place])]
    guesses = {"time": days[:1], "amount": amount, "customer": others[:1]}
    return {name: places[0] for name, places in guesses.items() if places and name not in taken}


def _mostly(form: re.Pattern[str], texts: Sequence[str]) -> bool:
    filled = [text.strip() for text in texts if text.strip()]
    return bool(filled) and sum(bool(form.fullmatch(text)) for text in filled) >= _ENOUGH * len(filled)


def _comes_again(texts: Sequence[str]) -> bool:
    return 1 < len(set(texts)) < len(texts)


def _missing(name: str, titles: Sequence[str]) -> Phrase:
    column = LAYOUT.column(name)
    values = {
        "column": column.title,
        "names": "、".join(column.synonyms[:6]),
        "option": OPTIONS[name],
        "titles": _listed(titles),
    }
    return Phrase(
        "No column of the file is known as %(column)s (such as %(names)s): name it with %(option)s; "
        "the file has: %(titles)s.",
        values,
    )


def _listed(titles: Sequence[str]) -> str:
    return "、".join(shown(title) for title in titles[:20] if title) or "–"
