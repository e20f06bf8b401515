"""The words of menus, heads and buttons: every page says the same sixty, and each is looked up once."""

from django.utils.functional import Promise
from django.utils.translation import get_language

MOST = 10_000  # far more than the product has: who makes words anew for each request fills no memory with them
_known: dict[tuple[int, str | None], tuple[Promise, str]] = {}


def said(words: Promise | str) -> str:
    """Answer words in the language of the moment; what is text already stays as it is."""
    if isinstance(words, str):
        return words
    key = id(words), get_language()
    found = _known.get(key)
    if found is None:
        if len(_known) >= MOST:
            _known.clear()
        found = _known[key] = words, str(words)  # kept with its words, so that its number stays its own
    return found[1]
