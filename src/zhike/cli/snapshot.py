"""`zhike snapshot`: the order lines beside the database, brought up to date or compared with it."""

import json
from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING

from zhike.cli.database import refuse_unmigrated, start_django
from zhike.cli.refusal import Refusal
from zhike.phrases import Phrase, chinese, say

if TYPE_CHECKING:
    from zhike.value.rules import Change


def run(arguments: Namespace) -> int:
    start_django()
    refuse_unmigrated()
    from zhike.value.operations import NotKept

    try:
        return _check(as_json=arguments.json) if arguments.check else _refresh(arguments)
    except NotKept as error:
        raise Refusal(error.phrase) from error


def _refresh(arguments: Namespace) -> int:
    from zhike.value import operations

    done = operations.refresh_snapshot(rebuild=arguments.rebuild)
    values = {"lines": f"{done.lines:,}", "months": done.months, "written": len(done.written)}
    print(say(Phrase("%(lines)s order lines of %(months)s months are kept; %(written)s months were written.", values)))
    if done.reader == "cursor":
        print(chinese("DuckDB's scanner could not be loaded, so the lines were read the slower way."))
    if arguments.json:
        print(json.dumps(asdict(done), ensure_ascii=False))
    return 0


def _check(*, as_json: bool) -> int:
    from zhike.value import queries

    found = queries.differing_months()
    for each in found:
        print(say(_told(each)))
    if not found:
        print(chinese("The kept order lines say what the database says."))
    if as_json:
        print(json.dumps({"same": not found, "months": [asdict(each) for each in found]}, ensure_ascii=False))
    return 1 if found else 0


def _told(change: "Change") -> Phrase:
    nothing = {"count": 0, "amount": 0}
    books, kept = change.books or nothing, change.kept or nothing
    values = {
        "month": change.month,
        "count": f"{books['count']:,}",
        "amount": f"{books['amount'] / 100:,.2f}",
        "kept_count": f"{kept['count']:,}",
        "kept_amount": f"{kept['amount'] / 100:,.2f}",
    }
    return Phrase(
        "%(month)s: %(count)s lines of %(amount)s yuan in the database, "
        "%(kept_count)s of %(kept_amount)s kept: run `zhike snapshot`.",
        values,
    )
