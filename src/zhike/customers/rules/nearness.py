"""Short names: what somebody calls a customer who is called more, or who is called less."""

import re

from zhike.core.search.rules.folding import han_runs
from zhike.customers.rules.identity import name_key

SHORTEST = 2
FURTHER = 2
"""So much longer than two characters a name is at least: 张伟 is not short for 张伟东."""

_REMARK = re.compile(r"[（(【\[][^（）()【】\[\]]*[）)】\]]")


def short_key(name: str) -> str:
    """Reduce a name to its key without what stands in brackets; empty if what is left names nobody in 汉字."""
    key = name_key(_REMARK.sub("", name))
    return key if _names_somebody(key) else ""


def beginnings(key: str) -> list[str]:
    """Answer what a customer may be called whose whole name this one begins with, or is."""
    found = (key[:length] for length in range(SHORTEST, len(key) + 1))
    return [each for each in found if _names_somebody(each) and are_near(each, key)]


def are_near(one: str, other: str) -> bool:
    """Say whether one key is the other, or what is left of the other when something is dropped from it."""
    shorter, longer = sorted((one, other), key=len)
    further = len(longer) - len(shorter)
    return (
        len(shorter) >= SHORTEST
        and shorter in longer
        and (not further or further >= FURTHER or len(shorter) > SHORTEST)
    )


def asked_for(key: str) -> str:
    """Answer what search is asked for: the 汉字 alone, as letters and figures are read in many ways."""
    return " ".join(han_runs(key))


def _names_somebody(key: str) -> bool:
    return sum(map(len, han_runs(key))) >= SHORTEST
