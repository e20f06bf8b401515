"""A record's values as its fields mean them, formulas worked out."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from typing import Any

from zhike.core.fields.rules import types
from zhike.core.fields.rules.formulas import BadFormula, Evaluator, compiled, rewritten
from zhike.core.fields.rules.functions import Operand, Unfit, Unknown
from zhike.core.fields.rules.reading import LARGEST_MONEY, LARGEST_NUMBER, NUMBER_PLACES, plain
from zhike.core.fields.rules.types import Extra, Field, Missing, Stored, choice_now, choices_of, name_key, value_type
from zhike.phrases import Phrase

DEEPEST = 10  # formulas that need formulas
PRECISION = Context(prec=34, Emax=999, Emin=-999, traps=[DivisionByZero, InvalidOperation, Overflow])

IS_EMPTY = Phrase("“%(title)s” is empty")
NO_FIELD = Phrase("There is no field “%(title)s”")
NO_OPERAND = Phrase("“%(title)s” cannot be calculated with")
CIRCLE = Phrase("“%(title)s” is calculated from itself")
BY_ZERO = Phrase("It would be divided by zero")
NO_FIT = Phrase("The values do not fit together")
TOO_LARGE = Phrase("The result is too large")
NO_NUMBER = Phrase("The result is not a number")
NO_DAY = Phrase("The result is not a date")


class Values:
    """Reads the values of one record after the other; `on` is today."""

    def __init__(self, fields: Iterable[Field], *, on: date | None = None) -> None:
        self.fields = list(fields)
        self._named = named(self.fields)
        self._extra: Extra = {}
        self._under_way: list[str] = []
        self._evaluator = Evaluator(self._operand, on=on)

    def of(self, field: Field, extra: Extra) -> Stored | Missing | None:
        """Answer a value as it would be kept: None when there is none, the reason when it cannot be worked out."""
        if field.type != types.FORMULA:
            return stored(field, extra)
        self._extra, self._under_way = extra, []
        try:
            return self._worked_out(field)
        except Unknown as unknown:
            return Missing(unknown.reason)

    def _operand(self, name: str) -> Operand:
        """Answer a field's value as formulas calculate with it.

        Raises:
            Unknown: it is not there.
        """
        field = self._named.get(name)
        if field is None:
            raise Unknown(NO_FIELD.given(title=name))
        if field.type not in types.COMPUTABLE:
            raise Unknown(NO_OPERAND.given(title=field.title))
        value = self._worked_out(field) if field.type == types.FORMULA else stored(field, self._extra)
        if value is None:
            raise Unknown(IS_EMPTY.given(title=field.title))
        return _as_operand(field, value)

    def _worked_out(self, field: Field) -> Stored | None:
        if field.code in self._under_way or len(self._under_way) >= DEEPEST:
            raise Unknown(CIRCLE.given(title=field.title))
        self._under_way.append(field.code)
        try:
            return self._result(field)
        finally:
            self._under_way.pop()

    def _result(self, field: Field) -> Stored | None:
        try:
            with localcontext(PRECISION):
                found = self._evaluator.work_out(compiled(field.formula))
                return _RESULTS[field.result](found)
        except BadFormula as bad:
            raise Unknown(bad.phrase) from None
        except DivisionByZero:
            raise Unknown(BY_ZERO) from None
        except InvalidOperation as invalid:  # 0 / 0 is one of them
            raise Unknown(BY_ZERO if _is_undefined(invalid) else TOO_LARGE) from None
        except ArithmeticError:
            raise Unknown(TOO_LARGE) from None
        except (Unfit, TypeError):
            raise Unknown(NO_FIT) from None


def stored(field: Field, extra: Extra) -> Stored | None:
    """Answer the value a record keeps under a field; what another type left behind is no value."""
    value = extra.get(field.code)
    if value is None or not _KEPT[field.type](value):
        return None
    if field.type == types.CHOICE:
        return choice_now(choices_of(field), str(value))
    if field.type == types.CHOICES:
        choices = choices_of(field)
        keys = {choice_now(choices, key) for key in value}
        return [key for key in choices if key in keys] or None
    kept: Stored = value
    return kept


def named(fields: Iterable[Field]) -> dict[str, Field]:
    """Answer the fields by the names formulas know them by: their titles, and before these their codes."""
    listed = list(fields)
    return {name_key(field.title): field for field in listed} | {name_key(field.code): field for field in listed}


def used(field: Field, by_name: dict[str, Field]) -> Iterator[Field]:
    """Give the fields a formula is calculated from, through other formulas too, each once.

    Raises:
        BadFormula: it, or one that it needs, cannot be read.
    """
    seen: set[str] = set()
    waiting = [*compiled(field.formula).names] if field.type == types.FORMULA else []
    while waiting:
        found = by_name.get(waiting.pop())
        if found is not None and found.code not in seen:
            seen.add(found.code)
            waiting += compiled(found.formula).names if found.type == types.FORMULA else ()
            yield found


def with_codes(formula: str, fields: Iterable[Field]) -> str:
    """Write a formula as it is kept: a field that is renamed later stays the one that was meant."""
    return rewritten(formula, {name: field.code for name, field in named(fields).items()})


def with_titles(formula: str, fields: Iterable[Field]) -> str:
    """Write a formula as people read it."""
    return rewritten(formula, {name: field.title for name, field in named(fields).items()})


def _is_undefined(invalid: InvalidOperation) -> bool:
    return "DivisionUndefined" in str(invalid)


def _as_operand(field: Field, value: Stored) -> Operand:
    kind = value_type(field)
    if kind == types.NUMBER:
        return Decimal(str(value))
    if kind == types.MONEY:
        return Decimal(str(value)).scaleb(-2)
    if kind == types.DATE:
        return date.fromisoformat(str(value))
    if kind in types.CHOOSING:
        choices = choices_of(field)
        titles = tuple(choices[key].title if key in choices else key for key in _listed(value))
        return titles if kind == types.CHOICES else titles[0]
    return str(value)


def _listed(value: Stored) -> list[str]:
    return value if isinstance(value, list) else [str(value)]


def _number(found: Operand) -> str:
    return plain(_rounded(found, NUMBER_PLACES, LARGEST_NUMBER))


def _money(found: Operand) -> int:
    return int(_rounded(found, 2, LARGEST_MONEY).scaleb(2))


def _rounded(found: Operand, places: int, largest: Decimal) -> Decimal:
    if isinstance(found, bool):
        return Decimal(int(found))
    if not isinstance(found, Decimal):
        raise Unknown(NO_NUMBER)
    if abs(found) > largest:
        raise Unknown(TOO_LARGE)
    return found.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _day(found: Operand) -> str:
    if not isinstance(found, date):
        raise Unknown(NO_DAY)
    return found.isoformat()


def _text(found: Operand) -> str | None:
    if isinstance(found, bool):
        raise Unknown(NO_FIT)
    words = plain(found) if isinstance(found, Decimal) else "、".join(found) if isinstance(found, tuple) else str(found)
    return words[: types.TEXT_LONGEST].strip() or None


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    try:
        return isinstance(value, str) and Decimal(value).is_finite()
    except InvalidOperation:
        return False


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


_RESULTS: dict[str, Callable[[Operand], Stored | None]] = {
    types.NUMBER: _number,
    types.MONEY: _money,
    types.DATE: _day,
    types.TEXT: _text,
}
_KEPT: dict[str, Callable[[Any], bool]] = {
    types.TEXT: _is_text,
    types.LONG_TEXT: _is_text,
    types.NUMBER: _is_number,
    types.MONEY: _is_whole,
    types.DATE: _is_day,
    types.CHOICE: _is_text,
    types.CHOICES: _is_list,
    types.PERSON: _is_whole,
    types.RECORD: _is_whole,
    types.FILE: _is_whole,
}
