"""What a list shows, as a file: nothing in it is a formula, and who took it is written on it and in the log."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import xlsxwriter
from django.utils import timezone

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


class Table(Protocol):
    """A table on its way out: its heads, and its lines one after the other."""

    @property
    def heads(self) -> list[str]: ...

    def lines(self) -> Iterator[list[Any]]: ...


def cell(column: Column, row: Any) -> Any:
    """Answer a value as a spreadsheet keeps it: money in 元, a moment by the clock here, all else as its words."""
    value = column.plain(row)
    if value is None:
        return ""
    if column.kind == "money":
        return Decimal(value) / 100
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) and column.is_number:
        return value
    if isinstance(value, datetime):
        return timezone.localtime(value) if timezone.is_aware(value) else value
    if isinstance(value, date):
        return value
    return str(value)


def csv_lines(table: Table) -> Iterator[str]:
    """Write a csv line by line, as Chinese spreadsheets open it."""
    writer = csv.writer(Echo())
    yield "\ufeff"
    yield writer.writerow([guarded(head) for head in table.heads])
    for line in table.lines():
        yield writer.writerow([_text(value) for value in line])


def write_csv(table: Table, target: Path) -> None:
    """Write a csv line by line."""
    with target.open("w", encoding="utf-8", newline="") as file:
        file.writelines(csv_lines(table))


def write_xlsx(table: Table, target: Path, *, mark: str) -> None:
    """Write a workbook row by row in little memory, with a mark of who took it on each printed page.

    What it needs in between is put beside the target. A workbook that could not be finished is left as it is: closing
    it would write all of it before whoever waits hears of the reason.
    """
    options = {"constant_memory": True, "remove_timezone": True, "default_date_format": "yyyy-mm-dd"}
    workbook = xlsxwriter.Workbook(target, options | {"tmpdir": str(target.parent)})
    workbook.use_zip64()
    worksheet = workbook.add_worksheet()
    try:
        _fill(workbook, worksheet, table, mark=mark)
        workbook.close()
    except BaseException:
        worksheet.row_data_fh.close()
        raise


def _fill(workbook: Any, worksheet: Any, table: Table, *, mark: str) -> None:
    worksheet.set_footer(f"&L{mark.replace('&', '&&')}&R&P / &N")
    worksheet.freeze_panes(1, 0)
    money, bold = workbook.add_format({"num_format": "#,##0.00"}), workbook.add_format({"bold": True})
    moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for place, head in enumerate(table.heads):
        worksheet.write_string(0, place, head, bold)
    for number, line in enumerate(table.lines(), start=1):
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
