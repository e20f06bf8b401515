"""What the cells of a column are, whatever its title says: phones, addresses, days, amounts, codes, places."""

import re
from collections.abc import Callable, Sequence
from unicodedata import normalize

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from zhike.exchange.columns import Column
from zhike.exchange.parsing import BadCell, parse

ENOUGH = 0.8
"""So much of what was seen must be of a kind."""

FEWEST = 3

MEASURED = ("phone", "email", "date", "money", "decimal", "whole")
"""Kinds of column whose cells can be told from others."""

_MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}|400-?\d{3}-?\d{4}", re.ASCII)
_AREA = re.compile(
    r"(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|"
    r"台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)[\u4e00-\u9fff/\s-]{0,24}"
)
_MONEY = re.compile(r"[¥￥]?-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{1,2}元?", re.ASCII)


def content_of(samples: Sequence[str]) -> str:
    """Say what the cells of a column are: phone, email, date, credit code, area or money; empty if it is not plain."""
    texts = [normalize("NFKC", text).strip() for text in samples if text.strip()]
    if len(texts) < FEWEST:
        return ""
    return next((name for name, test in _TESTS if sum(bool(test(text)) for text in texts) >= ENOUGH * len(texts)), "")


def _is_phone(text: str) -> bool:
    bare = re.sub(r"[\s-]", "", text)
    return bool(_MOBILE.fullmatch(bare) or _LANDLINE.fullmatch(text))


def _is_credit_code(text: str) -> bool:
    try:
        uscc.validate(text)
    except ValidationError:
        return False
    return True


def _is_day(text: str) -> bool:
    try:
        return len(text) > 5 and parse(_DAY, text) is not None  # a bare day number is no sign
    except BadCell:
        return False


def _is_email(text: str) -> bool:
    return bool(re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@.]+", text))


_DAY = Column("day", "", "date")
_TESTS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("email", _is_email),
    ("phone", _is_phone),
    ("credit code", _is_credit_code),
    ("date", _is_day),
    ("area", _AREA.fullmatch),
    ("money", _MONEY.fullmatch),
)


def suits(content: str, column: Column) -> bool:
    """Say whether a column of the layout is one for such cells."""
    if content == "credit code":
        return column.kind in ("code", "text") and "信用代码" in column.title
    if content == "area":
        return column.kind == "text" and any(word in column.title for word in ("省市区", "地区", "地址", "区域"))
    return column.kind == content


def contradicts(content: str, column: Column) -> bool:
    """Say whether such cells can hardly be what a column wants."""
    if not content or suits(content, column):
        return False
    return column.kind in MEASURED and not (content == "money" and column.kind == "decimal")
