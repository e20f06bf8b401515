"""Put the columns of several sheets beside each other: by their titles, and by what they were taken for."""

from collections.abc import Mapping, Sequence

from zhike.exchange.columns import folded
from zhike.exchange.understanding.plans import Plan


def same_places(first: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Say for each of some columns where it stands in a table with the same titles."""
    if tuple(first) == tuple(other):
        return {place: place for place in range(len(first))}
    waiting: dict[str, list[int]] = {}
    for place, title in enumerate(other):
        waiting.setdefault(folded(title), []).append(place)
    return {place: waiting[folded(title)].pop(0) for place, title in enumerate(first) if waiting.get(folded(title))}


def together(tables: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Give the titles of all tables: those of the first one, then what only further ones have."""
    titles = list(tables[0])
    for table in tables[1:]:
        known = {*same_places(titles, table).values()}
        titles += [title for place, title in enumerate(table) if title and place not in known]
    return tuple(titles)


def all_titles(plan: Plan, first: tuple[str, ...]) -> tuple[str, ...]:
    """Give the titles in whose order everything is kept; `first` are those of the first table as it was opened."""
    return plan.titles if plan.titles[: len(first)] == first else first


def places_in(titles: Sequence[str], table: Sequence[str], plan: Plan) -> Mapping[int, int]:
    """Say where each of all titles stands in one table, under whatever title it has there."""
    moved = same_places(titles, table)
    home = {name: place for place, name in (plan.mapping or {}).items()}
    for place, name in plan.also.items():
        if place in moved and home.get(name, place) not in moved:
            moved[home[name]] = moved.pop(place)
    return moved
