"""What formulas calculate with: exact numbers, days, texts and answers of yes or no, never mixed silently."""

import ast
import operator
from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zhike.core.fields.rules.reading import plain
from zhike.phrases import Phrase

Operand = Decimal | date | str | bool | tuple[str, ...]

LARGEST_PLACES = 6
DAYS_FURTHEST = 200_000
NO_TODAY = Phrase("It depends on the day")


class Unfit(ValueError):
    """Values do not fit together."""


class Unknown(Exception):
    """A value that the formula needs is not there; the phrase says which."""

    def __init__(self, reason: Phrase) -> None:
        super().__init__(str(reason))
        self.reason = reason


def _as_number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, Decimal):
        raise Unfit
    return value


def _as_date(value: Any) -> date:
    if not isinstance(value, date):
        raise Unfit
    return value


def as_truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Unfit
    return value


def _add(left: Any, right: Any) -> Operand:
    if isinstance(left, date):
        return left + _days(right)
    if isinstance(left, str) or isinstance(right, str):
        return _as_text(left) + _as_text(right)
    return _as_number(left) + _as_number(right)


def _subtract(left: Any, right: Any) -> Operand:
    if isinstance(left, date):
        return days_between(right, left) if isinstance(right, date) else left - _days(right)
    return _as_number(left) - _as_number(right)


def _days(value: Any) -> timedelta:
    days = _as_number(value)
    if days != days.to_integral_value() or abs(days) > DAYS_FURTHEST:
        raise Unfit
    return timedelta(days=int(days))


def _as_text(value: Any) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, tuple):
        return "、".join(value)
    if isinstance(value, bool):
        raise Unfit
    return str(value)


def days_between(first: Any, last: Any) -> Decimal:
    """Count the days from one day to another."""
    return Decimal((_as_date(last) - _as_date(first)).days)


def _rounded(value: Any, places: Any = Decimal(0)) -> Decimal:
    count = _as_number(places)
    if count != count.to_integral_value() or not 0 <= count <= LARGEST_PLACES:
        raise Unfit
    return _as_number(value).quantize(Decimal(1).scaleb(-int(count)), ROUND_HALF_UP)


def _has(several: Any, word: Any) -> bool:
    if not isinstance(several, tuple | str) or not isinstance(word, str):
        raise Unfit
    return word in several


def _alike(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Let only values be compared that are all numbers or all days."""
    if all(isinstance(value, Decimal) for value in values) or all(isinstance(value, date) for value in values):
        return values
    raise Unfit


def today(on: date | None) -> date:
    if on is None:
        raise Unknown(NO_TODAY)
    return on


def _compared(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda left, right: compare(*_alike((left, right)))


def _numbers(calculate: Callable[[Decimal, Decimal], Decimal]) -> Callable[[Any, Any], Decimal]:
    return lambda left, right: calculate(_as_number(left), _as_number(right))


OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: _add,
    ast.Sub: _subtract,
    ast.Mult: _numbers(operator.mul),
    ast.Div: _numbers(operator.truediv),
    ast.USub: lambda value: -_as_number(value),
    ast.UAdd: _as_number,
    ast.Not: lambda value: not as_truth(value),
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: _compared(operator.lt),
    ast.LtE: _compared(operator.le),
    ast.Gt: _compared(operator.gt),
    ast.GtE: _compared(operator.ge),
}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "min": lambda *values: min(_alike(values)),
    "max": lambda *values: max(_alike(values)),
    "round": _rounded,
    "abs": lambda value: abs(_as_number(value)),
    "days_between": days_between,
    "has": _has,
}
NAMES = {
    "when": "when", "如果": "when", "ifempty": "ifempty", "为空则": "ifempty", "min": "min", "最小": "min",
    "max": "max", "最大": "max", "round": "round", "四舍五入": "round", "abs": "abs", "绝对值": "abs",
    "days_between": "days_between", "相隔天数": "days_between", "today": "today", "今天": "today",
    "has": "has", "包含": "has",
}  # fmt: skip
COUNTS = {
    "when": (3, 3), "ifempty": (2, 2), "min": (1, 20), "max": (1, 20), "round": (1, 2), "abs": (1, 1),
    "days_between": (2, 2), "today": (0, 0), "has": (2, 2),
}  # fmt: skip
