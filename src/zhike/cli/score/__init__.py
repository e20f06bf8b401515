"""`zhike score`: what the customers of a file of purchases are worth; needs no database and no settings."""

import json
import os
import sys
from argparse import Namespace
from datetime import date
from typing import TYPE_CHECKING

from zhike.cli.refusal import Refusal

if TYPE_CHECKING:
    from zhike.analytics.scoring import Scored
    from zhike.cli.score.purchases import Purchases


def run(arguments: Namespace) -> int:
    """Score the customers of a file; nothing is written before everything is known to be sound."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its threads only wait for each other on matrices of four rows
    from zhike.cli.score import telling
    from zhike.cli.score.writing import refuse_unwritable, write

    if arguments.out:
        refuse_unwritable(arguments.out, arguments.file)
    purchases, scored = _scored(arguments)
    telling.warn(purchases, scored)
    if arguments.out:
        write(scored.rows, arguments.out)
    if arguments.json:
        from zhike.analytics.scoring import as_json

        print(json.dumps(as_json(scored), allow_nan=False))
    else:
        telling.tell(purchases, scored)
        if arguments.out:
            telling.tell_written(scored.rows, arguments.out)
    sys.stdout.flush()
    return 0


def _scored(arguments: Namespace) -> "tuple[Purchases, Scored]":
    from zhike.analytics.scoring import NothingToScore
    from zhike.cli.score import reading, scoring

    named = {name: getattr(arguments, name) for name in ("customer", "time", "amount") if getattr(arguments, name)}
    try:
        purchases = reading.read(arguments.file, named)
        return purchases, scoring.score(purchases, arguments, today=date.today())
    except NothingToScore as error:
        raise Refusal(scoring.nothing_to_score(arguments)) from error
