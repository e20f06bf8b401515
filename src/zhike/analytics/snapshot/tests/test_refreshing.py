"""A snapshot is what the books are, and no more of it is written than has changed."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from zhike.analytics import snapshot
from zhike.analytics.snapshot import cursors, refreshing, scanners
from zhike.analytics.snapshot.refreshing import _alone
from zhike.analytics.snapshot.scanners import NoScanner
from zhike.analytics.snapshot.tests.books import Books
from zhike.analytics.snapshot.writing import write_month


@pytest.fixture
def books(tmp_path: Path) -> Books:
    made = Books(tmp_path)
    for number in range(9):
        made.sell(number % 4, f"D{number}", f"2026-0{1 + number % 3}-1{number}", 1_000 + number)
    made.take_back(2, "D2", "2026-03-20", 400)
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "lines"


@pytest.fixture
def by_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Quicker for a few lines: the scanner takes a while to load."""
    monkeypatch.setattr(scanners, "find_spec", lambda name: None)


def table(folder: Path) -> pa.Table:
    from pyarrow import parquet

    return pa.concat_tables([parquet.read_table(path) for path in snapshot.files_of(folder)]).sort_by("line")


def test_the_first_time_all_months_are_written_and_then_none(books: Books, folder: Path) -> None:
    first = snapshot.refresh(books.source, folder)
    assert first == snapshot.Refreshed(10, 3, ("2026-01", "2026-02", "2026-03"), (), "scanner")
    assert snapshot.refresh(books.source, folder).written == ()
    assert snapshot.check(books.source, folder) == []
    kept = table(folder)
    assert kept.schema == snapshot.SCHEMA
    assert kept["amount"].to_pylist()[0] == -400
    assert kept["returned_number"].to_pylist()[0] == "D2"
    assert kept["quantity"].to_pylist()[1] == 1.25


@pytest.mark.usefixtures("by_cursor")
@pytest.mark.parametrize(
    ("change", "months"),
    [
        pytest.param(lambda books: books.sell(9, "new", "2026-03-31"), ("2026-03",), id="a line of today"),
        pytest.param(lambda books: books.sell(9, "late", "2025-12-31"), ("2025-12",), id="a late line"),
        pytest.param(lambda books: books.replace(1, on="2026-01-10", amount=5), ("2026-01",), id="a new version"),
        pytest.param(
            lambda books: books.replace(1, on="2026-01-10", amount=1_000),
            ("2026-01",),
            id="a version that costs the same",
        ),
        pytest.param(lambda books: books.replace(1, on="2026-02-10", amount=5), ("2026-01", "2026-02"), id="moved"),
        pytest.param(lambda books: books.take_back(1, "D1", "2026-02-28", 1), ("2026-02",), id="a return"),
        pytest.param(
            lambda books: books.db.execute("UPDATE sold SET customer = 8 WHERE id = 5"), ("2026-02",), id="another's"
        ),
        pytest.param(
            lambda books: books.db.execute("UPDATE sold SET item = item + id WHERE id IN (1, 4)"),
            ("2026-01",),
            id="another item",
        ),
    ],
)
def test_only_months_that_differ_are_written_again(
    books: Books, folder: Path, change: object, months: tuple[str, ...]
) -> None:
    snapshot.refresh(books.source, folder)
    assert callable(change)
    change(books)
    assert tuple(each.month for each in snapshot.check(books.source, folder)) == months
    assert snapshot.refresh(books.source, folder).written == months
    assert snapshot.check(books.source, folder) == []


@pytest.mark.usefixtures("by_cursor")
def test_a_month_without_a_line_any_more_is_gone(books: Books, folder: Path) -> None:
    snapshot.refresh(books.source, folder)
    books.db.execute("DELETE FROM sold WHERE on_day LIKE '2026-01%'")
    assert snapshot.refresh(books.source, folder).removed == ("2026-01",)
    assert len(table(folder)) == 7
    books.db.execute("DELETE FROM sold")
    books.db.execute("DELETE FROM back")
    assert snapshot.refresh(books.source, folder).lines == 0
    with pytest.raises(snapshot.BadSnapshot, match="holds no line"):
        snapshot.files_of(folder)


@pytest.mark.usefixtures("by_cursor")
def test_files_that_a_reader_may_have_open_stay_for_one_refresh(books: Books, folder: Path) -> None:
    snapshot.refresh(books.source, folder)
    before = set(snapshot.files_of(folder))
    books.sell(9, "new", "2026-03-31")
    snapshot.refresh(books.source, folder)
    assert before < {*folder.iterdir()}
    snapshot.refresh(books.source, folder)
    assert {*folder.glob("*.parquet")} == {*snapshot.files_of(folder)}


@pytest.mark.usefixtures("by_cursor")
def test_a_lost_a_cut_and_a_foreign_file_are_made_good(books: Books, folder: Path) -> None:
    snapshot.refresh(books.source, folder)
    lost, cut, _ = snapshot.files_of(folder)
    lost.unlink()
    cut.write_bytes(cut.read_bytes()[:-9])
    (folder / "2026-02.part").write_bytes(b"broken off")
    with pytest.raises(snapshot.BadSnapshot, match="lacks"):
        snapshot.files_of(folder)
    assert snapshot.refresh(books.source, folder).written == ("2026-01", "2026-02")
    assert snapshot.check(books.source, folder) == []
    assert not [*folder.glob("*.part")]


@pytest.mark.usefixtures("by_cursor")
def test_what_is_spoiled_inside_a_file_is_found_by_the_check_and_healed_by_a_rebuild(
    books: Books, folder: Path
) -> None:
    snapshot.refresh(books.source, folder)
    path = snapshot.files_of(folder)[0]
    content = bytearray(path.read_bytes())
    content[4:40] = bytes(36)
    path.write_bytes(content)
    assert snapshot.refresh(books.source, folder).written == ()
    with pytest.raises(snapshot.BadSnapshot, match="cannot be read"):
        snapshot.check(books.source, folder)
    assert len(snapshot.refresh(books.source, folder, rebuild=True).written) == 3
    assert snapshot.check(books.source, folder) == []


@pytest.mark.usefixtures("by_cursor")
@pytest.mark.parametrize("manifest", ["", "[]", '{"format": 0}', '{"format": 1}'])
def test_a_list_that_cannot_be_read_means_a_new_start(books: Books, folder: Path, manifest: str) -> None:
    snapshot.refresh(books.source, folder)
    (folder / "manifest.json").write_text(manifest)
    with pytest.raises(snapshot.BadSnapshot):
        snapshot.manifest_of(folder)
    assert len(snapshot.refresh(books.source, folder).written) == 3


def test_without_a_scanner_a_cursor_reads_the_same(books: Books, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot.refresh(books.source, folder)
    scanned = table(folder)
    monkeypatch.setattr(scanners, "find_spec", lambda name: None)
    monkeypatch.setattr(cursors, "AT_ONCE", 2)
    done = snapshot.refresh(books.source, folder, rebuild=True)
    assert (done.reader, len(done.written)) == ("cursor", 3)
    assert table(folder) == scanned
    with pytest.raises(NoScanner), scanners.scanner_reader(books.source):
        pass


@pytest.mark.parametrize("reader", [scanners.scanner_reader, cursors.cursor_reader])
def test_a_reader_sees_one_state_of_the_books_while_others_write(books: Books, reader: object) -> None:
    assert callable(reader)
    with reader(books.source) as reading:
        before = reading.figures()
        books.sell(9, "meanwhile", "2026-01-31")
        assert reading.figures() == before
        assert sum(len(batch) for batch in reading.lines("2026-01")) == before["2026-01"].count
    with reader(books.source) as reading:
        assert reading.figures() != before


def test_what_is_written_while_a_refresh_runs_is_found_by_the_next(
    books: Books, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_and_sell(*given: object, **more: object) -> object:
        books.sell(9, "meanwhile", "2026-01-31")
        return write_month(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(refreshing, "write_month", write_and_sell)
    assert snapshot.refresh(books.source, folder).lines == 10
    monkeypatch.undo()
    assert snapshot.refresh(books.source, folder).written == ("2026-01",)


@pytest.fixture
def busy(folder: Path) -> Iterator[None]:
    folder.mkdir()
    with _alone(folder):
        yield


@pytest.mark.usefixtures("busy", "by_cursor")
def test_two_refreshes_at_once_are_refused(books: Books, folder: Path) -> None:
    with pytest.raises(snapshot.SnapshotBusy):
        snapshot.refresh(books.source, folder)


@pytest.mark.parametrize("reader", [scanners.scanner_reader, cursors.cursor_reader])
def test_books_that_cannot_be_reached_are_named_as_such(tmp_path: Path, reader: object) -> None:
    assert callable(reader)
    source = snapshot.Source("sqlite", str(tmp_path / "none" / "x"), "SELECT 1")
    with pytest.raises(snapshot.BadSource), reader(source) as reading:
        reading.figures()


def test_the_mark_is_the_same_from_database_and_file(books: Books, folder: Path) -> None:
    snapshot.refresh(books.source, folder)
    with cursors.cursor_reader(books.source) as reading:
        told = reading.figures()
    assert told == {month: each.figures for month, each in snapshot.manifest_of(folder).months.items()}
    assert books.db.execute("SELECT sum(amount) FROM sold").fetchone()[0] - 400 == sum(
        each.amount for each in told.values()
    )
