"""Pinyin of titles and names of columns: “khmc” and “kehumingcheng” are 客户名称."""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin


@lru_cache(maxsize=4096)
def spelled(words: str) -> str:
    """Write Chinese words in pinyin without spaces."""
    return "".join(lazy_pinyin(words))


@lru_cache(maxsize=4096)
def initials(words: str) -> str:
    """Write the first letter of each character's pinyin."""
    return "".join(lazy_pinyin(words, style=Style.FIRST_LETTER))
