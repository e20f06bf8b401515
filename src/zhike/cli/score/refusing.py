"""How rows that cannot be read are told: the first few with their number, column and remedy."""

from collections.abc import Sequence

from zhike.cli.refusal import Refusal, bullet
from zhike.phrases import Phrase, say

TOLD = 5


def bad_rows(faults: Sequence[tuple[object, str, Phrase]], many: int) -> Refusal:
    """Refuse a file for its rows.

    Args:
        faults: row, column and reason of the first ones.
        many: how many there are in all.
    """
    told = [
        bullet(
            Phrase(
                "row %(row)s, column “%(column)s”: %(reason)s",
                {"row": row, "column": column or "–", "reason": say(reason)},
            )
        )
        for row, column, reason in faults[:TOLD]
    ]
    summary = Phrase("%(count)d cells cannot be read: correct them and run it again. The first:", {"count": many})
    return Refusal(summary, *told)
