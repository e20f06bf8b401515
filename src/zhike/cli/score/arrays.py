"""Columns of Arrow tables made codes, days and 分; what is not plain is told with its rows."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhike.analytics.purchases import Coded, code
from zhike.analytics.purchases.coding import NoCodes
from zhike.cli.score.layout import AMOUNT_NEEDED, TIME
from zhike.exchange.columns import Column
from zhike.exchange.parsing import BadCell, parse
from zhike.phrases import Phrase

_ZONE = "Asia/Shanghai"
_LARGEST = 10**13
"""分 of one line, as large as the reader of spreadsheets takes it."""
_FEWEST_YEAR, _LAST_YEAR = np.datetime64("1970-01-01"), np.datetime64("2100-12-31")
_EMPTY = Phrase("It is empty but needed.")


class Odd(Exception):
    """Cells that are not plain: the column's name, the places of the rows, and what is wrong with the first."""

    def __init__(self, name: str, places: Sequence[int], reason: Phrase) -> None:
        super().__init__(name)
        self.name, self.places, self.reason = name, places, reason


def names(column: pa.ChunkedArray) -> Coded:
    """Code customers; texts of digits alone without a leading 0 become numbers.

    Raises:
        Odd: a customer is missing.
    """
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        _refuse(column.is_null(nan_is_null=True), "customer", _EMPTY)
        return _numbered(column.to_numpy())
    codes, labels = _dictionary(column)
    texts = [str(label).strip() for label in labels]
    missing = np.array([not text for text in texts] or [False])
    _refuse(pa.chunked_array([pa.array(missing[codes])]), "customer", _EMPTY)
    found = code(_as_numbers(texts))
    return Coded(found.codes[codes], found.labels)


def _numbered(values: Any) -> Coded:
    try:
        return code(values)
    except NoCodes as error:
        raise Odd("customer", [0], Phrase("Numbers of customers must be whole: write them as text.")) from error


def days(column: pa.ChunkedArray) -> Any:
    """Make business days, datetime64[D]; moments with a zone are read by the clock of the company's zone.

    Raises:
        Odd: a day is missing or cannot be read.
    """
    _refuse(column.is_null(), "time", _EMPTY)
    kind = column.type
    if pa.types.is_timestamp(kind):
        if kind.tz:
            column = pc.local_timestamp(column.cast(pa.timestamp(kind.unit, tz=_ZONE)))
        found = column.to_numpy().astype("datetime64[D]")
    elif pa.types.is_date(kind):
        found = column.to_numpy().astype("datetime64[D]")
    else:
        codes, labels = _dictionary(column)
        found = np.array(_parsed(labels, codes, TIME), dtype="datetime64[D]")[codes]
    wrong = (found < _FEWEST_YEAR) | (found > _LAST_YEAR)
    _refuse(pa.chunked_array([pa.array(wrong)]), "time", Phrase("The year is not between 1970 and 2100."))
    return found


def cents(column: pa.ChunkedArray) -> Any:
    """Make whole 分 of 元, the nearest.

    Raises:
        Odd: an amount is missing, no number or too large.
    """
    _refuse(column.is_null(), "amount", _EMPTY)
    if not (pa.types.is_floating(column.type) or pa.types.is_integer(column.type) or pa.types.is_decimal(column.type)):
        codes, labels = _dictionary(column)
        return np.array(_parsed(labels, codes, AMOUNT_NEEDED), dtype=np.int64)[codes]
    found = np.rint(column.cast(pa.float64()).to_numpy() * 100.0)
    wrong = ~(np.abs(found) < _LARGEST)
    _refuse(pa.chunked_array([pa.array(wrong)]), "amount", Phrase("It is no number, or too large."))
    return found.astype(np.int64)


def _dictionary(column: pa.ChunkedArray) -> tuple[Any, list[Any]]:
    """Answer (n,) the place of each value among the different ones, a missing one as an empty text, and these."""
    if not pa.types.is_dictionary(column.type):
        column = column.cast(pa.string()).dictionary_encode()
    column = column.unify_dictionaries()
    if not column.num_chunks:
        return np.zeros(0, dtype=np.int64), []
    labels = column.chunk(0).dictionary.to_pylist()
    codes = [pc.fill_null(chunk.indices.cast(pa.int64()), len(labels)).to_numpy() for chunk in column.chunks]
    return np.concatenate(codes), [*labels, ""]


def _parsed(labels: Sequence[Any], codes: Any, column: Column) -> list[Any]:
    """Read each different value that occurs once, as the import would."""
    found: list[Any] = [0] * len(labels)
    wrong: dict[int, Phrase] = {}
    for place in np.unique(codes).tolist():
        try:
            found[place] = parse(column, labels[place])
        except BadCell as bad:
            wrong[place] = bad.phrase
    if wrong:
        places = np.flatnonzero(np.isin(codes, list(wrong)))
        raise Odd(column.name, places.tolist(), wrong[int(codes[places[0]])])
    return found


def _as_numbers(texts: Sequence[str]) -> Any:
    plain = all(text.isascii() and text.isdecimal() and (text[0] != "0" or text == "0") for text in texts if text)
    if plain and max(map(len, texts), default=0) < 16:
        return [int(text) if text else None for text in texts]
    return list(texts)


def _refuse(wrong: pa.ChunkedArray, name: str, reason: Phrase) -> None:
    if pc.any(wrong).as_py():
        raise Odd(name, np.flatnonzero(wrong.to_numpy()).tolist(), reason)
