"""A worker and a mail server that is down, hangs, puts off, refuses or hangs up: no letter twice, none forgotten."""

import pytest

from tests.faults.company import Company
from tests.faults.post_office import PostOffice, opened
from zhike.cli.tests.processes import free_port, started, wait_until

pytestmark = pytest.mark.own_database

STATES = """
    SELECT u.username, m.state, m.error FROM notices_message m JOIN notices_way w ON w.id = m.way_id
    JOIN accounts_user u ON u.id = w.user_id"""


def put(company: Company, *names: str) -> None:
    done = company.python("-m", "tests.faults.letters", *(f"{name}@example.cn" for name in names))
    assert done.code == 0, done.err


def states(company: Company) -> dict[str, str]:
    return {name.partition("@")[0]: state for name, state, _ in company.ask(STATES)}


def test_each_fault_of_a_mail_server_ends_with_one_letter_or_with_its_reason(company: Company) -> None:
    office = PostOffice(free_port())
    put(company, "good", "hang", "later", "never", "drop")
    with started("-m", "zhike", "worker", environ=company.environ | {"ZHIKE_MAIL_URL": office.url}) as worker:
        refused = "notices_message WHERE attempts >= 1 AND state = 'waiting'"
        wait_until(lambda: company.count(refused) == 5, "nobody answers, so all wait")
        assert not office.tried
        with opened(office):
            wanted = {"good": "sent", "hang": "unknown", "later": "sent", "never": "failed", "drop": "unknown"}
            wait_until(lambda: states(company) == wanted, f"all have ended: {wanted}")
            unfinished = "jobs_job WHERE name = 'notices.send' AND state <> 'done'"
            wait_until(lambda: company.count(unfinished) == 0, "no job is left")
        assert worker.poll() is None
    assert office.arrived == {"good": 1, "hang": 1, "later": 1}
    assert office.tried == {"good": 1, "hang": 1, "later": 2, "never": 1, "drop": 1}
    assert [error for name, _, error in company.ask(STATES) if name.startswith("never")] == ["SMTPDataError 550"]


def test_a_letter_whose_worker_dies_while_it_is_sent_is_not_sent_twice(company: Company) -> None:
    office = PostOffice(free_port())
    environ = company.environ | {"ZHIKE_MAIL_URL": office.url}
    put(company, "hang")
    with opened(office):
        with started("-m", "zhike", "worker", environ=environ) as worker:
            wait_until(lambda: office.arrived["hang"] == 1, "the letter has left the house")
            worker.kill()
            worker.wait()
        with started("-m", "zhike", "worker", environ=environ):
            wait_until(lambda: states(company) == {"hang": "unknown"}, "another worker says that nobody knows")
    assert office.arrived == {"hang": 1}
