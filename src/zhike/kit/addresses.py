"""Which numbers a record's page can be reached by."""

from zhike.phrases import Phrase

RESERVED = ("new", "edit", "-")
UNREACHABLE = Phrase("%(number)s cannot be a number here; choose a different one")


def is_reachable(number: str) -> bool:
    """Say whether a number can stand in an address without meaning another page."""
    steps = number.split("/")
    return steps[0] not in RESERVED and all(step.strip(". ") for step in steps) and number.isprintable()
