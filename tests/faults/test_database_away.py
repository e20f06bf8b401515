"""A PostgreSQL that stops at once while pages and workers are busy, and comes back: all go on by themselves."""

import time
from pathlib import Path

import psutil
import pytest
from django.utils import translation
from django.utils.translation import gettext

from tests.faults.company import Company, found_company, signed_in, wait_for_answer
from tests.faults.postgres import Postgres
from tests.faults.test_kills import ORDERS, look_closely, office, see_through, state
from zhike.cli.tests.keeping import write_orders
from zhike.cli.tests.processes import started, wait_until

pytestmark = pytest.mark.own_database

AWAY = 503
WATCHED_SECONDS = 2.0


@pytest.fixture
def company_on_postgres(postgres: Postgres, tmp_path: Path) -> Company:
    (tmp_path / "company").mkdir()
    return found_company(tmp_path / "company", postgres.new_database())


def busy_share(processes: list[psutil.Process]) -> float:
    """Answer how much of one processor they take together, watched for a while."""
    before = sum(sum(each.cpu_times()[:2]) for each in processes)
    time.sleep(WATCHED_SECONDS)
    return (sum(sum(each.cpu_times()[:2]) for each in processes) - before) / WATCHED_SECONDS


def test_pages_say_that_the_database_is_away_and_all_go_on_when_it_is_back(
    postgres: Postgres, company_on_postgres: Company, tmp_path: Path
) -> None:
    company = company_on_postgres
    path = write_orders(tmp_path / "orders.csv", ORDERS)
    with (
        company.served() as at,
        started("-m", "zhike", "worker", environ=company.environ) as second,
        office(at.url) as people,
        signed_in(at.url) as importer,
    ):
        workers = [at.child("worker"), psutil.Process(second.pid)]
        run = importer.bring("orders", path, unknown_customers="create", existing_papers="refuse")
        people.wait_for_more(10)
        wait_until(lambda: state(company) == "checked", "the file is tried")
        importer.post(f"{run}confirm/", {})
        postgres.stop_at_once()
        wait_for_answer(at, AWAY)
        page = importer.get("customers/")
        assert page.status_code == AWAY
        assert page.headers["retry-after"]
        with translation.override("zh-hans"):
            assert gettext("The database does not answer") in page.text
        assert busy_share(workers) < 0.5
        postgres.start()
        wait_for_answer(at)
        people.wait_for_more(5)
        see_through(company, importer, path)
        people.go_home()
        wait_until(lambda: company.count("jobs_job WHERE state IN ('waiting', 'running')") == 0, "all is done")
        assert all(each.is_running() for each in workers)
        assert at.child("worker").pid == workers[0].pid
    look_closely(company, people)
