"""The words of a follow-up: one line of them, and the links in them."""

import re

SHOWN = 40
LINK = re.compile(r"(https://[^\s<>\"'，。；、）】》]+)")


def shortened(words: str) -> str:
    """Write the first line of a text, no longer than a list shows."""
    line = words.strip().split("\n", 1)[0]
    return line if len(line) <= SHOWN else line[:SHOWN] + "…"


def is_link(part: str) -> bool:
    """Say whether a part that `LINK` has split off leads somewhere; only https does."""
    return LINK.fullmatch(part) is not None
