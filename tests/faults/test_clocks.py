"""Clocks that are moved or wrong: what recurs comes once, and no job is doubled or held for days."""

import pytest

from tests.faults.conftest import House
from tests.faults.postgres import Postgres
from zhike.cli.tests.processes import wait_until

pytestmark = pytest.mark.own_database

DAY = 24.0


def beats(house: House) -> str:
    """Answer when a worker was last seen, by its own clock."""
    return str(house.ask("SELECT max(seen_at), 0 FROM jobs_worker")[0][0])


def test_a_clock_set_a_day_forth_and_back_doubles_nothing_that_recurs(house: House) -> None:
    with house.worker(FAULTS_DAILY="1"):
        wait_until(lambda: len(house.did("daily")) == 1, "today's has run")
        for hours, count in ((DAY, 2), (0, 2), (DAY, 2), (-DAY, 3), (0, 3)):
            before = beats(house)
            house.set_clock(hours=hours)
            wait_until(lambda before=before: beats(house) != before, "the worker has looked around")  # type: ignore[misc]
            house.wait_for(waiting=0, running=0)
            assert len(house.did("daily")) == count, hours
    keys = house.ask("SELECT unique_key, attempts FROM jobs_job")
    assert len({key for key, _ in keys}) == 3
    assert {attempts for _, attempts in keys} == {1}


def test_a_lease_given_by_a_clock_a_day_ahead_does_not_outlive_its_worker_by_a_day(house: House) -> None:
    house.set_clock(hours=DAY)
    house.enqueue("wait", "1")
    house.kill_at_work()
    house.set_clock(hours=0)
    house.go()
    with house.worker() as second:
        house.wait_for(done=1)
        assert house.did("written") == [second.pid]


def test_a_job_whose_worker_is_alive_is_written_once_when_the_clock_is_set_forth(house: House) -> None:
    house.enqueue("wait", "1")
    with house.worker() as first:
        house.wait_begun()
        with house.worker() as second:
            house.set_clock(hours=DAY)
            house.enqueue("note", "1")
            wait_until(lambda: bool(house.did("0")), "the other worker goes by the new time")
            house.go()
            house.wait_for(done=2)
            assert set(house.did("written")) <= {first.pid, second.pid}
    assert len(house.did("written")) == 1


@pytest.fixture
def house_on_postgres(postgres: Postgres, house: House) -> House:
    moved = House(house.folder, lease_seconds=5.0, url=postgres.new_database())
    moved.run("-m", "zhike", "migrate")
    return moved


def test_a_worker_ten_minutes_ahead_takes_no_job_from_another_machine(house_on_postgres: House) -> None:
    house = house_on_postgres
    house.enqueue("wait", "1")
    with house.worker() as right:
        house.wait_begun()
        house.set_clock(hours=1 / 6, clock="ahead")
        with house.worker(FAULTS_CLOCK="ahead") as ahead:
            house.enqueue("note", "1")
            house.wait_for(done=1)
            assert house.did("0") == [ahead.pid]
            house.go()
            house.wait_for(done=2)
    assert house.did("begun") == house.did("written") == [right.pid]
