"""Which cell styles of a workbook mean a date, and what day a spreadsheet's day number is."""

import re
from datetime import datetime, timedelta
from typing import IO

from zhike.exchange.sheets.markup import walk

_BUILT_IN_DATES = frozenset([*range(14, 18), 22, *range(27, 37), *range(50, 59)])
"""27 to 36 and 50 to 58 are the date formats of Chinese Excel and WPS, which a file does not spell out."""

_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DATE_LETTERS = re.compile(r"[yd年月日]", re.IGNORECASE)
_START_1900 = datetime(1899, 12, 30)
_START_1904 = datetime(1904, 1, 1)
_LAST_DAY = 2_958_465
_FALSE_LEAP_DAY = 60


def is_date_format(code: str) -> bool:
    """Tell a date format from a number format by its letters, leaving out what is quoted."""
    return _DATE_LETTERS.search(_LITERAL.sub("", code.split(";")[0])) is not None


def date_styles(part: IO[bytes]) -> frozenset[str]:
    """List the style numbers, as the cells write them, that show a date."""
    formats: dict[int, bool] = {}
    styles: list[int] = []
    is_cell_style = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal is_cell_style
        if name == "numFmt":
            formats[int(attributes["numFmtId"])] = is_date_format(attributes.get("formatCode", ""))
        elif name in ("cellStyleXfs", "cellXfs", "cellStyles", "dxfs"):
            is_cell_style = name == "cellXfs"
        elif name == "xf" and is_cell_style:
            styles.append(int(attributes.get("numFmtId", "0")))

    walk(part, start)
    return frozenset(str(index) for index, number in enumerate(styles) if _is_date(number, formats))


def _is_date(number: int, formats: dict[int, bool]) -> bool:
    return formats.get(number, number in _BUILT_IN_DATES)


def instant(days: float, *, from_1904: bool) -> datetime | None:
    """Turn a spreadsheet's day number into an instant, None if it is beyond the calendar."""
    if not 0 <= days <= _LAST_DAY:
        return None
    if not from_1904 and days < _FALSE_LEAP_DAY:
        days += 1  # spreadsheets believe in 1900-02-29
    start = _START_1904 if from_1904 else _START_1900
    return start + timedelta(days=int(days), seconds=round(days % 1 * 86400))
