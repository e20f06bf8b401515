"""Cells of numbers: amounts in 分, quantities, counts."""

import math
import re
from datetime import date
from decimal import Decimal

from zhike.exchange.columns import Cell, Column, shown
from zhike.exchange.parsing.cells import BadCell, is_nothing, narrowed
from zhike.phrases import Phrase

LARGEST_AMOUNT = Decimal("99999999999.99")
LARGEST_NUMBER = Decimal(9_999_999_999)
MONEY_PLACES = 2
NUMBER_PLACES = 6

_PLAIN_AMOUNT = re.compile(r"\d{1,11}(?:\.\d\d?)?", re.ASCII)
_PLAIN_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_PLAIN_DECIMAL = re.compile(r"\d{1,9}\.\d{1,6}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|[+-]?\.\d+", re.ASCII)
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")
_CURRENCY = re.compile(r"^(?:人民币|RMB|CNY|¥)?(?=.)|(?<=-)¥|[元圆]整?$|(?:RMB|CNY)$", re.IGNORECASE)
_MEASURE = re.compile(
    r"(?<=[\d千万亿])/?(?:[箱件个只支瓶盒包袋台套条桶罐双张把本块片根卷组批份打捆筒吨斤克升米粒颗枚扎听副对盘辆部棵株]"
    r"|公斤|千克|毫克|毫升|公升|平方米|立方米|平米|厘米|毫米|公里|[次人天月年]|小时|分钟|kgs?|pcs?|ml|mm|cm|[gtml])$",
    re.IGNORECASE,
)
"""A measure word behind a number: what it counts is not read, so each such cell is one to look at."""
_UNITS = {"千": 10**3, "万": 10**4, "亿": 10**8}
_LONGEST = 60


def money(column: Column, cell: Cell) -> int | None:
    """Read an amount in the column's unit as 分."""
    if isinstance(cell, str) and column.unit == 1 and _PLAIN_AMOUNT.fullmatch(cell):
        yuan, _point, fen = cell.partition(".")
        return int(yuan) * 100 + int((fen + "00")[:2])
    amount = _number(cell, MONEY_PLACES, unit=column.unit)
    if amount is None:
        return None
    if amount < 0 and not column.signed:
        raise BadCell(Phrase("An amount cannot be negative: enter returned goods as a return of their own."))
    _check(abs(amount), places=MONEY_PLACES, largest=LARGEST_AMOUNT)
    return int(amount.scaleb(2))


def decimal(column: Column, cell: Cell) -> str | None:
    """Read a quantity or price as plain digits without needless zeros; a sheet's computed price is rounded."""
    if isinstance(cell, str) and _PLAIN_WHOLE.fullmatch(cell):
        return str(int(cell))
    if isinstance(cell, str) and _PLAIN_DECIMAL.fullmatch(cell):
        before, _point, after = cell.partition(".")
        after = after.rstrip("0")
        return f"{int(before)}.{after}" if after else str(int(before))
    if isinstance(cell, float) and math.isfinite(cell):
        cell = round(cell, NUMBER_PLACES)
    number = _number(cell, NUMBER_PLACES, counts=True)
    if number is None:
        return None
    _check(abs(number) if column.signed else number, places=NUMBER_PLACES, largest=LARGEST_NUMBER)
    return format(number.normalize(), "f") if number else "0"


def whole(column: Column, cell: Cell) -> int | None:
    """Read a count."""
    if isinstance(cell, str) and _PLAIN_WHOLE.fullmatch(cell):
        return int(cell)
    number = _number(cell, NUMBER_PLACES, counts=True)
    if number is None:
        return None
    _check(abs(number) if column.signed else number, places=0, largest=LARGEST_NUMBER)
    return int(number)


def _check(number: Decimal, *, places: int, largest: Decimal) -> None:
    if number < 0:
        raise BadCell(Phrase("A number below zero is not possible here."))
    if number > largest:
        raise BadCell(
            Phrase(
                "%(value)s is too large, at most %(largest)s is possible: was a digit typed twice?",
                {"value": shown(f"{number:,f}"), "largest": f"{largest:,}"},
            )
        )
    if number == number.to_integral_value():
        return
    if places == 0:
        raise BadCell(Phrase("%(value)s is not a whole number.", {"value": shown(f"{number:f}")}))
    if -int(number.normalize().as_tuple().exponent) > places:
        raise BadCell(Phrase("At most %(places)d decimal places are possible.", {"places": places}))


def without_measure(words: str) -> str:
    """Take a measure word off a number: 608箱 is 608."""
    return _MEASURE.sub("", words)


def _number(cell: Cell, places: int, *, unit: int = 1, counts: bool = False) -> Decimal | None:
    if isinstance(cell, bool | date):
        raise _not_a_number(cell)
    if isinstance(cell, float):
        return _from_float(cell * unit, places)
    return Decimal(cell) * unit if isinstance(cell, int) else _from_text(cell or "", unit, counts=counts)


def _from_float(cell: float, places: int) -> Decimal:
    """Take the noise of binary fractions off: 11.770000000000001 was typed as 11.77."""
    if not math.isfinite(cell):
        raise _not_a_number(cell)
    near = round(cell, places)
    is_noise = abs(cell - near) <= max(1e-9, abs(cell) * 2**-50)
    return Decimal(repr(near if is_noise else cell))


def _from_text(cell: str, unit: int, *, counts: bool) -> Decimal | None:
    words = narrowed(cell)
    bare = _CURRENCY.sub("", words.replace("−", "-").replace("–", "-").replace(" ", ""))
    if not bare:
        if words:
            raise _not_a_number(words)
        return None
    if is_nothing(words):
        return None
    bare = without_measure(bare) if counts else bare
    if bare[-1] in _UNITS:
        bare, unit = bare[:-1], _UNITS[bare[-1]]
    elif bare[-1] == "%":
        return _signed(bare[:-1], words) / 100
    return _signed(bare, words) * unit


def _signed(bare: str, words: str) -> Decimal:
    """Read digits with a sign before them, behind them, or written as brackets the way accountants do."""
    if match := _IN_BRACKETS.fullmatch(bare):
        bare = "-" + match[1]
    elif len(bare) > 1 and bare.endswith("-"):
        bare = "-" + bare[:-1]
    if len(bare) > _LONGEST or not _NUMBER.fullmatch(bare):
        raise _not_a_number(words)
    return Decimal(bare.replace(",", ""))


def _not_a_number(value: object) -> BadCell:
    return BadCell(Phrase("“%(value)s” is not a number: write digits only, like 1280.50.", {"value": shown(value)}))
