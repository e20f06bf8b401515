"""How a value looks: as words on a page, as a cell of an export, as words to be found by."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhike.core.fields.rules import types
from zhike.core.fields.rules.types import NOBODY, Extra, Field, Known, Missing, Stored, choices_of, value_type
from zhike.core.fields.rules.values import Values
from zhike.phrases import Phrase

NOT_SEEN = Phrase("not yours to see, or gone")


@dataclass(frozen=True)
class Shown:
    """A value in words; when there are none though there should be, the reason."""

    text: str = ""
    reason: Phrase | None = None

    def __bool__(self) -> bool:
        return bool(self.text) or self.reason is not None


Cell = str | Decimal | date | None


def shown(field: Field, extra: Extra, *, values: Values, known: Known = NOBODY) -> Shown:
    """Write a value for a page: 1,280.5 个, ¥12,345.00, 2026-03-05, 强、中, 王芳, K000012."""
    value = values.of(field, extra)
    if isinstance(value, Missing):
        return Shown(reason=value.reason)
    if value is None:
        return Shown()
    text = words(field, value, known=known)
    return Shown(text, None if text else NOT_SEEN)


def words(field: Field, value: Stored, *, known: Known = NOBODY) -> str:
    """Write a value that is there."""
    return _WORDS[value_type(field)](field, value, known)


def cell(field: Field, extra: Extra, *, values: Values, known: Known = NOBODY) -> Cell:
    """Answer a value as a spreadsheet calculates with it; a file by its name."""
    value = values.of(field, extra)
    if value is None or isinstance(value, Missing):
        return None
    kind = value_type(field)
    if kind == types.NUMBER:
        return Decimal(str(value))
    if kind == types.MONEY:
        return Decimal(str(value)).scaleb(-2)
    return date.fromisoformat(str(value)) if kind == types.DATE else words(field, value, known=known) or None


def typed(field: Field, value: Stored | None, *, known: Known = NOBODY) -> str:
    """Write a value as a person would type it into a form."""
    if value is None or field.type in (types.CHOICE, types.NUMBER, types.PERSON, types.FILE):
        return "" if value is None else str(value)
    if field.type == types.MONEY:
        return f"{Decimal(str(value)).scaleb(-2):.2f}"
    return "\n".join(value) if isinstance(value, list) else words(field, value, known=known)


def searchable(fields: Iterable[Field], extra: Extra) -> Iterator[str]:
    """Give the texts a record is found by; what only some may see finds nothing."""
    values = Values(fields)
    for field in values.fields:
        if field.type in types.SEARCHED and not field.right:
            value = values.of(field, extra)
            if value and not isinstance(value, Missing):
                yield words(field, value)


def _text(field: Field, value: Stored, known: Known) -> str:
    return str(value)


def _number(field: Field, value: Stored, known: Known) -> str:
    return f"{Decimal(str(value)):,f}" + (f" {field.unit}" if field.unit else "")


def _money(field: Field, value: Stored, known: Known) -> str:
    yuan = Decimal(str(value)).scaleb(-2)
    return f"{'-' if yuan < 0 else ''}¥{abs(yuan):,.2f}"


def _choice(field: Field, value: Stored, known: Known) -> str:
    choices = choices_of(field)
    keys = value if isinstance(value, list) else [str(value)]
    return "、".join(choices[key].title if key in choices else key for key in keys)


def _person(field: Field, value: Stored, known: Known) -> str:
    return known.people.get(int(str(value)), "")


def _record(field: Field, value: Stored, known: Known) -> str:
    return known.records.get(int(str(value)), "")


def _file(field: Field, value: Stored, known: Known) -> str:
    return known.files.get(int(str(value)), "")


_WORDS: dict[str, Callable[[Field, Stored, Known], str]] = {
    types.TEXT: _text,
    types.LONG_TEXT: _text,
    types.NUMBER: _number,
    types.MONEY: _money,
    types.DATE: _text,
    types.CHOICE: _choice,
    types.CHOICES: _choice,
    types.PERSON: _person,
    types.RECORD: _record,
    types.FILE: _file,
}
