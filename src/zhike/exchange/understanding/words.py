"""What the cells of a head, a total or a note look like: the words by which they are known."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from unicodedata import normalize

from zhike.exchange.columns import Cell
from zhike.exchange.understanding.plans import NOTE, SUBTOTAL, TOTAL

_TOTALS = ("合计", "总计", "共计", "累计", "总合计", "合计金额", "总计金额", "本月合计", "本年累计", "本年合计",
           "grand total", "total", "sum", "totals")  # fmt: skip
_SUBTOTALS = (
    "小计",
    "本页合计",
    "本页小计",
    "页小计",
    "分组小计",
    "subtotal",
    "sub total",
    "sub-total",
    "平均",
    "平均值",
)
_SPACES = re.compile(r"[\s\u3000]+")
_TOTAL_LIKE = re.compile(
    r"(?P<sub>小计|本页合计|本页小计|sub-?\s?total)|(?P<all>合计|总计|共计|本月合计|本年累计|grand total|total)",
    re.IGNORECASE,
)
_TOTAL_TAIL = re.compile(r"[\s:()\d,.¥元条笔行项个单人民币大小写金额数量零壹贰叁肆伍陆柒捌玖拾佰仟万亿圆角分整-]*")
_GROUP_TAIL = re.compile(r".{1,30}(?P<sub>小计)|.{1,30}(?P<all>合计|总计)")
_NOTE = re.compile(
    r"(?:制表|制单|打印|审核|复核|审批|经办|主管|会计|出纳|记账|填表|填报|统计|导出|查询|单位负责|公司负责|备注|附注|说明|注意|注|"
    r"联系客服|数据来源|报表日期|截止|页码)[^:]{0,12}:"
    r"|第\s*\d+\s*页|共\s*\d+\s*(?:页|条|笔|行|项)|[-—=*#_─\s]{4,}$|[-—=*#_]{4,}.*|[*※]?\s*以[下上]空白"
    r"|\(?以下无正文|end of (?:report|file)|printed (?:by|on|at)|page \d+|page:",
    re.IGNORECASE,
)
_NEXT_LINE = re.compile(r"\(?\d{1,2}[.、)](?!\d)|.*[。;:,!]")
_FIGURES = re.compile(r"[\d\s.,:/¥$%年月日时分秒()+-]*\d[\d\s.,:/¥$%年月日时分秒()+-]*[元万亿]?")
_CODE = re.compile(r"[A-Za-z]{0,5}[-_]?\d{3,}[\w-]*")
_EMAIL = re.compile(r"\S+@\S+\.\S+")
_LONGEST_TITLE = 40
_UNIT_LINE = re.compile(r"单位\s*:\s*(?:人民币)?\s*(亿|千万|百万|十万|万|千|百)?元")
_UNITS = {"亿": 10**8, "千万": 10**7, "百万": 10**6, "十万": 10**5, "万": 10**4, "千": 10**3, "百": 100}
_UNIT_REMARK = re.compile(r"[(/\[](?:单位:?)?(?:人民币)?(亿|千万|百万|十万|万|千|百)元?[)\]]?$|(亿|千万|百万|万|千)元$")
_PLAIN_UNIT = re.compile(r"[(/\[](?:人民币)?元[)\]]?$")
_YEAR = re.compile(r"(?<![0-9A-Za-z])(19[7-9]\d|20\d\d)(?=年|[-_.]|0[1-9]|1[0-2]|[^0-9A-Za-z]|$)")

EXACT = frozenset((*_TOTALS, *_SUBTOTALS))
"""Cells that make a row a total when the rest of it is figures."""

FIRST_LETTERS = frozenset("合总共累本小页分平制打审复经主会出记填统导查单公备附说注联数报截第以(（*※-—=#_─ \u3000")
FIRST_PAIRS = frozenset(
    form(pair) for pair in ("en", "pr", "pa", "gr", "to", "su") for form in (str.lower, str.upper, str.title)
)
"""How totals and notes begin: rows that begin otherwise need no closer look."""


def folded_words(cell: Cell) -> str:
    """Write a cell in one width and case without spaces between Chinese characters."""
    words = normalize("NFKC", str(cell)).strip().casefold()
    return _SPACES.sub(" " if words.isascii() else "", words)


def is_figure(cell: Cell) -> bool:
    """Tell a cell of data by its figures: a number, a day, a code, a phone, an address."""
    if cell is None or isinstance(cell, str):
        words = normalize("NFKC", (cell or "").strip())
        return bool(words) and bool(_FIGURES.fullmatch(words) or _CODE.fullmatch(words) or _EMAIL.fullmatch(words))
    return isinstance(cell, int | float | datetime | date)


def is_label(cell: Cell) -> bool:
    """Tell a cell that may be the title of a column."""
    return isinstance(cell, str) and 0 < len(cell.strip()) <= _LONGEST_TITLE and not is_figure(cell)


def filled(cells: Sequence[Cell]) -> list[Cell]:
    """Give the cells that hold anything."""
    return [cell for cell in cells if cell is not None and (not isinstance(cell, str) or cell.strip())]


def total_or_note(cells: Sequence[Cell]) -> str | None:
    """Say whether a row is a total or a note by its words, None if it is a row like any other."""
    words = filled(cells)
    if not words:
        return None
    texts = [(folded_words(cell), cell) for cell in words if isinstance(cell, str) and not is_figure(cell)]
    if texts and len(words) - len(texts) + 1 >= len(texts):
        found = next(filter(None, (_total(text) for text, _ in texts)), None)
        others = [text for text, _ in texts if not _total(text)]
        if found and (not others or (len(others) == 1 and _is_money_word(others[0]))):
            return found
    return NOTE if _is_note(words) else None


def _total(text: str) -> str | None:
    if text in EXACT:
        return SUBTOTAL if text in _SUBTOTALS else TOTAL
    match = _TOTAL_LIKE.match(text)
    if match and _TOTAL_TAIL.fullmatch(text, match.end()):
        return SUBTOTAL if match["sub"] else TOTAL
    return None


def _is_money_word(text: str) -> bool:
    """Know an amount in words, the name of the currency, or a mark of nothing."""
    return text in ("-", "—", "元", "人民币", "rmb", "大写") or bool(_TOTAL_TAIL.fullmatch(text))


def group_total(cells: Sequence[Cell]) -> str | None:
    """Know the total of a group, such as “华东 小计”: its words end so, and the rest of the row is figures."""
    words = filled(cells)
    if len(words) < 2 or not isinstance(words[0], str) or not all(is_figure(cell) for cell in words[1:]):
        return None
    match = _GROUP_TAIL.fullmatch(folded_words(words[0]))
    return None if match is None else SUBTOTAL if match["sub"] else TOTAL


def _is_note(words: Sequence[Cell]) -> bool:
    first = words[0]
    if not isinstance(first, str) or not _NOTE.match(folded_words(first)):
        return False
    pairs = sum(":" in normalize("NFKC", str(cell)) for cell in words)
    return len(words) <= 2 or pairs * 2 >= len(words)


def goes_on(cells: Sequence[Cell]) -> bool:
    """Know the next line of a note: one cell with a number before it, or with the signs of a sentence in it."""
    words = filled(cells)
    if len(words) != 1 or not isinstance(words[0], str) or is_figure(words[0]):
        return False
    return bool(_NEXT_LINE.match(folded_words(words[0])))


def unit_line(cells: Sequence[Cell]) -> int | None:
    """Read the unit that a line above the head declares for all amounts."""
    for cell in cells:
        if isinstance(cell, str) and (match := _UNIT_LINE.search(normalize("NFKC", cell))):
            return _UNITS.get(match[1] or "", 1)
    return None


def unit_of(title: str) -> int | None:
    """Read how many 元 one of a column's amounts is from its title, such as “金额(万元)”; None if it does not say."""
    words = normalize("NFKC", title).strip()
    match = _UNIT_REMARK.search(words)
    if match:
        return _UNITS[match[1] or match[2]]
    return 1 if _PLAIN_UNIT.search(words) else None


def year_in(*names: str) -> int | None:
    """Read a year from the name of a file or sheet, None if it names none or several."""
    found = {int(match) for name in names for match in _YEAR.findall(normalize("NFKC", name))}
    return found.pop() if len(found) == 1 else None
