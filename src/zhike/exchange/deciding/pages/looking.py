"""What part of a trial somebody looks at, as the address of its page says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from zhike.exchange.spool import Asking

GRADES: tuple[Asking, ...] = ("error", "question", "warning", "note")
ROWS_AT_ONCE = 50
_MOST_NUMBERS = 20
_LAST_PAGE = 1_000_000


@dataclass(frozen=True)
class Turn:
    """A way to look at another part: its words, and what it asks for."""

    words: str
    query: str
    is_on: bool
    icon: str = ""


@dataclass(frozen=True)
class Look:
    """One grade or all, one column or all, one page of it."""

    grade: Asking | None = None
    column: str = ""
    page: int = 1

    @classmethod
    def at(cls, asked: Mapping[str, str]) -> Self:
        """Read what an address asks for; what makes no sense asks for everything."""
        page = asked.get("page", "")
        return cls(
            next((grade for grade in GRADES if grade == asked.get("grade")), None),
            asked.get("column", ""),
            min(int(page), _LAST_PAGE) if page.isdecimal() and int(page) else 1,
        )

    @property
    def query(self) -> str:
        """What an address asks with; the page is always named."""
        return urlencode({"grade": self.grade or "", "column": self.column, "page": self.page})

    @property
    def is_narrow(self) -> bool:
        return bool(self.grade or self.column)

    def grades(self, *, has_questions: bool) -> list[Turn]:
        """Offer the grades; questions where there are any."""
        words = {
            None: _("All"),
            "error": _("Errors"),
            "question": _("Questions"),
            "warning": _("To look at"),
            "note": _("For your information"),
        }
        return [
            Turn(
                words[grade],
                Look(grade).query,
                is_on=grade == self.grade and (grade is not None or not self.column),
                icon="help-circle" if grade == "question" else "",
            )
            for grade in (None, *GRADES)
            if grade != "question" or has_questions or self.grade == "question"
        ]

    def pages(self, rows: int) -> list[Turn]:
        """Offer the pages; of many those near this one, the first and the last."""
        last = -(-rows // ROWS_AT_ONCE)
        numbers = [n for n in range(1, last + 1) if last < _MOST_NUMBERS or abs(n - self.page) < 5 or n in (1, last)]
        return [Turn(str(n), replace(self, page=n).query, n == self.page) for n in numbers] if last > 1 else []
