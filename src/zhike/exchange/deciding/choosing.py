"""Choices that would let rows in: offered beside what is said of them, and taken from there."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from zhike.exchange.kinds import kinds
from zhike.exchange.models import ImportRun

FIELD = "choose"
JOINT = "="


@dataclass(frozen=True)
class Choice:
    """An option, what may be chosen, and its words."""

    option: str
    chosen: str
    words: Promise

    @property
    def value(self) -> str:
        return f"{self.option}{JOINT}{self.chosen}"


def choice_for(said: str, run: ImportRun) -> Choice | None:
    """Answer under which choice the rows would go in of which this is said, if it is not chosen already."""
    for option in kinds()[run.kind].options:
        chosen = option.helps.get(said)
        if chosen and run.options.get(option.name, option.default) != chosen:
            return Choice(option.name, chosen, option.choices[chosen])
    return None


def chosen(sent: Iterable[str], run: ImportRun) -> dict[str, str]:
    """Read which choices were taken; what the kind does not offer counts for nothing."""
    told = dict(each.split(JOINT, 1) for each in sent if JOINT in each)
    return {each.name: told[each.name] for each in kinds()[run.kind].options if told.get(each.name) in each.choices}
