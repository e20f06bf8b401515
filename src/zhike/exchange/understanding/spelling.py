"""Pinyin of titles and names of columns: “khmc” and “kehumingcheng” are 客户名称.

The dictionary takes 60 MB, so it is loaded only where something is spelled.
"""

from functools import lru_cache


@lru_cache(maxsize=4096)
def spelled(words: str) -> str:
    """Write Chinese words in pinyin without spaces."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - as said above

    return "".join(lazy_pinyin(words))


@lru_cache(maxsize=4096)
def initials(words: str) -> str:
    """Write the first letter of each character's pinyin."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - as said above

    return "".join(lazy_pinyin(words, style=Style.FIRST_LETTER))
