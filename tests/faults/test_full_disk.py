"""A disk that is full: a clear answer, nothing lost, no half a file, and once there is room all goes on by itself."""

import html
import shutil
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext

from tests.faults.company import Colleague, Company, signed_in
from tests.faults.disk import fill
from zhike.cli.tests.keeping import write_orders
from zhike.cli.tests.processes import wait_until
from zhike.cli.tests.serving import Serving

pytestmark = pytest.mark.own_database

FULL = 507


@pytest.fixture
def cramped(empty_company: Company, small_disk: Path) -> Company:
    folder = small_disk / "company"
    shutil.copytree(empty_company.folder, folder)
    return Company(folder)


def stored(company: Company) -> set[str]:
    return set(company.files())


def type_until_refused(colleague: Colleague, name: str) -> tuple[list[str], str]:
    """Add customers while the room that the database has taken already lasts; answer them and who was refused."""
    told: list[str] = []
    for number in range(2_000):
        status = colleague.add_customer(f"{name}-{number}")
        if status != 302:
            assert status == FULL, status
            return told, f"{name}-{number}"
        told.append(f"{name}-{number}")
    raise AssertionError("the disk was never full")


def numbers(company: Company) -> set[str]:
    return {row[0] for row in company.ask("SELECT number FROM customers_customer")}


def worker_of(at: Serving) -> int:
    return int(at.child("worker").pid)


def bring_in(company: Company, colleague: Colleague, orders: Path) -> None:
    run = colleague.bring("orders", orders, unknown_customers="create", existing_papers="refuse")
    wait_until(lambda: state(company) == "checked", "the file is tried")
    colleague.post(f"{run}confirm/", {})
    wait_until(lambda: state(company) == "done", "the import is done")


def test_a_full_disk_is_told_and_once_there_is_room_work_goes_on_without_repair(
    cramped: Company, tmp_path: Path
) -> None:
    orders = write_orders(tmp_path / "orders.csv", 3_000)
    with cramped.served() as at, signed_in(at.url) as colleague:
        worker = worker_of(at)
        assert colleague.add_customer("before") == 302
        ballast = fill(cramped.folder.parent)
        told, refused = type_until_refused(colleague, "full")
        page = colleague.post("customers/new/", {"name": "公司", "kind": "organisation", "number": refused})
        with translation.override("zh-hans"):
            assert gettext("The server's disk is full") in html.unescape(page.text)
        assert colleague.get("customers/").status_code == 200, "what is there can be read"
        had = stored(cramped)
        upload = {"file": ("orders.csv", orders.read_bytes())}
        how = {"unknown_customers": "create", "existing_papers": "refuse"}
        assert colleague.post("import/new/orders/", how, files=upload).status_code == FULL
        assert stored(cramped) == had, "no half a file stays"
        assert numbers(cramped) == {"before", *told}

        ballast.unlink()
        assert colleague.add_customer(refused) == 302
        bring_in(cramped, colleague, orders)
        assert worker_of(at) == worker, "the worker has lived through it"
    assert numbers(cramped) >= {"before", *told, refused}
    assert cramped.count("sales_order") == 3_000
    assert cramped.ask("PRAGMA integrity_check") == [("ok",)]
    assert cramped.count("jobs_job WHERE state = 'parked'") == 0


def test_an_import_on_a_disk_that_becomes_full_is_done_whole_once_there_is_room(
    cramped: Company, tmp_path: Path
) -> None:
    orders = write_orders(tmp_path / "orders.csv", 4_000)
    with cramped.served() as at, signed_in(at.url) as colleague:
        run = colleague.bring("orders", orders, unknown_customers="create", existing_papers="refuse")
        wait_until(lambda: state(cramped) == "checked", "the file is tried")
        ballast = fill(cramped.folder.parent)
        answer = colleague.post(f"{run}confirm/", {})
        type_until_refused(colleague, "full")
        ballast.unlink()
        if answer.status_code == FULL:
            colleague.post(f"{run}confirm/", {})
        wait_until(lambda: state(cramped) == "done", "the import is done")
    assert cramped.count("sales_order") == 4_000
    assert cramped.count("audit_entry WHERE action = 'imported'") == 1
    wrong = "sales_order o WHERE amount <> (SELECT sum(amount) FROM sales_orderline WHERE order_id = o.id)"
    assert cramped.count(wrong) == 0
    assert cramped.ask("PRAGMA integrity_check") == [("ok",)]


def test_a_backup_for_which_there_is_no_room_is_refused_by_its_folder_and_leaves_nothing(
    company: Company, small_disk: Path
) -> None:
    ballast = fill(small_disk)
    done = company.zhike("backup", small_disk / "zhike.zip", "--json")
    assert done.code == 2, done.err
    assert str(small_disk) in done.told["error"]
    assert list(small_disk.iterdir()) == [ballast]
    ballast.unlink()
    assert company.zhike("backup", small_disk / "zhike.zip").code == 0


def state(company: Company) -> str:
    return str(company.ask("SELECT state FROM exchange_importrun ORDER BY id DESC LIMIT 1")[0][0])
