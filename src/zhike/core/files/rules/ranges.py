"""The part of a file that a player asks for (RFC 9110, section 14)."""

import re

_ONE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


class Beyond(ValueError):
    """Nothing of the file lies in the part asked for."""


def part_asked(header: str, size: int) -> tuple[int, int] | None:
    """Answer where a part begins and how long it is; None when the whole is to be sent, as for several parts at once.

    Raises:
        Beyond: the part lies behind the end.
    """
    asked = _ONE.fullmatch(header.replace(" ", ""))
    if asked is None or asked[0] == "bytes=-":
        return None
    first, last = asked.groups()
    if not first:
        length = min(int(last), size)
        start, end = size - length, size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return None
    if start >= end:
        raise Beyond
    return start, end - start
