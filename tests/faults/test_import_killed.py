"""Workers and commands killed in the middle of an import: each row ends in the books once, or in the file of errors."""

import csv
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.factories.files import CUSTOMER_HEADS, write_csv
from tests.faults.company import Colleague, Company, found_company, signed_in
from tests.faults.postgres import Postgres
from zhike.cli.tests.keeping import LINES_OF_ORDER, write_orders
from zhike.cli.tests.processes import is_alive, started, wait_until
from zhike.cli.tests.serving import Serving
from zhike.exchange.operations.abandoned import LEASES

pytestmark = pytest.mark.own_database

CUSTOMERS, ORDERS, BAD = 2_500, 800, 7
LEASE = 1.0  # seconds
WRITTEN = "coalesce((SELECT progress FROM exchange_importrun WHERE state = 'importing'), 0)"


@pytest.fixture(params=["sqlite", "postgres"])
def killed(request: pytest.FixtureRequest, tmp_path: Path) -> Company:
    """A company whose processes are going to be killed, on either database."""
    if request.param == "sqlite":
        found: Company = request.getfixturevalue("company")
        return Company(found.folder, found.url, lease_seconds=LEASE)
    postgres: Postgres = request.getfixturevalue("postgres")
    made = tmp_path / "on-postgres"
    made.mkdir()
    url = postgres.new_database()
    found_company(made, url)
    return Company(made, url, lease_seconds=LEASE)


def write_customers(path: Path) -> Path:
    rows = [(f"K{n}", f"公司{n}", f"138{n:08}", "", f"联系人{n}", f"139{n:08}") for n in range(CUSTOMERS)]
    bad = [(f"B{n}", "", "", "", "", "") for n in range(BAD)]
    return write_csv(path, [*rows[:100], *bad, *rows[100:]], CUSTOMER_HEADS)


def state(company: Company) -> str:
    return str(company.ask("SELECT state FROM exchange_importrun ORDER BY id DESC LIMIT 1")[0][0])


def written(company: Company) -> int:
    """Answer how many rows of the import under way are in the books, or more than any once it is done."""
    if state(company) == "done":
        return CUSTOMERS + ORDERS * LINES_OF_ORDER
    return int(company.ask(f"SELECT {WRITTEN}")[0][0])


def wait_long(is_so: Callable[[], bool], what: str) -> None:
    """Wait for what takes its time where a run was killed several times."""
    with suppress(AssertionError):
        wait_until(is_so, what)
    wait_until(is_so, what)


def kill_worker(at: Serving) -> None:
    """Kill the worker with whatever reads or prepares for it, and wait for the next one."""
    with suppress(StopIteration, psutil.NoSuchProcess):
        worker = at.child("worker")
        worker.send_signal(signal.SIGKILL)
        wait_until(lambda: not is_alive(worker.pid), "the worker is dead")
    wait_until(lambda: _is_there(at), "another worker is there")


def _is_there(at: Serving) -> bool:
    try:
        return bool(at.child("worker").is_running())
    except (StopIteration, psutil.NoSuchProcess):
        return False


def kill_at_times(
    at: Serving,
    company: Company,
    colleague: Colleague,
    *,
    bring: Callable[[], str],
    reads: list[float],
    goals: list[int],
) -> int:
    """Kill the worker while it reads and while it writes; answer how often it was in the middle of the rows."""
    run = bring()
    for seconds in reads:
        time.sleep(seconds)
        kill_worker(at)
    wait_long(lambda: state(company) == "checked", "the file is tried")
    colleague.post(f"{run}confirm/", {})
    hits = 0
    for goal in sorted(goals):
        wait_until(lambda goal=goal: written(company) >= goal, "some rows are written")  # type: ignore[misc]
        hits += state(company) == "importing"
        kill_worker(at)
    wait_long(lambda: state(company) == "done", "the import is done")
    return hits


@pytest.mark.parametrize("seed", [random.randrange(10**6)], ids=lambda seed: "by chance")
def test_a_worker_killed_while_it_reads_and_writes_brings_each_row_in_once(
    seed: int, killed: Company, tmp_path: Path
) -> None:
    print(f"seed {seed}")  # noqa: T201 - shown when it fails
    chance = random.Random(seed)
    customers = write_customers(tmp_path / "customers.csv")
    orders = write_orders(tmp_path / "orders.csv", ORDERS)
    with killed.served() as at, signed_in(at.url) as colleague:
        hits = kill_at_times(
            at,
            killed,
            colleague,
            bring=lambda: colleague.bring("customers", customers, existing="update", likely_known="warn"),
            reads=[chance.uniform(0.05, 0.8)],
            goals=[chance.randrange(CUSTOMERS // 2), chance.randrange(CUSTOMERS // 2, CUSTOMERS - 600)],
        )
        choices = {"unknown_customers": "create", "existing_papers": "refuse"}
        hits += kill_at_times(
            at,
            killed,
            colleague,
            bring=lambda: colleague.bring("orders", orders, **choices),
            reads=[],
            goals=[chance.randrange(ORDERS, 2 * ORDERS)],
        )
    assert hits, "no kill came in the middle of the rows"
    assert killed.ask("SELECT rows, created, updated, skipped, errored FROM exchange_importrun ORDER BY id") == [
        (CUSTOMERS + BAD, CUSTOMERS, 0, 0, BAD),
        (ORDERS * LINES_OF_ORDER, ORDERS * LINES_OF_ORDER, 0, 0, 0),
    ]
    look_at_customers(killed)
    assert killed.ask("SELECT count(*), count(DISTINCT number) FROM sales_order") == [(ORDERS, ORDERS)]
    assert killed.count("sales_orderline") == ORDERS * LINES_OF_ORDER
    wrong = "sales_order o WHERE amount <> (SELECT sum(amount) FROM sales_orderline WHERE order_id = o.id)"
    assert killed.count(wrong) == 0


def look_at_customers(company: Company) -> None:
    """See that each row of the file is there once, and the bad ones in the file of errors."""
    made = "customers_customer k JOIN customers_party p ON p.id = k.party_id AND p.name LIKE '公司%'"
    assert company.ask(f"SELECT count(*), count(DISTINCT k.number) FROM {made}") == [(CUSTOMERS, CUSTOMERS)]
    people = "customers_contact c JOIN customers_customer k ON k.id = c.customer_id"
    assert company.ask(f"SELECT count(*), count(DISTINCT c.customer_id) FROM {people}") == [(CUSTOMERS, CUSTOMERS)]
    ((name,),) = company.ask("SELECT error_file FROM exchange_importrun WHERE kind = 'customers'")
    with (company.folder / "files" / name).open(encoding="utf-8-sig", newline="") as file:
        assert [row[0] for row in csv.reader(file)][1:] == [f"B{number}" for number in range(BAD)]
    assert company.count("jobs_job WHERE state = 'parked'") == 0
    assert company.count("audit_entry WHERE action = 'imported'") == company.count("exchange_importrun")


def family(pid: int) -> Iterator[psutil.Process]:
    with suppress(psutil.NoSuchProcess):
        yield from psutil.Process(pid).children(recursive=True)


def test_a_killed_command_is_carried_on_from_the_page(killed: Company, tmp_path: Path) -> None:
    path = write_customers(tmp_path / "customers.csv")
    with started("-m", "zhike", "import", "customers", str(path), "--as", "wangmin", environ=killed.environ) as command:
        wait_until(lambda: killed.count("exchange_importrun") == 1 and written(killed) >= 500, "some rows are written")
        children = [each.pid for each in family(command.pid)]
        os.kill(command.pid, signal.SIGKILL)
        command.wait()
    wait_until(lambda: not any(map(is_alive, children)), "its children have died with it")
    in_books = killed.count("customers_customer")
    assert 0 < in_books < CUSTOMERS
    time.sleep(LEASES * LEASE + 0.5)  # so long without a sign of life, and it counts as left
    with killed.served() as at, signed_in(at.url) as colleague:
        run = "import/1/"
        wait_until(lambda: state(killed) == "broken", "the run that nobody carries out is told broken off")
        assert "confirm" in colleague.get(run).text
        colleague.post(f"{run}confirm/", {})
        wait_until(lambda: state(killed) == "done", "the import is done")
    counts = "SELECT rows, created, updated, skipped, errored FROM exchange_importrun"
    assert killed.ask(counts) == [(CUSTOMERS + BAD, CUSTOMERS, 0, 0, BAD)]
    look_at_customers(killed)
