"""`zhike import --show`, `--plan` and `--sheet`: what is understood of a file, and how it shall be read."""

import json
from argparse import Namespace
from dataclasses import replace
from typing import TYPE_CHECKING

from zhike.cli.refusal import Refusal
from zhike.phrases import Phrase, chinese, say

if TYPE_CHECKING:
    from zhike.exchange.columns import Layout
    from zhike.exchange.reading import Peek, Plan


def show(arguments: Namespace) -> None:
    """Print the sheets, their heads and columns, and with --json the plan that would be read by."""
    from zhike.exchange.deciding import shapes
    from zhike.exchange.understanding.matching import REASONS

    peek, layout = _peek(arguments)
    proposed = _chosen(arguments, peek, layout)
    if arguments.json:
        print(json.dumps({**peek.as_json(), "plan": proposed.as_json()}, ensure_ascii=False))
        return
    for table in proposed.tables:
        found = peek.understanding.tables[table.table]
        values = {"sheet": found.sheet or arguments.file.name, "head": table.head_line, "first": table.first_line}
        print(say(Phrase("%(sheet)s: head in line %(head)s, rows from line %(first)s on", values)))
        for line, why in found.left_out:
            print(f"  {line}: {_why(why)}")
    titles = {column.name: column.title for column in layout.columns}
    for guess in shapes.guessed(peek, proposed, layout):
        name = (proposed.mapping or {}).get(guess.position, "")
        words = f"{titles[name]} ({guess.confidence:.0%} {chinese(REASONS[guess.reason].text)})" if name else "–"
        print(f"  {guess.title} → {words}")


def plan(arguments: Namespace) -> "Plan | None":
    """Answer how the file shall be read, None where it is left to be understood.

    Raises:
        Refusal: there is no such plan or sheet.
    """
    if not arguments.plan and not arguments.sheet:
        return None
    peek, layout = _peek(arguments)
    return _chosen(arguments, peek, layout)


def _chosen(arguments: Namespace, peek: "Peek", layout: "Layout") -> "Plan":
    from zhike.exchange.deciding import shapes
    from zhike.exchange.reading import Plan

    if arguments.plan:
        try:
            told = json.loads(arguments.plan.read_text(encoding="utf-8"))
            return Plan.from_json(told.get("plan", told))
        except (OSError, ValueError, TypeError, AttributeError) as error:
            values = {"path": arguments.plan, "reason": error}
            raise Refusal(Phrase("The plan %(path)s cannot be read (--plan): %(reason)s", values)) from error
    if arguments.sheet:
        names = [glance.sheet for glance in peek.glances]
        if missing := [name for name in arguments.sheet if name not in names]:
            values = {"name": missing[0], "names": ", ".join(names)}
            raise Refusal(Phrase("There is no sheet “%(name)s” (--sheet); there are: %(names)s", values))
        places = tuple(names.index(name) for name in arguments.sheet)
        peek = replace(peek, understanding=replace(peek.understanding, chosen=places))
    return shapes.proposal(peek, layout, saved=None, colleagues={})


def _peek(arguments: Namespace) -> "tuple[Peek, Layout]":
    from zhike.exchange.columns import Refused
    from zhike.exchange.kinds import kinds
    from zhike.exchange.reading import peek_in_child

    layout = kinds()[arguments.kind].layout
    try:
        return peek_in_child(arguments.file, layout, name=arguments.file.name), layout
    except Refused as refused:
        raise Refusal(refused.phrase) from refused


def _why(why: str) -> str:
    from zhike.exchange.understanding.plans import WHY

    return say(WHY[why])
