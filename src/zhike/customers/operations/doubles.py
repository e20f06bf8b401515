"""Rows of a file that look like an earlier one: said to be the same, they get its name and so make one customer."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from zhike.customers.operations.asking import asks, names_pairs
from zhike.customers.operations.lookalikes import ANOTHERS, COLUMN_OF, OURS, Doubt, signs_of, word_of
from zhike.customers.queries import Sign
from zhike.customers.rules import NotSo
from zhike.customers.rules.identity import name_key, normal_code, phone_key
from zhike.exchange.kinds import SAME
from zhike.exchange.models import ImportRun
from zhike.exchange.places import told_place
from zhike.exchange.spool import First, Row, Spool
from zhike.phrases import Phrase

AT_ONCE = 2_000
EARLIER = {
    Sign.CREDIT_CODE: Phrase("Probably the same as row %(line)s, %(name)s: the same unified social credit code"),
    Sign.PHONE: Phrase("Probably the same as row %(line)s, %(name)s: the same phone"),
    Sign.CONTACT: Phrase("Probably the same as row %(line)s, %(name)s: the same phone as its contact"),
    Sign.NAME: Phrase("Probably the same as row %(line)s, %(name)s: the same name"),
}
LIKELY = frozenset(phrase.text for told in (OURS, ANOTHERS, EARLIER) for phrase in told.values())
TAKEN = Phrase("Put together with row %(line)s, as was decided")


def look_through(run: ImportRun, file: Spool) -> None:
    """Note by what each row of a file is known, if doubles are looked for; once, before the first batch."""
    if names_pairs(run) and not file.firsts.are_noted:
        file.firsts.note(first for rows in file.groups(limit=AT_ONCE) for row in rows for first in _known_by(row))


def doubts(rows: Sequence[Row], *, run: ImportRun, file: Spool, maker_of: Callable[[Row], str]) -> dict[int, Doubt]:
    """Say which rows of new customers look like an earlier row that makes another one, by line.

    Rows with different numbers are not the same, whatever they look like.
    """
    if not rows or not names_pairs(run):
        return {}
    signs = {row.line: signs_of(row) for row in rows}
    firsts = file.firsts.of(word_of(*sign) for each in signs.values() for sign in each)
    start: dict[str, int] = {}
    for row in rows:
        start[maker_of(row)] = min(row.line, start.get(maker_of(row), row.line))
    tables = file.head().tables if firsts else ()
    found: dict[int, Doubt] = {}
    for row in rows:
        for sign, key in signs[row.line]:  # the surest is the last
            first = firsts.get(word_of(sign, key))
            if first and first.line < start[maker_of(row)] and _is_another(row, first):
                reason = EARLIER[sign].given(line=told_place(first.line, tables), name=first.name)
                found[row.line] = Doubt(reason, COLUMN_OF[sign], -first.line, True, {"name": first.name})
    return found


def taken(rows: Sequence[Row], *, run: ImportRun, file: Spool) -> dict[int, Doubt]:
    """Say which rows somebody has put together with an earlier one, so that it can be taken back."""
    if not asks(run):
        return {}
    lines = {row.line: known for row in rows for word, known in [run.decision(row.line)] if word == SAME and known < 0}
    tables = file.head().tables if lines else ()
    return {
        line: Doubt(TAKEN.given(line=told_place(-known, tables)), COLUMN_OF[Sign.NAME], known, True, {"name": ""})
        for line, known in lines.items()
    }


def _is_another(row: Row, first: First) -> bool:
    number = str(row.values.get("number") or "")
    return first.name != row.values.get("name") and not (number and first.number and number != first.number)


def _known_by(row: Row) -> Iterator[First]:
    """Answer by what later rows may look like this one, which is read as `rules.rows` does."""
    name, number = str(row.values.get("name") or ""), str(row.values.get("number") or "")
    for sign, key in _keys(row.values):
        if key:
            yield First(word_of(sign, key), row.line, name, number)


def _keys(values: Mapping[str, Any]) -> Iterable[tuple[Sign, str]]:
    yield Sign.NAME, name_key(str(values.get("name") or ""))
    for sign, column in ((Sign.PHONE, "phone"), (Sign.CONTACT, "contact_phone")):
        if phone := values.get(column):
            yield sign, phone_key(str(phone))
    if code := values.get("credit_code"):
        try:
            yield Sign.CREDIT_CODE, normal_code(str(code))
        except NotSo:
            return
