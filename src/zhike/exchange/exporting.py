"""What a list shows, as a file: nothing in it is a formula, and who took it is written on it and in the log."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from zhike.exchange.faults import guarded
from zhike.kit.columns import Column
from zhike.phrases import Phrase

LONGEST_XLSX_CELL = 32_767
MOST_ROWS = 1_048_575
FOOTER = Phrase("Exported by %(name)s on %(at)s")


class Echo:
    """Hands each line of a csv to the answer instead of keeping it."""

    def write(self, text: str) -> str:
        return text


@dataclass(frozen=True)
class Sheet:
    """A table on its way out: its heads and its rows, one after the other."""

    columns: Sequence[Column]
    rows: Iterable[Any]

    def lines(self) -> Iterator[list[Any]]:
        for row in self.rows:
            yield [cell(column, row) for column in self.columns]

    @property
    def heads(self) -> list[str]:
        return [str(column.title) for column in self.columns]


def cell(column: Column, row: Any) -> Any:
    """Answer a value as a spreadsheet keeps it: money in 元, a day as a day, all else as its words."""
    value = column.plain(row)
    if value is None:
        return ""
    if column.kind == "money":
        return Decimal(value) / 100
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) and column.is_number:
        return value
    if isinstance(value, (date, datetime)):
        return value
    return str(value)


def csv_lines(sheet: Sheet) -> Iterator[str]:
    """Write a csv line by line, as Chinese spreadsheets open it."""
    writer = csv.writer(Echo())
    yield "\ufeff"
    yield writer.writerow([guarded(head) for head in sheet.heads])
    for line in sheet.lines():
        yield writer.writerow([_text(value) for value in line])


def write_xlsx(sheet: Sheet, target: Path, *, mark: str) -> None:
    """Write a workbook row by row in little memory, with a mark of who took it on each printed page."""
    options = {"constant_memory": True, "remove_timezone": True, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(target, options) as workbook:
        worksheet = workbook.add_worksheet()
        worksheet.set_footer(f"&L{mark.replace('&', '&&')}&R&P / &N")
        worksheet.freeze_panes(1, 0)
        money, bold = workbook.add_format({"num_format": "#,##0.00"}), workbook.add_format({"bold": True})
        moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for place, head in enumerate(sheet.heads):
            worksheet.write_string(0, place, head, bold)
        for number, line in enumerate(sheet.lines(), start=1):
            for place, value in enumerate(line):
                _write(worksheet, (number, place), value, money=money, moment=moment)


def _write(worksheet: Any, at: tuple[int, int], value: Any, *, money: Any, moment: Any) -> None:
    if isinstance(value, Decimal):
        worksheet.write_number(*at, value, money)
    elif isinstance(value, (int, float)):
        worksheet.write_number(*at, value)
    elif isinstance(value, datetime):
        worksheet.write_datetime(*at, value, moment)
    elif isinstance(value, date):
        worksheet.write_datetime(*at, value)
    else:
        worksheet.write_string(*at, str(value)[:LONGEST_XLSX_CELL])


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, (Decimal, int, float)):
        return str(value)
    return guarded(str(value))
