"""Rows that may mean a record we have: what is asked about them, and what is decided."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhike.exchange import spools
from zhike.exchange.deciding import names
from zhike.exchange.kinds import ANOTHER, LEAVE_OUT, SAME, kinds
from zhike.exchange.models import ImportRun
from zhike.exchange.spool import Fault, Spool

WORDS: dict[str, Promise] = {
    SAME: _("It is that one: fill in what is missing there"),
    ANOTHER: _("It is another one: create it"),
    LEAVE_OUT: _("Leave it out"),
}
ALL, ONE = "decide-all", "decide-"
Decisions = dict[str, tuple[str, int] | names.Answer | None]
"""By the place of a row, or by a name: the word and the known record; None takes a decision back."""


@dataclass(frozen=True)
class Asked:
    """What is asked about a row: the known record, whether its bringer may see it, what was decided so far."""

    known: int
    is_ours: bool
    decided: str = ""

    @property
    def choices(self) -> list[tuple[str, Promise]]:
        """What may be decided; a row is never put to a record that its bringer cannot see."""
        return [(word, words) for word, words in WORDS.items() if self.is_ours or word != SAME]


def is_question(fault: Fault) -> bool:
    """Say whether something that is said of a row waits for a decision, or did."""
    return "known" in fault.phrase.values


def asked_in(faults: Iterable[Fault], run: ImportRun) -> Asked | None:
    """Answer what is asked about a row, by what is said of it."""
    for fault in filter(is_question, faults):
        if names.is_about_name(fault):
            continue
        known, is_ours = int(str(fault.phrase.values["known"])), bool(fault.phrase.values["is_ours"])
        word, about = run.decision(fault.line)
        return Asked(known, is_ours, word if about == known else "")
    return None


def decisions(data: Mapping[str, str], run: ImportRun) -> Decisions:
    """Read what was decided on the page of a trial: about single rows and names, or about all that are still open."""
    path = spools.find(run, kinds()[run.kind].layout_for(run.by))
    if path is None:
        return {}
    word, told = data.get(ALL, ""), _told(data)
    with Spool(path) as spool:
        said = names.answers(data, spool)
        if word:
            meant = names.all_meant(spool) if word == SAME else {}
            answered = {name: answer for name, answer in said.items() if answer or name not in meant}
            return meant | answered | _about(spool.faults("error"), lambda line: told.get(line) or word, run)
        faults = (fault for found in spool.said_of(list(told)).values() for fault in found)
        return said | _about(faults, told.__getitem__, run)


def put_together(data: Mapping[str, str], run: ImportRun) -> dict[tuple[int, str], str | None]:
    """Answer which cells change as rows are said to be the same as earlier ones, None where that is taken back."""
    path = spools.find(run, kinds()[run.kind].layout_for(run.by))
    word, told = data.get(ALL, ""), _told(data)
    if path is None or not (told or word):
        return {}
    found: dict[tuple[int, str], str | None] = {}
    with Spool(path) as spool:
        said = spool.faults("error") if word else chain.from_iterable(spool.said_of(list(told)).values())
        for fault in said:
            is_same = (told.get(fault.line) or word) == SAME
            becomes: Any = fault.phrase.values.get("becomes", {})
            if is_same == (fault.grade == "error"):
                found |= {(fault.line, name): text if is_same else None for name, text in becomes.items()}
    return found


def _told(data: Mapping[str, str]) -> dict[int, str]:
    """Read what was said of single rows."""
    return {int(key[len(ONE) :]): word for key, word in data.items() if _is_place(key)}


def _about(faults: Iterable[Fault], word_of: Callable[[int], str], run: ImportRun) -> Decisions:
    found: Decisions = {}
    for fault in faults:
        if (asked := asked_in([fault], run)) is None:
            continue
        word = word_of(fault.line)
        if not word:
            found[str(fault.line)] = None
        elif word in dict(asked.choices):
            found[str(fault.line)] = (word, asked.known)
    return found


def _is_place(key: str) -> bool:
    return key.startswith(ONE) and key[len(ONE) :].isdigit()
