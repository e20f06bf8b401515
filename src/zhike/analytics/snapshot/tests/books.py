"""Books in a small SQLite database, as they look to the snapshot."""

import sqlite3
from pathlib import Path

from zhike.analytics.snapshot import Source

LINES = (
    "SELECT id AS line, customer, number AS order_number, NULL AS returned_number, on_day AS ordered_on, item, "
    "NULL AS store, CAST(quantity AS DOUBLE PRECISION) AS quantity, amount FROM sold WHERE is_current "
    "UNION ALL SELECT -id, customer, NULL, number, on_day, NULL, NULL, NULL, -amount FROM back"
)


class Books:
    """Order lines that come, change and go."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "books.sqlite3"
        self.db = sqlite3.connect(self.path, isolation_level=None)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute(
            "CREATE TABLE sold (id INTEGER PRIMARY KEY, customer BIGINT, number VARCHAR(60), on_day DATE, item BIGINT, "
            "quantity DECIMAL, amount BIGINT, is_current BOOL DEFAULT 1)"
        )
        self.db.execute(
            "CREATE TABLE back (id INTEGER PRIMARY KEY, customer BIGINT, number VARCHAR, on_day DATE, amount BIGINT)"
        )

    @property
    def source(self) -> Source:
        return Source("sqlite", str(self.path), LINES)

    def sell(self, customer: int, number: str, on: str, amount: int = 10_000) -> int:
        """Write a line; answer its id."""
        sql = "INSERT INTO sold (customer, number, on_day, item, quantity, amount) VALUES (?, ?, ?, 7, 1.25, ?)"
        return self.db.execute(sql, (customer, number, on, amount)).lastrowid or 0

    def replace(self, line: int, *, on: str, amount: int) -> int:
        """Let a new version of an order take the place of a line."""
        customer, number = self.db.execute("SELECT customer, number FROM sold WHERE id = ?", (line,)).fetchone()
        self.db.execute("UPDATE sold SET is_current = 0 WHERE id = ?", (line,))
        return self.sell(customer, number, on, amount)

    def take_back(self, customer: int, number: str, on: str, amount: int) -> None:
        sql = "INSERT INTO back (customer, number, on_day, amount) VALUES (?, ?, ?, ?)"
        self.db.execute(sql, (customer, number, on, amount))
