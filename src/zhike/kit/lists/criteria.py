"""What can be asked of a column, and the database's condition for it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.kit.columns import Column
from zhike.kit.lists import days
from zhike.kit.lists.conditions import Condition, Group, Node

NUMBER_OPS = ("ge", "le", "between", "is", "empty", "filled")
DATE_OPS = ("last", "next", "older", "this", "previous", "since", "until", "between", "is", "empty", "filled")
OPS = {
    "text": ("contains", "is", "begins", "empty", "filled"),
    "number": NUMBER_OPS,
    "money": NUMBER_OPS,
    "date": DATE_OPS,
    "moment": DATE_OPS[:-2],
    "choice": ("in", "not_in"),
    "person": ("in", "not_in", "empty", "filled"),
    "flag": ("is",),
}
WORDS = {
    "contains": gettext_lazy("contains"),
    "is": gettext_lazy("is"),
    "begins": gettext_lazy("begins with"),
    "ge": gettext_lazy("at least"),
    "le": gettext_lazy("at most"),
    "between": gettext_lazy("between"),
    "last": gettext_lazy("in the last days"),
    "next": gettext_lazy("in the next days"),
    "older": gettext_lazy("more than so many days ago"),
    "this": gettext_lazy("in this"),
    "previous": gettext_lazy("in the previous"),
    "since": gettext_lazy("since"),
    "until": gettext_lazy("until"),
    "in": gettext_lazy("is one of"),
    "not_in": gettext_lazy("is none of"),
    "empty": gettext_lazy("is empty"),
    "filled": gettext_lazy("is filled in"),
}
UNITS = {
    "week": gettext_lazy("week"),
    "month": gettext_lazy("month"),
    "quarter": gettext_lazy("quarter"),
    "year": gettext_lazy("year"),
}
ME = "me"
LARGEST = Decimal(10) ** 13


@dataclass(frozen=True)
class Asking:
    """Who asks, and on which day: what `me` and `this month` mean."""

    user: Any
    on: date


def matching(tree: Node, columns: Mapping[str, Column], asking: Asking) -> Q:
    """Answer the database's condition for a filter.

    A column that is not there any more, or not for the user, lets nothing through: a filter that silently loses a
    condition would show too much.
    """
    if isinstance(tree, Group):
        found = [matching(part, columns, asking) for part in tree.parts]
        return Q(*found, _connector=Q.AND if tree.mode == "all" else Q.OR) if found else Q()
    column = columns.get(tree.name)
    try:
        return NOTHING if column is None or not column.kind else _one(column, tree, asking)
    except ValidationError:
        return NOTHING


NOTHING = Q(pk__in=())


def check(column: Column, condition: Condition) -> None:
    """Refuse what cannot be asked, in words.

    Raises:
        ValidationError: the operator is not for such a column, or a value is none.
    """
    if condition.op not in OPS.get(column.kind, ()):
        raise ValidationError(_("“%(column)s” cannot be asked this way.") % {"column": column.title})
    _one(column, condition, Asking(user=None, on=date(2000, 1, 1)))


def needed_values(op: str) -> int:
    """Say how many boxes an operator takes."""
    return {"empty": 0, "filled": 0, "between": 2}.get(op, 1)


def _one(column: Column, asked: Condition, asking: Asking) -> Q:
    if asked.op not in OPS[column.kind]:
        raise ValidationError(_("“%(column)s” cannot be asked this way.") % {"column": column.title})
    if column.where is not None:
        return column.where(asked, asking)
    if asked.op in ("empty", "filled"):
        is_empty = Q((column.field, None)) | (Q((column.field, "")) if column.kind == "text" else Q())
        return is_empty if asked.op == "empty" else ~is_empty
    return _BY_KIND[column.kind](column.field, asked, asking)


def text_fits(field: str, asked: Condition, asking: Asking) -> Q:
    """Answer the condition that a text contains, is or begins with what was typed.

    Raises:
        ValidationError: nothing was typed.
    """
    value = _only(asked).strip()
    if not value:
        raise ValidationError(_("Write what to look for."))
    return Q((f"{field}__{ {'contains': 'icontains', 'is': 'iexact', 'begins': 'istartswith'}[asked.op] }", value))


def _number(field: str, asked: Condition, asking: Asking, *, factor: int = 1) -> Q:
    values = [amount(value) * factor for value in _needed(asked)]
    if asked.op == "between":
        return Q((f"{field}__gte", min(values))) & Q((f"{field}__lte", max(values)))
    return Q((field if asked.op == "is" else f"{field}__{ {'ge': 'gte', 'le': 'lte'}[asked.op] }", values[0]))


def _money(field: str, asked: Condition, asking: Asking) -> Q:
    return _number(field, asked, asking, factor=100)


def _date(field: str, asked: Condition, asking: Asking) -> Q:
    begin, end = span(asked, on=asking.on)
    return (Q((f"{field}__gte", begin)) if begin else Q()) & (Q((f"{field}__lte", end)) if end else Q())


def _moment(field: str, asked: Condition, asking: Asking) -> Q:
    begin, end = span(asked, on=asking.on)
    after = Q((f"{field}__gte", _midnight(begin))) if begin else Q()
    return after & (Q((f"{field}__lt", _midnight(end + timedelta(days=1)))) if end else Q())


def _choice(field: str, asked: Condition, asking: Asking) -> Q:
    found = Q((f"{field}__in", list(_some(asked))))
    return found if asked.op == "in" else ~found


def _person(field: str, asked: Condition, asking: Asking) -> Q:
    me = asking.user.pk if asking.user is not None else 0
    ids = [me if value == ME else _whole(value) for value in _some(asked)]
    found = Q((f"{field}__in", ids))
    return found if asked.op == "in" else ~found | Q((field, None))


def _flag(field: str, asked: Condition, asking: Asking) -> Q:
    return Q((field, _only(asked) == "1"))


_BY_KIND: dict[str, Callable[[str, Condition, Asking], Q]] = {
    "text": text_fits,
    "number": _number,
    "money": _money,
    "date": _date,
    "moment": _moment,
    "choice": _choice,
    "person": _person,
    "flag": _flag,
}


def span(asked: Condition, *, on: date) -> days.Span:
    """Answer the first and the last day that a condition on dates means.

    Raises:
        ValidationError: a value is no day or no number of days.
    """
    values = _needed(asked)
    if asked.op in ("last", "next", "older"):
        count = _whole(values[0])
        if not 1 <= count <= days.FURTHEST_DAYS:
            raise ValidationError(_("Write the number of days, from 1 to 36,500."))
        by_op = {"last": days.last_days, "next": days.next_days, "older": days.older_than}
        return by_op[asked.op](count, on=on)
    if asked.op in ("this", "previous"):
        if values[0] not in days.UNITS:
            raise ValidationError(_("Choose week, month, quarter or year."))
        return (days.this if asked.op == "this" else days.previous)(values[0], on=on)
    found = sorted(_day(value) for value in values)
    return {
        "since": (found[0], None),
        "until": (None, found[0]),
        "is": (found[0], found[0]),
        "between": (found[0], found[-1]),
    }[asked.op]


def amount(text: str) -> Decimal:
    """Read a number as people write it: 1,200.50, １２００, 1.2万.

    Raises:
        ValidationError: it is no number, or one that no book holds.
    """
    plain = normalize("NFKC", text).replace(",", "").replace("¥", "").strip()
    factor = 10_000 if plain.endswith("万") else 1
    try:
        found = Decimal(plain.removesuffix("万").strip()) * factor
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or abs(found) > LARGEST:
        raise ValidationError(_("“%(value)s” is not a number; write it like 1200 or 1.2万.") % {"value": text})
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValidationError(_("“%(value)s” is not a day; write it like 2026-11-21.") % {"value": text}) from None


def _whole(text: str) -> int:
    plain = normalize("NFKC", text).strip()
    if not plain.isdecimal() or len(plain) > 12:
        raise ValidationError(_("“%(value)s” is not a whole number.") % {"value": text})
    return int(plain)


def _needed(asked: Condition) -> Sequence[str]:
    values = [value for value in asked.values if value.strip()]
    if len(values) < needed_values(asked.op):
        raise ValidationError(_("Fill in what to compare with."))
    return values


def _only(asked: Condition) -> str:
    return _needed(asked)[0]


def _some(asked: Condition) -> Sequence[str]:
    if not asked.values:
        raise ValidationError(_("Choose at least one."))
    return asked.values


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
