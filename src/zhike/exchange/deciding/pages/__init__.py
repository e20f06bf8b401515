"""What the pages of the steps show of a run: its sheets, its columns, its faulty rows."""

from zhike.exchange.deciding.pages.checking import checked, stands
from zhike.exchange.deciding.pages.choices import choices, layout_of, preset_title
from zhike.exchange.deciding.pages.columns import ColumnShown, columns
from zhike.exchange.deciding.pages.left_out import left_out
from zhike.exchange.deciding.pages.looking import Look
from zhike.exchange.deciding.pages.sheets import SheetShown, sheets

__all__ = [
    "ColumnShown",
    "Look",
    "SheetShown",
    "checked",
    "choices",
    "columns",
    "layout_of",
    "left_out",
    "preset_title",
    "sheets",
    "stands",
]
