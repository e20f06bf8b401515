"""What keeps a customer with us, and when it holds somebody who would rather go (domain book A24)."""

from collections.abc import Iterable

from zhike.phrases import Phrase

HIGH, LOW = 60, 2
LEAST, MOST = 0, 100

QUESTIONS = {
    "procedural": Phrase("Which work would start again with another supplier: interfaces, training, forms, approvals?"),
    "financial": Phrase("Which money would be lost by going: rebates, deposits, points, stock?"),
    "relational": Phrase("Which people would be missed: on their side and on ours?"),
}


def is_hostage(scores: Iterable[int], *, grade: int | None) -> bool:
    """Say whether a customer who is not satisfied stays because going is dear; nobody knows before it said so."""
    return grade is not None and grade <= LOW and max(scores, default=LEAST) >= HIGH
