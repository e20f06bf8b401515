"""Names that likely mean a record we have: asked about once for all rows that call it so."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.exchange.kinds import ANOTHER, LEAVE_OUT, SAME, about_name
from zhike.exchange.models import ImportRun
from zhike.exchange.spool import Fault, Message, Spool

FIELD = "name-"
MOST_SHOWN = 100
WORDS: dict[str, Promise] = {
    ANOTHER: gettext_lazy("It is another one: create it"),
    LEAVE_OUT: gettext_lazy("Leave its rows out"),
}
Answer = tuple[str, int, str]
"""The word, the record that is meant and what that one is called."""


@dataclass(frozen=True)
class NameAsked:
    """A name with what may be answered about it: the ids of records it may mean, or a word.

    `count` rows wait for the answer; none where there is one.
    """

    name: str
    records: Mapping[str, str]
    words: tuple[str, ...] = ()
    answer: str = ""
    count: int = 0

    @property
    def field(self) -> str:
        return FIELD + self.name

    @property
    def likely(self) -> str:
        """Name the records it may mean."""
        return "、".join(self.records.values())

    @property
    def choices(self) -> list[tuple[str, str | Promise]]:
        meant = [(pk, _("It is %(record)s") % {"record": record}) for pk, record in self.records.items()]
        return [*meant, *((word, WORDS[word]) for word in self.words)]


def is_about_name(fault: Fault) -> bool:
    """Say whether a question is about all rows with a name rather than about its row."""
    return isinstance(fault.phrase.values.get("known"), list)


def names_asked(run: ImportRun, spool: Spool) -> list[NameAsked]:
    """Answer the names that wait for an answer, the most frequent first, then those that have one."""
    waiting = _waiting(spool)
    start = about_name("")
    answers = {key.removeprefix(start): said for key, said in run.decisions.items() if key.startswith(start)}
    answered = [_answered(name, said) for name, said in answers.items() if name not in waiting]
    return [*waiting.values()][:MOST_SHOWN] + answered


def answers(data: Mapping[str, str], spool: Spool) -> dict[str, Answer | None]:
    """Read what was answered; None takes an answer back."""
    told = {key.removeprefix(FIELD): word for key, word in data.items() if key.startswith(FIELD)}
    taken_back: dict[str, Answer | None] = {about_name(name): None for name, word in told.items() if not word}
    return taken_back | _read(told, spool) if told else {}


def all_meant(spool: Spool) -> dict[str, Answer | None]:
    """Let each name that waits mean the one record it can mean."""
    return _read({name: next(iter(a.records)) for name, a in _waiting(spool).items() if len(a.records) == 1}, spool)


def _read(told: Mapping[str, str], spool: Spool) -> dict[str, Answer | None]:
    found: dict[str, Answer | None] = {}
    for name, asked in _waiting(spool).items():
        word = told.get(name, "")
        if record := asked.records.get(word):
            found[about_name(name)] = (SAME, int(word), record)
        elif word in asked.words:
            found[about_name(name)] = (word, 0, "")
    return found


def _waiting(spool: Spool) -> dict[str, NameAsked]:
    asked = map(_asked, spool.asked_names())
    return {each.name: each for each in asked}


def _asked(message: Message) -> NameAsked:
    values: Any = message.first.phrase.values
    words = (ANOTHER, LEAVE_OUT) if values["may_be_new"] else (LEAVE_OUT,)
    records = {str(pk): str(record) for pk, record in values["known"]}
    return NameAsked(values["customer"], records, words, count=message.count)


def _answered(name: str, answer: Answer) -> NameAsked:
    word, known, record = answer
    if word == SAME:
        return NameAsked(name, {str(known): record}, answer=str(known))
    return NameAsked(name, {}, (word,), answer=word)
