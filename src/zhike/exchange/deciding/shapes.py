"""What is known of an uploaded file, and what is proposed to be done with it. No Django, no database."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from zhike.exchange.columns import Column, Layout
from zhike.exchange.reading import Peek, Plan
from zhike.exchange.understanding.matching import THRESHOLD, Guess, fingerprint, guesses, mapping_of, value_guesses
from zhike.exchange.understanding.plans import Table, plan_of
from zhike.exchange.understanding.together import same_places, together

MOST_WORDS = 60
"""So many different words of a column are asked about."""

NOBODY = " "
"""Stands for a name that means no colleague: a cell with nothing but a space is empty."""

SURE, LIKELY, UNSURE = "sure", "likely", "unsure"


@dataclass(frozen=True)
class Word:
    """A word of the file and what it is taken for: the code of a choice or a word; empty when nobody knows."""

    word: str
    meaning: str
    confidence: float


@dataclass(frozen=True)
class Saved:
    """How a file of this shape was mapped before."""

    columns: Mapping[int, str]
    words: Mapping[str, Mapping[str, str]]


def tables(peek: Peek, plan: Plan) -> list[Table]:
    """Answer the sheets that are read."""
    return [peek.understanding.tables[table.table] for table in plan.tables]


def titles(peek: Peek, plan: Plan) -> tuple[str, ...]:
    """Answer the columns that are mapped: those of the first sheet, then what only further ones have."""
    return together([table.titles for table in tables(peek, plan)])


def places(peek: Peek, plan: Plan) -> list[tuple[str, dict[int, int]]]:
    """Answer for each sheet that is read which of all columns it has, and where."""
    every = titles(peek, plan)
    return [(table.sheet, same_places(every, table.titles)) for table in tables(peek, plan)]


def samples(peek: Peek, plan: Plan) -> tuple[tuple[str, ...], ...]:
    """Answer the different texts of each column, of all sheets that have it."""
    found: list[dict[str, None]] = [{} for _ in titles(peek, plan)]
    for table, (_, own) in zip(plan.tables, places(peek, plan), strict=True):
        for place, there in own.items():
            found[place] |= dict.fromkeys(peek.samples[table.table][there])
    return tuple(map(tuple, found))


def shape(peek: Peek, plan: Plan) -> str:
    """Answer by what a saved mapping is found again."""
    return fingerprint(titles(peek, plan))


def guessed(peek: Peek, plan: Plan, layout: Layout) -> tuple[Guess, ...]:
    """Guess what each column is, sheet by sheet; no sheet has a column of the layout twice."""
    found: list[Guess] = []
    for table, shown, (_, own) in zip(plan.tables, tables(peek, plan), places(peek, plan), strict=True):
        guess_of = guesses(shown.titles, peek.samples[table.table], layout, preset=plan.preset)
        taken = {found[place].column for place in own if place < len(found)}
        new = [replace(guess_of[there], position=place) for place, there in own.items() if place >= len(found)]
        found += [replace(each, column=None, reason="") if each.column in taken else each for each in new]
    return tuple(found)


def certainty(confidence: float) -> str:
    """Put a confidence into one of three words."""
    return SURE if confidence >= 0.9 else LIKELY if confidence >= 0.7 else UNSURE


def meanings(column: Column, colleagues: Mapping[str, str]) -> dict[str, str]:
    """Answer what the words of a column may mean, by what people call it; empty where any word is right."""
    if column.choices:
        return dict(column.choices)
    if column.names_colleague:
        return dict(colleagues)
    return {word: word for word in column.offers}


def words(column: Column, seen: Sequence[str], *, known: Mapping[str, str], may_be: Mapping[str, str]) -> list[Word]:
    """Say of the words of a column what each is taken for: as somebody said, or as is guessed."""
    asked = replace(column, choices=may_be)
    found = value_guesses(asked, seen)[:MOST_WORDS]
    return [
        Word(each.word, known[each.word], 1.0)
        if each.word in known
        else Word(each.word, each.code or "", each.confidence)
        for each in found
    ]


def understood_words(
    peek: Peek, plan: Plan, layout: Layout, *, colleagues: Mapping[str, str], said: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """Propose what is meant by the words that no column knows by themselves; `said` before, of names."""
    proposed: dict[str, dict[str, str]] = {}
    seen = samples(peek, plan)
    for place, name in plan.columns.items():
        column = layout.column(name)
        may_be = meanings(column, colleagues)
        if not may_be or place >= len(seen):
            continue
        known = {**(said if column.names_colleague else {}), **plan.values.get(name, {})}
        found = {
            each.word: each.meaning
            for each in words(column, seen[place], known=known, may_be=may_be)
            if each.meaning and each.word not in may_be and each.confidence >= THRESHOLD
        }
        if found:
            proposed[name] = {**found, **proposed.get(name, {})}
    return proposed


def proposal(
    peek: Peek,
    layout: Layout,
    *,
    saved: Saved | None,
    colleagues: Mapping[str, str],
    said: Mapping[str, str] | None = None,
) -> Plan:
    """Plan to read a file as it was understood, mapped as before or as is guessed; `said` before, whom names mean."""
    plan = plan_of(peek.understanding)
    plan = replace(plan, titles=titles(peek, plan))
    known = {column.name for column in layout.columns}
    if saved:
        mapping = {place: name for place, name in saved.columns.items() if name in known}
        plan = replace(plan.mapped(mapping), values=saved.words)
    else:
        plan = plan.mapped(mapping_of(guessed(peek, plan, layout)))
    more = understood_words(peek, plan, layout, colleagues=colleagues, said=said or {})
    return replace(
        plan, values={**more, **{name: {**more.get(name, {}), **said} for name, said in plan.values.items()}}
    )


def carried_over(before: Plan, found: Plan) -> Plan:
    """Map the columns that were there before as they were, and keep what was said of their words."""
    at = same_places(before.titles, found.titles)
    kept = {at[place]: name for place, name in before.columns.items() if place in at}
    moved = {name for place, name in kept.items() if found.columns.get(place) != name}
    new = {place: name for place, name in found.columns.items() if place not in at.values() and name not in moved}
    plan = found.mapped({**new, **kept})
    told = {name: words for name, words in before.values.items() if name in kept.values()}
    return replace(plan, values={**plan.values, **{name: {**plan.values.get(name, {}), **told[name]} for name in told}})


def missing(names: Collection[str], layout: Layout) -> list[tuple[str, ...]]:
    """Answer what is needed and not mapped: of each of these sets of columns one is wanted."""
    groups = [(column.name,) for column in layout.columns if column.needed] + list(layout.any_of)
    return [group for group in groups if not {*group} & {*names}]
