"""Where order lines are kept: a database, and the query that answers them."""

from dataclasses import dataclass
from typing import Literal

Vendor = Literal["sqlite", "postgresql"]


class BadSource(ValueError):
    """The database cannot be read; the message says why."""


@dataclass(frozen=True)
class Source:
    """A database and its lines.

    Attributes:
        vendor: which database.
        place: path of SQLite's file, or PostgreSQL's connection string without its password (PGPASSWORD has it).
        lines: a SELECT, in the database's own SQL, of the columns of `schema.SCHEMA` by these names. It should be able
            to find a range of `ordered_on` by an index.
    """

    vendor: Vendor
    place: str
    lines: str
