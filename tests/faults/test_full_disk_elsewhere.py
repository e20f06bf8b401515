"""A disk that is full where exports are written or bodies arrive: told, nothing half left, then it goes on."""

import html
import shutil
import tempfile
from pathlib import Path
from time import monotonic, sleep

import pytest
from django.utils import translation
from django.utils.translation import gettext

from tests.factories.files import CUSTOMER_HEADS, write_csv
from tests.faults.company import Colleague, Company, signed_in
from tests.faults.disk import fill, mounted
from zhike.cli.tests.keeping import write_orders
from zhike.cli.tests.processes import wait_until
from zhike.core.outages import Outage, outage

pytestmark = pytest.mark.own_database

FULL = 507
CUSTOMERS = 2_100  # more than are given at once: a worker writes the file
MINE = "import/exports/mine/"


@pytest.fixture(scope="module")
def stocked_company(empty_company: Company, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """Have a list so long that its export is made in the background."""
    folder = tmp_path_factory.mktemp("stocked") / "company"
    shutil.copytree(empty_company.folder, folder)
    company = Company(folder)
    done = company.zhike("import", "customers", customers_file(folder / "customers.csv", CUSTOMERS))
    assert done.code == 0, done.err
    return company


@pytest.fixture
def stocked(stocked_company: Company, tmp_path: Path) -> Company:
    return Company(Path(shutil.copytree(stocked_company.folder, tmp_path / "stocked")))


def customers_file(path: Path, count: int) -> Path:
    rows = [(f"K{number}", f"青山商贸{number:05}", f"138{number:08}", "", "", "") for number in range(count)]
    return write_csv(path, rows, CUSTOMER_HEADS)


def export(company: Company) -> tuple[str, int]:
    state, pk = company.ask("SELECT state, id FROM exchange_export ORDER BY id DESC LIMIT 1")[0]
    return str(state), int(pk)


def ask(colleague: Colleague) -> None:
    answer = colleague.post("import/exports/customers/?sort=number", {"kind": "csv"})
    assert (answer.status_code, answer.headers["location"]) == (302, f"/{MINE}")


def lines_fetched(company: Company, colleague: Colleague) -> list[str]:
    answer = colleague.get(f"{MINE}{export(company)[1]}/file/")
    assert answer.status_code == 200
    return answer.content.decode("utf-8-sig").splitlines()


def says(page: str, text: str) -> bool:
    with translation.override("zh-hans"):
        words = gettext(text)
    return words != text and words in html.unescape(page)


def test_an_export_without_room_says_so_leaves_nothing_and_is_made_at_the_next_click(stocked: Company) -> None:
    with mounted(stocked.folder / "files" / "exports") as disk, stocked.served() as at, signed_in(at.url) as colleague:
        ballast = fill(disk, but_bytes=1 << 15)  # it breaks off in the middle
        ask(colleague)
        wait_until(lambda: export(stocked)[0] == "failed", "the export has failed")
        told = "There is no room left on the disk. Tell the administrator, then export it again."
        assert says(colleague.get(MINE).text, told)
        assert list(disk.iterdir()) == [ballast]
        gone = colleague.get(f"{MINE}{export(stocked)[1]}/file/")
        assert (gone.status_code, says(gone.text, told)) == (410, True)

        ballast.unlink()
        colleague.post(f"{MINE}{export(stocked)[1]}/again/", {})
        wait_until(lambda: export(stocked)[0] == "done", "the export is made")
        assert len(lines_fetched(stocked, colleague)) == CUSTOMERS + 1
    assert stocked.count("jobs_job WHERE state = 'parked'") == 0


def test_an_export_whose_worker_finds_no_room_at_all_is_made_whole_when_there_is_some(
    stocked_company: Company, small_disk: Path
) -> None:
    company = Company(Path(shutil.copytree(stocked_company.folder, small_disk / "company")))
    with company.served() as at, signed_in(at.url) as colleague:
        worker = at.child("worker")
        worker.suspend()
        ask(colleague)
        ballast = fill(small_disk)
        worker.resume()
        full_until = monotonic() + 2 * company.lease_seconds
        while monotonic() < full_until:
            assert not [path for path in (company.folder / "files").rglob("*.csv") if path.parent.name == "exports"]
            sleep(0.1)
        ballast.unlink()
        wait_until(lambda: export(company)[0] in ("failed", "done"), "the export has ended")
        if export(company)[0] == "failed":  # there was room to note it, but none for the file
            colleague.post(f"{MINE}{export(company)[1]}/again/", {})
            wait_until(lambda: export(company)[0] == "done", "the export is made")
        assert len(lines_fetched(company, colleague)) == CUSTOMERS + 1
        assert at.child("worker").pid == worker.pid, "the worker has lived through it"
    assert company.count("jobs_job WHERE state = 'parked'") == 0
    assert company.ask("PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize("place", ["an import", "an attachment"])
def test_a_large_body_that_finds_no_room_is_refused_and_taken_whole_later(
    place: str, stocked: Company, small_disk: Path, tmp_path: Path
) -> None:
    """Bodies of more than 2.5 MB lie on the disk while they arrive, in the folder for passing files."""
    orders = write_orders(tmp_path / "orders.csv", 25_000).read_bytes()
    customer = stocked.ask("SELECT id FROM customers_customer ORDER BY id LIMIT 1")[0][0]
    path, options = f"attachments/customers.customer/{customer}/", {}
    if place == "an import":
        path, options = "import/new/orders/", {"unknown_customers": "create", "existing_papers": "refuse"}
    with stocked.served(TMPDIR=str(small_disk)) as at, signed_in(at.url) as colleague:
        before, there = stocked.files(), list(small_disk.iterdir())
        ballast = fill(small_disk, but_bytes=1 << 20)  # a part of it has room
        last = {"Connection": "close"}  # a server may hang up on a body that it does not take to its end
        answer = colleague.post(path, options, files={"file": ("orders.csv", orders)}, headers=last)
        assert answer.status_code == FULL
        assert says(answer.text, "The server's disk is full")
        assert sorted(small_disk.iterdir()) == sorted([*there, ballast])
        assert stocked.files() == before
        assert colleague.get("customers/").status_code == 200

        ballast.unlink()
        assert colleague.post(path, options, files={"file": ("orders.csv", orders)}).status_code == 302
    assert orders in stocked.files().values()


def test_that_no_folder_takes_passing_files_is_told_as_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: ["/nowhere/at/all"])
    with pytest.raises(FileNotFoundError) as found:
        tempfile.gettempdir()
    assert outage(found.value) == Outage.DISK_FULL
