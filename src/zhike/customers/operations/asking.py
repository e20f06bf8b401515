"""Rows that may mean a customer we have: what somebody has said of them, and what becomes of them."""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from typing import Any

from zhike.customers.operations.knowns import Knowns
from zhike.customers.operations.lookalikes import Doubt
from zhike.customers.queries import customers_held
from zhike.exchange.kinds import ANOTHER, LEAVE_OUT, SAME, Outcome, Question
from zhike.exchange.models import ImportRun
from zhike.exchange.spool import Row

ASKS, TELLS = "ask", "warn"


def answers(run: ImportRun, doubts: Mapping[int, Doubt], *, makers: Mapping[int, str]) -> dict[int, str]:
    """Answer what was decided about each doubtful row, the rows of one customer as about the first of them.

    What was decided about another known customer counts no more, nor that a row is one whom its bringer cannot see.
    """
    said: dict[str, str] = {}
    for line, doubt in sorted(doubts.items()):
        word, known = run.decision(line)
        is_record = doubt.is_ours and doubt.customer_id > 0  # not an earlier row, whose name it would have by now
        is_choice = word in (ANOTHER, LEAVE_OUT) or (word == SAME and is_record)
        if is_choice and known == doubt.customer_id and asks(run):
            said.setdefault(makers[line], word)
    return {line: said.get(makers[line], "") for line in doubts}


def told(run: ImportRun, doubt: Doubt, outcome: Outcome) -> Outcome:
    """Say of a row what it looks like, and ask about it if the run asks."""
    question = Question(doubt.customer_id, doubt.is_ours, doubt.becomes) if asks(run) else None
    return Outcome(outcome.line, outcome.result, doubt.reason, doubt.column, question)


def kept_out(run: ImportRun, doubts: Mapping[int, Doubt], said: Mapping[int, str]) -> dict[int, Outcome]:
    """Keep the rows out that shall be left out, and those that nobody has decided about."""
    return {
        line: told(run, doubts[line], Outcome(line, "skipped" if word else "errored"))
        for line, word in said.items()
        if word in ("", LEAVE_OUT)
    }


def fill(
    run: ImportRun,
    rows: Sequence[Row],
    doubts: Mapping[int, Doubt],
    *,
    owner_of: Callable[[Row], int | None],
    custom_of: Callable[[Row], Mapping[str, Any]],
) -> list[Outcome]:
    """Let rows fill the blanks of the known customers whom they mean.

    Each counts as an update, whatever was still blank: rows of other batches may mean the same customer, and a trial
    takes those back.
    """
    found = {each.pk: each for each in customers_held({doubts[row.line].customer_id for row in rows})}
    filling = copy(run)
    filling.options = {**run.options, "existing": "fill"}
    knowns = Knowns(filling, list(found.values()))
    for row in rows:
        customer = found[doubts[row.line].customer_id]
        knowns.apply(row, customer, owner_id=owner_of(row), custom=custom_of(row))
    knowns.write()
    return [Outcome(row.line, "updated") for row in rows]


def asks(run: ImportRun) -> bool:
    """Say whether likely doubles are asked about."""
    return bool(run.options.get("likely_known") == ASKS)


def names_pairs(run: ImportRun) -> bool:
    """Say whether likely doubles within the file are looked for: also where they go in and a page tells of them."""
    return asks(run) or (bool(run.peek) and run.options.get("likely_known") == TELLS)
