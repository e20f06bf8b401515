"""What the demo prints when it is ready; columns line up although 汉字 are two cells wide."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from zhike.phrases import chinese


@dataclass(frozen=True)
class Login:
    """Somebody who can sign in to the demo."""

    name: str
    username: str
    password: str
    role: str


def demo_banner(url: str, logins: Sequence[Login]) -> str:
    heads = (chinese("Role"), chinese("Name"), chinese("User name"), chinese("Password"))
    rows = [heads, *((login.role, login.name, login.username, login.password) for login in logins)]
    widths = [max(width(row[column]) for row in rows) for column in range(len(heads))]
    lines = ["   ".join(pad(word, cells) for word, cells in zip(row, widths, strict=True)).rstrip() for row in rows]
    rule = "─" * max(width(line) for line in [*lines, url])
    table = [f"  {line}" for line in (lines[0], rule, *lines[1:])]
    opening = chinese("The Zhike demo is running: open")
    return "\n".join(["", opening, "", f"  {url}", "", *table, "", chinese("Ctrl-C stops it."), ""])


def width(text: str) -> int:
    """Count terminal cells."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def pad(text: str, cells: int) -> str:
    return text + " " * (cells - width(text))
