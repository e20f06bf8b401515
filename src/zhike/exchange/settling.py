"""What rows of one file owe each other, settled in the spool by SQL so that the memory stays small."""

from collections.abc import Sequence
from sqlite3 import Connection
from unicodedata import normalize

from zhike.exchange.columns import Layout
from zhike.exchange.places import told_place
from zhike.phrases import Phrase

LARGEST_GROUP = 20_000

_TOO_MANY = Phrase("More than %(largest)d rows have the same number: split them into several papers.")
_DISAGREES = Phrase("It is “%(value)s” here but “%(first)s” in row %(line)s of the same number: they must be the same.")
_TWO_FOR_ONE = Phrase("%(number)s is “%(value)s” here but “%(first)s” in row %(line)s: give them numbers of their own.")
_HELD = Phrase("Another row of it has an error (row %(line)s), so the whole of it is held back.")


def group_key(value: object) -> str:
    """Reduce a key to what makes it one: neither width nor case nor the number of spaces matters."""
    text = str(value)
    if not text.isascii():
        text = normalize("NFKC", text)
    return " ".join(text.casefold().split())


def settle(connection: Connection, layout: Layout, *, tables: Sequence[str] = ()) -> None:
    """Find the rows that contradict others, and hold groups back if the layout says so."""
    connection.create_function("group_key", 1, group_key, deterministic=True)
    connection.create_function("told", 1, lambda place: told_place(place, tables), deterministic=True)
    _limit_groups(connection)
    _compare_within_groups(connection, layout)
    for first, second in layout.one_to_one:
        _compare_across_file(connection, layout, first=first, second=second)
    _empty_rows_with_faults(connection)
    if layout.hold_groups:
        _hold_groups(connection)


def _limit_groups(connection: Connection) -> None:
    connection.execute(
        """
        INSERT INTO fault (line, "column", text, "values") SELECT line, '', ?, json_object('largest', ?) FROM (
            SELECT line, row_number() OVER (PARTITION BY "key" ORDER BY line) AS place FROM row
            WHERE "key" IN (SELECT "key" FROM row GROUP BY "key" HAVING count(*) > ?)
        ) WHERE place > ?
        """,
        [_TOO_MANY.text, LARGEST_GROUP, LARGEST_GROUP, LARGEST_GROUP],
    )
    _empty_rows_with_faults(connection)


def _compare_within_groups(connection: Connection, layout: Layout) -> None:
    """Find rows whose value differs from that of the first row of their group that has one."""
    if not layout.same:
        return
    values = [f"json_extract(cells, '{_place(layout, name)}')" for name in layout.same]
    differs = " OR ".join(f"min({value}) <> max({value})" for value in values)
    connection.execute(
        f"""
        CREATE TEMP TABLE disagreeing AS SELECT "key" FROM row INDEXED BY row_key
        WHERE cells IS NOT NULL AND "key" IN (SELECT "key" FROM row GROUP BY "key" HAVING count(*) > 1)
        GROUP BY "key" HAVING {differs}
        """  # noqa: S608 - places are numbers of ours
    )
    for name in layout.same:
        _compare_disagreeing(connection, layout, name)
    connection.execute("DROP TABLE disagreeing")


def _compare_disagreeing(connection: Connection, layout: Layout, name: str) -> None:
    connection.execute(
        """
        INSERT INTO fault (line, "column", text, "values")
        SELECT line, :title, :text, json_object('value', value, 'first', first, 'line', told(first_line)) FROM (
            SELECT line, value,
                first_value(value) OVER paper AS first, first_value(line) OVER paper AS first_line
            FROM (SELECT line, "key", json_extract(cells, :place) AS value FROM row INDEXED BY row_key
                  WHERE cells IS NOT NULL AND "key" IN (SELECT "key" FROM disagreeing))
            WHERE value IS NOT NULL
            WINDOW paper AS (PARTITION BY "key" ORDER BY line)
        ) WHERE value <> first
        """,
        {"title": layout.column(name).title, "text": _DISAGREES.text, "place": _place(layout, name)},
    )


def _compare_across_file(connection: Connection, layout: Layout, *, first: str, second: str) -> None:
    """Find rows that give a number another name than the first row with that number did."""
    connection.execute(
        """
        INSERT INTO fault (line, "column", text, "values")
        SELECT line, :title, :text,
            json_object('number', number, 'value', value, 'first', first, 'line', told(first_line))
        FROM (
            SELECT line, number, value,
                first_value(value) OVER named AS first, first_value(line) OVER named AS first_line
            FROM (SELECT line, json_extract(cells, :number) AS number, json_extract(cells, :name) AS value FROM row
                  WHERE cells IS NOT NULL)
            WHERE number IS NOT NULL AND value IS NOT NULL
            WINDOW named AS (PARTITION BY group_key(number) ORDER BY line)
        ) WHERE value <> first
        """,
        {
            "title": layout.column(second).title,
            "text": _TWO_FOR_ONE.text,
            "number": _place(layout, first),
            "name": _place(layout, second),
        },
    )


def _hold_groups(connection: Connection) -> None:
    connection.execute(
        """
        INSERT INTO fault (line, "column", text, "values")
        SELECT row.line, '', ?, json_object('line', told(bad.line)) FROM row
        JOIN (SELECT "key", min(line) AS line FROM row WHERE cells IS NULL GROUP BY "key") AS bad USING ("key")
        WHERE row.cells IS NOT NULL
        """,
        [_HELD.text],
    )
    _empty_rows_with_faults(connection)


def _empty_rows_with_faults(connection: Connection) -> None:
    connection.execute(
        "UPDATE row SET cells = NULL WHERE cells IS NOT NULL AND line IN (SELECT line FROM fault WHERE grade = 'error')"
    )


def _place(layout: Layout, name: str) -> str:
    place = [column.name for column in layout.columns].index(name)
    return f"$[{place}]"
